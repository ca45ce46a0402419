"""Gap bars: when a pupil had not exactly one responsible place, by cause, along time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from movements.counted import counted
from reports.svg import SMALL, picture, spoken, stroke, text

_START, _END = 290, 720
_TOP, _LANE = 60, 34
_SHORTEST = timedelta(days=30)


@dataclass(frozen=True)
class Gap:
    """A run of days under one cause. `days` counts school days of it, halves included.

    `goes_on` where nothing has ended it.
    """

    cause: str
    first: date
    last: date
    days: float
    goes_on: bool

    def words(self) -> str:
        """The gap in one sentence without its stop."""
        end = "goes on" if self.goes_on else f"to {_said(self.last)}"
        return f"{self.cause}: from {_said(self.first)}, {end}, {_days(self.days)}"


def gaps_sentence(gaps: Sequence[Gap]) -> str:
    """All gaps in one sentence: how many school days, under which causes, and what goes on."""
    if not gaps:
        return "On every school day exactly one place was responsible."
    causes = dict.fromkeys(gap.cause for gap in gaps)
    parts = [
        f"{_days(sum(gap.days for gap in gaps if gap.cause == cause))}: {cause}" for cause in causes
    ]
    open_ones = [gap.cause for gap in gaps if gap.goes_on]
    still = f" It goes on: {'; '.join(dict.fromkeys(open_ones))}." if open_ones else ""
    return f"Without exactly one responsible place for {'; '.join(parts)}.{still}"


def gap_chart(
    gaps: Sequence[Gap], since: date, until: date, *, synthetic: bool = False, name: str = "gaps"
) -> str:
    """A lane for each cause with a bar for each gap, from a day to a day; empty without gaps."""
    if not gaps:
        return ""
    scale = _Scale(min(since, *(gap.first for gap in gaps)), until)
    causes = list(dict.fromkeys(gap.cause for gap in gaps))
    height = _TOP + _LANE * len(causes) + 12
    body = [*_ends(scale, height)]
    for lane, cause in enumerate(causes):
        body += _lane(lane, cause)
        body += (p for gap in gaps if gap.cause == cause for p in _bar(gap, lane, scale))
    title = f"Days without exactly one responsible place, {_said(since)} to {_said(until)}"
    about = "One lane for each cause, a bar for each gap. The table below gives each in words."
    return picture(name, title, about, height, body, synthetic=synthetic)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        whole = max(self.last - self.first, _SHORTEST)
        return round(_START + (day - self.first) / whole * (_END - _START), 1)


def _ends(scale: _Scale, height: int) -> Iterator[str]:
    for day, anchor in ((scale.first, "start"), (scale.last, "end")):
        x = scale.x(day)
        yield stroke("ap-chart__grid", x, _TOP - 8, x, height - 6, opacity="0.25")
        at = max(x, _START + 200) if anchor == "end" else x
        yield text("ap-chart__tick", at, _TOP - 16, f"{day:%-d %b %Y}", anchor, SMALL)


def _lane(lane: int, cause: str) -> Iterator[str]:
    y = _middle(lane)
    yield text("ap-chart__label", 0, y + 5, cause)
    yield stroke("ap-chart__lane", _START, y, _END, y, "0.25")


def _bar(gap: Gap, lane: int, scale: _Scale) -> Iterator[str]:
    start, end = scale.x(gap.first), scale.x(gap.last)
    y = _middle(lane)
    yield "<g>"
    yield spoken(gap.words())
    yield (
        f'<rect class="ap-chart__gap" x="{start}" y="{y - 8}" width="{max(end - start, 3):.1f}" '
        'height="16" fill="currentColor" fill-opacity="0.75" stroke="currentColor"/>'
    )
    if gap.goes_on:
        yield text("ap-chart__open", max(end, start + 3) + 3, y + 5, "→")
    yield "</g>"


def _middle(lane: int) -> int:
    return _TOP + _LANE * lane + _LANE // 2


def _days(days: float) -> str:
    return counted(days, "school day")


def _said(day: date) -> str:
    return f"{day:%-d %B %Y}"
