"""Somebody asks after a start: the parent or the school is spoken to while the child is awaited."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock, stated
from fair_access.case_state import DIRECTING, OFFERED, State
from fair_access.law import NO_DRIFT
from fair_access.steps.lettered import READERS, Reader
from fair_access.steps.step import SCHOOLS_TOO, CaseBefore, Step
from movements.actor import Role
from movements.clock import Clock
from movements.kind import Coded, Names, PlannedDay, Text, said
from movements.problems import Problem


class CaseChased(Step):
    """Contact about a place that is decided and not yet taken up, before its starting day too."""

    id: ClassVar[str] = "case_chased"
    title: ClassVar[str] = "Asked after the start"
    does: ClassVar[str] = "Record a contact about the start"
    history_words: ClassVar[str] = "Asked after the start at the place allocated: {whom}"
    after: ClassVar[frozenset[State]] = OFFERED | DIRECTING | {"started"}
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_chased",
            title="Asked after the start again",
            owes="Whoever asked after the start asks again on the day that was set for it",
            owner="authority",
            unit="stated",
            due_day=stated("again_on"),
            basis=NO_DRIFT,
            stops=AnyOf({"case_chased", "case_started", "case_on_roll_checked", "case_declined"}),
            over=AnyOf({"case_refusal_accepted"}),
            aim=True,
        ),
    )

    whom: Reader = Field(
        title="Who was asked",
        description="parent, school (the school of the place) or referrer (the school that "
        "referred)",
        examples=["school"],
    )
    how: Annotated[str, Coded("AGREEMENT_HOW")] = Field(
        title="How", description="How they were reached", examples=["telephone"]
    )
    answer: Text = Field(
        title="What came of it",
        description="What was said, or that nobody was reached; name no other child",
        examples=["Uniform is ordered; the parent brings the child on the first day"],
    )
    again_on: PlannedDay | None = Field(
        default=None,
        title="Asked again on",
        description="The day it is asked again, where that was set",
        examples=[""],
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """It cannot be set to be asked again before it was asked."""
        yield from super().problems(before, today)
        if self.again_on and self.again_on <= self.on:
            yield Problem("again_on", "not_after", "Give a day after that of the contact.")

    def sentence(self, names: Names) -> str:
        """What was done."""
        again = f"; to be asked again on {self.again_on:%-d %B %Y}" if self.again_on else ""
        asked = f"{READERS[self.whom].capitalize()} was asked about the start"
        return f"{asked}, {said('AGREEMENT_HOW', self.how)}: {self.answer}{again}"
