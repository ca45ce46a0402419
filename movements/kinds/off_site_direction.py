"""An off-site direction: a school requires a pupil to attend elsewhere to improve behaviour."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.episodes import episode_ended
from movements.kind import (
    Before,
    Count,
    Day,
    Kind,
    Names,
    PlaceRef,
    Taken,
    Text,
    Week,
    counted,
    not_on_roll,
)
from movements.places import PlaceFacts
from movements.problems import Concern, Problem
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.standing import Provision, Standing

NOTICE_MAINTAINED = Basis(
    "statute",
    "Education (Educational Provision for Improving Behaviour) Regulations 2010 "
    "(SI 2010/1156) reg 3: written notice at least two school days before",
    in_force_from=date(2010, 9, 1),
)
NOTICE_ACADEMY = Basis(
    "statute",
    "The same notice for academies, by the 2026 regulations on improving behaviour "
    "(number to be confirmed)",
    in_force_from=date(2026, 7, 26),
)
STATED_DAYS = Basis("statute", "SI 2010/1156 reg 3(4): the notice states the number of days")
CLEAR_DAYS = 2
RULES = (
    Rule(
        "direction_notice",
        "Notice of an off-site direction",
        (
            Version(
                "Written notice not less than two clear school days before the relevant day",
                NOTICE_MAINTAINED,
                "maintained schools",
            ),
            Version(
                "Written notice not less than two clear school days before the relevant day",
                NOTICE_ACADEMY,
                "academies",
            ),
        ),
    ),
    Rule(
        "direction_stated",
        "What a notice states",
        (Version("The number of days directed, and the objectives", STATED_DAYS),),
    ),
)


def notice_basis(school: PlaceFacts | None) -> Basis | None:
    """Which law set the notice for a direction by this school; None where neither did."""
    if school is None:
        return None
    if school.is_maintained:
        return NOTICE_MAINTAINED
    return NOTICE_ACADEMY if school.is_academy else None


def clear_school_days(days: SchoolDays, notice: date, relevant: date) -> int:
    """School days strictly between the day of the notice and the relevant day."""
    return max(0, days.count(notice, relevant - timedelta(days=1))) if notice < relevant else 0


def _stated_end(movement: Any, days: SchoolDays) -> date:
    return days.nth(movement.on, movement.days)


def _ended(start: Started, later: Later) -> bool:
    """Returned, ended or extended; or the pupil's school changed, which ends a direction."""
    if later.movement.id in {"managed_move", "removal_from_roll"}:
        return True
    return episode_ended(start, later)


class OffSiteDirection(Kind):
    """A direction to attend another place from its relevant day on, for a stated number of days."""

    id: ClassVar[str] = "off_site_direction"
    title: ClassVar[str] = "Off-site direction"
    summary: ClassVar[str] = "A school directs a pupil off site for a time, to improve behaviour."
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = Basis("statute", "Education Act 2002 s.29A; SI 2010/1156")
    rules: ClassVar[tuple[Rule, ...]] = RULES
    identity: ClassVar[tuple[str, ...]] = ("place",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="direction_end",
            title="End of the days directed",
            owes="The school takes the pupil back, or decides again after a review",
            owner="school",
            unit="stated",
            basis=STATED_DAYS,
            due_day=_stated_end,
            stops=_ended,
        ),
    )

    place: PlaceRef = Field(
        title="Place directed to",
        description="URN, ukprn: and number, or id of the place",
        examples=["123456"],
    )
    notice_on: Day | None = Field(
        default=None,
        title="Notice given on",
        description="The day the parent was given written notice",
        examples=["2026-09-08"],
    )
    days: Count = Field(
        title="School days directed",
        description="The number of days the notice states",
        examples=["30"],
        ge=1,
        le=390,
    )
    objectives: Text | None = Field(
        default=None,
        title="Objectives",
        description="What the direction is to achieve",
        examples=["Return to full timetable"],
    )
    week: Week | None = Field(
        default=None,
        title="Week",
        description="Only when part time: ten 0s and 1s, Monday morning first",
        examples=[""],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """Only the pupil's school directs, to another place, once at a time."""
        if before.place is None or before.standing.roll_at(before.place.id) is None:
            # No more is said: what follows would tell a former school where the pupil is now.
            yield not_on_roll(self.on)
            return
        if self.place == before.place.id:
            yield Problem("place", "same_place", "Name a place other than the pupil's own school.")
        if before.standing.provision_at(self.place):
            yield Problem(
                "place",
                "already_open",
                "A direction or placement at this place is open already. End it first.",
            )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Notice missing or short, by the law of the day for this type of school."""
        basis = notice_basis(before.place)
        if basis is not None and basis.in_force(self.on):
            yield from self._notice(basis, before.days)
        if not self.objectives:
            yield Concern(
                "no_objectives",
                "The notice must state the objectives: none are recorded.",
                STATED_DAYS,
                field="objectives",
            )

    def _notice(self, basis: Basis, days: SchoolDays) -> Iterator[Concern]:
        if self.notice_on is None:
            yield Concern("no_notice", "No written notice is recorded.", basis, field="notice_on")
            return
        clear = clear_school_days(days, self.notice_on, self.on)
        if clear < CLEAR_DAYS:
            built_in = days.assumed_between(self.notice_on, self.on)
            assumed = " (counted on the built-in calendar)" if built_in else ""
            yield Concern(
                "short_notice",
                f"{clear} clear school days' notice, not the {CLEAR_DAYS} required{assumed}.",
                basis,
                field="notice_on",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """An open episode at the place; the pupil stays on the home school's roll."""
        episode = Provision(
            taken.number,
            self.id,
            self.place,
            None,
            self.on,
            None,
            taken.place,
            self.week,
            taken.earlier,
        )
        return standing.with_provision(episode)

    def sentence(self, names: Names) -> str:
        """What happened."""
        notice = f", notice given {self.notice_on:%-d %B %Y}" if self.notice_on else ""
        length = counted(self.days, "school day")
        return f"Directed off site to {names(self.place)} for {length}{notice}"
