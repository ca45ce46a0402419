"""Evidence about a setting, in one area of the national standards for non-school AP."""

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.kind import Coded, Day, Text, said
from movements.place_kind import PlaceKind
from movements.problems import Wrong
from movements.school_days import SchoolDays
from movements.setting_law import KEPT_UP, STANDARDS


def _last_day(movement: Any, days: SchoolDays) -> date | None:
    last: date | None = movement.expires_on
    return last


def _seen_again(start: Started, later: Later) -> bool:
    """Another of the same sort was seen since."""
    again = later.movement is not start.movement and isinstance(later.movement, SettingEvidence)
    return again and later.movement.sort == start.movement.sort


def _document(movement: Any) -> str:
    name = f" ({movement.named})" if movement.named else ""
    return f"{said('SETTING_DOCUMENTS', movement.document)}{name}"


class SettingEvidence(PlaceKind):
    """A document somebody has seen; a later one of the same sort takes its place."""

    id: ClassVar[str] = "setting_evidence"
    title: ClassVar[str] = "Evidence seen"
    summary: ClassVar[str] = "A document about a setting was seen, with the day it expires."
    basis: ClassVar[Basis] = STANDARDS
    identity: ClassVar[tuple[str, ...]] = ("area", "document", "named")
    by_commissioner: ClassVar[bool] = True
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="evidence_renewed",
            title="Evidence about a setting renewed",
            owes="The authority sees what replaces a document before it expires",
            owner="authority",
            unit="stated",
            basis=KEPT_UP,
            due_day=_last_day,
            stops=_seen_again,
            about=_document,
        ),
    )

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

    @property
    def sort(self) -> tuple[str, str, str]:
        """What a later document must share with it to take its place."""
        return self.area, self.document, (self.named or "").casefold()

    def sentence(self) -> str:
        """What was told."""
        until = f", valid to {self.expires_on:%-d %B %Y}" if self.expires_on else ""
        area = said("STANDARD_AREAS", self.area)
        return f"Evidence of {area} seen: {_document(self)}{until}"
