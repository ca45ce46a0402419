"""It is agreed that the child will be considered under the protocol: the 20 school days begin."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import CaseState, State
from fair_access.law import RULED_OUT, TWENTY_DAYS
from fair_access.scope import still_out_of_scope
from fair_access.steps.in_year import TellsInYear
from fair_access.steps.step import CaseBefore, Taken
from movements.clock import Clock
from movements.kind import Names, said
from movements.problems import Concern

PLACE_CLOCK = "fair_access_place"


class CaseAgreed(TellsInYear):
    """It is agreed that the child will be considered: 20 school days for a place begin after it."""

    id: ClassVar[str] = "case_agreed"
    title: ClassVar[str] = "Agreed for the fair access panel"
    does: ClassVar[str] = "Agree the case"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "Agreed that the fair access panel finds a place"
    after: ClassVar[frozenset[State]] = frozenset({"referred"})
    leads_to: ClassVar[State] = "agreed"
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id=PLACE_CLOCK,
            title="A place under the fair access protocol",
            owes="The panel allocates a place within 20 school days of agreeing the case",
            owner="authority",
            unit="school_days",
            length=20,
            basis=TWENTY_DAYS,
            stops=AnyOf({"case_allocated"}),
            over=AnyOf({"case_supported"}),
        ),
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """A child whom no protocol places, unless that was overridden; one it did not place."""
        yield from still_out_of_scope(before.standing, self.tells(before.state))
        earlier = before.facts.ruled_out
        if earlier is not None:
            yield Concern(
                "ruled_out_before",
                f"An earlier case was recorded as not eligible on {earlier.on:%-d %B %Y}: "
                f"{said('NOT_ELIGIBLE', earlier.because)}. Make sure that this has changed.",
                RULED_OUT,
            )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """The clock runs on the authority's standard calendar."""
        return replace(self.tells(state), agreed_on=self.on, agreed_entry=taken.number)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return "Agreed that the child will be considered under the protocol"
