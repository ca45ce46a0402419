"""A return to a mainstream school is planned."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clock import Clock, Later, Started, stepped
from movements.copied import From
from movements.episodes import within_reach
from movements.kind import Before, Day, Kind, Names, PlaceRef, PlannedDay, Text, ThirdParty, Week
from movements.problems import Concern, Problem, Wrong
from movements.returning import PLAN
from movements.reviews import over
from movements.rule import Rule, Version
from movements.school_days import SchoolDays

TARGET = Basis("ours", "A return that was planned happens on its day, or somebody says why not")
_started = stepped("reintegration_started")


def _begun(start: Started, later: Later) -> bool:
    """A phased start, or the return in full at once."""
    return later.movement.id == "reintegration" or _started(start, later)


def _target(movement: Any, days: SchoolDays) -> date:
    target: date = movement.target
    return target


def _full_from(movement: Any, days: SchoolDays) -> date | None:
    day: date | None = movement.full_from
    return day


class ReintegrationPlanned(Kind):
    """To which school, by which day, in which steps, with what support, and who sees to it."""

    id: ClassVar[str] = "reintegration_planned"
    title: ClassVar[str] = "Reintegration planned"
    summary: ClassVar[str] = "A pupil's return to a mainstream school is planned."
    copies: ClassVar[tuple[From, ...]] = (
        From("reintegration_planned", ("to_place", "week", "support", "owner")),
    )
    opens: ClassVar[bool] = True
    basis: ClassVar[Basis] = PLAN
    identity: ClassVar[tuple[str, ...]] = ("to_place",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="reintegration_start",
            title="Start of a planned return",
            owes="The return starts, or somebody records why it does not",
            owner="school",
            unit="stated",
            basis=TARGET,
            due_day=_target,
            stops=_begun,
            over=over,
        ),
        Clock(
            id="reintegration_full",
            title="Full time after a phased return, on the day planned",
            owes="The pupil is back full time, or somebody records that the return broke down",
            owner="school",
            unit="stated",
            basis=TARGET,
            due_day=_full_from,
            stops=over,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "reintegration_plan",
            "A plan for the return",
            (Version("Support, steps and an owner", PLAN),),
        ),
    )

    to_place: PlaceRef | None = Field(
        default=None,
        title="School returned to",
        description="Leave empty for the pupil's own main school",
        examples=["123456"],
    )
    target: PlannedDay = Field(
        title="First day back",
        description="The day the return is to start",
        examples=["2027-01-04"],
    )
    week: Week | None = Field(
        default=None,
        title="First week",
        description="Where phased, sessions at the school: ten 0s and 1s, Monday morning first",
        examples=["1100000000"],
    )
    next_week: Week | None = Field(
        default=None,
        title="Later weeks",
        description="Where phased, sessions at the school in the weeks after the first",
        examples=["1111000000"],
    )
    full_from: Day | None = Field(
        default=None,
        title="Full time from",
        description="The day the pupil is to be back full time",
        examples=["2027-02-01"],
    )
    support: Text | None = Field(
        default=None,
        title="Support",
        description="What helps the pupil on the way",
        examples=["Key worker from the setting on the first three days"],
    )
    owner: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="Owner",
        description="The member of staff who sees to it, by name or post",
        examples=["Head of Year 9"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> "ReintegrationPlanned":
        if self.full_from and self.full_from < self.target:
            words = "Full time from a day before the first day back."
            raise Wrong("full_from", "before_start", words)
        return self

    def problems(self, before: Before) -> Iterator[Problem]:
        """A school, and one plan at a time."""
        if self.to_place is None and before.standing.main_roll is None:
            words = "The pupil has no main school: say which school it is."
            yield Problem("to_place", "missing", words)
        place = before.place.id if before.place else None
        if any(e.place == place for e in before.standing.open_episodes(self.id)):
            words = "A return is planned already. Correct it, or record what came of it."
            yield Problem("on", "already_open", words)

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Nobody to see to it, no support, nothing to return from."""
        if not (self.owner and self.support):
            yield Concern(
                "plan_incomplete",
                "A plan names the support and who sees to it.",
                PLAN,
                field="support" if self.owner else "owner",
            )
        standing = within_reach(before.standing, before.place.id if before.place else None)
        if not standing.provision:
            yield Concern(
                "nothing_open",
                "No placement or direction is open from which the pupil would return.",
                PLAN,
                level="note",
            )

    def sentence(self, names: Names) -> str:
        """What was planned."""
        where = names(self.to_place) if self.to_place else "the main school"
        phased = ", part of the week at first" if self.week else ""
        return f"Return to {where} planned for {self.target:%-d %B %Y}{phased}"
