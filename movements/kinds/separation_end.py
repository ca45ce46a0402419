"""A separation for safeguarding ends."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Coded, Names, said
from movements.milestone import Milestone
from movements.rule import Rule, Version

BACK_IN = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2026: reintegration after a separation",
    confirmed=False,
)


class SeparationEnd(Milestone):
    """The pupil may be on site again, or goes elsewhere."""

    id: ClassVar[str] = "separation_end"
    title: ClassVar[str] = "End of a separation"
    summary: ClassVar[str] = "A separation for safeguarding ends."
    about: ClassVar[frozenset[str]] = frozenset({"safeguarding_separation"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = BACK_IN
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "after_separation",
            "After a separation",
            (Version("A planned return to school", BACK_IN),),
        ),
    )

    outcome: Annotated[str, Coded("SEPARATION_OUTCOMES")] = Field(
        title="Outcome", description="What came of it", examples=["returned"]
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Separation ended: {said('SEPARATION_OUTCOMES', self.outcome)}"
