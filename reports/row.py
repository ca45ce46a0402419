"""One measure of one setting, with what it may be called: a row of a scorecard."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose
from typing import Any

from movements.counted import counted
from reports.bands import MINIMUM_TO_SHOW, Band, band
from reports.estimators import Interval
from reports.measure import OUTCOMES, Counts, Measure, Tally
from reports.measures import HEADLINES
from reports.methods import METHODS, Volume
from reports.peers import Beside, Group

CONFIDENCE = 0.95
MANY = 100
"""From this many pupils on, a rate is given to one decimal and an interval needs no apology."""


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
    def role(self) -> str:
        """Whether its outcome is told by it, or it supports what tells it."""
        return "headline" if self.measure.id in HEADLINES else "supporting"

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
            "role": self.role,
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
            "left_out": tallied(self.counts.left_out),
            "beside": tallied(self.counts.beside),
            "formula": self.measure.basis.cite,
            "basis": self.measure.basis.level,
        }

    def as_text(self) -> Iterator[str]:
        """The row in plain lines."""
        shape = f"{self.band.shape} {self.band.word}"
        yield f"{self.measure.id}  {self.outcome}, {self.role}: {self.measure.title}"
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


def row_of(group: Group, place: str) -> Row:
    """A measure of one of a group of similar settings, with its band."""
    measure, counts, pooled = group.measure, group.counts[place], group.beside(place)
    interval = _possible(measure, counts.result.interval(CONFIDENCE)) if counts.result else None
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


def _possible(measure: Measure, interval: Interval | None) -> Interval | None:
    """The part of an interval where the true value can lie: of few pupils it reaches beyond."""
    if interval is None or measure.ends is None:
        return interval
    most = measure.ends.farthest
    return Interval(max(interval.low, -most), min(interval.high, most))


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


def tallied(tallies: tuple[Tally, ...]) -> list[dict[str, Any]]:
    """For JSON."""
    return [{"words": tally.words, "pupils": tally.pupils} for tally in tallies]
