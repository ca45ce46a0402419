"""Evidence about a setting, in one area of the national standards for non-school AP."""

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.kind import Coded, Day, Text, said
from movements.place_kind import PlaceKind
from movements.problems import Wrong
from movements.setting_law import STANDARDS


class SettingEvidence(PlaceKind):
    """A document somebody has seen; a later one of the same sort takes its place."""

    id: ClassVar[str] = "setting_evidence"
    title: ClassVar[str] = "Evidence seen"
    summary: ClassVar[str] = "A document about a setting was seen, with the day it expires."
    basis: ClassVar[Basis] = STANDARDS
    identity: ClassVar[tuple[str, ...]] = ("area", "document", "named")
    by_commissioner: ClassVar[bool] = True

    area: Annotated[str, Coded("STANDARD_AREAS")] = Field(
        title="Area",
        description="The area of the national standards it is evidence of",
        examples=["safeguarding"],
    )
    document: Annotated[str, Coded("SETTING_DOCUMENTS")] = Field(
        title="Document", description="What was seen", examples=["safeguarding_policy"]
    )
    named: Text | None = Field(
        default=None,
        title="Name of the document",
        description="Only to tell two of a sort apart; the same name again takes its place",
        examples=["Workshop policy"],
    )
    expires_on: Day | None = Field(
        default=None,
        title="Expires on",
        description="The last day it is valid; left empty where it has none",
        examples=["2027-08-31"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> "SettingEvidence":
        if self.document == "other" and not self.named:
            raise Wrong("named", "missing", "Name the document, since it is none of those listed.")
        return self

    def sentence(self) -> str:
        """What was told."""
        until = f", valid to {self.expires_on:%-d %B %Y}" if self.expires_on else ""
        name = f" ({self.named})" if self.named else ""
        document = said("SETTING_DOCUMENTS", self.document)
        return f"Evidence of {said('STANDARD_AREAS', self.area)} seen: {document}{name}{until}"
