"""Decisions of the panel that give no place: support where the child is, deferral, assessment."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock, stated
from fair_access.case_state import State
from fair_access.law import NO_DRIFT
from fair_access.steps.step import CaseBefore, Decision
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Coded, Names, PlannedDay, Text, said
from movements.problems import Concern

NO_SCHOOL = Basis("ours", "A child without a school is not one who stays with support")
TAKEN_UP_AGAIN = AnyOf({"case_scheduled", "case_heard", "case_allocated", "case_supported"})


class CaseDeferred(Decision):
    """Deferred to a day, with the reason. The 20 school days run on."""

    id: ClassVar[str] = "case_deferred"
    title: ClassVar[str] = "Decision deferred"
    does: ClassVar[str] = "Defer to a day"
    history_words: ClassVar[str] = "The fair access panel deferred its decision to {back_on}"
    leads_to: ClassVar[State] = "agreed"
    to_come: ClassVar[tuple[str, ...]] = ("back_on",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_return",
            title="Deferred case taken up again",
            owes="The panel takes up the case that it deferred",
            owner="authority",
            unit="stated",
            due_day=stated("back_on"),
            basis=NO_DRIFT,
            stops=TAKEN_UP_AGAIN,
        ),
    )

    because: Annotated[str, Coded("DEFERRED")] = Field(
        title="Deferred because",
        description="Why nothing could be decided",
        examples=["information"],
    )
    back_on: PlannedDay = Field(
        title="Comes back on",
        description="The day the panel takes it up again",
        examples=["2026-10-21"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """None: a deferral gives its reason by code."""
        yield from ()

    def sentence(self, names: Names) -> str:
        """What was done."""
        why = said("DEFERRED", self.because)
        return f"Deferred to {self.back_on:%-d %B %Y}: {why}"


class CaseAssessment(Decision):
    """An assessment of needs is asked for; the panel takes the case up again on a day.

    The child still needs a place: the 20 school days run on.
    """

    id: ClassVar[str] = "case_assessment"
    title: ClassVar[str] = "Assessment of needs asked for"
    does: ClassVar[str] = "Ask for an assessment of needs"
    history_words: ClassVar[str] = "The fair access panel asked for an assessment of needs"
    leads_to: ClassVar[State] = "agreed"
    to_come: ClassVar[tuple[str, ...]] = ("back_on",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_assessment",
            title="Case taken up again while needs are assessed",
            owes="The panel takes the case up again, whatever came of the assessment",
            owner="authority",
            unit="stated",
            due_day=stated("back_on"),
            basis=NO_DRIFT,
            stops=TAKEN_UP_AGAIN,
        ),
    )

    asked_of: Text = Field(
        title="Asked of",
        description="Who is to assess, and by whom it was asked",
        examples=["The authority's SEN team, by the headteacher"],
    )
    back_on: PlannedDay = Field(
        title="Comes back on",
        description="The day the panel takes it up again",
        examples=["2026-10-21"],
    )

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Assessment asked of {self.asked_of}; back on {self.back_on:%-d %B %Y}"


class CaseSupported(Decision):
    """The child stays at the school that has it, with support that is looked at on a day."""

    id: ClassVar[str] = "case_supported"
    title: ClassVar[str] = "Stays with support"
    does: ClassVar[str] = "Decide that the child stays with support"
    history_words: ClassVar[str] = "The fair access panel decided that the child stays with support"
    leads_to: ClassVar[State] = "supported"
    to_come: ClassVar[tuple[str, ...]] = ("review_on",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_support",
            title="Support looked at",
            owes="The school says whether the support holds",
            owner="authority",
            unit="stated",
            due_day=stated("review_on"),
            basis=NO_DRIFT,
            stops=AnyOf({"case_sustained"}),
        ),
    )

    support: Text = Field(
        title="Support",
        description="What is done for the child, and by whom",
        examples=["Outreach of the setting twice a week for six weeks"],
    )
    review_on: PlannedDay = Field(
        title="Looked at on",
        description="The day it is asked whether the support holds",
        examples=["2026-11-25"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """No school to stay at; no reasons."""
        yield from super().concerns(before)
        if before.standing.main_roll is None:
            yield Concern(
                "no_school",
                "The register shows no school at which the child could stay: a place is owed.",
                NO_SCHOOL,
            )

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Stays, with support until {self.review_on:%-d %B %Y}: {self.support}"
