"""A suspension (fixed-period exclusion on disciplinary grounds)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock
from movements.counted import counted
from movements.exclusion_clocks import (
    day_one,
    governors_meet,
    if_looked_after,
    if_worker,
    may_claim,
    meet_before_exam,
    tell,
    tell_detail,
    tell_parent,
    told_on,
    told_or_excluded_on,
    while_of_age,
)
from movements.exclusion_law import (
    CAP,
    CAP_SESSIONS,
    DAY_ONE,
    IN_SCHOOL_TIME,
    NOT_EXTENDED,
    ONCE_MISSED,
    REINSTATEMENT_RULE,
    TELL_AUTHORITY,
    TELL_AUTHORITY_OVER_FIVE,
    TELL_OF_EXCLUSION,
    TELL_WORKERS,
    Duty,
    duty_for,
    most_in_a_year,
    term_sessions,
)
from movements.exclusion_reasons import (
    MainReason,
    OtherReason,
    educated_by,
    educated_no_more_while_suspended,
    exam_missed,
    has_social_worker,
    left_out,
    main_reason,
    other_reason,
    owed_no_more,
    repeated,
)
from movements.kind import Before, Count, Day, Kind, Names, Taken, not_on_roll, said
from movements.lawful_ways import OVER_THE_LIMIT
from movements.problems import Concern, Problem
from movements.remade import remade
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.school_time import begins_on_a_school_day
from movements.standing import Standing
from movements.standing import Suspension as Spell
from movements.suspended import days_missed, is_joined_up, is_overlapping

JOINED_FROM = date(2015, 1, 5)
DAY_SIX = Basis(
    "statute",
    "Education and Inspections Act 2006 s.100; SI 2007/1870 reg 3 as amended by SI 2014/3216",
    in_force_from=JOINED_FROM,
)
DAY_SIX_ALONE = Basis(
    "statute",
    "Education and Inspections Act 2006 s.100; SI 2007/1870 reg 3 before SI 2014/3216: each "
    "suspension by itself",
    in_force_from=date(2007, 9, 1),
    in_force_to=JOINED_FROM - timedelta(days=1),
)
DUTY_DAY = 6


def _sixth_day_counted_from(
    movement: "Suspension", before: Standing, days: SchoolDays
) -> date | None:
    """The first day of the suspensions joined up into this one, where with it they reach day six.

    None where they do not, or where those before it had reached it and started the clock already.
    Suspensions from lunchtimes leave a pupil in school, and count for nothing here.
    """
    own = days_missed([movement.spell()], days)
    if not own:
        return None
    others = days_missed(before.suspensions, days)
    first = min(own)
    while (earlier := days.add(first, -1)) in others:
        first = earlier
    sixth = days.nth(first, DUTY_DAY)
    reached = set(days.days(first, sixth)) <= others
    return first if sixth <= max(own) and not reached else None


def _own_first_day(movement: "Suspension", before: Standing, days: SchoolDays) -> date | None:
    """The first day of this suspension, where by itself it reaches day six."""
    return _sixth_day_counted_from(movement, Standing(details=before.details), days)


def _sixth_day(movement: "Suspension", before: Standing, days: SchoolDays) -> date | None:
    joined = movement.on >= JOINED_FROM
    first = (_sixth_day_counted_from if joined else _own_first_day)(movement, before, days)
    return days.nth(first, DUTY_DAY) if first is not None else None


def _first_day_if_known_to_care(
    movement: "Suspension", before: Standing, days: SchoolDays
) -> date | None:
    if movement.lunchtime == "Y":
        return None
    return if_worker(movement, before, days)


def _duty(movement: "Suspension", before: Standing, days: SchoolDays) -> Duty:
    sessions = term_sessions(before.suspensions, movement.spell(), days)
    return duty_for(sessions, misses_exam=movement.exam_on is not None)


def _told_at_once(movement: "Suspension", before: Standing, days: SchoolDays) -> date | None:
    """Counted where the governors are told at once, and not once a term."""
    return movement.on if _duty(movement, before, days) != "no_power" else None


def _must_be_considered(movement: "Suspension", before: Standing, days: SchoolDays) -> date | None:
    must = _duty(movement, before, days) == "must"
    return told_or_excluded_on(movement) if must else None


DAY_SIX_CLOCK = Clock(
    id="suspension_day_six",
    title="Education from the sixth day of a suspension",
    owes="The school arranges education from the sixth school day",
    owner="school",
    unit="school_days",
    length=DUTY_DAY,
    start_counts=True,
    basis=DAY_SIX,
    counted_from=while_of_age(_sixth_day_counted_from, DUTY_DAY),
    stops=educated_by(),
    undone=educated_no_more_while_suspended,
    over=owed_no_more,
)


class Suspension(Kind):
    """A pupil is suspended from a session on, for a number of sessions (two to the day)."""

    id: ClassVar[str] = "suspension"
    title: ClassVar[str] = "Suspension"
    summary: ClassVar[str] = "A pupil is suspended for a fixed period."
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Reasons", ("reason1", "reason2", "reason3")),
        (
            "Who has been told",
            (
                *("parent_told_on", "la_told_on", "governors_told_on"),
                *("social_worker_told_on", "virtual_school_told_on"),
            ),
        ),
    )
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = CAP
    clocks: ClassVar[tuple[Clock, ...]] = (
        DAY_SIX_CLOCK,
        replace(
            DAY_SIX_CLOCK,
            id="suspension_day_six_alone",
            basis=DAY_SIX_ALONE,
            counted_from=while_of_age(_own_first_day, DUTY_DAY),
        ),
        day_one("suspension", "school", _first_day_if_known_to_care),
        tell_parent("suspension"),
        tell_detail("suspension", "school", _sixth_day),
        tell("suspension_authority_told", "authority", "la_told_on", TELL_AUTHORITY),
        tell(
            "suspension_authority_told_over_five",
            "authority",
            "la_told_on",
            TELL_AUTHORITY_OVER_FIVE,
            _told_at_once,
        ),
        tell(
            "suspension_governors_told",
            "governors",
            "governors_told_on",
            TELL_OF_EXCLUSION,
            _told_at_once,
        ),
        tell(
            "suspension_social_worker_told",
            "social_worker",
            "social_worker_told_on",
            TELL_WORKERS,
            if_worker,
        ),
        tell(
            "suspension_virtual_school_told",
            "virtual_school",
            "virtual_school_told_on",
            TELL_WORKERS,
            if_looked_after,
        ),
        governors_meet("suspension", _must_be_considered),
        meet_before_exam("suspension"),
        may_claim("suspension"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "days_in_a_year",
            "School days suspended in a school year, at all schools",
            (Version("Not more than 45, from 1 August", CAP),),
        ),
        Rule(
            "authority_told_of_suspensions",
            "Which suspensions the authority is told of without delay",
            (
                Version(
                    "Those over five school days in the term, or over an exam",
                    TELL_AUTHORITY_OVER_FIVE,
                ),
                Version("Every one", TELL_AUTHORITY),
            ),
        ),
        REINSTATEMENT_RULE,
        Rule(
            "education_from_day_one",
            "Education from the first day for a looked-after pupil",
            (Version("Where it can be arranged", DAY_ONE),),
        ),
        Rule(
            "suspensions_joined_up",
            "A suspension that begins as another ends",
            (Version("In exceptional cases only, with reasons of its own", NOT_EXTENDED),),
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
    lunchtime: Literal["Y", "N"] | None = Field(
        default=None,
        title="From lunchtimes only",
        description="Y where it is from lunchtimes: each is a session, half a day",
        examples=["N"],
    )
    exam_on: Day | None = exam_missed()
    social_worker: Literal["Y", "N"] | None = has_social_worker()
    parent_told_on: Day | None = told_on("Parent")
    la_told_on: Day | None = told_on("Authority")
    governors_told_on: Day | None = told_on("Governors")
    social_worker_told_on: Day | None = told_on("Social worker")
    virtual_school_told_on: Day | None = told_on("Virtual school head")

    def problems(self, before: Before) -> Iterator[Problem]:
        """Only a pupil on this school's roll can be suspended from it, and once at a time."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            # No more is said: a former school would learn what another school has recorded.
            yield not_on_roll(self.on)
            return
        for other in before.standing.suspensions:
            if (other.on, other.session, other.place) == (self.on, self.session, before.place.id):
                yield Problem(
                    "on",
                    "already_suspended",
                    "A suspension from this session is held already. Send a correction to it.",
                )
        yield from repeated(self.reason1, self.reason2, self.reason3)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """The 45-day limit, counted across schools; its days; a looked-after pupil's education."""
        yield from self._over_the_limit(before)
        yield from begins_on_a_school_day(self.on, before.days, "the exclusion", IN_SCHOOL_TIME)
        yield from left_out(self.reason2, self.reason3)
        yield from self._beside_others(before)
        if before.standing.details.get("looked_after") == "Y":
            yield Concern(
                "looked_after",
                "The pupil is looked after: tell the virtual school head; "
                "arrange education from the first day.",
                DAY_ONE,
                level="note",
            )

    def _over_the_limit(self, before: Before) -> Iterator[Concern]:
        total, since = most_in_a_year(before.standing.suspensions, self.spell(), before.days)
        if total > CAP_SESSIONS and CAP.in_force(self.on):
            yield Concern(
                "over_45_days",
                f"{total / 2:g} school days suspended since {since:%-d %B %Y}: "
                "more than the 45 a school year allows.",
                CAP,
                field="sessions",
                instead=OVER_THE_LIMIT,
            )

    def _beside_others(self, before: Before) -> Iterator[Concern]:
        """No more is said of the others: they may be another school's."""
        held, days = before.standing.suspensions, before.days
        if is_overlapping(self.spell(), held, days):
            yield Concern(
                "overlapping",
                "The pupil is suspended already in some of these sessions: each counts once. If "
                "this is the same suspension, correct it.",
                ONCE_MISSED,
            )
        elif is_joined_up(self.spell(), held, days):
            yield Concern(
                "joined_up",
                "It begins as another suspension ends: a suspension cannot be extended, and a "
                "further one needs reasons of its own. Their days count together to the sixth.",
                NOT_EXTENDED,
            )
        else:
            yield from self._counted_together(before)

    def _counted_together(self, before: Before) -> Iterator[Concern]:
        """Two are joined for day six by a day of exclusion of which a part was in school."""
        first = _sixth_day_counted_from(self, before.standing, before.days)
        if first is not None and first < before.days.next_on_or_after(self.on):
            sixth = before.days.nth(first, DUTY_DAY)
            yield Concern(
                "counted_together",
                "A part of a day in school parts it from the suspension before, and parts of days "
                f"count: the days of both are counted on end, and {sixth:%-d %B %Y} is the sixth.",
                DAY_SIX,
                level="note",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """One more suspension; it counts to the school year's total."""
        spell = self.spell(taken.number, taken.place)
        return remade(standing, suspensions=(*standing.suspensions, spell))

    def spell(self, number: int = 0, place: str | None = None) -> Spell:
        """The suspension as a standing holds it."""
        lunchtimes = self.lunchtime == "Y"
        return Spell(number, self.on, self.session, self.sessions, place, lunchtimes)

    def sentence(self, names: Names) -> str:
        """What happened."""
        reasons = said("EXCLUSION_REASONS", self.reason1, self.reason2, self.reason3)
        if self.lunchtime == "Y":
            return f"Suspended from {counted(self.sessions, 'lunchtime')} ({reasons})"
        return f"Suspended for {counted(self.sessions / 2, 'school day')} ({reasons})"
