"""School and parent are told of the place allocated: each on a day, each in some way."""

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fair_access.case_state import DIRECTING, OFFERED, CaseState, State
from fair_access.law import TOLD
from fair_access.steps.step import Step, Taken
from movements.basis import Basis
from movements.kind import Coded, Names, Text, said

_WHOM = {"school": "The school", "parent": "The parent"}


class CaseNotified(Step):
    """One of them is told. The date is the day it was sent or said."""

    id: ClassVar[str] = "case_notified"
    title: ClassVar[str] = "Told of the decision"
    does: ClassVar[str] = "Record who was told"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "Told of the fair access panel's decision: {whom}"
    basis: ClassVar[Basis] = TOLD
    after: ClassVar[frozenset[State]] = OFFERED | DIRECTING | {"started", "supported"}

    whom: Literal["school", "parent"] = Field(
        title="Who was told",
        description="school: the school of the place; parent: the parent",
        examples=["parent"],
    )
    how: Annotated[str, Coded("AGREEMENT_HOW")] = Field(
        title="How", description="How it was told", examples=["letter"]
    )
    said: Text | None = Field(
        default=None,
        title="What was said",
        description="What the parent was told of the right to apply and appeal, and whom to call",
        examples=["The letter of that day"],
    )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """One more has been told."""
        return replace(state, told=state.told | {self.whom})

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"{_WHOM[self.whom]} was told, {said('AGREEMENT_HOW', self.how)}"
