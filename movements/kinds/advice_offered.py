"""Impartial advice or an advocate is offered to a parent or the pupil."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Coded, Names, said
from movements.milestone import Milestone
from movements.reviews import HEARD


class AdviceOffered(Milestone):
    """What advice was offered, to whom, and whether it was taken up."""

    id: ClassVar[str] = "advice_offered"
    title: ClassVar[str] = "Advice offered"
    summary: ClassVar[str] = "Impartial advice or an advocate is offered to a parent or the pupil."
    about: ClassVar[frozenset[str]] = HEARD
    by_named: ClassVar[bool] = True
    basis: ClassVar[Basis] = Basis(
        "ours", "Impartial advice is offered before a move is agreed or a direction is reviewed"
    )
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "to", "advice")

    to: Annotated[str, Coded("ADVISED")] = Field(
        title="Offered to", description="parent or pupil", examples=["parent"]
    )
    advice: Annotated[str, Coded("ADVICE")] = Field(
        title="Advice",
        description="sendiass, advocacy, legal, charity, virtual_school or other",
        examples=["sendiass"],
    )
    taken_up: Annotated[str | None, Coded("ADVICE_TAKEN")] = Field(
        default=None,
        title="Taken up",
        description="taken, declined or not_known",
        examples=["not_known"],
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        taken = f": {said('ADVICE_TAKEN', self.taken_up)}" if self.taken_up else ""
        return f"Offered to {said('ADVISED', self.to)}: {said('ADVICE', self.advice)}{taken}"
