"""How a setting's placements ended, week by week: the cumulative incidence of each end as a curve.

The headline of returns is one point of it. Other ends are drawn beside, for a pupil who met one of
them can no longer return; whoever is there still counts for as long as they were followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reports.bands import MINIMUM_TO_SHOW
from reports.estimators import AalenJohansen, Interval, aalen_johansen, incidence_interval
from reports.follow_up.exits import OTHER, RETURNED, SPECIAL, YEAR_11
from reports.follow_up.setting import HALF_YEAR, TERM, THREE_TERMS
from reports.given import Floats
from reports.svg import SMALL, picture, polyline, stroke, text

if TYPE_CHECKING:
    import pandas as pd

ENDS = {
    RETURNED: "Returned to mainstream",
    SPECIAL: "Special school",
    YEAR_11: "Finished Year 11",
    OTHER: "Left another way",
}
"""What a placement can end as, as shown."""
FEWEST_FOLLOWED = 5
"""With fewer still followed than this, a curve says no more."""
_DASHES = {RETURNED: "none", SPECIAL: "8 4", YEAR_11: "2 4", OTHER: "10 4 2 4"}
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 560, 40, 300
_LINE = 18


@dataclass(frozen=True)
class Mark:
    """What had become of pupils by a school week: a share for each end; an interval of returns.

    `followed` pupils were seen to that week with no end yet; None where so few that it is not told.
    """

    week: int
    followed: int | None
    shares: dict[int, float]
    interval: Interval

    @staticmethod
    def of(told: Mapping[str, Any]) -> Mark:
        """One that `as_dict` told."""
        shares = {end: told[words] for end, words in ENDS.items() if words in told}
        interval = Interval(told["low"], told["high"])
        return Mark(told["week"], told["followed"], shares, interval)

    def as_dict(self) -> dict[str, Any]:
        """For JSON, shares from 0 to 1."""
        told = {ENDS[end]: share for end, share in self.shares.items()}
        low, high = self.interval
        return {"week": self.week, "followed": self.followed, "low": low, "high": high} | told


@dataclass(frozen=True)
class Curve:
    """The share of `pupils` that had met each end by each week, as steps, up to `until`.

    `marks` are the ends of terms that are reached.
    """

    setting: str
    pupils: int
    until: int
    steps: dict[int, tuple[tuple[float, float], ...]]
    marks: tuple[Mark, ...]
    synthetic: bool

    @staticmethod
    def by_terms(told: Mapping[str, Any], setting: str, *, synthetic: bool) -> Curve:
        """One that `as_dict` told, which holds the ends of terms and not each week."""
        marks = tuple(Mark.of(one) for one in told["marks"])
        ends = {end for mark in marks for end in mark.shares} | {RETURNED}
        steps = {
            end: ((0.0, 0.0), *((float(m.week), m.shares.get(end, 0.0)) for m in marks))
            for end in sorted(ends)
        }
        until = marks[-1].week if marks else 0
        return Curve(setting, told["pupils"], until, steps, marks, synthetic)

    @property
    def ends(self) -> dict[int, str]:
        """The ends that somebody met by then, and a return always, with their words."""
        return {end: ENDS[end] for end in self.steps}

    @property
    def sentence(self) -> str:
        """What there is to see, in words."""
        if not self.marks:
            return f"Of {self.pupils} pupils too few have been followed for a term to tell."
        said = [
            f"{mark.shares[RETURNED]:.0%} had returned to mainstream by school week {mark.week} "
            f"({mark.interval.low:.0%} to {mark.interval.high:.0%})"
            for mark in self.marks
        ]
        return f"Of {self.pupils} pupils {'; '.join(said)}."

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "pupils": self.pupils,
            "until_week": self.until,
            "sentence": self.sentence,
            "marks": [mark.as_dict() for mark in self.marks],
        }

    def picture(self, name: str = "returns") -> str:
        """The curves as a chart, each with its name at its end."""
        title = f"How placements at {self.setting} ended, by school week"
        about = (
            f"{self.sentence} A line for each end, told apart by its dashes and named at its "
            "right. The table gives the same at the end of each term."
        )
        body = [*_axes(), *self._lines()]
        return picture(name, title, about, _BOTTOM + 50, body, synthetic=self.synthetic)

    def _lines(self) -> Iterator[str]:
        ends = {end: _y(steps[-1][1]) for end, steps in self.steps.items()}
        for end, y in _apart(ends).items():
            yield polyline("ap-chart__curve", _stairs(self.steps[end], self.until), _DASHES[end])
            yield stroke("ap-chart__grid", _x(self.until), ends[end], _RIGHT + 6, y, "0.5")
            said = f"{ENDS[end]} {self.steps[end][-1][1]:.0%}"
            yield text("ap-chart__label", _RIGHT + 10, y + 5, said, size=SMALL)


def curve_of(rows: pd.DataFrame, setting: str, *, synthetic: bool) -> Curve | None:
    """The curve of a cohort of placements; None for fewer pupils than are shown."""
    if len(rows) < MINIMUM_TO_SHOW:
        return None
    weeks, ended = (rows[name].to_numpy(dtype=float) for name in ("weeks_followed", "ended_as"))
    found = aalen_johansen(weeks, ended)
    until = _told_until(found)
    by = found.times <= until
    ends = [
        end for end in ENDS if end == RETURNED or (end in found.cif and found.cif[end][by].any())
    ]
    steps = {end: ((0.0, 0.0), *_up_to(found, end, until)) for end in ends}
    terms = [week for week in (TERM, HALF_YEAR, THREE_TERMS) if week <= until]
    marks = tuple(_mark(found, week, weeks, ended) for week in terms)
    return Curve(setting, len(rows), until, steps, marks, synthetic)


def _told_until(found: AalenJohansen) -> int:
    """The last week to which enough pupils were followed."""
    enough = found.times[found.at_risk >= FEWEST_FOLLOWED]
    return int(enough[-1]) if enough.size else 0


def _up_to(found: AalenJohansen, end: int, until: int) -> Iterator[tuple[float, float]]:
    yield from (
        (float(week), float(share))
        for week, share in zip(found.times, found.cif[end], strict=True)
        if week <= until
    )


def _mark(found: AalenJohansen, week: int, weeks: Floats, ended: Floats) -> Mark:
    by = found.times <= week
    shares = {end: float(of[by][-1]) if by.any() else 0.0 for end, of in found.cif.items()}
    se = float(found.se[RETURNED][by][-1]) if by.any() else 0.0
    gone = (ended > 0) & (weeks <= week)
    followed = int(((weeks >= week) & ~gone).sum())
    interval = incidence_interval(shares[RETURNED], se, followed + int(gone.sum()))
    return Mark(week, followed, shares, interval)


def _stairs(steps: Sequence[tuple[float, float]], until: int) -> list[tuple[float, float]]:
    """The corners of a line that holds its height until the next step."""
    corners = [(_x(steps[0][0]), _y(steps[0][1]))]
    for (_, before), (week, share) in pairwise(steps):
        corners += [(_x(week), _y(before)), (_x(week), _y(share))]
    return [*corners, (_x(until), corners[-1][1])]


def _apart(ends: dict[int, float]) -> dict[int, float]:
    """Heights of the names at the lines' ends, moved apart until each can be read."""
    found: dict[int, float] = {}
    lowest = float(_BOTTOM)
    for end, y in sorted(ends.items(), key=lambda told: -told[1]):
        found[end] = min(y, lowest)
        lowest = found[end] - _LINE
    return found


def _axes() -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield stroke("ap-chart__grid", _LEFT, _y(share), _RIGHT, _y(share), opacity="0.25")
        yield text("ap-chart__tick", _LEFT - 8, _y(share) + 4, f"{share:.0%}", "end", SMALL)
    for week in (0, TERM, HALF_YEAR, THREE_TERMS):
        yield text("ap-chart__tick", _x(week), _BOTTOM + 18, str(week), "middle", SMALL)
    words = "School weeks since the placement began"
    yield text("ap-chart__label", (_LEFT + _RIGHT) / 2, _BOTTOM + 40, words, "middle")


def _x(week: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * week / THREE_TERMS, 1)


def _y(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * share, 1)
