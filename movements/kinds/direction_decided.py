"""A school decides to direct a pupil off site: what comes before the first day there."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, Later, Started, stepped
from movements.copied import From
from movements.direction_law import (
    LAST_RESORT,
    LAST_RESORT_RULE,
    NOTICE_ACADEMY,
    NOTICE_MAINTAINED,
    NOTICE_RULE,
    VOICE,
    VOICE_RULE,
    for_both,
    last_day_for_notice,
)
from movements.direction_start import notified
from movements.kind import (
    Before,
    Coded,
    Count,
    Kind,
    Names,
    PlaceRef,
    PlannedDay,
    Text,
    not_on_roll,
)
from movements.problems import Concern, Problem
from movements.reviews import over
from movements.rule import Rule
from movements.school_days import SchoolDays

BEGINS = Basis("ours", "What is decided begins on its day, or is taken back")


def _notice_due(movement: Any, days: SchoolDays) -> date:
    return last_day_for_notice(days, movement.planned_start)


def _starts(movement: Any, days: SchoolDays) -> date:
    start: date = movement.planned_start
    return start


def _notified(start: Started, later: Later) -> bool | date:
    """Notice as a paper of the decision; or the day that the direction which follows says."""
    said: date | None = getattr(_followed_by(start, later), "notice_on", None)
    return said or notified(start, later)


def _heard(start: Started, later: Later) -> bool:
    """The pupil's words as a paper of the decision, or with the direction that follows."""
    direction = _followed_by(start, later)
    said = direction is not None and bool(direction.words or direction.not_given)
    return said or stepped("pupil_views")(start, later)


def _followed_by(start: Started, later: Later) -> Any:
    """The direction that carries the decision out, where the movement is it."""
    movement = later.movement
    same = movement.id == "off_site_direction" and movement.place == start.movement.place
    return movement if same and movement.decision in (None, start.number) else None


class DirectionDecided(Kind):
    """The decision. Notice, the pupil's views and advice name it; the direction follows from it."""

    id: ClassVar[str] = "direction_decided"
    title: ClassVar[str] = "Off-site direction decided"
    summary: ClassVar[str] = "A school decides that it will direct a pupil off site."
    copies: ClassVar[tuple[From, ...]] = (
        From("direction_decided", ("place", "objectives", "support")),
    )
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = Basis("statute", "Education Act 2002 s.29A; SI 2010/1156")
    identity: ClassVar[tuple[str, ...]] = ("place",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        *for_both(
            Clock(
                id="direction_notice",
                title="Notice before an off-site direction",
                owes="The school gives written notice, two clear school days before",
                owner="school",
                unit="stated",
                basis=NOTICE_MAINTAINED,
                counts_days=True,
                due_day=_notice_due,
                stops=_notified,
            ),
            NOTICE_ACADEMY,
        ),
        Clock(
            id="direction_pupil_views",
            title="The pupil's views before an off-site direction",
            owes="The school asks the pupil, and records the pupil's own words",
            owner="school",
            unit="stated",
            basis=VOICE,
            due_day=_starts,
            stops=_heard,
        ),
        Clock(
            id="direction_begins",
            title="Planned start of an off-site direction",
            owes="The school records that it has begun, or withdraws the decision",
            owner="school",
            unit="stated",
            basis=BEGINS,
            due_day=_starts,
            stops=over,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (NOTICE_RULE, VOICE_RULE, LAST_RESORT_RULE)

    place: PlaceRef = Field(
        title="Place to be directed to",
        description="URN, ukprn: and number, or id of the place",
        examples=["123456"],
    )
    planned_start: PlannedDay = Field(
        title="Relevant day",
        description="The first school day on which the pupil is to attend there",
        examples=["2026-09-21"],
    )
    days: Count | None = Field(
        default=None,
        title="School days intended",
        description="The number of days the notice will state",
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
    support: Text | None = Field(
        default=None,
        title="Support given so far",
        description="What was tried in school or by outreach, and what came of it",
        examples=["Outreach since March"],
    )
    decider: Annotated[str | None, Coded("DECIDERS")] = Field(
        default=None, title="Decided by", description="Who decided", examples=["governors"]
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """The pupil's own school decides, for another place, before it begins."""
        place = before.place
        if place is None or before.standing.roll_at(place.id) is None:
            yield not_on_roll(self.on)
            return
        if self.place == place.id:
            yield Problem("place", "same_place", "Name a place other than the pupil's own school.")

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Decided with nothing tried before."""
        if not self.support and LAST_RESORT.in_force(self.on):
            yield Concern(
                "no_support",
                "Say what was tried in school or by outreach first.",
                LAST_RESORT,
                field="support",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        start = f"{self.planned_start:%-d %B %Y}"
        return f"Off-site direction to {names(self.place)} decided, to begin on {start}"
