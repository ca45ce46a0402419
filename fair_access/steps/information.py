"""A referral goes back for information, and comes again with it. No clock of the Code runs yet."""

from typing import ClassVar

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock, stated
from fair_access.case_state import CaseState, State
from fair_access.law import NO_DRIFT
from fair_access.steps.in_year import TellsInYear
from fair_access.steps.step import OFFICER, SCHOOLS_TOO, Step, Taken
from movements.actor import Role
from movements.clock import Clock
from movements.kind import Names, PlannedDay, Text


class CaseSentBack(Step):
    """Sent back: what is missing, and by which day. Once agreed, a case is deferred instead."""

    id: ClassVar[str] = "case_sent_back"
    title: ClassVar[str] = "Sent back for information"
    does: ClassVar[str] = "Send back for information"
    history_words: ClassVar[str] = "Sent back for information until {needed_by}"
    after: ClassVar[frozenset[State]] = frozenset({"referred"})
    leads_to: ClassVar[State] = "sent_back"
    to_come: ClassVar[tuple[str, ...]] = ("needed_by",)
    recorded_by: ClassVar[frozenset[Role]] = OFFICER
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_information",
            title="Information asked for",
            owes="Whoever referred the child gives what was asked for",
            owner="arranger",
            unit="stated",
            due_day=stated("needed_by"),
            basis=NO_DRIFT,
            stops=AnyOf({"case_information_given"}),
        ),
    )

    what: Text = Field(
        title="What is needed",
        description="What is missing from the referral",
        examples=["The setting's report on readiness for mainstream"],
    )
    needed_by: PlannedDay = Field(
        title="Needed by",
        description="The day by which it is to be given",
        examples=["2026-10-09"],
    )

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Sent back, to be given by {self.needed_by:%-d %B %Y}: {self.what}"


class CaseInformationGiven(TellsInYear):
    """What was asked for is there: the authority decides whether the child is eligible."""

    id: ClassVar[str] = "case_information_given"
    title: ClassVar[str] = "Information given"
    does: ClassVar[str] = "Give the information"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The information asked for was given"
    after: ClassVar[frozenset[State]] = frozenset({"sent_back"})
    leads_to: ClassVar[State] = "referred"
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_eligibility_again",
            title="Eligibility after information was given",
            owes="The authority agrees that the panel considers the child, or says why not",
            owner="authority",
            unit="school_days",
            local="fair_access_eligibility_days",
            basis=NO_DRIFT,
            stops=AnyOf({"case_agreed", "case_sent_back", "case_not_eligible"}),
            aim=True,
        ),
    )

    given: Text = Field(
        title="What is given",
        description="The information, or which paper holds it",
        examples=["The setting's report is attached"],
    )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """What it says of an in-year application."""
        return self.tells(state)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Information given: {self.given}"
