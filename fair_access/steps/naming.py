"""Bringing a school to admit begins: with the school of the place, or with one that is named."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pydantic import Field

from fair_access.case_state import Allocation, CaseState
from fair_access.law import LOOKED_AFTER
from fair_access.scope import is_looked_after
from fair_access.steps.step import CaseBefore, Step, Taken
from movements.kind import PlaceRef
from movements.problems import Concern, Problem


class NamesSchool(Step):
    """Of a case not eligible only a looked-after child's goes on from here, to a school named."""

    to_place: PlaceRef | None = Field(
        default=None,
        title="School",
        description="Only where no place was allocated: the school that is to admit",
        examples=[""],
    )

    @classmethod
    def fits(cls, state: CaseState) -> bool:
        """After a refusal; and of a looked-after child, without the panel."""
        return super().fits(state) or state.is_to_be_directed

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """A school is named, once."""
        yield from super().problems(before, today)
        allocated = before.state.allocation
        if allocated is None and self.to_place is None:
            yield Problem("to_place", "missing", "No place was allocated: name the school.")
        if allocated is not None and self.to_place not in (None, allocated.to_place):
            words = "A place was allocated, and its school is the one: leave this empty."
            yield Problem("to_place", "not_for_this", words)

    def school(self, state: CaseState) -> str | None:
        """The school that is to admit."""
        return state.allocation.to_place if state.allocation else self.to_place

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """The school is the one allocated, or the one named."""
        if state.allocation is not None or self.to_place is None:
            return state
        return replace(state, allocation=Allocation(self.to_place, self.on, "on_roll", 0))


def unless_looked_after(before: CaseBefore, field: str) -> Iterator[Concern]:
    """The route of looked-after children, for a child who is not shown to be one."""
    if not is_looked_after(before.standing):
        yield Concern(
            "not_looked_after",
            "The register does not show that the child is looked after.",
            LOOKED_AFTER,
            field=field,
        )
