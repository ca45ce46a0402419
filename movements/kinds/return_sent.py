"""A school sends what is owed when a pupil joins or leaves."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Coded, Kind, Names, PlaceRef, said
from movements.sent_on import DELETION


class ReturnSent(Kind):
    """A return to the authority, or a file to another school. That it went, never what it held."""

    id: ClassVar[str] = "return_sent"
    title: ClassVar[str] = "Return or file sent"
    summary: ClassVar[str] = "A school sends what is owed when a pupil joins or leaves."
    basis: ClassVar[Basis] = DELETION
    identity: ClassVar[tuple[str, ...]] = ("what",)

    what: Annotated[str, Coded("RETURNS")] = Field(
        title="What was sent", description="The return or the file", examples=["ctf"]
    )
    to_place: PlaceRef | None = Field(
        default=None,
        title="To school",
        description="Where a file went; empty for a return to the authority",
        examples=["123456"],
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        to = f" ({names(self.to_place)})" if self.to_place else ""
        return f"Sent: {said('RETURNS', self.what)}{to}"
