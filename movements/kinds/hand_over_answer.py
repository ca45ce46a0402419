"""The other authority answers a hand-over."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Before, Coded, Names, Taken, said
from movements.milestone import Milestone
from movements.problems import Problem
from movements.standing import Standing

KEEPS = Basis(
    "ours", "No lost child: the sender answers for the child until the other authority accepts"
)


class HandOverAnswer(Milestone):
    """Accepted, and the child is the other authority's; refused, and the sender keeps the child."""

    id: ClassVar[str] = "hand_over_answer"
    title: ClassVar[str] = "Answer to a hand-over"
    summary: ClassVar[str] = "An authority accepts or refuses a child handed over to it."
    about: ClassVar[frozenset[str]] = frozenset({"hand_over"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = KEEPS
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})

    answer: Annotated[str, Coded("HAND_OVER_ANSWERS")] = Field(
        title="Answer", description="Accepted or refused", examples=["accepted"]
    )
    refusal: Annotated[str | None, Coded("HAND_OVER_REFUSALS")] = Field(
        default=None,
        title="Reason for refusing",
        description="Needed where it is refused",
        examples=[""],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """A refusal says why, and an acceptance has no reason for one."""
        yield from super().problems(before)
        if self.answer == "refused" and self.refusal is None:
            yield Problem("refusal", "missing", "Say why it is refused.")
        if self.answer == "accepted" and self.refusal is not None:
            yield Problem("refusal", "not_refused", "Leave the reason out: it is accepted.")

    def apply(self, standing: Standing, taken: Taken) -> Standing:
        """On acceptance the child lives in, and on no roll is answered for by, the other one."""
        episode = self.meant(standing, taken.place)
        if episode is None or self.answer != "accepted":
            return standing
        to = episode.movement.to_authority
        details = MappingProxyType({**standing.details, "home_la": to})
        standing = replace(standing, details=details)
        return standing if standing.main_rolls else standing.under(to)

    def sentence(self, names: Names) -> str:
        """What happened."""
        why = f": {said('HAND_OVER_REFUSALS', self.refusal)}" if self.refusal else ""
        return f"Hand-over {said('HAND_OVER_ANSWERS', self.answer)}{why}"
