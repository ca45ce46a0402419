"""School and parent are told of a decision: each on a day, each in some way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.case_state import DIRECTING, OFFERED, PANEL, CaseState, State
from fair_access.law import TOLD
from fair_access.steps.lettered import READERS, Reader
from fair_access.steps.step import CaseBefore, Step, Taken
from movements.basis import Basis
from movements.kind import Coded, Count, Names, Text, said
from movements.problems import Problem


class CaseNotified(Step):
    """One of them is told. The date is the day it was sent or said."""

    id: ClassVar[str] = "case_notified"
    title: ClassVar[str] = "Told of the decision"
    does: ClassVar[str] = "Record who was told"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "Told of the fair access panel's decision: {whom}"
    basis: ClassVar[Basis] = TOLD
    after: ClassVar[frozenset[State]] = (
        OFFERED | DIRECTING | PANEL | {"started", "supported", "not_eligible", "withdrawn"}
    )

    whom: Reader = Field(
        title="Who was told",
        description="school: the school of the place; parent: the parent; referrer: the school "
        "that referred",
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
    letter: Count | None = Field(
        default=None,
        title="Letter",
        description="The entry of the letter that was sent, where one was made here",
        examples=["123"],
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """A letter that is named was made in this case, and for this reader."""
        yield from super().problems(before, today)
        if self.letter is not None and (self.letter, self.whom) not in before.state.letters:
            words = (
                f"No letter to {READERS[self.whom]} has that entry: give the one that the case's "
                "letters show, or leave it empty."
            )
            yield Problem("letter", "no_such_letter", words)

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """One more has been told."""
        return replace(state, told=state.told | {self.whom})

    def sentence(self, names: Names) -> str:
        """What was done."""
        whom = READERS[self.whom].capitalize()
        sent = f" (letter, entry {self.letter})" if self.letter else ""
        return f"{whom} was told, {said('AGREEMENT_HOW', self.how)}{sent}"
