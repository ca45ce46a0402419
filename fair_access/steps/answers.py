"""The parent answers: accepts the place, which enters the pupil on roll, or declines it."""

from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import CaseState, State
from fair_access.law import NO_DRIFT
from fair_access.steps.step import OFFICER, SCHOOLS_TOO, Step, Taken
from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Coded, Names, PlannedDay, Text, said
from movements.kinds.place_offered import OFFER

BEFORE_THE_START: frozenset[State] = frozenset({"allocated", "directed"})


class CaseAccepted(Step):
    """The parent accepts. The pupil is on roll from the starting day, whether or not they come."""

    id: ClassVar[str] = "case_accepted"
    title: ClassVar[str] = "Place accepted by the parent"
    does: ClassVar[str] = "Record that the parent accepts"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The parent accepted the place"
    basis: ClassVar[Basis] = OFFER
    after: ClassVar[frozenset[State]] = BEFORE_THE_START
    leads_to: ClassVar[State] = "accepted"
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO

    how: Annotated[str, Coded("AGREEMENT_HOW")] = Field(
        title="How", description="How the parent accepted", examples=["telephone"]
    )
    starts_on: PlannedDay | None = Field(
        default=None,
        title="Starting day agreed",
        description="Where another day than that of the allocation was agreed",
        examples=[""],
    )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """The starting day is the one agreed."""
        found = state.allocation
        agreed = found and max(self.on, self.starts_on or found.starts_on)
        after = replace(
            state, allocation=replace(found, starts_on=agreed) if found and agreed else None
        )
        return after.recorded_as(taken.movement_entry)

    def sentence(self, names: Names) -> str:
        """What was done."""
        when = f", to start {self.starts_on:%-d %B %Y}" if self.starts_on else ""
        return f"The parent accepted the place, {said('AGREEMENT_HOW', self.how)}{when}"


class CaseDeclined(Step):
    """The parent declines: the panel has the case again, though a place had been allocated."""

    id: ClassVar[str] = "case_declined"
    title: ClassVar[str] = "Place declined by the parent"
    does: ClassVar[str] = "Record that the parent declines"
    history_words: ClassVar[str] = "The parent declined the place"
    after: ClassVar[frozenset[State]] = frozenset({"allocated", "accepted", "directed"})
    leads_to: ClassVar[State] = "agreed"
    recorded_by: ClassVar[frozenset[Role]] = OFFICER
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_after_declined",
            title="Next place after the parent declined",
            owes="The panel decides what follows: another place, or that none is needed",
            owner="authority",
            unit="school_days",
            local="fair_access_again_days",
            basis=NO_DRIFT,
            stops=AnyOf({"case_allocated", "case_supported"}),
            aim=True,
        ),
    )

    because: Text = Field(
        title="Reason",
        description="Why, in the parent's words where they were given",
        examples=["The journey is more than an hour each way"],
    )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """No place is offered any more."""
        return replace(state, allocation=None)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"The parent declined the place: {self.because}"
