"""The parent answers: accepts the place, which enters the pupil on roll, or declines it."""

from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.case_state import CaseState, State
from fair_access.steps.again import PlaceGone, next_place
from fair_access.steps.step import SCHOOLS_TOO, Step, Taken
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


class CaseDeclined(PlaceGone):
    """The parent declines: the panel has the case again, though a place had been allocated."""

    id: ClassVar[str] = "case_declined"
    title: ClassVar[str] = "Place declined by the parent"
    does: ClassVar[str] = "Record that the parent declines"
    history_words: ClassVar[str] = "The parent declined the place"
    after: ClassVar[frozenset[State]] = frozenset({"allocated", "accepted", "directed"})
    clocks: ClassVar[tuple[Clock, ...]] = (
        next_place(
            "declined",
            "the parent declined",
            "The panel decides what follows: another place, or that none is needed",
        ),
    )

    because: Text = Field(
        title="Reason",
        description="Why, in the parent's words where they were given",
        examples=["The journey is more than an hour each way"],
    )

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"The parent declined the place: {self.because}"
