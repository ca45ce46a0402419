"""A registration at a second school comes to an end."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Day, Names
from movements.milestone import Milestone
from movements.problems import Concern
from movements.registration_law import before_2024
from movements.rule import Rule, Version

CONSENT = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(c): the other schools consent",
    in_force_from=date(2024, 8, 19),
    earlier=before_2024("reg 8: the other school consents"),
)


class DualRegistrationEnded(Milestone):
    """The agreement ends. The second school then deletes the name, on ground c."""

    id: ClassVar[str] = "dual_registration_ended"
    title: ClassVar[str] = "Dual or guest registration ended"
    summary: ClassVar[str] = "A registration at a second school ends."
    about: ClassVar[frozenset[str]] = frozenset({"dual_registration"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = CONSENT
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("dual_ended", "End of dual registration", (Version("With consent", CONSENT),)),
    )

    consent_on: Day | None = Field(
        default=None,
        title="Other school consented on",
        description="The day the other school consented",
        examples=["2026-12-11"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """No consent of the other school is told."""
        if self.consent_on is None:
            yield Concern(
                "no_consent",
                "The other school's consent is not recorded.",
                CONSENT,
                field="consent_on",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "Registration at the second school ended"
