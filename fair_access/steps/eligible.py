"""Out of scope: not eligible, with the right route; or an override, with who permitted it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import BEFORE_A_PLACE, LOOKED_AFTER_ROUTE, CaseState, State
from fair_access.law import NO_DRIFT, OVERRIDE
from fair_access.scope import out_of_scope, still_out_of_scope
from fair_access.steps.step import (
    DECIDES,
    CaseBefore,
    Decision,
    Step,
    Taken,
    closed_without_a_school,
)
from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.kind import Coded, Names, Text, ThirdParty, said
from movements.problems import Concern, Problem

OVERRODE = "overrode"
"""In the details of an override: why the child was out of scope, by code. Never answered."""


def _has_a_school_since(start: Started, later: Later) -> bool:
    """On a new main roll, looked after no longer, or done with school."""
    since = start.movement.on
    entered = any(roll.since > since for roll in later.standing.main_rolls)
    told = later.movement.id == "pupil_details" and later.movement.looked_after == "N"
    return told or entered or later.standing.left_education


class CaseNotEligible(Decision):
    """The protocol is not for this child: why, and which route is."""

    id: ClassVar[str] = "case_not_eligible"
    title: ClassVar[str] = "Not eligible for the fair access panel"
    does: ClassVar[str] = "Record as not eligible"
    history_words: ClassVar[str] = "Not eligible for the fair access panel"
    after: ClassVar[frozenset[State]] = BEFORE_A_PLACE
    leads_to: ClassVar[State] = "not_eligible"
    recorded_by: ClassVar[frozenset[Role]] = DECIDES
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_looked_after",
            title="School for a looked-after child",
            owes="The authority consults on a direction or asks the academy, or sees that whoever "
            "looks after the child does",
            owner="authority",
            unit="school_days",
            local="fair_access_chase_days",
            basis=NO_DRIFT,
            applies=lambda step: bool(step.route == LOOKED_AFTER_ROUTE),
            stops=AnyOf({"case_direction_consulted", "case_academy_asked"}),
            over=_has_a_school_since,
            aim=True,
        ),
    )

    because: Annotated[str, Coded("NOT_ELIGIBLE")] = Field(
        title="Not eligible because",
        description="Why the protocol is not for this child",
        examples=["plan"],
    )
    route: Annotated[str, Coded("RIGHT_ROUTES")] = Field(
        title="Right route",
        description="Where the child's case goes instead",
        examples=["named_in_plan"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """No school; the reason is one of a list, and the route says what follows."""
        yield from closed_without_a_school(before)

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """Only a looked-after child goes on from here: to a direction."""
        return replace(state, route=self.route, ruled_out=self.because)

    def sentence(self, names: Names) -> str:
        """What was done."""
        why = said("NOT_ELIGIBLE", self.because)
        return f"Not eligible: {why}. Right route: {said('RIGHT_ROUTES', self.route)}"


class CaseOverride(Step):
    """A child out of scope may be allocated a place all the same: why, and who permitted it.

    It covers why the child is out of scope on its day. What is told later asks for another.
    """

    id: ClassVar[str] = "case_override"
    title: ClassVar[str] = "Scope overridden"
    does: ClassVar[str] = "Override who is in scope"
    history_words: ClassVar[str] = "The authority overrides that the child is out of scope"
    basis: ClassVar[Basis] = OVERRIDE
    after: ClassVar[frozenset[State]] = BEFORE_A_PLACE

    because: Text = Field(
        title="Reason",
        description="Why the panel places this child; name no other child",
        examples=["The plan is being ceased; the hearing is in two weeks"],
    )
    permitted_by: Annotated[str, Field(max_length=200), ThirdParty()] = Field(
        title="Permitted by",
        description="Name and post of who permitted it",
        examples=["A. Example, head of admissions"],
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """Nothing to override where nothing stands in the way."""
        yield from super().problems(before, today)
        if not still_out_of_scope(before.standing, before.state):
            words = "Nothing shows the child out of scope, or it is overridden already."
            yield Problem("because", "nothing_to_override", words)

    def says_more(self, before: CaseBefore) -> bool:
        """The same words cover what was told of the child since."""
        return bool(still_out_of_scope(before.standing, before.state))

    def keeps(self, before: CaseBefore) -> dict[str, Any]:
        """Why the child is out of scope on its day."""
        codes = {one.code for one in out_of_scope(before.standing, before.state)}
        return {OVERRODE: sorted(codes)}

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """From now on a place may be allocated."""
        return replace(state, overridden=state.overridden | taken.overrode)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Out of scope, and overridden: {self.because} (permitted by {self.permitted_by})"
