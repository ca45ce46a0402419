"""The independent review panel decides."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.exclusion_clocks import CANCELLED
from movements.exclusion_law import RECONSIDER, REVIEW, carried_on
from movements.kind import Before, Coded, Day, Names, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.rule import Rule, Version
from movements.school_days import SchoolDays
from movements.standing import Standing


def _to_reconsider(movement: "ReviewPanel", before: Standing, days: SchoolDays) -> date | None:
    return (movement.told_on or movement.on) if movement.outcome != "upheld" else None


class ReviewPanel(Milestone):
    """The panel upholds the decision, recommends that it be reconsidered, or quashes it."""

    id: ClassVar[str] = "review_panel"
    title: ClassVar[str] = "Decision of an independent review"
    summary: ClassVar[str] = "An independent review panel decides on a permanent exclusion."
    about: ClassVar[frozenset[str]] = frozenset({"permanent_exclusion"})
    basis: ClassVar[Basis] = REVIEW
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="governors_reconsider",
            title="The governors reconsider after a review",
            owes="The governors meet again and reconsider",
            owner="school",
            unit="school_days",
            length=10,
            basis=RECONSIDER,
            counted_from=_to_reconsider,
            stops=stepped("governors_reconsidered"),
            over=CANCELLED,
        ),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "reconsidering",
            "What follows from an independent review",
            (
                Version(
                    "Where the panel recommends or directs it, the governors reconsider within "
                    "ten school days",
                    RECONSIDER,
                ),
            ),
        ),
    )

    outcome: Annotated[str, Coded("REVIEW_OUTCOMES")] = Field(
        title="Outcome",
        description="upheld, recommended or quashed",
        examples=["upheld"],
    )
    told_on: Day | None = Field(
        default=None,
        title="Notice of the decision",
        description="The day the governors and the parent were told",
        examples=["2026-11-02"],
    )
    sen_expert: Literal["Y", "N"] | None = Field(
        default=None,
        title="Special educational needs expert attended",
        description="Y where an expert advised the panel",
        examples=["N"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A review nobody applied for, or without the expert the parent asked for."""
        episode = carried_on(self, before)
        if episode is None or not REVIEW.in_force(self.on):
            return
        applied = [step.movement for step in episode.steps_of("review_applied")]
        if not applied:
            yield Concern("no_application", "No application for a review is recorded.", REVIEW)
        if any(one.sen_expert == "Y" for one in applied) and self.sen_expert != "Y":
            yield Concern(
                "no_sen_expert",
                "The parent asked for a special educational needs expert: none attended.",
                REVIEW,
                field="sen_expert",
            )

    def ends(self) -> bool:
        """Once it is upheld there is nothing more to come."""
        return self.outcome == "upheld"

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Independent review: {said('REVIEW_OUTCOMES', self.outcome)}"
