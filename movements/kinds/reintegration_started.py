"""A phased return to a mainstream school starts."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock
from movements.copied import From
from movements.episode_end import NO_END
from movements.kind import Before, Names, Week
from movements.milestone import Milestone
from movements.problems import Concern
from movements.returning import PLAN
from movements.reviews import over, review_of
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.standing import Standing

AS_PLANNED = Basis("ours", "A return starts no later than its plan says")


FULL_AGAIN = Basis("ours", "A phased return leads back to full time")


def _no_day_named(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    plan = review_of(movement, before)
    on: date = movement.on
    return on if plan and plan.movement.full_from is None else None


class ReintegrationStarted(Milestone):
    """The first session back; the placement goes on beside it until the full return."""

    id: ClassVar[str] = "reintegration_started"
    title: ClassVar[str] = "Phased return started"
    summary: ClassVar[str] = "A planned return starts, for part of the week."
    copies: ClassVar[tuple[From, ...]] = (From("reintegration_planned", ("week",)),)
    about: ClassVar[frozenset[str]] = frozenset({"reintegration_planned"})
    by_named: ClassVar[bool] = True
    basis: ClassVar[Basis] = PLAN
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="phased_return_full",
            title="Full time after a phased return of which the plan names no day",
            owes="The pupil is back full time, or somebody records that the return broke down",
            owner="school",
            unit="school_days",
            local=NO_END,
            basis=FULL_AGAIN,
            counted_from=_no_day_named,
            stops=over,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "return_as_planned",
            "The start of a return",
            (Version("By the day planned", AS_PLANNED),),
        ),
    )

    week: Week = Field(
        title="Week",
        description="Sessions at the school: ten 0s and 1s, Monday morning first",
        examples=["1100000000"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """After the day planned."""
        episode = self.meant(before.standing, before.place.id if before.place else None)
        if episode is not None and self.on > episode.movement.target:
            yield Concern(
                "started_late",
                f"The plan was for {episode.movement.target:%-d %B %Y}.",
                AS_PLANNED,
                level="note",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Phased return started: {self.week.count('1')} of ten sessions a week at school"
