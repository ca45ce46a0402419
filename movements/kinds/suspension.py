"""A suspension (fixed-period exclusion on disciplinary grounds)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock
from movements.exclusion_reasons import (
    MainReason,
    OtherReason,
    educated_by,
    main_reason,
    other_reason,
    repeated,
)
from movements.kind import Before, Count, Kind, Names, Taken, counted, not_on_roll, said
from movements.problems import Concern, Problem
from movements.school_days import SchoolDays, school_year_start
from movements.standing import Standing
from movements.standing import Suspension as Spell

CAP = Basis(
    "statute",
    "School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012 "
    "(SI 2012/1033) regs 4, 13, 22: not more than 45 school days in a school year",
    in_force_from=date(2012, 9, 1),
)
DAY_SIX = Basis(
    "statute",
    "Education and Inspections Act 2006 s.100; SI 2007/1870 reg 3 as amended by SI 2014/3216",
    in_force_from=date(2015, 1, 5),
)
INFORM = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance: looked-after pupils, provision from day one",
    confirmed=False,
)
CAP_SESSIONS = 90
"""45 school days in sessions of half a day."""
DUTY_DAY = 6


def _last_day(spell: "Spell | Suspension", days: SchoolDays) -> date:
    """The last school day of a suspension; a part of a day is a day of it."""
    return days.nth(spell.on, (spell.sessions + (spell.session == "PM") + 1) // 2)


def _sixth_day_counted_from(
    movement: "Suspension", before: Standing, days: SchoolDays
) -> date | None:
    """The first day of the suspensions joined up into this one, where with it they reach day six.

    None where they do not, or where those before it had reached it and started the clock already.
    """
    first = days.next_on_or_after(movement.on)
    reached = days.add(first, -1)
    for spell in sorted(before.suspensions, key=lambda s: (s.on, s.session), reverse=True):
        last = _last_day(spell, days)
        if days.add(last, 1) < first:
            break
        first, reached = min(first, days.next_on_or_after(spell.on)), max(reached, last)
    sixth = days.nth(first, DUTY_DAY)
    return first if reached < sixth <= _last_day(movement, days) else None


class Suspension(Kind):
    """A pupil is suspended from a session on, for a number of sessions (two to the day)."""

    id: ClassVar[str] = "suspension"
    title: ClassVar[str] = "Suspension"
    summary: ClassVar[str] = "A pupil is suspended for a fixed period."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = CAP
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="suspension_day_six",
            title="Education from the sixth day of a suspension",
            owes="The school arranges education from the sixth school day",
            owner="school",
            unit="school_days",
            length=DUTY_DAY,
            start_counts=True,
            basis=DAY_SIX,
            counted_from=_sixth_day_counted_from,
            stops=educated_by("ap_placement", "off_site_direction"),
        ),
    )

    sessions: Count = Field(
        title="Sessions",
        description="Length in sessions: two to a school day; a lunchtime is half a day, 1",
        examples=["4"],
        ge=1,
        le=190,
    )
    reason1: MainReason = main_reason("DB")
    reason2: OtherReason = other_reason("Second")
    reason3: OtherReason = other_reason("Third")

    def problems(self, before: Before) -> Iterator[Problem]:
        """Only a pupil on this school's roll can be suspended from it, and once at a time."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            # No more is said: a former school would learn what another school has recorded.
            yield not_on_roll(self.on)
            return
        for other in before.standing.suspensions:
            if (other.on, other.session) == (self.on, self.session):
                yield Problem(
                    "on",
                    "already_suspended",
                    "A suspension from this session is held already. Send a correction to it.",
                )
        yield from repeated(self.reason1, self.reason2, self.reason3)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """The 45-day limit, counted across schools; a looked-after pupil's education."""
        since = school_year_start(self.on, turns="1 August")
        total = before.standing.sessions_suspended(since, self.on) + self.sessions
        if total > CAP_SESSIONS and CAP.in_force(self.on):
            yield Concern(
                "over_45_days",
                f"{total / 2:g} school days suspended since {since:%-d %B %Y}: "
                "more than the 45 a school year allows.",
                CAP,
                field="sessions",
            )
        if before.standing.details.get("looked_after") == "Y":
            yield Concern(
                "looked_after",
                "The pupil is looked after: tell the virtual school head; "
                "arrange education from the first day.",
                INFORM,
                level="note",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """One more suspension; it counts to the school year's total."""
        spell = Spell(taken.number, self.on, self.session, self.sessions, taken.place)
        return replace(standing, suspensions=(*standing.suspensions, spell))

    def sentence(self, names: Names) -> str:
        """What happened."""
        reasons = said("EXCLUSION_REASONS", self.reason1, self.reason2, self.reason3)
        return f"Suspended for {counted(self.sessions / 2, 'school day')} ({reasons})"
