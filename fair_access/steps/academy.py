"""An academy that refuses is asked again, then the Secretary of State is: until the Act of 2026."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock, stated
from fair_access.case_state import CaseState, State
from fair_access.law import ACADEMY_7, ACADEMY_15, ACT_2026, BEFORE_THE_ACT, DIRECTION, NO_DRIFT
from fair_access.steps.naming import NamesSchool, unless_looked_after
from fair_access.steps.step import SCHOOLS_TOO, CaseBefore, Reasoned, Step, Taken
from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Names, PlannedDay, Text
from movements.problems import Concern, Problem


def _refuses(step: "CaseAcademyAnswered") -> bool:
    return step.admits == "N"


def _route(place: str | None, before: CaseBefore) -> Iterator[Concern]:
    """The school is no academy; or the Act has commenced, and the authority may direct."""
    facts = before.facts.places.get(place or "")
    if facts and not facts.is_academy:
        yield Concern(
            "not_an_academy",
            f"{facts.name} is no academy: the authority directs it by notice.",
            DIRECTION,
        )
    elif facts:
        yield Concern(
            "authority_may_direct",
            "The authority may direct an academy as it does a maintained school.",
            ACT_2026,
            level="note",
        )


class CaseAcademyAsked(NamesSchool):
    """The academy is asked to agree a start date, or to give its reasons in writing.

    For a looked-after child too, whom no panel places: the Secretary of State alone directs it.
    """

    id: ClassVar[str] = "case_academy_asked"
    title: ClassVar[str] = "Academy asked to admit"
    does: ClassVar[str] = "Ask the academy to admit"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The academy was asked to admit the child"
    basis: ClassVar[Basis] = BEFORE_THE_ACT
    after: ClassVar[frozenset[State]] = frozenset({"refused"})
    leads_to: ClassVar[State] = "academy_asked"
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="academy_answer",
            title="Academy's answer to a request to admit",
            owes="The academy agrees a start date, or gives written reasons",
            owner="school",
            unit="calendar_days",
            length=15,
            basis=ACADEMY_15,
            stops=AnyOf({"case_academy_answered"}),
            over=AnyOf({"case_refusal_accepted", "case_started"}),
        ),
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """Whether this is the route, for this school, on this day and for this child."""
        yield from _route(self.school(before.state), before)
        if before.state.is_to_be_directed:
            yield from unless_looked_after(before, "step")

    def sentence(self, names: Names) -> str:
        """What was done."""
        named = f", {names(self.to_place)}," if self.to_place else ""
        return f"The academy{named} was asked to agree a start date, or to give its reasons"


class CaseAcademyAnswered(Step):
    """The academy agrees to admit, or gives its reasons."""

    id: ClassVar[str] = "case_academy_answered"
    title: ClassVar[str] = "Answer of the academy"
    does: ClassVar[str] = "Record the academy's answer"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The academy answered"
    basis: ClassVar[Basis] = BEFORE_THE_ACT
    after: ClassVar[frozenset[State]] = frozenset({"academy_asked", "secretary_asked"})
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="academy_refusal_followed",
            title="After an academy gave its reasons",
            owes="The authority asks the Secretary of State, or accepts the reasons",
            owner="authority",
            unit="school_days",
            local="fair_access_chase_days",
            basis=NO_DRIFT,
            applies=_refuses,
            stops=AnyOf(
                {
                    "case_secretary_asked",
                    "case_determined",
                    "case_refusal_accepted",
                    "case_direction_consulted",
                }
            ),
            over=AnyOf({"case_started"}),
            aim=True,
        ),
        CaseClock(
            id="academy_start",
            title="Start at an academy that agreed",
            owes="The academy admits the child, who starts",
            owner="authority",
            unit="stated",
            due_day=stated("starts_on"),
            basis=NO_DRIFT,
            stops=AnyOf({"case_started"}),
            over=AnyOf({"case_declined", "case_refused", "case_broke_down"}),
        ),
    )

    admits: Literal["Y", "N"] = Field(
        title="Academy admits",
        description="Y where it agrees to admit the child, N where it gives reasons not to",
        examples=["N"],
    )
    starts_on: PlannedDay | None = Field(
        default=None,
        title="Starting day",
        description="Where it admits: the day the pupil is to start there",
        examples=[""],
    )
    because: Text | None = Field(
        default=None,
        title="Reasons",
        description="Those the academy gives in writing; name no other child",
        examples=["The year group is over its number in every class"],
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """A refusal without reasons."""
        if self.admits == "N" and self.because is None:
            yield Concern(
                "no_reasons",
                "The academy gives no reasons: they are to be in writing.",
                ACADEMY_15,
                field="because",
            )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """Where it admits, from which day."""
        yield from super().problems(before, today)
        if (self.admits == "Y") != (self.starts_on is not None):
            words = "Give the starting day where the academy admits, and there only."
            yield Problem("starts_on", "starting_day", words)

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """It agrees: the place stands. It does not: the Secretary of State may be asked."""
        if self.starts_on and state.allocation:
            found = replace(state.allocation, starts_on=self.starts_on)
            agreed = replace(state, state="allocated", allocation=found)
            return agreed.recorded_as(taken.movement_entry)
        asked = state.state == "academy_asked"
        refused = state.refused(self.on, taken.number)
        return replace(refused, state="academy_refused") if asked else refused

    def sentence(self, names: Names) -> str:
        """What was done."""
        why = f": {self.because}" if self.because else ""
        return f"The academy {'agrees to admit' if self.admits == 'Y' else 'does not agree'}{why}"


class CaseSecretaryAsked(Reasoned):
    """The authority asks the Secretary of State to direct the academy: the last resort."""

    id: ClassVar[str] = "case_secretary_asked"
    title: ClassVar[str] = "Secretary of State asked to direct"
    does: ClassVar[str] = "Ask the Secretary of State"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The Secretary of State was asked to direct the academy"
    basis: ClassVar[Basis] = BEFORE_THE_ACT
    after: ClassVar[frozenset[State]] = frozenset({"academy_refused"})
    leads_to: ClassVar[State] = "secretary_asked"
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="academy_representations",
            title="Academy's answer to the department",
            owes="The academy answers the department",
            owner="school",
            unit="calendar_days",
            length=7,
            basis=ACADEMY_7,
            stops=AnyOf({"case_academy_answered", "case_determined"}),
            over=AnyOf({"case_refusal_accepted", "case_started"}),
        ),
        CaseClock(
            id="secretary_determined",
            title="Decision of the Secretary of State",
            owes="The authority asks where it stands, and records what is determined",
            owner="authority",
            unit="school_days",
            local="fair_access_chase_days",
            basis=NO_DRIFT,
            stops=AnyOf({"case_determined", "case_refusal_accepted"}),
            over=AnyOf({"case_started"}),
            aim=True,
        ),
    )

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """Whether this is the route, for this school and on this day; no reasons."""
        yield from super().concerns(before)
        allocated = before.state.allocation
        yield from _route(allocated.to_place if allocated else None, before)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return "The Secretary of State was asked to direct the academy to admit"
