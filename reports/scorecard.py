"""A setting's profile over three school years: one row for each measure, no total and no rank.

The scorecard of 2025-26 counts what fell due in that year and the two before it: a placement begun
in spring 2025 is followed up three terms later. So a year can be read whole when it ends, and each
row says how many follow-ups are still to come. One year's pupils are too few to tell by.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import isclose
from typing import Any

from sqlmodel import Session

from movements.counted import counted
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from reports.bands import MINIMUM_TO_SHOW, Band, band
from reports.case_mix import CameIn, case_mix
from reports.curve import Curve, curve_of
from reports.estimators import Interval
from reports.frames import Frames, frames
from reports.measure import OUTCOMES, Counts, Measure, Tally, cohort_of
from reports.measures import MEASURES
from reports.measures.reintegration import REI_1
from reports.methods import METHODS, OF_PUPILS, Volume
from reports.peers import FEWEST_PEERS, Beside, Group, groups, peers_of, peers_words
from reports.school_years import written, years
from reports.trend import FEWEST_YEARS, Trend, trend_chart, trends

CONFIDENCE = 0.95
MANY = 100
"""From this many pupils on, a rate is given to one decimal and an interval needs no apology."""
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
class Row:
    """One measure of one setting: what was counted, how sure it is, and what it may be called."""

    measure: Measure
    counts: Counts
    interval: Interval | None
    band: Band
    beside: Beside | None = None

    @property
    def outcome(self) -> str:
        """The outcome's name as shown."""
        return OUTCOMES[self.measure.outcome]

    @property
    def numerator(self) -> int:
        """Pupils for whom the answer is yes."""
        return self.counts.yes

    @property
    def denominator(self) -> int:
        """Pupils counted."""
        return self.counts.of

    @property
    def suppressed(self) -> bool:
        """Whether so few pupils are counted that the numbers must not be published."""
        return self.band.suppressed

    @property
    def value(self) -> float | None:
        """The share of yes, from 0 to 1, or the mean change; None where nothing was counted."""
        return self.counts.value

    @property
    def is_share(self) -> bool:
        """Whether the value is a share, to be drawn on an axis from 0% to 100%."""
        return self.measure.unit == "share"

    @property
    def shown(self) -> str:
        """The value as shown: 67%, or +4.2."""
        return self._said(self.value) if self.value is not None else ""

    @property
    def interval_shown(self) -> str:
        """The interval as shown: 39% to 86%, or -1.0 to +9.4."""
        return " to ".join(map(self._said, self.interval)) if self.interval else ""

    @property
    def sentence(self) -> str:
        """The result in one plain sentence."""
        if self.value is None:
            return "No pupils could be counted for this measure."
        result, change = self.counts.result, self._changed(self.value)
        words = self.measure.sentence.format(
            yes=self.numerator, of=self.denominator, change=change, done=result
        )
        return words + _waited(result) if isinstance(result, Volume) else words

    @property
    def interval_sentence(self) -> str:
        """How far off chance alone could have taken it; empty where nothing was counted."""
        if self.interval is None:
            return ""
        ends = self.measure.ends
        what = f"mean change, in {ends.unit}," if ends else "rate"
        alone = f"From these {self.denominator} alone the true {what} could be "
        peers = f"Similar settings: {self.peers_shown}. " if self.peers_shown else ""
        return f"{peers}{alone}{self.interval_shown}."

    @property
    def peers_shown(self) -> str:
        """The peers' mean share as shown; empty without peers, and of a change."""
        return self._said(self.beside.mean) if self.beside and self.is_share else ""

    @property
    def pooled_sentence(self) -> str:
        """The pooled estimate that the band comes from; empty where there are no peers."""
        if self.beside is None:
            return ""
        one = self.beside
        low, estimate, high = map(self._said, (one.low, one.estimate, one.high))
        what = "the rate" if self.is_share else "what is beyond the change to be expected"
        reliable = f"{one.evidence.reliability:.0%} ({one.evidence.reliability_word})"
        return (
            f"Pooled with {one.settings} similar settings, {what} is {estimate}, {low} to {high}: "
            f"the band comes from this. Reliability {reliable}. "
            f"{one.assumed}"
        ).strip()

    @property
    def completeness(self) -> float | None:
        """The share of the pupils asked of whom the answer is known."""
        asked = self.counts.asked
        return 1 - self.counts.unknown / asked if asked else None

    @property
    def completeness_sentence(self) -> str:
        """How many of those asked are known; empty where nobody was."""
        if self.completeness is None:
            return ""
        known = self.counts.asked - self.counts.unknown
        return f"Known of {known} of {self.counts.asked} pupils ({self.completeness:.0%})."

    @property
    def caution(self) -> str:
        """What a reader must know of a value worked out in this way; empty where nothing."""
        return METHODS[self.measure.method].caution if self.interval else ""

    def _said(self, value: float) -> str:
        if self.measure.ends is None and not self.is_share:
            return f"{value:.0f}"
        return percent(value, self.denominator) if self.is_share else _signed(value)

    def _changed(self, value: float) -> str:
        """A change in words: 4.2 percentage points higher."""
        size = f"{abs(value):.1f}"
        if self.measure.ends is None or size == "0.0":
            return "no higher or lower"
        return f"{size} {self.measure.ends.unit} {'higher' if value > 0 else 'lower'}"

    @property
    def gaps(self) -> list[str]:
        """What is missing and who was left out, each as words."""
        counts = self.counts
        said = []
        if counts.unknown:
            said.append(f"{counts.unknown} of {counts.asked} pupils not followed up")
        if counts.unknown and self.measure.unknown_is_no:
            said.append(f"{counts.yes + counts.unknown} of {counts.of} at best, if all were yes")
        if self.is_share and self.value and not isclose(self.value, counts.yes / counts.of):
            said.append(f"{self.shown}, with {METHODS[self.measure.method].otherwise}")
        if counts.not_yet_due:
            said.append(
                f"{counted(counts.not_yet_due, 'pupil falls', 'pupils fall')} due later in the year"
            )
        return said + [f"{t.pupils} left out: {t.words}" for t in counts.left_out if t.pupils]

    def as_dict(self) -> dict[str, Any]:
        """The row for JSON: numbers as numbers, shares from 0 to 1."""
        low, high = self.interval or (None, None)
        return {
            "measure": self.measure.id,
            "outcome": self.measure.outcome,
            "title": self.measure.title,
            "sentence": self.sentence,
            "interval_sentence": self.interval_sentence,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "rate": self.value if self.is_share else None,
            "value": self.value,
            "unit": self.measure.unit,
            "low": low,
            "high": high,
            "confidence": CONFIDENCE,
            "better": self.measure.better,
            "band": self.band.word,
            "why": self.band.why,
            "peers": self.beside.as_dict() if self.beside else None,
            "pooled_sentence": self.pooled_sentence,
            "completeness": self.completeness,
            "suppressed": self.suppressed,
            "minimum_to_show": MINIMUM_TO_SHOW,
            "minimum_to_band": self.measure.minimum,
            "not_followed_up": self.counts.unknown,
            "not_yet_due": self.counts.not_yet_due,
            "left_out": _tallies(self.counts.left_out),
            "beside": _tallies(self.counts.beside),
            "formula": self.measure.basis.cite,
            "basis": self.measure.basis.level,
        }

    def as_text(self) -> Iterator[str]:
        """The row in plain lines."""
        shape = f"{self.band.shape} {self.band.word}"
        yield f"{self.measure.id}  {self.outcome}: {self.measure.title}"
        yield f"      {self.sentence}"
        if self.interval_sentence:
            yield f"      {self.shown}. {self.interval_sentence}"
        yield f"      {shape}: {self.band.why}"
        said = (self.pooled_sentence, self.completeness_sentence)
        yield from (f"      {words}" for words in said if words)
        if self.caution:
            yield f"      {self.caution}"
        if self.suppressed:
            yield f"      Fewer than {MINIMUM_TO_SHOW} pupils: not to be published."
        beside = [f"{tally.pupils} {tally.words}" for tally in self.counts.beside]
        yield from (f"      {words}" for words in [*beside, *self.gaps])


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
            "case_mix": _tallies(self.came),
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


