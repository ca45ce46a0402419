"""The case goes on the agenda of a meeting, and is heard there."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock, at_once, stated
from fair_access.case_state import CaseState, State
from fair_access.law import NO_DRIFT
from fair_access.steps.step import DECIDES, AtMeeting, Taken
from movements.actor import Role
from movements.clock import Clock
from movements.kind import Names, PlannedDay, Text

DECIDED = frozenset(
    {
        "case_allocated",
        "case_supported",
        "case_deferred",
        "case_assessment",
    }
)


class CaseScheduled(AtMeeting):
    """On the agenda of a meeting; again, where the meeting is moved."""

    id: ClassVar[str] = "case_scheduled"
    title: ClassVar[str] = "On the agenda"
    does: ClassVar[str] = "Put on an agenda"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "On the agenda of the fair access panel on {meeting_on}"
    after: ClassVar[frozenset[State]] = frozenset({"agreed", "scheduled"})
    leads_to: ClassVar[State] = "scheduled"
    to_come: ClassVar[tuple[str, ...]] = ("meeting_on",)
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_hearing",
            title="Heard at the meeting",
            owes="The panel hears the case on the day of the meeting",
            owner="authority",
            unit="stated",
            due_day=stated("meeting_on"),
            basis=NO_DRIFT,
            stops=AnyOf({"case_heard", *DECIDED}),
            over=AnyOf({"case_scheduled"}),
        ),
    )

    held_there: ClassVar[bool] = False

    meeting_on: PlannedDay = Field(
        title="Day of the meeting",
        description="The panel's meeting at which the case is heard",
        examples=["2026-10-14"],
    )

    @property
    def met_on(self) -> date:
        """The day of the meeting to come."""
        return self.meeting_on

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """The meeting is set."""
        return replace(state, meeting=self.meeting_on)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"On the agenda of the meeting on {self.meeting_on:%-d %B %Y}"


class CaseHeard(AtMeeting):
    """The panel has heard the case; its decision is a step of its own."""

    id: ClassVar[str] = "case_heard"
    title: ClassVar[str] = "Heard by the panel"
    does: ClassVar[str] = "Record as heard"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The fair access panel heard the case"
    after: ClassVar[frozenset[State]] = frozenset({"agreed", "scheduled"})
    leads_to: ClassVar[State] = "heard"
    recorded_by: ClassVar[frozenset[Role]] = DECIDES
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_decision",
            title="Decision after the case was heard",
            owes="The panel decides, or defers to a day",
            owner="authority",
            unit="stated",
            due_day=at_once,
            counts_days=True,
            basis=NO_DRIFT,
            stops=AnyOf(DECIDED),
            aim=True,
        ),
    )

    presented_by: Text | None = Field(
        default=None,
        title="Presented by",
        description="Who put the case to the panel, by post",
        examples=["Pastoral lead of the referring school"],
    )

    def sentence(self, names: Names) -> str:
        """What was done."""
        by = f", presented by {self.presented_by}" if self.presented_by else ""
        return f"Heard by the panel{by}"
