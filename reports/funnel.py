"""Funnels: an authority's settings beside the limits within which chance alone would put them.

A funnel is for the authority, to see where to ask. It bands nobody: the lines say how far settings
of a size come out from the same true rate, and a band is decided on a scorecard, by the posterior.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlmodel import Session

from movements.counted import counted
from movements.places import PlaceFacts
from reports.bands import MINIMUM_TO_SHOW
from reports.estimators import Intervals, beta_binomial, funnel_limits
from reports.measure import Counts, Measure
from reports.measures import MEASURES
from reports.methods import OF_PUPILS
from reports.peers import groups
from reports.school_years import years
from reports.svg import SMALL, picture, polyline, spoken, stroke, text

FUNNELS = tuple(m for m in MEASURES if m.method in OF_PUPILS and not m.never_compared)
"""The measures of which a funnel can be drawn: shares of whole pupils."""
LEVELS = (0.95, 0.998)
FEWEST_SETTINGS = 3
NO_BAND = (
    "The lines are exact binomial limits: of settings with the same true rate, 95% lie between the "
    "inner and 99.8% between the outer ones. They say where to ask, not who is better."
)
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 740, 40, 300


@dataclass(frozen=True)
class Point:
    """A setting in a funnel; `where` says where it lies in words. Of fewer than six, no share."""

    place: PlaceFacts
    yes: int
    of: int
    where: str

    @property
    def shown(self) -> bool:
        """Whether it has pupils enough to be told."""
        return self.of >= MINIMUM_TO_SHOW

    def as_dict(self) -> dict[str, Any]:
        """For JSON: what is of fewer than six pupils is left out."""
        told = {"place": self.place.id, "name": self.place.name, "where": self.where}
        counts = {"numerator": self.yes, "denominator": self.of} if self.shown else {}
        return told | counts


@dataclass(frozen=True)
class Funnel:
    """One measure over an authority's settings, by name; no `rate` where too few have pupils."""

    measure: Measure
    rate: float | None
    points: tuple[Point, ...]
    synthetic: bool

    @property
    def sentence(self) -> str:
        """What there is to see, in words."""
        if self.rate is None:
            return f"Fewer than {FEWEST_SETTINGS} settings have {MINIMUM_TO_SHOW} pupils or more."
        shown = [one for one in self.points if one.shown]
        inside = sum(one.where == _INSIDE for one in shown)
        return (
            f"{counted(len(shown), 'setting')}, together {self.rate:.0%}. "
            f"{inside} of them no further off than chance would put them."
        )

    def as_dict(self) -> dict[str, Any]:
        """The funnel for JSON: settings by name."""
        return {
            "measure": self.measure.id,
            "title": self.measure.title,
            "rate": self.rate,
            "sentence": self.sentence,
            "settings": [one.as_dict() for one in self.points],
        }

    def picture(self) -> str:
        """The funnel as a chart; empty where there is no rate."""
        if self.rate is None:
            return ""
        shown = [one for one in self.points if one.shown]
        most = max(one.of for one in shown)
        body = [*_axes(most), *_lines(self.rate, most), *(p for o in shown for p in _dot(o, most))]
        about = f"{self.sentence} {NO_BAND} The table gives each setting in words."
        name = f"funnel-{self.measure.id.lower()}"
        return picture(
            name, self.measure.title, about, _BOTTOM + 50, body, synthetic=self.synthetic
        )


_INSIDE = "between the 95% lines"


def funnels(
    session: Session, settings: Sequence[PlaceFacts], year: str, on: date
) -> tuple[Funnel, ...]:
    """A funnel for each share, over the three school years up to one written 2025-26.

    Raises Refused for a year that cannot be read.
    """
    first, last = years(year)
    found = groups(session, settings, first, last, on)
    by_name = sorted(settings, key=lambda one: (one.name, one.id))
    return tuple(_funnel(m, found.of[m.id].counts, by_name, found.synthetic) for m in FUNNELS)


def _funnel(
    measure: Measure, counts: Mapping[str, Counts], by_name: Sequence[PlaceFacts], synthetic: bool
) -> Funnel:
    known = [(one, counts[one.id]) for one in by_name if counts[one.id].of]
    shown = [told for _, told in known if told.of >= MINIMUM_TO_SHOW]
    rate = None
    if len(shown) >= FEWEST_SETTINGS:
        rate = beta_binomial([t.yes for t in shown], [t.of for t in shown]).mean
    points = tuple(Point(one, told.yes, told.of, _where(told, rate)) for one, told in known)
    return Funnel(measure, rate, points, synthetic)


def _where(told: Counts, rate: float | None) -> str:
    if told.of < MINIMUM_TO_SHOW:
        return f"fewer than {MINIMUM_TO_SHOW} pupils"
    if rate is None:
        return "too few settings"
    share = told.yes / told.of
    for level in reversed(LEVELS):
        low, high = (float(line[0]) for line in limits(rate, [told.of], level))
        if not low <= share <= high:
            side = "above" if share > high else "below"
            return f"{side} the {level * 100:g}% line"
    return _INSIDE


def limits(rate: float, sizes: Any, level: float) -> Intervals:
    """The lines of a funnel: the exact lower limit, and the same seen from the other side.

    The published upper limit does not mirror the lower: of settings of 6 pupils and a rate of 90%
    every other one would lie above it, with all of its pupils. Here no more lie beyond a line than
    it says, and the measure told the other way round has the same funnel upside down. A line below
    0% or above 100% says that no result of so few pupils is far off.
    """
    other = funnel_limits(1 - rate, sizes, level)
    return Intervals(funnel_limits(rate, sizes, level).low, 1 - other.low)


def _x(of: float, most: int) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * of / (most + 2), 1)


def _y(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * min(max(share, 0.0), 1.0), 1)


def _axes(most: int) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield stroke("ap-chart__grid", _LEFT, _y(share), _RIGHT, _y(share), opacity="0.25")
        yield text("ap-chart__tick", _LEFT - 8, _y(share) + 4, f"{share:.0%}", "end", SMALL)
    for of in sorted({MINIMUM_TO_SHOW, (most + MINIMUM_TO_SHOW) // 2, most}):
        yield text("ap-chart__tick", _x(of, most), _BOTTOM + 18, str(of), "middle", SMALL)
    yield text("ap-chart__label", (_LEFT + _RIGHT) / 2, _BOTTOM + 40, "Pupils counted", "middle")


def _lines(rate: float, most: int) -> Iterator[str]:
    yield stroke("ap-chart__peers", _LEFT, _y(rate), _RIGHT, _y(rate), width="2")
    sizes = np.arange(3, most + 3)
    for level, dashes in zip(LEVELS, ("6 4", "none"), strict=True):
        yield from (_line(sizes, side, most, dashes) for side in limits(rate, sizes, level))


def _line(sizes: Any, side: Any, most: int, dashes: str) -> str:
    at = [(_x(float(n), most), _y(float(share))) for n, share in zip(sizes, side, strict=True)]
    return polyline("ap-chart__limit", at, dashes, "1.5")


def _dot(one: Point, most: int) -> Iterator[str]:
    x, y = _x(one.of, most), _y(one.yes / one.of)
    fill = "#ffffff" if one.where == _INSIDE else "currentColor"
    yield "<g>"
    yield spoken(f"{one.place.name}: {one.yes} of {one.of}, {one.where}")
    yield (
        f'<circle class="ap-chart__dot" cx="{x}" cy="{y}" r="6" fill="{fill}" '
        'stroke="currentColor" stroke-width="2"/>'
    )
    yield "</g>"
