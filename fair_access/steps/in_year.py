"""Whether a place was applied for in-year, as a step after the referral may tell it."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from fair_access.case_state import CaseState
from fair_access.steps.step import Step
from movements.kind import Coded


class TellsInYear(Step):
    """A step that may say what the referral did not, or what has changed since."""

    in_year: Annotated[str | None, Coded("IN_YEAR_TRIED")] = Field(
        default=None,
        title="In-year application",
        description="Only where the referral does not say it, or it has changed: whether a place "
        "was applied for in-year: refused, awaited, not_tried",
        examples=[""],
    )

    def tells(self, state: CaseState) -> CaseState:
        """The case with what is known of it now; an empty answer leaves what was said."""
        return replace(state, in_year=self.in_year or state.in_year)
