"""Clocks: what an entry starts, when it falls due, what stops it. The engine; it holds no list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from movements.basis import Basis
from movements.school_days import SchoolDays
from movements.standing import Standing


@dataclass(frozen=True)
class Started:
    """The entry that started a clock, and the movement it records."""

    number: int
    movement: Any


@dataclass(frozen=True)
class Later:
    """A later movement of the same pupil, and the standing after it."""

    movement: Any
    standing: Standing


Unit = Literal["school_days", "calendar_days", "stated"]
State = Literal["running", "met", "missed", "met_late", "not_started"]


@dataclass(frozen=True)
class Clock:
    """A limit that an entry of some kind starts.

    `length` counts in `unit`; with `start_counts` the first day is day 1, otherwise counting
    begins the day after. Unit "stated" takes the due day from the entry itself (`due_day`).
    `applies` says whether a given entry starts it; `stops` whether it, or a later one, meets it.
    Where the day that counts as the first depends on what went before, `counted_from` says which
    it is, or None where no clock starts.
    """

    id: str
    title: str
    owes: str
    owner: Literal["school", "authority", "setting"]
    unit: Unit
    basis: Basis
    stops: Callable[[Started, Later], bool]
    length: int = 0
    start_counts: bool = False
    applies: Callable[[Any], bool] = lambda movement: True
    due_day: Callable[[Any, SchoolDays], date | None] | None = None
    counted_from: Callable[[Any, Standing, SchoolDays], date | None] | None = None

    def due_on(
        self, movement: Any, days: SchoolDays, before: Standing | None = None
    ) -> date | None:
        """The last day on which the clock can be met; None where this entry starts no clock.

        `before` is the standing before the movement: none where nothing went before.
        """
        if not self.applies(movement) or not self.basis.in_force(movement.on):
            return None
        if self.due_day is not None:
            return self.due_day(movement, days)
        on: date | None = movement.on
        if self.counted_from is not None:
            on = self.counted_from(movement, before or Standing(), days)
        return self._counted(on, days) if on is not None else None

    def _counted(self, on: date, days: SchoolDays) -> date:
        if self.unit == "calendar_days":
            return on + timedelta(days=self.length - int(self.start_counts))
        count = days.nth if self.start_counts else days.add
        return count(on, self.length)


def state_of(due: date, met: date | None, today: date) -> State:
    """Whether a clock is running, met, met late or missed as things stand today."""
    if met is not None and met <= today:
        return "met" if met <= due else "met_late"
    return "missed" if due < today else "running"
