"""The authority's own figures: which of the limits that bind it were kept in a school year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from movements.basis import Basis
from movements.clock import State
from movements.due import due
from movements.due_item import DueItem
from reports.school_years import one_year

KEPT = Basis(
    "ours",
    "Limits that the authority owed and whose last day was in the school year, up to the data day. "
    "Kept: done by then. Late: done afterwards. Missed: not done, and owed still or never done. "
    "What ended before its day counts for nothing",
)
_LATE: frozenset[State] = frozenset({"met_late"})
_MISSED: frozenset[State] = frozenset({"missed", "warning", "never_met"})
COUNTED: frozenset[State] = _LATE | _MISSED | {"met"}


@dataclass(frozen=True)
class Limit:
    """One clock that the authority owed: how often it was kept, late and missed."""

    clock: str
    title: str
    kept: int
    late: int
    missed: int

    @property
    def owed(self) -> int:
        """How often its day came."""
        return self.kept + self.late + self.missed

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "clock": self.clock,
            "title": self.title,
            "owed": self.owed,
            "kept": self.kept,
            "late": self.late,
            "missed": self.missed,
        }


def authority_limits(session: Session, authority: str, year: str, on: date) -> tuple[Limit, ...]:
    """The limits that bound an authority in a school year written 2025-26, by their titles.

    The day-six provision of excluded children is one of them. Raises Refused for a year that
    cannot be read.
    """
    first, last = one_year(year)
    found = due(session, on, states=COUNTED)
    own = [
        item
        for item in found
        if item.whose == f"la:{authority}" and first <= item.due <= min(last, on)
    ]
    titles = {item.clock.id: item.clock.title for item in own}
    return tuple(
        _limit(clock, title, [item for item in own if item.clock.id == clock])
        for clock, title in sorted(titles.items(), key=lambda told: (told[1], told[0]))
    )


def _limit(clock: str, title: str, items: Iterable[DueItem]) -> Limit:
    return Limit(clock, title, *tallied(items))


def tallied(items: Iterable[DueItem]) -> tuple[int, int, int]:
    """How many of some limits were kept, late and missed; each in one of the states COUNTED."""
    states = [item.state for item in items]
    late, missed = (sum(state in of for state in states) for of in (_LATE, _MISSED))
    return len(states) - late - missed, late, missed
