"""Directing a school to admit: consultation, notice, the time to refer, what was determined.

Sections 96 and 97 of the Act of 1998 for a maintained school, 97A to 97C for a looked-after child.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar, Literal

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import CaseState, State
from fair_access.law import (
    BEFORE_THE_ACT,
    DIRECTION,
    LOOKED_AFTER_7,
    NO_DRIFT,
    NOT_FROM_THERE,
    REFERRAL_15,
    last_to_refer,
)
from fair_access.steps.each_school import not_of_each, told_of_each, unasked
from fair_access.steps.naming import NamesSchool, unless_looked_after
from fair_access.steps.step import CaseBefore, Reasoned, Step, Taken
from movements.basis import Basis
from movements.clock import Clock
from movements.kind import Names, PlaceRefs, Text
from movements.problems import Concern, Problem
from movements.school_days import SchoolDays

Route = Literal["maintained", "looked_after"]


def _looked_after(step: Any) -> bool:
    return bool(step.route == "looked_after")


def _maintained(step: Any) -> bool:
    return not _looked_after(step)


class CaseDirectionConsulted(NamesSchool):
    """Parent and governing body are consulted; of a looked-after child, who admits, for 7 days."""

    id: ClassVar[str] = "case_direction_consulted"
    title: ClassVar[str] = "Consulted on a direction"
    does: ClassVar[str] = "Consult on a direction"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "Consulted on a direction to admit"
    basis: ClassVar[Basis] = DIRECTION
    after: ClassVar[frozenset[State]] = frozenset({"refused", "academy_refused"})
    leads_to: ClassVar[State] = "consulted"
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="direction_representations",
            title="Representations on directing a looked-after child's school",
            owes="The admission authority may make representations",
            owner="school",
            unit="calendar_days",
            length=7,
            basis=LOOKED_AFTER_7,
            applies=_looked_after,
            stops=AnyOf(),
            over=AnyOf({"case_direction_served"}),
            right=True,
        ),
        CaseClock(
            id="direction_served",
            title="Notice of a direction after consultation",
            owes="The authority serves its notice, or lets the direction go",
            owner="authority",
            unit="school_days",
            local="fair_access_chase_days",
            basis=NO_DRIFT,
            stops=AnyOf({"case_direction_served", "case_refusal_accepted"}),
            over=AnyOf({"case_started"}),
            aim=True,
        ),
    )

    route: Route = Field(
        title="Route",
        description="maintained or looked_after: by sections 96 and 97 of the Act of 1998, or for "
        "a looked-after child by sections 97A to 97C",
        examples=["maintained"],
    )
    consulted: Text = Field(
        title="Who was consulted",
        description="By post: the parent and the governing body, or the admission authority",
        examples=["The parent; the chair of governors"],
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """From not eligible only a looked-after child is directed."""
        yield from super().problems(before, today)
        if before.state.is_to_be_directed and self.route != "looked_after":
            words = "The case is closed as not eligible: only a looked-after child is directed."
            yield Problem("route", "not_eligible", words)

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """A school that excluded the child; an academy; a child who is not looked after."""
        place = self.school(before.state)
        if any(e.place == place for e in before.standing.exclusions):
            yield Concern(
                "excluded_from_there",
                "That school has permanently excluded the child: it may not be directed.",
                NOT_FROM_THERE,
            )
        facts = before.facts.places.get(place or "")
        if facts and facts.is_academy:
            yield Concern(
                "academy",
                "An academy: ask it to admit, and then the Secretary of State to direct it.",
                BEFORE_THE_ACT,
            )
        if _looked_after(self):
            yield from unless_looked_after(before, "route")

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """By this route, and for the school."""
        named = super().changes(state, taken)
        return replace(named, route=self.route, consulted_on=self.on)

    def sentence(self, names: Names) -> str:
        """What was done."""
        where = f" for {names(self.to_place)}" if self.to_place else ""
        return f"Consulted on a direction{where}: {self.consulted}"


class CaseDirectionServed(Reasoned):
    """Notice of the decision is served on governing body and head. That day counts as the first."""

    id: ClassVar[str] = "case_direction_served"
    title: ClassVar[str] = "Notice of a direction served"
    does: ClassVar[str] = "Record that notice was served"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "Notice of a direction to admit was served"
    basis: ClassVar[Basis] = DIRECTION
    after: ClassVar[frozenset[State]] = frozenset({"consulted"})
    leads_to: ClassVar[State] = "served"
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="direction_referral",
            title="Referral of a notice of direction",
            owes="The governing body may refer the notice to the adjudicator",
            owner="school",
            unit="calendar_days",
            length=15,
            start_counts=True,
            basis=REFERRAL_15,
            applies=_maintained,
            stops=AnyOf({"case_adjudicator_referred"}),
            over=AnyOf({"case_directed", "case_refusal_accepted", "case_started"}),
            right=True,
        ),
        CaseClock(
            id="direction_referral_looked_after",
            title="Referral of a notice of direction for a looked-after child",
            owes="The admission authority may refer the notice",
            owner="school",
            unit="calendar_days",
            length=7,
            basis=LOOKED_AFTER_7,
            applies=_looked_after,
            stops=AnyOf({"case_adjudicator_referred"}),
            over=AnyOf({"case_directed", "case_refusal_accepted", "case_started"}),
            right=True,
        ),
        CaseClock(
            id="direction_given",
            title="Direction once nobody has referred it",
            owes="The authority directs the school when the time to refer is over",
            owner="authority",
            unit="stated",
            due_day=lambda step, days: _after_waiting(step, days),
            counts_days=True,
            basis=NO_DRIFT,
            stops=AnyOf({"case_directed", "case_refusal_accepted"}),
            over=AnyOf({"case_adjudicator_referred", "case_started"}),
            aim=True,
        ),
    )

    route: Route = Field(
        title="Route",
        description="As consulted: maintained (15 days to refer) or looked_after (7 days)",
        examples=["maintained"],
    )
    suitable: PlaceRefs | None = Field(
        default=None,
        title="Suitable schools",
        description="Of a maintained school: each suitable school within a reasonable distance of "
        "the home, this one included, one to a line by URN, or on a page by name; each is to have "
        "refused the child",
        examples=["123456 123457"],
    )
    not_each: Text | None = Field(
        default=None,
        title="Why not each of them has refused",
        description="Only where one of them has neither refused nor excluded the child: why notice "
        "is served all the same; name no other child",
        examples=[""],
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """The route is the one consulted on; of a maintained school, what each school did."""
        yield from super().problems(before, today)
        if before.state.route != self.route and before.state.state == "consulted":
            words = "Give the route that was consulted on."
            yield Problem("route", "other_route", words)
        elif _maintained(self) and self.fits(before.state):
            yield from unasked(self.suitable, self.not_each, before)

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """Served before the 7 days for representations were over; not each refused; no reasons."""
        yield from super().concerns(before)
        yield from not_of_each(self.not_each)
        consulted = before.state.consulted_on
        if _looked_after(self) and consulted and self.on <= consulted + timedelta(days=7):
            yield Concern(
                "served_early",
                "Notice was served before the 7 days for representations were over.",
                LOOKED_AFTER_7,
                field="on",
            )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """The direction waits from here."""
        return replace(state, served_on=self.on)

    def beside(self, before: CaseBefore, names: Names) -> str:
        """The schools that would suit the child, each with its refusal."""
        return told_of_each(self.suitable, before, names)

    def sentence(self, names: Names) -> str:
        """What was done."""
        last = last_to_refer(self.on, self.route)
        why = f". Not each school has refused: {self.not_each}" if self.not_each else ""
        return f"Notice served; it may be referred until {last:%-d %B %Y}{why}"


def _after_waiting(step: Any, days: SchoolDays) -> date:
    return days.add(last_to_refer(step.on, step.route), 1)


class CaseAdjudicatorReferred(Step):
    """The notice is referred: the direction waits for what is determined."""

    id: ClassVar[str] = "case_adjudicator_referred"
    title: ClassVar[str] = "Referred to the adjudicator"
    does: ClassVar[str] = "Record a referral to the adjudicator"
    history_words: ClassVar[str] = "The notice of direction was referred to the adjudicator"
    basis: ClassVar[Basis] = REFERRAL_15
    after: ClassVar[frozenset[State]] = frozenset({"served"})
    leads_to: ClassVar[State] = "with_adjudicator"
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="direction_determined",
            title="Determination of the adjudicator",
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
        """Referred after the time to refer."""
        served = before.state.served_on
        if served and self.on > last_to_refer(served, before.state.route):
            last = last_to_refer(served, before.state.route)
            yield Concern(
                "referred_late",
                f"The time to refer was over on {last:%-d %B %Y}.",
                LOOKED_AFTER_7 if before.state.route == "looked_after" else REFERRAL_15,
                field="on",
            )

    def sentence(self, names: Names) -> str:
        """What was done."""
        return "The notice was referred to the adjudicator"
