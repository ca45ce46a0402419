"""A setting's profile over three school years: one row for each measure, no total and no rank.

The scorecard of 2025-26 counts what fell due in that year and the two before it: a placement begun
in spring 2025 is followed up three terms later. So a year can be read whole when it ends, and each
row says how many follow-ups are still to come. One year's pupils are too few to tell by.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from reports.bands import MINIMUM_TO_SHOW
from reports.case_mix import CameIn, case_mix
from reports.curve import Curve, curve_of
from reports.frames import Frames, frames
from reports.measure import cohort_of
from reports.measures import MEASURES
from reports.measures.reintegration import REI_1
from reports.methods import OF_PUPILS
from reports.peers import FEWEST_PEERS, groups, peers_of, peers_words
from reports.row import Row, row_of, tallied
from reports.school_years import written, years
from reports.trend import FEWEST_YEARS, Trend, trend_chart, trends

NO_TOTAL = (
    "Each measure stands by itself. There is no total and no rank: either would be decided by the "
    "choice of weights and by chance, not by the setting."
)
NO_SORT = (
    "Scorecards are not sorted by value. Settings of so few pupils would stand in an order that "
    "chance decides, and it would be read as a ranking. Rows come by outcome."
)
WHICH_YEAR = (
    "Three school years are counted together, {} to {}, each with the follow-ups that fell due in "
    "it. A placement is followed up two or three terms after it began."
)
SYNTHETIC = "SYNTHETIC: these pupils are invented. The numbers say nothing of any real setting."


@dataclass(frozen=True)
class Scorecard:
    """A setting's rows for the three school years up to `year`.

    As known now of what took effect by the data day `on`. `peers` says which settings are similar,
    `came` who came, `curve` how placements ended, and `trends` each share year by year.
    """

    place: PlaceFacts
    year: str
    on: date
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    synthetic: bool
    period: str
    peers: str
    came: CameIn
    curve: Curve | None
    trends: tuple[Trend, ...]

    def trend_picture(self) -> str:
        """The shares year by year as a chart; empty without any."""
        return trend_chart(self.trends, self.place.name, synthetic=self.synthetic)

    def as_dict(self) -> dict[str, Any]:
        """The scorecard for JSON."""
        return {
            "place": {"id": self.place.id, "urn": self.place.urn, "name": self.place.name},
            "year": self.year,
            "on": self.on.isoformat(),
            "period": self.period,
            "peers": self.peers,
            "case_mix": tallied(self.came),
            "synthetic": self.synthetic,
            "notes": list(self.notes),
            "rows": [row.as_dict() for row in self.rows],
            "curve": self.curve.as_dict() if self.curve else None,
            "trends": [one.as_dict() for one in self.trends],
        }

    def as_text(self) -> Iterator[str]:
        """The scorecard in plain lines, as a terminal shows it."""
        yield f"{self.place.name}: {self.year}, counted up to {self.on:%-d %B %Y}"
        yield from self.notes
        yield f"Similar settings: {self.peers}"
        yield "Who came: " + "; ".join(f"{tally.pupils} {tally.words}" for tally in self.came)
        for row in self.rows:
            yield ""
            yield from row.as_text()
        if self.curve:
            yield f"\nReturns by school week: {self.curve.sentence}"
        yield from (f"{one.measure}, year by year: {one.sentence}" for one in self.trends)


def scorecard(session: Session, place: PlaceFacts, year: str, on: date) -> Scorecard:
    """The scorecard of an AP setting for three years up to one written 2025-26, by the data day.

    Raises Refused for a place that is no AP setting and for a year that cannot be read.
    """
    first, last = _years(place, year)
    peers = peers_of(place, place_facts(session).values())
    settings = [place, *peers] if len(peers) >= FEWEST_PEERS else [place]
    together = groups(session, settings, first, last, on)
    rows = tuple(row_of(together.of[one.id], place.id) for one in MEASURES)
    found = frames(session, place, first, last, on)
    placed = cohort_of(REI_1, found, first, last, on).rows
    often = [row.measure for row in rows if _told_by_years(row)]
    return Scorecard(
        place=place,
        year=written(last.year),
        on=on,
        rows=rows,
        notes=tuple(_notes(found, first, last, on)),
        synthetic=found.synthetic,
        period=f"{first:%B %Y} to {last:%B %Y}",
        peers=peers_words(place),
        came=case_mix(found, first, min(last, on)),
        curve=curve_of(placed, place.name, synthetic=found.synthetic),
        trends=trends(often, found, first, last, on),
    )


def setting_frames(
    session: Session, place: PlaceFacts, year: str, on: date
) -> tuple[Frames, date, date]:
    """The frames of an AP setting for three years up to one, and their first and last day.

    Raises Refused for a place that is no AP setting and for a year that cannot be read.
    """
    first, last = _years(place, year)
    return frames(session, place, first, last, on), first, last


def _years(place: PlaceFacts, text: str) -> tuple[date, date]:
    first, last = years(text)
    if not place.is_ap_setting:
        raise Refused([Problem("place", "not_a_setting", _not_a_setting(place))])
    return first, last


def _not_a_setting(place: PlaceFacts) -> str:
    return (
        f"{place.name} is not an alternative provision setting: scorecards are of settings only. "
        "An independent school or a college used as such is told by: apregister setting school."
    )


def _told_by_years(row: Row) -> bool:
    """Whether a share has pupils enough for two school years."""
    enough = FEWEST_YEARS * MINIMUM_TO_SHOW
    return row.measure.method in OF_PUPILS and row.denominator >= enough


def _notes(found: Frames, first: date, last: date, on: date) -> list[str]:
    notes = [NO_TOTAL, WHICH_YEAR.format(written(first.year + 1), written(last.year))]
    if found.synthetic:
        notes.insert(0, SYNTHETIC)
    if on < last:
        notes.append(
            f"Counted up to {on:%-d %B %Y}. Follow-ups that fall due later in the year are not in."
        )
    assumed = found.weeks.days.said(first - timedelta(days=365), last)
    return [*notes, assumed] if assumed else notes
