"""The outcome of a review, in writing."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.direction_law import LETTER_MAINTAINED, LETTER_RULE
from movements.kind import Before, Coded, Names, said
from movements.milestone import Milestone
from movements.problems import Concern
from movements.reviews import REVIEWED
from movements.rule import Rule


class ReviewLetter(Milestone):
    """The day the outcome and its reasons were sent, and to whom."""

    id: ClassVar[str] = "review_letter"
    title: ClassVar[str] = "Letter after a review"
    summary: ClassVar[str] = "The outcome of a review and its reasons are sent in writing."
    about: ClassVar[frozenset[str]] = REVIEWED
    basis: ClassVar[Basis] = LETTER_MAINTAINED
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "to")
    rules: ClassVar[tuple[Rule, ...]] = (LETTER_RULE,)

    to: Annotated[str, Coded("REVIEW_PARTIES")] = Field(
        title="To", description="To whom it was sent", examples=["parent"]
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """A letter after no review that is recorded."""
        episode = self.meant(before.standing, before.place.id if before.place else None)
        if episode is not None and not episode.steps_of("review_held"):
            yield Concern(
                "no_review",
                "No review is recorded that this letter could be about.",
                LETTER_MAINTAINED,
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Letter after the review sent to {said('REVIEW_PARTIES', self.to)}"
