"""The governors reconsider a permanent exclusion after an independent review."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.exclusion_law import RECONSIDER, carried_on
from movements.kind import Before, Coded, Names, Taken, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.standing import Standing


class GovernorsReconsidered(Milestone):
    """The governors decide again, and the review has ended."""

    id: ClassVar[str] = "governors_reconsidered"
    title: ClassVar[str] = "Governors' decision after a review"
    summary: ClassVar[str] = "The governors reconsider after an independent review."
    about: ClassVar[frozenset[str]] = frozenset({"permanent_exclusion"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = RECONSIDER

    decision: Annotated[str, Coded("RECONSIDERATIONS")] = Field(
        title="Decision", description="reinstated or declined", examples=["declined"]
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Nothing to reconsider; or declined after a direction, which the school pays for."""
        episode = carried_on(self, before)
        if episode is None or not RECONSIDER.in_force(self.on):
            return
        outcomes = [step.movement.outcome for step in episode.steps_of("review_panel")]
        if not {*outcomes} & {"recommended", "quashed"}:
            yield Concern(
                "nothing_to_reconsider",
                "No review that recommends or directs it is recorded.",
                RECONSIDER,
            )
        elif outcomes[-1] == "quashed" and self.decision == "declined":
            yield Concern(
                "adjustment",
                "Not reinstated after a direction to reconsider: the school's budget is to be "
                "adjusted by 4,000 pounds.",
                RECONSIDER,
                level="note",
                field="decision",
            )

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """Once reinstated, the permanent exclusion counts no more."""
        episode = self.meant(standing, taken.place)
        if episode is None or self.decision != "reinstated":
            return standing
        return standing.without_exclusion(episode.entry)

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Governors reconsidered: {said('RECONSIDERATIONS', self.decision)}"
