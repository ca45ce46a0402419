"""An action that a visit asked of a setting is done."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from movements.basis import Basis
from movements.kind import Count, Text
from movements.place_kind import BeforePlace, PlaceKind
from movements.problems import Problem
from movements.setting_law import COMMISSIONING


class SettingActionDone(PlaceKind):
    """One action of one visit, and how it is known to be done."""

    id: ClassVar[str] = "setting_action_done"
    title: ClassVar[str] = "Action of a visit done"
    summary: ClassVar[str] = "An action that a visit asked of a setting is done."
    basis: ClassVar[Basis] = COMMISSIONING
    identity: ClassVar[tuple[str, ...]] = ("visit", "action")
    by_commissioner: ClassVar[bool] = True

    visit: Count = Field(
        title="Visit", description="The number of the visit's entry", examples=["12"], ge=1
    )
    action: Count = Field(
        title="Action", description="1, 2 or 3, as the visit lists them", examples=["1"], ge=1, le=3
    )
    how: Text | None = Field(
        default=None,
        title="How it is known",
        description="What was seen",
        examples=["New certificate seen"],
    )

    def problems(self, before: BeforePlace) -> Iterator[Problem]:
        """The visit is one of this setting's, it asked for the action, and nobody has done it."""
        asked = [a for a in before.standing.actions if a.visit == self.visit]
        if before.standing.entry(self.visit, "setting_visit") is None:
            words = "No visit to this setting has that number by that day. Check it."
            yield Problem("visit", "no_such_visit", words)
            return
        found = next((a for a in asked if a.number == self.action), None)
        if found is None:
            yield Problem(
                "action", "no_such_action", "The visit asked for no action of that number."
            )
        elif found.done:
            words = f"That action has been done since {found.done:%-d %B %Y} already."
            yield Problem("action", "done_already", words)

    def sentence(self) -> str:
        """What was told."""
        how = f": {self.how}" if self.how else ""
        return f"Action {self.action} of the visit of entry {self.visit} is done{how}"
