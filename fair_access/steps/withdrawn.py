"""A case ends because no place of the panel is needed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from fair_access.case_state import BEFORE_A_PLACE, DIRECTING, CaseState, State
from fair_access.steps.step import CaseBefore, Step, Taken, closed_without_a_school
from movements.kind import Names, Text
from movements.problems import Concern


class CaseWithdrawn(Step):
    """The case ends without a place: the family moved, a place was found in-year, an error."""

    id: ClassVar[str] = "case_withdrawn"
    title: ClassVar[str] = "Fair access case withdrawn"
    does: ClassVar[str] = "Withdraw the case"
    history_words: ClassVar[str] = "The fair access case was withdrawn"
    after: ClassVar[frozenset[State]] = BEFORE_A_PLACE | DIRECTING
    leads_to: ClassVar[State] = "withdrawn"

    @classmethod
    def fits(cls, state: CaseState) -> bool:
        """Also where a looked-after child needs no direction any more, or another gives it."""
        return super().fits(state) or state.is_to_be_directed

    because: Text = Field(
        title="Reason",
        description="Why no place is needed or given; name no other child",
        examples=["A place was found in-year"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """The child has no school now."""
        yield from closed_without_a_school(before)

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """Closed without a place."""
        return replace(state, withdrawn_on=self.on, allocation=None)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Withdrawn: {self.because}"
