"""A measure school year by school year, beside the three that a band pools.

Years are short of pupils, so a line that goes up is mostly chance: each point has its interval, and
in words it says whether the first and the last year differ by more than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.bands import MINIMUM_TO_SHOW
from reports.estimators import Interval, newcombe, wilson
from reports.frames import Frames
from reports.measure import Measure, count
from reports.svg import SMALL, picture, polyline, spoken, stroke, text

FEWEST_YEARS = 2
_TALL, _HEAD, _LEFT, _WIDE = 170, 60, 60, 240
_COLUMN = 380
_ACROSS = 2


@dataclass(frozen=True)
class Year:
    """A measure in one school year, written 2025-26; of fewer than six pupils no share is told."""

    year: str
    yes: int
    of: int

    @property
    def shown(self) -> bool:
        """Whether it has pupils enough to be told."""
        return self.of >= MINIMUM_TO_SHOW

    @property
    def interval(self) -> Interval:
        """Wilson's, of those pupils alone."""
        return wilson(self.yes, self.of)

    @property
    def words(self) -> str:
        """As a table says it."""
        if not self.shown:
            return f"fewer than {MINIMUM_TO_SHOW} pupils"
        low, high = self.interval
        return f"{self.yes} of {self.of}, {self.yes / self.of:.0%} ({low:.0%} to {high:.0%})"


@dataclass(frozen=True)
class Trend:
    """A measure, by id and title, over school years, the first one first."""

    measure: str
    title: str
    years: tuple[Year, ...]

    @staticmethod
    def of(told: Mapping[str, Any]) -> Trend:
        """One that `as_dict` told."""
        years = (
            Year(one["year"], one.get("numerator", 0), one.get("denominator", 0))
            for one in told["years"]
        )
        return Trend(told["measure"], told["title"], tuple(years))

    @property
    def tells_of_few(self) -> bool:
        """Whether a year not told could be had from the three years together less the others."""
        return any(one.of and not one.shown for one in self.years)

    @property
    def sentence(self) -> str:
        """Whether the first and the last year told differ by more than chance, in words."""
        first, *_, last = (one for one in self.years if one.shown)
        low, high = newcombe(last.yes, last.of, first.yes, first.of)
        difference = last.yes / last.of - first.yes / first.of
        told = f"From {first.year} to {last.year}: {_points(difference)} points"
        span = f"{_points(low)} to {_points(high)}"
        if low <= 0 <= high:
            return f"{told} ({span}). Chance alone could do that."
        return f"{told} ({span}). That is more than chance does in 19 of 20 cases."

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        years = [
            {"year": one.year, "numerator": one.yes, "denominator": one.of}
            if one.shown
            else {"year": one.year}
            for one in self.years
        ]
        said = {"measure": self.measure, "title": self.title, "sentence": self.sentence}
        return said | {"years": years}


def trends(
    measures: Sequence[Measure], frames: Frames, first: date, last: date, on: date
) -> tuple[Trend, ...]:
    """Each share over the school years from first to last; not one told in fewer than two years."""
    starts = [date(year, first.month, first.day) for year in range(first.year, last.year)]
    spans = [(start, start.replace(year=start.year + 1)) for start in starts]
    found = []
    for measure in measures:
        years = tuple(_year(measure, frames, *span, on) for span in spans)
        if sum(one.shown for one in years) >= FEWEST_YEARS:
            found.append(Trend(measure.id, measure.title, years))
    return tuple(found)


def _year(measure: Measure, frames: Frames, first: date, after: date, on: date) -> Year:
    last = date.fromordinal(after.toordinal() - 1)
    counts = count(measure, frames, first, last, on)
    return Year(f"{first.year}-{after.year % 100:02d}", counts.yes, counts.of)


def trend_chart(
    shown: Sequence[Trend], setting: str, *, synthetic: bool, name: str = "trend"
) -> str:
    """A panel for each measure, two in a row; empty without any."""
    if not shown:
        return ""
    height = _HEAD + _TALL * -(-len(shown) // _ACROSS)
    about = (
        "A panel for each measure: a dot for each school year's share on an axis from 0% to 100%, "
        "a whisker for its 95% interval. The table gives the same numbers, and words whether the "
        "years differ by more than chance."
    )
    body = [part for n, trend in enumerate(shown) for part in _panel(n, trend)]
    return picture(name, f"{setting}, year by year", about, height, body, synthetic=synthetic)


def _panel(n: int, trend: Trend) -> Iterator[str]:
    left, top = _LEFT + _COLUMN * (n % _ACROSS), _HEAD + _TALL * (n // _ACROSS)
    yield text("ap-chart__label", left - 50, top - 14, trend.title, size=SMALL)
    for share in (0.0, 0.5, 1.0):
        y = _y(top, share)
        yield stroke("ap-chart__grid", left, y, left + _WIDE, y, opacity="0.25")
        yield text("ap-chart__tick", left - 8, y + 4, f"{share:.0%}", "end", SMALL)
    at = [(left + _WIDE * (2 * k + 1) / 6, one) for k, one in enumerate(trend.years)]
    shares = [(round(x, 1), _y(top, one.yes / one.of)) for x, one in at if one.shown]
    yield polyline("ap-chart__curve", shares, "2 4")
    for x, one in at:
        yield text("ap-chart__tick", round(x, 1), top + 118, one.year, "middle", SMALL)
        yield from _dot(round(x, 1), top, one)


def _dot(x: float, top: float, one: Year) -> Iterator[str]:
    if not one.shown:
        yield text("ap-chart__none", x, _y(top, 0.5) - 4, "fewer than 6", "middle", SMALL)
        return
    low, high = one.interval
    yield f"<g>{spoken(f'{one.year}: {one.words}')}"
    yield stroke("ap-chart__whisker", x, _y(top, low), x, _y(top, high), width="2")
    yield (
        f'<circle class="ap-chart__dot" cx="{x}" cy="{_y(top, one.yes / one.of)}" r="6" '
        'fill="currentColor" stroke="currentColor" stroke-width="2"/></g>'
    )


def _y(top: float, share: float) -> float:
    return round(top + 100 * (1 - share), 1)


def _points(share: float) -> str:
    return f"{round(100 * share):+d}"
