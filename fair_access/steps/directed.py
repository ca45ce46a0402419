"""What is determined of a notice, and the direction itself."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock, at_once, stated
from fair_access.case_state import CaseState, State
from fair_access.law import DIRECTION, LOOKED_AFTER_7, NO_DRIFT, REFERRAL_15, last_to_refer
from fair_access.steps.again import next_place
from fair_access.steps.step import CaseBefore, Step, Taken
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Names, PlannedDay, Text
from movements.problems import Concern


class CaseDetermined(Step):
    """The adjudicator, or the Secretary of State, has decided."""

    id: ClassVar[str] = "case_determined"
    title: ClassVar[str] = "Determined"
    does: ClassVar[str] = "Record what was determined"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The direction to admit was determined"
    basis: ClassVar[Basis] = DIRECTION
    after: ClassVar[frozenset[State]] = frozenset({"with_adjudicator", "secretary_asked"})
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="direction_after_determined",
            title="Direction after a determination",
            owes="The school is directed to admit",
            owner="authority",
            unit="stated",
            due_day=at_once,
            counts_days=True,
            basis=NO_DRIFT,
            applies=lambda step: step.admits == "Y",
            stops=AnyOf({"case_directed", "case_refusal_accepted"}),
            over=AnyOf({"case_started"}),
            aim=True,
        ),
        next_place(
            "determined",
            "a determination",
            "The panel allocates another place",
            lambda step: bool(step.admits == "N"),
        ),
    )

    admits: Literal["Y", "N"] = Field(
        title="School is to admit",
        description="Y where the school is to admit the child, N where not",
        examples=["Y"],
    )
    because: Text = Field(
        title="Reasons given",
        description="In short, or which paper holds them; name no other child",
        examples=["The determination of that day"],
    )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """To be directed; or the panel has the case again, and no place is offered any more."""
        if self.admits == "Y":
            return replace(state, state="determined")
        return replace(state, state="agreed", allocation=None)

    def sentence(self, names: Names) -> str:
        """What was done."""
        says = "that the school admits" if self.admits == "Y" else "that the school need not admit"
        return f"Determined {says}: {self.because}"


class CaseDirected(Step):
    """The school is directed to admit, by the authority or by the Secretary of State."""

    id: ClassVar[str] = "case_directed"
    title: ClassVar[str] = "School directed to admit"
    does: ClassVar[str] = "Record the direction"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The school was directed to admit, to start {starts_on}"
    basis: ClassVar[Basis] = DIRECTION
    after: ClassVar[frozenset[State]] = frozenset({"served", "determined"})
    leads_to: ClassVar[State] = "directed"
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="directed_start",
            title="Start at the school directed",
            owes="The school admits the child, who starts",
            owner="authority",
            unit="stated",
            due_day=stated("starts_on"),
            basis=DIRECTION,
            stops=AnyOf({"case_started"}),
            over=AnyOf({"case_declined"}),
        ),
    )

    starts_on: PlannedDay = Field(
        title="Starting day",
        description="The day the pupil is to start there",
        examples=["2026-12-01"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """Given while the notice could still be referred."""
        served = before.state.served_on
        waits = before.state.state == "served" and served is not None
        if served and waits and self.on <= last_to_refer(served, before.state.route):
            last = last_to_refer(served, before.state.route)
            yield Concern(
                "directed_early",
                f"The notice could be referred until {last:%-d %B %Y}: a direction waits for that.",
                LOOKED_AFTER_7 if before.state.route == "looked_after" else REFERRAL_15,
                field="on",
            )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """The place is to be taken up on the day of the direction."""
        found = state.allocation
        directed = replace(found, starts_on=self.starts_on) if found else None
        return replace(state, allocation=directed).recorded_as(taken.movement_entry)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"The school was directed to admit, to start {self.starts_on:%-d %B %Y}"
