"""The clocks of a case's steps: as any clock, but met by steps, and some are a school's right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from movements.clock import Clock, Later, Started, State
from movements.school_days import SchoolDays


class AnyOf(frozenset[str]):
    """Met, or owed no longer, by a step of any of these kinds."""

    def __call__(self, start: Started, later: Later) -> bool:
        """Whether the later step or movement is one of them."""
        return later.movement.id in self and later.movement is not start.movement


@dataclass(frozen=True)
class CaseClock(Clock):
    """A clock that a step starts. `right`: a school may act till then; unused, it lapses."""

    right: bool = False

    @property
    def past(self) -> State:
        """What it is past its day, not met."""
        return "lapsed" if self.right else super().past


def stated(field: str) -> Callable[[Any, SchoolDays], date | None]:
    """The day that the step gives in a field."""

    def day(step: Any, days: SchoolDays) -> date | None:
        found: date | None = getattr(step, field)
        return found

    return day


def at_once(step: Any, days: SchoolDays) -> date:
    """The next school day after the step."""
    return days.add(step.on, 1)
