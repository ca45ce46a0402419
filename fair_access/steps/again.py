"""A place that will not be taken up: the panel has the case again, and decides on the next one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import CaseState, State
from fair_access.law import NO_DRIFT
from fair_access.steps.step import OFFICER, Step, Taken
from movements.actor import Role


def next_place(
    after: str, title: str, owes: str, applies: Callable[[Any], bool] = lambda step: True
) -> CaseClock:
    """The clock of what the panel decides next, begun by what ended the last place."""
    return CaseClock(
        id=f"fair_access_after_{after}",
        title=f"Next place after {title}",
        owes=owes,
        owner="authority",
        unit="school_days",
        local="fair_access_again_days",
        basis=NO_DRIFT,
        applies=applies,
        stops=AnyOf({"case_allocated", "case_supported"}),
        aim=True,
    )


class PlaceGone(Step):
    """A step after which no place is offered any more."""

    leads_to: ClassVar[State] = "agreed"
    recorded_by: ClassVar[frozenset[Role]] = OFFICER

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """No place is offered any more."""
        return replace(state, allocation=None)
