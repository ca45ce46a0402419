"""The pupil starts; what follows: on roll a week later, still there, or broken down and why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.case_clock import AnyOf, CaseClock
from fair_access.case_state import DIRECTING, OFFERED, CaseState, State
from fair_access.law import NO_DRIFT, SCHOOL_WEEKS
from fair_access.steps.step import (
    OFFICER,
    SCHOOLS_TOO,
    CaseBefore,
    Step,
    Taken,
    closed_without_a_school,
)
from movements.actor import Role
from movements.clock import Clock, Later, Started
from movements.kind import Coded, Names, Text, said
from movements.problems import Concern, Problem

CHECKS = 2


def _checked(start: Started, later: Later) -> bool:
    """The check of as many school weeks as the clock's turn asks for."""
    return later.movement.id == "case_sustained" and bool(later.movement.check >= start.nth)


class CaseStarted(Step):
    """The pupil attends. Where no parent has accepted, this enters the pupil on roll."""

    id: ClassVar[str] = "case_started"
    title: ClassVar[str] = "Started"
    does: ClassVar[str] = "Record the start"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The pupil started at the place allocated"
    after: ClassVar[frozenset[State]] = OFFERED | DIRECTING
    leads_to: ClassVar[State] = "started"
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO
    clocks: ClassVar[tuple[Clock, ...]] = (
        CaseClock(
            id="fair_access_on_roll",
            title="On roll after a start",
            owes="Somebody checks that the pupil is on roll and attends, or chases it",
            owner="authority",
            unit="calendar_days",
            local="on_roll_check_days",
            basis=NO_DRIFT,
            stops=AnyOf({"case_on_roll_checked", "case_sustained"}),
            over=AnyOf({"case_broke_down"}),
            aim=True,
        ),
        CaseClock(
            id="fair_access_sustained",
            title="Still there after 6 and 12 school weeks",
            owes="Somebody asks whether the place holds",
            owner="authority",
            unit="school_days",
            local="sustained_check_days",
            basis=SCHOOL_WEEKS,
            stops=_checked,
            over=AnyOf({"case_broke_down"}),
            aim=True,
        ),
    )

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """The place is taken up."""
        return replace(state, started_on=self.on).recorded_as(taken.movement_entry)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return "The pupil started at the place allocated"


class CaseOnRollChecked(Step):
    """A week after the start: on roll, or who is chased."""

    id: ClassVar[str] = "case_on_roll_checked"
    title: ClassVar[str] = "Checked: on roll"
    does: ClassVar[str] = "Record the check of a week"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "It was checked that the pupil is on roll"
    after: ClassVar[frozenset[State]] = frozenset({"started"})
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO

    found: Text = Field(
        title="What was found",
        description="On roll and attending, or who was chased for it and by when",
        examples=["On roll since the first day; here every session"],
    )

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Checked a week after the start: {self.found}"


class CaseSustained(Step):
    """The place holds: after 6 school weeks, after 12, or as the support is looked at."""

    id: ClassVar[str] = "case_sustained"
    title: ClassVar[str] = "The place holds"
    does: ClassVar[str] = "Record that the place holds"
    main: ClassVar[bool] = True
    history_words: ClassVar[str] = "The place holds, check {check}"
    after: ClassVar[frozenset[State]] = frozenset({"started", "supported"})
    recorded_by: ClassVar[frozenset[Role]] = SCHOOLS_TOO

    check: Annotated[int, Field(ge=1, le=CHECKS)] = Field(
        title="Which check",
        description="1 after 6 school weeks, 2 after 12; for support it is 2",
        examples=["1"],
    )
    found: Text | None = Field(
        default=None,
        title="What was found",
        description="How it goes; name no other child",
        examples=["Attends 94%, no suspension"],
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """Support is looked at once: an earlier check would leave the case with nothing owed."""
        yield from super().problems(before, today)
        if before.state.state == "supported" and self.check < CHECKS:
            words = f"Support is looked at once: give {CHECKS}, which closes the case."
            yield Problem("check", "last_check", words)

    def changes(self, state: CaseState, taken: Taken) -> CaseState:
        """After the last check the case is closed."""
        settled: State = "settled" if self.check == CHECKS else state.state
        return replace(state, state=settled, checks=max(state.checks, self.check))

    def sentence(self, names: Names) -> str:
        """What was done."""
        found = f": {self.found}" if self.found else ""
        return f"The place holds, check {self.check} of {CHECKS}{found}"


class CaseBrokeDown(Step):
    """It did not hold, or nobody came from the starting day on: why. The case is closed.

    A place that has not begun is declined or refused, and the panel has the case again.
    """

    id: ClassVar[str] = "case_broke_down"
    title: ClassVar[str] = "Broke down"
    does: ClassVar[str] = "Record that it broke down"
    history_words: ClassVar[str] = "The place broke down"
    after: ClassVar[frozenset[State]] = frozenset({"accepted", "started", "supported"})
    leads_to: ClassVar[State] = "broke_down"
    recorded_by: ClassVar[frozenset[Role]] = OFFICER

    because: Annotated[str, Coded("BROKE_DOWN")] = Field(
        title="Broke down because", description="The main reason", examples=["attendance"]
    )
    what: Text = Field(
        title="What happened",
        description="What happened, and what follows for the child; name no other child",
        examples=["Came four days in six weeks; referred to the panel again"],
    )

    def problems(self, before: CaseBefore, today: date) -> Iterator[Problem]:
        """A place that was accepted cannot break down before it begins."""
        yield from super().problems(before, today)
        found = before.state.allocation
        if before.state.state == "accepted" and found and self.on < found.starts_on:
            words = (
                f"The place begins on {found.starts_on:%-d %B %Y}: until then record that the "
                "parent declines it or that the school refuses."
            )
            yield Problem("on", "not_begun", words)

    def concerns(self, before: CaseBefore) -> Iterator[Concern]:
        """The child has no school now."""
        yield from closed_without_a_school(before)

    def sentence(self, names: Names) -> str:
        """What was done."""
        return f"Broke down ({said('BROKE_DOWN', self.because)}): {self.what}"
