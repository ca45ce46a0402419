"""The panel allocates a place: the movement that takes the pupil there is recorded with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar, Literal

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import Allocation, CaseState, State
from fair_access.law import (
    DECIDED_FIRST,
    DEPARTED,
    ITS_OWN_AREA,
    NO_DRIFT,
    PROTOCOL,
    REFUSED_WITH_EVIDENCE,
    STARTED,
    TOLD,
)
from fair_access.scope import still_out_of_scope
from fair_access.steps.step import CaseBefore, Decision, Share, Taken
from movements.clock import Clock, Later, Started
from movements.kind import Day, Names, PlaceRef, Text
from movements.problems import Concern, Problem
from movements.school_age import up_to_school_age
from movements.school_days import SchoolDays
from movements.standing import Standing

NO_PLACE_NOW = frozenset({"case_declined", "case_refused", "case_broke_down"})


def _there(start: Started, later: Later) -> bool:
    """On the roll of the place allocated, or in provision there, or said to have started."""
    place = start.movement.to_place
    at = later.standing.roll_at(place) or later.standing.provision_at(place)
    return bool(at) or later.movement.id == "case_started"


def _a_week_on(step: Any, days: SchoolDays) -> date:
    """A week after the starting day; after the decision, where the start was earlier."""
    week: date = max(step.on, step.starts_on) + timedelta(weeks=1)
    return week


def _elsewhere(start: Started, later: Later) -> bool:
    """The place is none any more, or the child has gone on a roll elsewhere since, or left."""
    since = start.movement.on
    return (
        later.movement.id in NO_PLACE_NOW
        or _on_another_roll(later.standing, start.movement.to_place, since)
        or later.standing.left_education
    )


def _on_another_roll(standing: Standing, place: str, since: date) -> bool:
    return any(r.place != place and r.since > since for r in standing.main_rolls)


class CaseAllocated(Decision):
    """A place is allocated. A school place is an offer until the parent accepts or the pupil comes.

    A managed move, a direction, a placement and a planned return are recorded as what they are.
    """

    id: ClassVar[str] = "case_allocated"
    title: ClassVar[str] = "Place allocated by the fair access panel"
    does: ClassVar[str] = "Allocate a place"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = (
        "The fair access panel allocated a place, recorded as entry {movement_entry}"
    )
    leads_to: ClassVar[State] = "allocated"
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_school_told",
            title="School told of the place allocated",
            owes="The panel tells the school that a place was allocated there",
            owner="authority",
            unit="school_days",
            local="fair_access_told_days",
            basis=TOLD,
            stops=lambda start, later: _told(later, "school"),
            over=AnyOf({"case_started", *NO_PLACE_NOW}),
            aim=True,
        ),
        CaseClock(
            id="fair_access_parent_told",
            title="Parent told of the place allocated",
            owes="The panel tells the parent of the place, and of the right to apply and appeal",
            owner="authority",
            unit="school_days",
            local="fair_access_told_days",
            basis=TOLD,
            stops=lambda start, later: _told(later, "parent"),
            over=AnyOf({"case_started", *NO_PLACE_NOW}),
            aim=True,
        ),
        CaseClock(
            id="fair_access_answer",
            title="Parent's answer to the place allocated",
            owes="Somebody asks the parent, and records whether the place is accepted",
            owner="authority",
            unit="school_days",
            local="fair_access_answer_days",
            basis=NO_DRIFT,
            stops=AnyOf({"case_accepted", "case_declined", "case_started"}),
            over=AnyOf({"case_refused", "case_broke_down"}),
            aim=True,
        ),
        CaseClock(
            id="fair_access_refusal",
            title="School's refusal, with its evidence",
            owes="A school that refuses says so by then, with its evidence",
            owner="school",
            unit="school_days",
            local="fair_access_refusal_days",
            basis=REFUSED_WITH_EVIDENCE,
            stops=AnyOf({"case_refused"}),
            over=AnyOf({"case_started", "case_declined", "case_broke_down"}),
            named="to_place",
            right=True,
        ),
        CaseClock(
            id="fair_access_start",
            title="Start at the place allocated",
            owes="The panel sees that the pupil has started at the place it allocated",
            owner="authority",
            unit="school_days",
            local="fair_access_start_days",
            basis=STARTED,
            stops=_there,
            over=_elsewhere,
            aim=True,
            aged=up_to_school_age,
        ),
        CaseClock(
            id="fair_access_followed_up",
            title="Followed up a week after the starting day",
            owes="Somebody finds out whether the pupil has started, and chases it if not",
            owner="authority",
            unit="stated",
            due_day=_a_week_on,
            basis=NO_DRIFT,
            stops=AnyOf({"case_started"}),
            over=AnyOf(NO_PLACE_NOW),
            aim=True,
        ),
    )

    to_place: PlaceRef = Field(
        title="Place allocated",
        description="URN, ukprn: and number, or id of the school or setting",
        examples=["123456"],
    )
    starts_on: Day = Field(
        title="Starting day",
        description="The day the pupil is to start there",
        examples=["2026-10-05"],
    )
    movement: Literal[
        "on_roll", "managed_move", "off_site_direction", "ap_placement", "reintegration_planned"
    ] = Field(
        title="Movement",
        description="How the pupil goes there; its own questions follow",
        examples=["on_roll"],
    )

    departs: Text | None = Field(
        default=None,
        title="Why not the school that fair share puts first",
        description="Only where another school is named; name no other child",
        examples=["The parent's preference, and a brother is there"],
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """A child whom no protocol places, where nobody has overridden that."""
        yield from super().problems(before, today)
        if not self.fits(before.state):
            return
        for found in still_out_of_scope(before.standing, before.state):
            words = f"{found.message} Record it as not eligible, or the authority's override first."
            yield Problem("step", "out_of_scope", words)

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """Started before it was decided; a place that has closed or is elsewhere; no reasons."""
        yield from super().concerns(before)
        if self.starts_on < self.on:
            yield Concern(
                "started_before",
                "The start is earlier than the day the place was allocated.",
                DECIDED_FIRST,
                level="note",
                field="starts_on",
            )
        to_place = before.facts.places.get(self.to_place)
        if to_place and to_place.closed and to_place.closed <= self.starts_on:
            yield Concern(
                "closed_place",
                f"{to_place.name} is closed on the starting day.",
                PROTOCOL,
                field="to_place",
            )
        own = before.facts.authority
        if own and to_place and to_place.la_code not in (None, own):
            yield Concern(
                "another_authority",
                f"{to_place.name} is in another authority's area, whose schools this protocol does "
                "not bind: make sure that the school agrees, and tell its authority.",
                ITS_OWN_AREA,
                field="to_place",
            )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """A place is there; nobody has been told of it yet."""
        allocation = Allocation(self.to_place, self.starts_on, self.movement, taken.movement_entry)
        return replace(state, allocated_on=self.on, allocation=allocation, told=frozenset())

    def sentence(self, names: Names) -> str:
        """What was done."""
        departs = f". Not the school fair share puts first: {self.departs}" if self.departs else ""
        starts = f"{self.starts_on:%-d %B %Y}"
        return f"Allocated a place at {names(self.to_place)}, to start {starts}{departs}"

    def departure(self, share: Share | None) -> Iterator[Concern]:
        """Another school than the one fair share put first, and no reason why."""
        if share is not None and share.order != 1 and self.departs is None:
            yield Concern(
                "departure_unsaid",
                f"Fair share did not put this school first ({share.words}), and no reason is "
                "recorded: say why the panel departed from it.",
                DEPARTED,
                level="note",
                field="departs",
            )


def _told(later: Later, whom: str) -> bool:
    return later.movement.id == "case_notified" and bool(later.movement.whom == whom)
