"""An entry made for the wrong child, or of something that never happened, is withdrawn."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Before, Kind, Names, Text
from movements.problems import Problem


class Withdrawn(Kind):
    """The entry named as corrected no longer counts; both stay to be read."""

    id: ClassVar[str] = "withdrawn"
    title: ClassVar[str] = "Entry withdrawn"
    summary: ClassVar[str] = "An entry for the wrong child, or of what never was, is withdrawn."
    basis: ClassVar[Basis] = Basis("ours", "Nothing is deleted: an entry is withdrawn by an entry")

    because: Text = Field(
        title="Reason",
        description="Why the entry does not hold; name no other child",
        examples=["Entered for the wrong pupil"],
    )

    def problems(self, before: Before) -> Iterator[Problem]:
        """What it withdraws is checked where corrections are."""
        yield from ()

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Entry withdrawn: {self.because}"
