"""What the yearly reports of fair access panels share: for whom, which year, which numbers.

Who may see every case of the authority sees every number, and the cases behind it. A panel member
sees the same numbers without those of a few children.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apregister.auth.permissions import may
from movements.actor import Actor
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import today
from movements.school_days import academic_year, school_year_start
from reports.panel.counted import Line, guarded

YEARS_OFFERED = 4
SCHOOL_WITHHELD = "Schools withheld (protected children)"


def years() -> list[str]:
    """The school years to choose from, this one first."""
    first = school_year_start(today(), "1 September").year
    return [f"{y}-{(y + 1) % 100:02d}" for y in range(first, first - YEARS_OFFERED, -1)]


@dataclass(frozen=True)
class Shown:
    """Who a report is for. `whole`: every number, and the cases that it counts."""

    places: Mapping[str, PlaceFacts]
    year: str
    whole: bool
    synthetic: bool

    def name(self, line: Line) -> str:
        """The school's name."""
        return self._facts(line).name if line.place else SCHOOL_WITHHELD

    def urn(self, line: Line) -> str | None:
        """The school's URN."""
        return self._facts(line).urn if line.place else None

    def kind(self, line: Line) -> str:
        """Whether it is an academy or a maintained school."""
        facts = self._facts(line)
        return "academy" if facts.is_academy else "maintained" if facts.is_maintained else ""

    def count(self, line: Line, name: str) -> int | None:
        """A number of a line; None for a few children, where whoever asks may not know of them."""
        return guarded(len(line.counts[name]), whole=self.whole)

    def shown(self, lines: Sequence[Line]) -> list[Line]:
        """The lines by the schools' names. That of protected children is for who sees them all."""
        seen = (line for line in lines if line.place or self.whole)
        return sorted(seen, key=lambda line: (line.place is None, self.name(line)))

    def line_told(self, line: Line) -> dict[str, Any]:
        """A line as the API and --json show it; `cases` are those that each number counts."""
        told = {
            "place": line.place,
            "urn": self.urn(line),
            "school": self.name(line),
            **{name: self.count(line, name) for name in line.counts},
        }
        cases = {name: list(cases) for name, cases in line.counts.items()}
        return told | ({"cases": cases} if self.whole else {})

    def _facts(self, line: Line) -> PlaceFacts:
        place = line.place or ""
        return self.places.get(place) or PlaceFacts(place, place)


def cell(number: int | None) -> object:
    """A number as a file shows it."""
    return "few" if number is None else number


def year_asked(asked: str | None) -> str:
    """The school year asked for; the last whole one unless said. Raises Refused."""
    year = asked or years()[1]
    try:
        first, _ = academic_year(year)
    except ValueError as wrong:
        raise Refused([Problem("year", "not_a_year", str(wrong))]) from wrong
    return f"{first.year}-{(first.year + 1) % 100:02d}"


def sees_whole(by: Actor) -> bool:
    """Whether the actor sees the numbers of a few children, and the cases behind every number."""
    return may(by.role, "see_panel_numbers")
