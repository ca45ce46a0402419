"""The fair-share ledger: what each school has of each year group on a day, as known on a day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from fair_access.fair_share.agreed import FairShareExemption
from fair_access.fair_share.events import YEAR, Event, events_of
from fair_access.fair_share.held import Held, ShareHeld, share_held
from fair_access.fair_share.measures import MEASURES, ROLL
from fair_access.fair_share.rolls import Asked, on_roll_at, rolls_of
from fair_access.fair_share.scheme import FairShareScheme
from movements.codes import CODE_SETS
from movements.places import PlaceFacts, place_facts
from movements.school_days import school_year_start

COUNTS = (ROLL, *MEASURES)
NOT_KNOWN = ""
"""The year group of a child for whom none is held."""
_YEARS = {code.code: turn for turn, code in enumerate(CODE_SETS["NC_YEARS"])}


@dataclass(frozen=True)
class Line:
    """A school's counts, of one year group (`NOT_KNOWN` where none is held) or, None, of all.

    `last` is the day of the last event of a measure, in any school year.
    """

    place: PlaceFacts
    year: str | None
    counts: Mapping[str, int]
    exemptions: tuple[Held[FairShareExemption], ...] = ()
    last: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class FairShare:
    """The ledger of an authority on a day. `known_on`: as known at the end of which day, if asked.

    `lines` are each school's year groups, the youngest first, and then the school as a whole.
    """

    authority: str
    asked: Asked
    scheme: Held[FairShareScheme] | None
    held: ShareHeld
    lines: tuple[Line, ...]

    def of_year(self, year: str | None) -> list[Line]:
        """Each school's line of a year group; of the whole school when None."""
        return [line for line in self.lines if line.year == year]

    def years(self) -> list[str]:
        """The year groups in which anything is counted, the youngest first."""
        return sorted({line.year for line in self.lines if line.year is not None}, key=_turn)

    def totals(self, year: str | None) -> dict[str, int]:
        """What the lines of a year group, or of whole schools, come to together."""
        return totals_of(self.of_year(year))


def totals_of(lines: Iterable[Line]) -> dict[str, int]:
    """What some lines come to together."""
    every = list(lines)
    return {count: sum(line.counts[count] for line in every) for count in COUNTS}


def fair_share(session: Session, authority: str, asked: Asked) -> FairShare:
    """What every school of an authority has taken and lost, by year group, on a day.

    Only state-funded mainstream schools that were open take a share. A child's year group is the
    one held on the day. Protected children are counted nowhere: a number that moves on the day of
    a move would say where to.
    """
    places = place_facts(session, on=asked.on, known_at=asked.known_at)
    schools = schools_sharing(places, authority, asked.on)
    counts: dict[tuple[str, str], Counter[str]] = {}
    rolls = rolls_of(session, schools, asked)
    for place, child in on_roll_at(rolls, schools):
        here = counts.setdefault((place, child.year), Counter())
        here[ROLL] += 1
        here["looked_after"] += child.looked_after
        here["plans"] += child.plan
    events = [e for e in events_of(session, places, asked) if e.place in schools]
    for event in events:
        for measure in _measures(event, asked.on):
            counts.setdefault((event.place, event.year), Counter())[measure] += 1
    held = share_held(session, authority, asked.known_at)
    lines = tuple(_lines(schools, counts, events, held, asked.on))
    return FairShare(authority, asked, held.scheme_on(asked.on), held, lines)


def schools_sharing(
    places: Mapping[str, PlaceFacts], authority: str, on: date
) -> dict[str, PlaceFacts]:
    """The schools of an authority that take a share: state-funded, mainstream and open."""
    return {one.id: one for one in places.values() if _shares(one, authority, on)}


def _shares(place: PlaceFacts, authority: str, on: date) -> bool:
    funded = place.is_maintained or place.is_academy
    opened = place.opened is None or place.opened <= on
    shut = place.status == "proposed" or (place.closed is not None and place.closed <= on)
    return place.la_code == authority and place.is_mainstream and funded and opened and not shut


def _measures(event: Event, on: date) -> Iterator[str]:
    """The measures that count an event of this school year, or of the one before."""
    begins = school_year_start(on, YEAR)
    before = school_year_start(begins - timedelta(days=1), YEAR)
    if event.on >= begins:
        yield event.measure
    elif event.measure == "admitted" and event.on >= before:
        yield "admitted_last_year"


def _lines(
    schools: Mapping[str, PlaceFacts],
    counts: Mapping[tuple[str, str], Counter[str]],
    events: Iterable[Event],
    held: ShareHeld,
    on: date,
) -> Iterator[Line]:
    exempt, last = held.exemptions_on(on), _last(events)
    for place in sorted(schools.values(), key=lambda one: (one.name, one.id)):
        here = {year: found for (at, year), found in counts.items() if at == place.id}
        own = [one for one in exempt if one.says.school == place.id]
        # A year group that is exempted stands here though nothing is counted in it.
        years = {*here, *(one.says.year_group for one in own if one.says.year_group)}
        whole = Counter[str]()
        for year in sorted(years, key=_turn):
            found = here.get(year, Counter())
            whole.update(found)
            of_it = tuple(one for one in own if one.says.year_group in (None, year))
            yield Line(place, year, _every(found), of_it, last.get((place.id, year), {}))
        yield Line(place, None, _every(whole), tuple(own), last.get((place.id, None), {}))


def _last(events: Iterable[Event]) -> dict[tuple[str, str | None], dict[str, date]]:
    """The last day of each measure, by school and year group, and by school."""
    found: dict[tuple[str, str | None], dict[str, date]] = {}
    for event in events:
        for key in ((event.place, event.year), (event.place, None)):
            of_it = found.setdefault(key, {})
            of_it[event.measure] = max(event.on, of_it.get(event.measure, date.min))
    return found


def _every(found: Counter[str]) -> dict[str, int]:
    return {count: found[count] for count in COUNTS}


def _turn(year: str) -> int:
    return _YEARS.get(year, len(_YEARS))


def year_words(year: str | None) -> str:
    """A year group in words; the whole school for None."""
    if year is None:
        return "Whole school"
    label: str = CODE_SETS["NC_YEARS"].label(year) if year in _YEARS else "Year group not held"
    return label


def line_told(line: Line) -> dict[str, Any]:
    """A line as the API and --json show it."""
    return {
        "place": line.place.id,
        "urn": line.place.urn,
        "school": line.place.name,
        "year_group": line.year,
        **line.counts,
        "exemptions": [exemption_told(one) for one in line.exemptions],
    }


def exemption_told(one: Held[FairShareExemption]) -> dict[str, Any]:
    """An exemption as the API and --json show it."""
    says = one.says
    return {
        "entry": one.number,
        "from": says.on.isoformat(),
        "until": says.until.isoformat(),
        "year_group": says.year_group,
        "reason": says.reason,
        "agreed_by": says.agreed_by,
        "recorded_by": one.entry.recorded_by,
    }
