"""A panel is set up, or set up anew: its area, its terms of reference, its chair."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.meetings.minute import Before, PanelMinute, Taken
from fair_access.meetings.state import PHASES, Panel, Phase
from movements.actor import Actor
from movements.kind import Names, PlaceRefs, Text
from movements.problems import Problem


class PanelSetUp(PanelMinute):
    """A fair access panel for a phase and an area. What it says last holds."""

    id: ClassVar[str] = "panel_set_up"
    title: ClassVar[str] = "Panel set up"
    does: ClassVar[str] = "Set up a panel"
    opens: ClassVar[bool] = True

    name: Text = Field(title="Name", description="What the panel is called", examples=["North"])
    phase: Phase = Field(
        title="Phase", description="primary, secondary or all", examples=["secondary"]
    )
    area: Text = Field(
        title="Area", description="The part of the authority it is for", examples=["North district"]
    )
    schools: PlaceRefs = Field(
        title="Schools of the area",
        description="Every school of the area, by URN or id, with spaces or new lines between",
        examples=["123456 123457"],
    )
    terms: Annotated[str, Field(max_length=8000)] = Field(
        title="Terms of reference",
        description="What the panel decides and how, or where that is written down",
        examples=["Fair access protocol 2026, section 4"],
    )
    chair: Text = Field(
        title="Chair",
        description="Who takes the chair, by post",
        examples=["Head of admissions"],
    )

    def problems(self, before: Before, by: Actor, today: date) -> Iterator[Problem]:
        """An area has schools."""
        yield from super().problems(before, by, today)
        if not self.schools:
            yield Problem("schools", "missing", "Name the schools of the area.")

    def apply(self, state: Panel, taken: Taken) -> Panel:
        """The panel as it says."""
        return replace(
            state,
            id=taken.panel,
            authority=taken.authority,
            name=self.name,
            phase=self.phase,
            area=self.area,
            schools=self.schools,
            terms=self.terms,
            chair=self.chair,
            were=self._were(state),
        )

    def _were(self, state: Panel) -> tuple[tuple[date, tuple[str, ...]], ...]:
        """The areas of earlier days: a school that joins was not to be invited before."""
        if not state.id or {*self.schools} == {*state.schools}:
            return state.were
        return (*state.were, (self.on - timedelta(days=1), state.schools))

    def sentence(self, names: Names) -> str:
        """What was noted."""
        schools = ", ".join(map(names, self.schools))
        return (
            f"{self.name}, {PHASES[self.phase].lower()}, for {self.area} ({schools}); "
            f"chair: {self.chair}"
        )
