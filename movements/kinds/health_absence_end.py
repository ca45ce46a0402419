"""An absence for health ends."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Coded, Names, said
from movements.milestone import Milestone
from movements.rule import Rule, Version

BACK = Basis(
    "guidance",
    "Supporting pupils at school with medical conditions; arranging education for health needs: "
    "a planned return to school",
    confirmed=False,
)


class HealthAbsenceEnd(Milestone):
    """The pupil is back, or provided for otherwise."""

    id: ClassVar[str] = "health_absence_end"
    title: ClassVar[str] = "End of an absence for health"
    summary: ClassVar[str] = "An absence for health ends."
    about: ClassVar[frozenset[str]] = frozenset({"health_absence"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = BACK
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "back_from_health", "After an absence for health", (Version("A planned return", BACK),)
        ),
    )

    outcome: Annotated[str, Coded("HEALTH_OUTCOMES")] = Field(
        title="Outcome", description="What came of it", examples=["returned"]
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Absence for health ended: {said('HEALTH_OUTCOMES', self.outcome)}"
