"""Somebody looked for a child, or asked how a child is educated."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Coded, Names, Text, ThirdParty, said
from movements.milestone import Milestone
from movements.missing_law import MISSING


class EnquiryMade(Milestone):
    """One enquiry after a child missing education or educated at home, and what came of it."""

    id: ClassVar[str] = "enquiry_made"
    title: ClassVar[str] = "Enquiry made"
    summary: ClassVar[str] = "An enquiry after a child missing education or educated at home."
    about: ClassVar[frozenset[str]] = frozenset(
        {"child_missing_education", "elective_home_education"}
    )
    basis: ClassVar[Basis] = MISSING
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "enquiry")

    enquiry: Annotated[str, Coded("ENQUIRIES")] = Field(
        title="Enquiry", description="Who or what was asked", examples=["home_visit"]
    )
    found: Annotated[Text | None, ThirdParty()] = Field(
        default=None,
        title="What was found out",
        description="In plain words; empty where nothing was",
        examples=["A neighbour says that the family left in August"],
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Enquiry made: {said('ENQUIRIES', self.enquiry)}"
