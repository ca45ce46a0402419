"""A concern about a setting is closed, with the reason."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Count, Text
from movements.place_kind import BeforePlace, PlaceKind
from movements.problems import Problem
from movements.setting_law import COMMISSIONING


class SettingConcernClosed(PlaceKind):
    """The concern needs nobody's attention any more; it stays to be read."""

    id: ClassVar[str] = "setting_concern_closed"
    title: ClassVar[str] = "Concern about a setting closed"
    summary: ClassVar[str] = "A concern about a setting is settled."
    basis: ClassVar[Basis] = COMMISSIONING
    identity: ClassVar[tuple[str, ...]] = ("concern",)
    by_commissioner: ClassVar[bool] = True

    concern: Count = Field(
        title="Concern", description="The number of the concern's entry", examples=["12"], ge=1
    )
    because: Text = Field(
        title="Reason", description="Why it is settled", examples=["Put right; seen on a visit"]
    )

    def problems(self, before: BeforePlace) -> Iterator[Problem]:
        """The concern is one of this setting's, and open."""
        found = next((c for c in before.standing.concerns if c.entry == self.concern), None)
        if found is None:
            words = "No concern about this setting has that number by that day. Check it."
            yield Problem("concern", "no_such_concern", words)
        elif found.closed:
            words = f"That concern has been closed since {found.closed:%-d %B %Y}."
            yield Problem("concern", "closed_already", words)

    def sentence(self) -> str:
        """What was told."""
        return f"Concern of entry {self.concern} closed: {self.because}"
