"""Clocks that attendance marks start: what a run of absence, or a sum of it, makes somebody owe.

A mark makes no entry, so these are found in the marks of the pupil (`movements.due_marks`), over
every place that marked. They end when the marks say otherwise, or as the clock says.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

import numpy as np

from movements import marks
from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.counted import counted
from movements.mark_law import N_RESOLVED, SINCE_2024
from movements.mark_questions import in_runs, sessions_in_words
from movements.mark_window import MarkWindow, Test, has_mark
from movements.marks import Marks
from movements.registration_law import before_2024
from movements.runs import Run, runs, stretches, whole_days
from movements.school_days import Calendars, SchoolDays
from movements.section_nineteen import placed_since
from movements.sickness_return import (
    FIFTEEN_DAYS,
    HEALTH_ABSENCE,
    SICKNESS,
    has_own_clock,
    year_of,
)

ABSENT, WEEKS, SESSIONS, NOT_FOUND = 10, 10, 10, ("G", "N", "O")
RETURN = Basis(
    "statute",
    "SI 2024/208 reg 13: absent without authority for ten school days on end; at agreed intervals, "
    "monthly at least",
    SINCE_2024,
)
RETURN_BEFORE = before_2024(
    "reg 12(1): absent for ten school days on end, not treated as authorised; at intervals agreed "
    "with the authority, of which a month is taken as one"
)
GROUND_I = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(i): absent for 20 school days on end, every session G, N or O, and not "
    "found by reasonable enquiries of the school and the authority together",
    SINCE_2024,
)
GROUND_H = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(h): not returned ten school days after leave ended, and not found",
    SINCE_2024,
    confirmed=False,
)
PENALTY = Basis(
    "guidance",
    "National framework for penalty notices: ten sessions without authority in ten rolling "
    "school weeks are considered",
    SINCE_2024,
)
HEALTH = Basis(
    "guidance",
    "Arranging education for children who cannot attend school because of health needs: once an "
    "absence of 15 days or more is clear, consecutive or cumulative",
    date(2023, 12, 1),
    confirmed=False,
)


def _returned(what: str) -> Callable[[Started, Later], bool]:
    """Met by the return, in the school year and not before what it tells of."""

    def met(start: Started, later: Later) -> bool:
        movement = later.movement
        since = start.movement.returns_from
        sent = movement.id == "return_sent" and movement.what == what
        return bool(sent and movement.on >= since)

    return met


def _provided(start: Started, later: Later) -> bool:
    """Placed since, decided on, or told of as an absence for health, which has its own clock."""
    if placed_since(start, later) or later.movement.id == "section_nineteen_decision":
        return True
    return bool(later.standing.open_episodes(HEALTH_ABSENCE))


def _never(start: Started, later: Later) -> bool:
    """By marks alone: once they say otherwise the clock is gone."""
    return False


ABSENCE_RETURN = Clock(
    id="absence_return",
    title="Absence return",
    owes="The school tells the authority of ten school days on end without authority",
    owner="school",
    unit="months",
    length=1,
    basis=RETURN,
    stops=_returned("absence"),
)
ABSENCE_RETURN_BEFORE = Clock(
    id="absence_return_before_2024",
    title="Absence return (before 19 August 2024)",
    owes="The school tells the authority of ten school days on end without authority, at the "
    "interval agreed with it",
    owner="school",
    unit="months",
    length=1,
    basis=RETURN_BEFORE,
    aim=True,
    stops=_returned("absence"),
)
SICKNESS_RETURN = Clock(
    id="sickness_return",
    title="Sickness return",
    owes="The school tells the authority of 15 school days of sickness this school year",
    owner="school",
    unit="school_days",
    length=1,
    basis=SICKNESS,
    stops=_returned("sickness"),
    over=has_own_clock,
)
REASON_ESTABLISHED = Clock(
    id="reason_established",
    title="Reason for an absence established",
    owes="The school sends the reason in place of N, or O where it is not known",
    owner="school",
    unit="school_days",
    length=5,
    basis=N_RESOLVED,
    stops=_never,
)
NOT_FOUND_AFTER_ABSENCE = Clock(
    id="enquiries_after_absence",
    title="Enquiries after a pupil absent without reason",
    owes="School and authority enquire together; from the 20th day the name may be deleted if the "
    "child is not found",
    owner="school",
    unit="school_days",
    length=20,
    start_counts=True,
    basis=GROUND_I,
    aim=True,
    stops=_never,
)
NOT_BACK_FROM_LEAVE = Clock(
    id="enquiries_after_leave",
    title="Enquiries after a pupil not back from leave",
    owes="School and authority enquire; from the tenth day after the leave the name may be deleted "
    "if the child is not found",
    owner="school",
    unit="school_days",
    length=10,
    basis=GROUND_H,
    aim=True,
    stops=_never,
)
PENALTY_CONSIDERED = Clock(
    id="penalty_considered",
    title="Threshold of the national framework reached",
    owes="The school considers support or a notice for ten sessions without authority",
    owner="school",
    unit="school_days",
    local="penalty_considered_days",
    basis=PENALTY,
    aim=True,
    stops=_never,
)
HEALTH_MARKED = Clock(
    id="health_education_marked",
    title="Education for a pupil ill for 15 school days",
    owes="The authority arranges education, or finds with the school that none is needed",
    owner="authority",
    unit="school_days",
    length=1,
    basis=HEALTH,
    stops=_provided,
)


class AttendanceMarks:
    """What starts these clocks, as the rulebook lists it."""

    title: ClassVar[str] = "Attendance marks"
    clocks: ClassVar[tuple[Clock, ...]] = (
        ABSENCE_RETURN,
        ABSENCE_RETURN_BEFORE,
        SICKNESS_RETURN,
        REASON_ESTABLISHED,
        NOT_FOUND_AFTER_ABSENCE,
        NOT_BACK_FROM_LEAVE,
        PENALTY_CONSIDERED,
        HEALTH_MARKED,
    )


class Trigger(NamedTuple):
    """The marks that start a clock: whose, at which place, the day that counts as the first.

    `entry` is the submission that last told of the day; returns of `returns_from` or later count.
    """

    clock: Clock
    pupil: str
    place: str
    on: date
    entry: int
    about: str
    returns_from: date


@dataclass(frozen=True)
class Marked:
    """One pupil's sessions over every place, up to a day."""

    pupil: str
    window: MarkWindow
    days: Sequence[date]
    held: Marks
    calendars: Calendars
    today: date

    def trigger(
        self,
        clock: Clock,
        on: date,
        about: str,
        told: date | None = None,
        since: date | None = None,
    ) -> Trigger:
        """A clock from a day on, at the place that marked the day told of."""
        told = told or on
        place = self.place(told)
        entry = self.window.told_by(self.pupil, told)
        return Trigger(clock, self.pupil, place, on, entry, about, since or told)

    def place(self, day: date) -> str:
        """The place that marked a day as its own: not D, where another did."""
        rows = [row for row in self.window.rows(self.pupil) if day in row.days]
        own = (r.place for r in rows if not has_mark(r.marks[r.days.index(day)], "D").any())
        return next(own, rows[0].place)

    def nth(self, run: Run, test: Test, n: int) -> date:
        """The n-th day of a run."""
        whole, _ = whole_days(self.held, test)
        days = (self.days[at] for at in np.flatnonzero(whole).tolist())
        return [day for day in days if run.first <= day][n - 1]


