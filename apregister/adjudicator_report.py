"""The fair access report to the Schools Adjudicator as each role may see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.panel_shown import Shown, cell, sees_whole, year_asked
from apregister.sight import NotSeen
from movements.actor import Actor
from movements.places import place_facts
from movements.record import today
from reports.panel.counted import Line, guarded_total
from reports.panel.stories import stories
from reports.returns.fair_access import BASIS, COUNTS, OURS, FairAccessReturn, fair_access_return

SMALL = (
    "Small numbers stand in it as they are, for it goes to a regulator: whoever publishes it hides "
    "them first."
)
RETURN_COLUMNS = ("school", "urn", "kind", *COUNTS)


@dataclass(frozen=True)
class ReturnShown(Shown):
    """The report to the Adjudicator as one actor sees it."""

    report: FairAccessReturn

    @property
    def lines(self) -> list[Line]:
        """The lines by the schools' names."""
        return self.shown(self.report.lines)

    def total(self, name: str) -> int | None:
        """The total of a count; None where it would give away a few children."""
        return guarded_total(self.report.lines, name, whole=self.whole)

    def told(self) -> dict[str, Any]:
        """The report as the API and --json show it."""
        report = self.report
        return {
            "synthetic": self.synthetic,
            "authority": report.authority,
            "year": self.year,
            "from": report.first.isoformat(),
            "to": report.last.isoformat(),
            "due": report.due.isoformat(),
            **BASIS.told(),
            "counted": OURS.words(),
            "small_numbers": self.whole,
            "totals": {name: self.total(name) for name in COUNTS},
            "items": [self.line_told(line) | {"kind": self.kind(line)} for line in self.lines],
        }

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of a file, under RETURN_COLUMNS."""
        for line in self.lines:
            counts = (self.count(line, name) for name in COUNTS)
            yield (self.name(line), self.urn(line), self.kind(line), *map(cell, counts))


def return_shown(session: Session, by: Actor, year: str | None) -> ReturnShown:
    """The report to the Adjudicator of the actor's authority. Raises NotSeen, and Refused."""
    if by.authority is None:
        raise NotSeen("authority")
    asked, places = year_asked(year), place_facts(session)
    found = stories(session, by.authority, today())
    report = fair_access_return(found, by.authority, asked, places.values(), today())
    return ReturnShown(places, asked, sees_whole(by), holds_synthetic(session), report)
