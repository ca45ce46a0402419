"""Somebody looked for a child, or asked how a child is educated."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.home_educated import HOME_EDUCATION
from movements.kind import Coded, Names, Text, ThirdParty, said
from movements.milestone import Milestone
from movements.missing_law import CONTACT_AGAIN, MISSING
from movements.reviews import over
from movements.school_age import of_school_age


class EnquiryMade(Milestone):
    """One enquiry after a child missing education or educated at home, and what came of it."""

    id: ClassVar[str] = "enquiry_made"
    title: ClassVar[str] = "Enquiry made"
    summary: ClassVar[str] = "An enquiry after a child missing education or educated at home."
    about: ClassVar[frozenset[str]] = frozenset({"child_missing_education", HOME_EDUCATION})
    basis: ClassVar[Basis] = MISSING
    identity: ClassVar[tuple[str, ...]] = ("episode", "started_on", "enquiry")

    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="home_education_contact_again",
            title="The family asked again how the child is educated at home",
            owes="The authority asks the family once more how the child is educated",
            owner="authority",
            unit="months",
            local="home_education_months",
            basis=CONTACT_AGAIN,
            of=frozenset({HOME_EDUCATION}),
            stops=stepped("enquiry_made"),
            over=over,
            aged=of_school_age,
        ),
    )

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