def percent(share: float, of: int) -> str:
    """A share as a percentage, whole where there are fewer than a hundred pupils."""
    return f"{share:.0%}" if of < MANY else f"{share:.1%}"


def _signed(value: float) -> str:
    """+4.2; never -0.0."""
    return f"{round(value, 1) + 0.0:+.1f}"


def _waited(done: Volume) -> str:
    if done.days is None:
        return ""
    return f" Half were met within {done.days:g} school days of being asked for."


def _years(place: PlaceFacts, text: str) -> tuple[date, date]:
    first, last = years(text)
    if not place.is_ap_setting:
        raise Refused([Problem("place", "not_a_setting", _not_a_setting(place))])
    return first, last


def _not_a_setting(place: PlaceFacts) -> str:
    return f"{place.name} is not an alternative provision setting: scorecards are of settings only."


def row_of(group: Group, place: str) -> Row:
    """A measure of one of a group of similar settings, with its band."""
    measure, counts, pooled = group.measure, group.counts[place], group.beside(place)
    interval = counts.result.interval(CONFIDENCE) if counts.result else None
    word = band(
        counts.result.known if counts.result else 0,
        counts.unknown,
        counts.asked,
        minimum=measure.minimum,
        complete=measure.complete,
        never=measure.never_compared,
        evidence=pooled.evidence if pooled else None,
        better=measure.better,
    )
    return Row(measure, counts, interval, word, pooled)


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


def _tallies(tallies: tuple[Tally, ...]) -> list[dict[str, Any]]:
    return [{"words": tally.words, "pupils": tally.pupils} for tally in tallies]
