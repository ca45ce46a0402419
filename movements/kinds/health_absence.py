"""An absence for health: the authority arranges education from 15 days, whatever was expected."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.counted import counted
from movements.kind import Before, Count, Day, Kind, Names, not_on_roll
from movements.problems import Concern, Problem
from movements.reviews import over
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.section_nineteen import placed_no_more, placed_since
from movements.sickness_return import FIFTEEN_DAYS, SICKNESS, expected_to_miss, year_of
from movements.standing import Standing

HEALTH_NEEDS = Basis(
    "guidance",
    "Arranging education for children who cannot attend school because of health needs "
    "(December 2023): the authority arranges once an absence of 15 days or more is clear, "
    "consecutive or cumulative",
    in_force_from=date(2023, 12, 1),
    confirmed=False,
)


def _long(movement: Any) -> bool:
    days: int = movement.expected_days
    return days >= FIFTEEN_DAYS


def _first_day(movement: Any, before: Standing, days: SchoolDays) -> date:
    """The first day of absence, as told, earlier by the days absent before in the school year.

    Education is never due before this absence was known.
    """
    known: date = movement.on
    first = days.add(movement.absent_from or known, -_absent_before(movement, before, days))
    return max(first, days.add(known, -FIFTEEN_DAYS))


def _absent_before(movement: Any, before: Standing, days: SchoolDays) -> int:
    """School days of the absences for health that ended before in the school year."""
    year = year_of(movement.on)
    earlier = (e for e in before.episodes if e.kind == movement.id and e.on >= year)
    return sum(_absent(e.movement, e.ended, days) for e in earlier if e.ended)


def _in_the_year(movement: Any, before: Standing, days: SchoolDays) -> int:
    """School days expected, with those of absences that ended before in the school year."""
    expected: int = movement.expected_days
    return expected + _absent_before(movement, before, days)


def _absent(movement: Any, ended: date, days: SchoolDays) -> int:
    """School days from the first day of an absence to the one before its end."""
    return len(days.days(movement.absent_from or movement.on, ended - timedelta(days=1)))


def _back_by(movement: Any, days: SchoolDays) -> date:
    """The first school day after those expected, those already past included."""
    known: date = movement.on
    last = days.nth(movement.absent_from or known, movement.expected_days)
    return days.add(max(known, last), 1)


def _arranged(start: Started, later: Later) -> bool:
    """Placed since, or the authority decided that none is owed."""
    movement = later.movement
    none_owed = movement.id == "section_nineteen_decision" and movement.duty == "N"
    return bool(none_owed) or placed_since(start, later)


class HealthAbsence(Kind):
    """It is known that a pupil will be absent for health, and for about how many school days."""

    id: ClassVar[str] = "health_absence"
    title: ClassVar[str] = "Absence for health"
    summary: ClassVar[str] = "A pupil cannot attend for health, for a time that is known or likely."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = HEALTH_NEEDS
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="health_education",
            title="Education arranged for a pupil absent for health",
            owes="The authority arranges education; the pupil stays on the school's roll",
            owner="authority",
            unit="school_days",
            length=FIFTEEN_DAYS,
            basis=HEALTH_NEEDS,
            counted_from=_first_day,
            stops=_arranged,
            undone=placed_no_more,
            over=over,
        ),
        Clock(
            id="health_absence_end",
            title="End of the days expected of an absence for health",
            owes="Whoever recorded it records the end, and the absence anew if it goes on",
            owner="arranger",
            unit="stated",
            counts_days=True,
            due_day=_back_by,
            basis=HEALTH_NEEDS,
            stops=over,
        ),
        expected_to_miss(_in_the_year),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "health_needs",
            "Education of children too ill for school",
            (Version("Arranged once 15 days or more are clear", HEALTH_NEEDS, "the authority"),),
        ),
        Rule(
            "sickness_return",
            "Telling the authority of sickness",
            (Version("Once 15 school days are missed, or expected to be", SICKNESS),),
        ),
    )

    expected_days: Count = Field(
        title="School days expected",
        description="School days the pupil is likely to be absent in all, those already past "
        "included",
        examples=["20"],
        ge=1,
        le=390,
    )
    absent_from: Day | None = Field(
        default=None,
        title="Absent from",
        description="The first day of absence, if before the day it was known to last",
        examples=["2026-09-07"],
    )
    evidence: Literal["Y", "N"] | None = Field(
        default=None,
        title="Medical evidence",
        description="Y where there is any. Never wait for it where the need is clear",
        examples=["Y"],
    )
    la_told_on: Day | None = Field(
        default=None,
        title="Authority told on",
        description="The day the school told the authority",
        examples=["2026-09-14"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A pupil on roll, or one the authority answers for; from before it was known."""
        place = before.place.id if before.place else None
        if place is not None and before.standing.roll_at(place) is None:
            yield not_on_roll(self.on)
            return
        if self.absent_from and self.absent_from > self.on:
            words = "The first day of absence is after the day it was known."
            yield Problem("absent_from", "after_known", words)
        if any(e.place == place for e in before.standing.open_episodes(self.id)):
            words = "An absence for health is open here already. End it first."
            yield Problem("on", "already_open", words)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """The authority was not told of a long one."""
        if _long(self) and before.place and not self.la_told_on and HEALTH_NEEDS.in_force(self.on):
            yield Concern(
                "authority_not_told",
                "15 school days or more are expected: tell the authority.",
                HEALTH_NEEDS,
                field="la_told_on",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        since = f", since {self.absent_from:%-d %B %Y}" if self.absent_from else ""
        return f"Absent for health{since}: {counted(self.expected_days, 'school day')} expected"
