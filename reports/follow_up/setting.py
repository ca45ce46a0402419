"""The setting a scorecard is of, and what every follow-up asks of a pupil's standing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from movements.places import PlaceFacts
from movements.standing import Standing
from reports.school_weeks import SchoolWeeks

DAY = timedelta(days=1)
HALF_YEAR, THREE_TERMS, TERM = 26, 39, 13
"""School weeks: 26, 39 (three terms) and 13 (one term)."""
SESSIONS_A_DAY = 2
SETTLING_IN = 6
"""School weeks within which a first score or level is taken."""
HEALTH = ("MHN", "PHN")
"""Reasons of a placement made for a health need: it has another purpose than the others."""
DIED = "k"
"""The ground of removal of a pupil who has died."""


@dataclass(frozen=True)
class Setting:
    """The setting a scorecard is of, its school weeks, and what is known of every place."""

    id: str
    weeks: SchoolWeeks
    places: Mapping[str, PlaceFacts]

    def is_mainstream(self, place: str | None) -> bool:
        """Whether a place is a mainstream school."""
        facts = self.places.get(place) if place else None
        return bool(facts and facts.is_mainstream)

    def is_special(self, place: str | None) -> bool:
        """Whether a place is a special school."""
        facts = self.places.get(place) if place else None
        return bool(facts and facts.is_special)


@dataclass(frozen=True)
class Window:
    """A pupil's days from first to last, both included, over which marks are counted."""

    pupil: str
    first: date
    last: date

    @property
    def is_some(self) -> bool:
        """Whether there is a day in it."""
        return self.first <= self.last


def has_died(standing: Standing) -> bool:
    """Whether the pupil was removed from a roll because they died."""
    return any(removal.ground == DIED for removal in standing.removals)


def last_ground(standing: Standing) -> str | None:
    """The ground of the latest removal from a roll."""
    return standing.removals[-1].ground if standing.removals else None