def triggers(window: MarkWindow, calendars: Calendars, today: date) -> Iterator[Trigger]:
    """Every clock that the marks of a window start; only who may start one is looked at."""
    without = window.with_days(marks.unauthorised, SESSIONS // 2)
    ill = window.with_days(lambda held: has_mark(held, "I"), FIFTEEN_DAYS)
    asked = without | ill | window.with_mark("N")
    for pupil in window.pupils:
        if pupil not in asked:
            continue
        one = Marked(pupil, window, *window.union(pupil), calendars, today)
        if pupil in without:
            yield from _without_authority(one)
        if pupil in ill:
            yield from _ill(one)
        yield from _not_established(one)


def _without_authority(one: Marked) -> Iterator[Trigger]:
    found = runs(one.days, one.held, marks.unauthorised)
    for run in found:
        if run.days >= ABSENT:
            on = one.nth(run, marks.unauthorised, ABSENT)
            for clock in (ABSENCE_RETURN, ABSENCE_RETURN_BEFORE):
                yield one.trigger(clock, on, _in_words(run))
    yield from _not_found(one)
    yield from _not_back(one, found)
    yield from _threshold(one)


def _not_found(one: Marked) -> Iterator[Trigger]:
    """Ground i is near: absent for ten days still, each session G, N or O and nothing else."""
    closed = has_mark(one.held, "Z", "#")
    gone = has_mark(one.held, *NOT_FOUND)
    told = np.any((one.held != marks.NO_MARK) & ~closed, axis=1)
    for run in stretches(one.days, np.all(gone | closed, axis=1) & told, told)[-1:]:
        if run.goes_on and run.days >= ABSENT:
            yield one.trigger(NOT_FOUND_AFTER_ABSENCE, run.first, _in_words(run))


def _not_back(one: Marked, found: Sequence[Run]) -> Iterator[Trigger]:
    """Absent without authority still, since the day after leave (C) ended."""
    leave = runs(one.days, one.held, lambda held: has_mark(held, "C"))
    for run in found[-1:]:
        before = [day for day in one.days if day < run.first and _is_told(one, day)]
        if run.goes_on and before and any(before[-1] == left.last for left in leave):
            about = f"leave ended on {before[-1]:%-d %B %Y}"
            yield one.trigger(NOT_BACK_FROM_LEAVE, before[-1], about, told=run.first)


def _is_told(one: Marked, day: date) -> bool:
    return bool(marks.possible(one.held[list(one.days).index(day)]).any())


def _threshold(one: Marked) -> Iterator[Trigger]:
    """Ten sessions without authority in the ten school weeks up to the day."""
    sessions = [
        day
        for day, pair in zip(one.days, marks.unauthorised(one.held), strict=True)
        for _ in range(int(pair.sum()))
    ]
    if not sessions:
        return
    calendar = one.calendars.of(one.place(sessions[-1]))
    recent = [day for day in sessions if day >= _weeks_ago(calendar, one.today)]
    if len(recent) >= SESSIONS:
        about = f"{len(recent)} sessions since {recent[0]:%-d %B %Y}"
        yield one.trigger(PENALTY_CONSIDERED, recent[SESSIONS - 1], about)


def _weeks_ago(calendar: SchoolDays, today: date) -> date:
    """The Monday of the first of the last ten weeks that have a school day."""
    days = calendar.days(today - timedelta(weeks=3 * WEEKS), today)
    mondays = sorted({day - timedelta(days=day.weekday()) for day in days})
    return mondays[-WEEKS:][0] if mondays else today


def _ill(one: Marked) -> Iterator[Trigger]:
    """15 days of I in the school year so far, in all: from the day that makes them fifteen."""
    year = year_of(one.today)
    ill = has_mark(one.held, "I").sum(axis=1)
    ill[[day < year for day in one.days]] = 0
    reached = np.flatnonzero(np.cumsum(ill) >= 2 * FIFTEEN_DAYS)
    if len(reached):
        on = one.days[reached[0]]
        about = f"{ill.sum() / 2:g} school days of illness"
        yield one.trigger(SICKNESS_RETURN, on, about, since=year)
        yield one.trigger(HEALTH_MARKED, on, about)


def _not_established(one: Marked) -> Iterator[Trigger]:
    for row in one.window.rows(one.pupil):
        for run in in_runs(row, row.where(has_mark(row.marks, "N"))):
            on, about = run[0].on, sessions_in_words(run, "marked N")
            entry = row.told_by(on)
            yield Trigger(REASON_ESTABLISHED, one.pupil, row.place, on, entry, about, on)


def _in_words(run: Run) -> str:
    return f"{counted(run.days, 'school day')}, {run.first:%-d %B %Y} to {run.last:%-d %B %Y}"
