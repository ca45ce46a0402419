"""Charts as accessible SVG: drawn in shapes and words, never told by colour alone.

Every chart has a title and a description, its text is text, and it holds no style of its own but
presentation attributes, so that a page's policy may forbid inline styles. A page shows the same
numbers in a table and a sentence beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap

from movements.counted import counted
from movements.register import Line
from reports.row import Row
from reports.scorecard import Scorecard
from reports.svg import SMALL, picture, spoken, stroke, text

_LABELS = 330
_AXIS_END = 730
_TOP = 60
"""Room above a chart for two lines: that its pupils are invented, and the ticks."""
_ROW = 60
_LABEL_LETTERS = 42
_LANE_LABELS = 190
_LANE = 34
_YEAR = timedelta(days=365)


def profile_chart(card: Scorecard, *, name: str = "profile") -> str:
    """A dot for each measure's share and a whisker for its interval, on an axis from 0% to 100%.

    A hollow dot is "can't tell". Measures of fewer than six pupils have words in place of a dot;
    those of nobody are said in the last line. `name` makes the ids unique on a page.
    """
    rows = [row for row in card.rows if row.denominator]
    height = _TOP + _ROW * len(rows) + 30
    title = f"Outcomes of {card.place.name}, {card.year}"
    about = (
        "One line for each measure. The dot is the share of pupils, the whisker its 95% interval; "
        "a hollow dot means that the number of pupils is too small, or too incomplete, to tell. "
        "The upright bar is the share at similar settings, where there are enough."
    )
    body = [*_axis(height - 20), *(p for n, row in enumerate(rows) for p in _profile_row(n, row))]
    if none := len(card.rows) - len(rows):
        words = f"{counted(none, 'measure')} had no pupils to count."
        body.append(text("ap-chart__none", 0, height - 8, words, size=SMALL))
    return picture(name, title, about, height, body, synthetic=card.synthetic)


def _axis(height: int) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _across(share)
        yield stroke("ap-chart__grid", x, _TOP - 8, x, height - 6, opacity="0.25")
        yield text("ap-chart__tick", x, _TOP - 16, f"{share:.0%}", anchor="middle", size=SMALL)


def _profile_row(n: int, row: Row) -> Iterator[str]:
    y = _TOP + _ROW * n + _ROW // 2
    lines = wrap(row.measure.title, _LABEL_LETTERS)
    top = y - 18 + (9 if len(lines) == 1 else 0)
    for at, words in enumerate(lines[:2]):
        yield text("ap-chart__label", 0, top + 17 * at, words)
    yield text("ap-chart__count", 0, top + 17 * len(lines[:2]), _counted(row), size=SMALL)
    if row.interval is None or row.suppressed or not row.is_share:
        yield text("ap-chart__none", _LABELS + 8, y + 5, _in_words(row), size=SMALL)
        return
    yield from _dot_and_whisker(row, y)


def _in_words(row: Row) -> str:
    """What stands where no dot can: too few pupils, or a change, which is no share."""
    if not row.suppressed and row.measure.unit == "pupils":
        return f"{row.shown} pupils"
    if row.interval is None or row.suppressed or row.measure.ends is None:
        return "Fewer than 6 pupils"
    return f"{row.shown} {row.measure.ends.unit} ({row.interval_shown})"


def _counted(row: Row) -> str:
    if row.suppressed:
        return f"{row.band.shape} {row.band.word}"
    return f"{row.band.shape} {row.band.word}: {row.numerator} of {row.denominator}"


def _dot_and_whisker(row: Row, y: int) -> Iterator[str]:
    low, high = row.interval or (0.0, 1.0)
    share = row.value or 0.0
    filled = row.band.word != "can't tell"
    yield "<g>"
    peers = f"; similar settings {row.peers_shown}" if row.peers_shown else ""
    yield spoken(f"{row.measure.title}: {row.shown}, {row.interval_shown}{peers}")
    yield stroke("ap-chart__whisker", _across(low), y, _across(high), y, width="2")
    for end in (low, high):
        yield stroke("ap-chart__whisker", _across(end), y - 6, _across(end), y + 6, width="2")
    if row.beside:
        at = _across(row.beside.mean)
        yield stroke("ap-chart__peers", at, y - 14, at, y + 14, width="4")
    fill = "currentColor" if filled else "#ffffff"
    yield (
        f'<circle class="ap-chart__dot" cx="{_across(share)}" cy="{y}" r="7" fill="{fill}" '
        'stroke="currentColor" stroke-width="2"/>'
    )
    yield "</g>"


def _across(share: float) -> float:
    return round(_LABELS + share * (_AXIS_END - _LABELS), 1)


@dataclass(frozen=True)
class _Bar:
    """A span in a lane; no end while it goes on."""

    lane: str
    start: date
    end: date | None
    words: str


LANES = {
    "on_roll": "On a roll",
    "ap_placement": "AP placement",
    "off_site_direction": "Off-site direction",
}
"""Kinds drawn as bars from their beginning to their end; every other kind is a mark."""
_ENDINGS = frozenset({"placement_end", "reintegration", "removal_from_roll"})


def timeline_chart(
    lines: Sequence[Line],
    until: date | None = None,
    *,
    synthetic: bool = False,
    name: str = "timeline",
) -> str:
    """A pupil's history along time: bars for rolls and placements, marks for all that happened.

    Open bars run to `until` (the last entry's day when not given) with an arrow. What was
    corrected or withdrawn is left out; what is planned is hollow. Empty for no entries.
    """
    held = [line for line in lines if line.in_force]
    if not held:
        return ""
    first = min(line.entry.on for line in held)
    last = max([line.entry.on for line in held] + ([until] if until else []))
    scale = _Scale(first, max(last, first + timedelta(days=90)))
    bars = list(_bars(held))
    lanes = list(dict.fromkeys([bar.lane for bar in bars] + [_lane(line) for line in held]))
    height = _TOP + _LANE * len(lanes) + 12
    body = [*_ticks(scale, height), *_lanes(lanes)]
    body += [p for bar in bars for p in _bar(bar, lanes.index(bar.lane), scale, until or last)]
    body += [_mark(line, lanes.index(_lane(line)), scale) for line in held]
    title = f"History from {_said(first)} to {_said(last)}"
    about = f"{len(held)} entries in {len(lanes)} lanes. The list of entries gives each in words."
    return picture(name, title, about, height, body, synthetic=synthetic)


@dataclass(frozen=True)
class _Scale:
    """Days across the chart."""

    first: date
    last: date

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(_LANE_LABELS + share * (_AXIS_END - _LANE_LABELS), 1)

    def ticks(self) -> list[date]:
        """The first of each term, or of each school year where the history is long."""
        months = (9,) if self.last - self.first > 4 * _YEAR else (1, 4, 9)
        years = range(self.first.year, self.last.year + 1)
        days = sorted(date(year, month, 1) for year in years for month in months)
        return [day for day in days if self.first <= day <= self.last]


def _bars(held: Sequence[Line]) -> Iterator[_Bar]:
    for at, line in enumerate(held):
        if line.entry.kind in LANES:
            ends = (later for later in held[at + 1 :] if _ends(line, later))
            end = next(ends, None)
            stop = end.entry.on if end else None
            yield _Bar(LANES[line.entry.kind], line.entry.on, stop, line.sentence)


def _ends(line: Line, later: Line) -> bool:
    """Whether a later entry ends the roll, placement or direction that a line began."""
    if line.entry.kind == "on_roll":
        same = line.entry.place_id == later.entry.place_id
        return same and later.entry.kind in {"removal_from_roll", "on_roll"}
    if later.entry.kind not in _ENDINGS - {"removal_from_roll"}:
        return False
    began, told = line.entry.answers(), later.entry.answers()
    if told.get("episode") is not None:
        return bool(told["episode"] == line.number)
    if told.get("started_on") and told["started_on"] != line.entry.on.isoformat():
        return False
    return later.entry.kind == "reintegration" or told.get("place") in {None, began.get("place")}


def _lane(line: Line) -> str:
    if line.entry.kind in LANES:
        return LANES[line.entry.kind]
    return _IN_LANES.get(line.entry.kind, "Other entries")


_IN_LANES = {
    "suspension": "Suspension, exclusion",
    "permanent_exclusion": "Suspension, exclusion",
    "managed_move": "Moves, endings",
    "placement_end": "Moves, endings",
    "reintegration": "Moves, endings",
    "removal_from_roll": "Moves, endings",
}


def _ticks(scale: _Scale, height: int) -> Iterator[str]:
    room = -1000.0
    for day in scale.ticks():
        x = scale.x(day)
        yield stroke("ap-chart__grid", x, _TOP - 8, x, height - 6, opacity="0.25")
        if x - room >= 70 and x < _AXIS_END - 20:
            yield text("ap-chart__tick", x, _TOP - 16, f"{day:%b %Y}", "middle", SMALL)
            room = x


def _lanes(lanes: Iterable[str]) -> Iterator[str]:
    for n, lane in enumerate(lanes):
        yield text("ap-chart__label", 0, _middle(n) + 5, lane)
        yield stroke("ap-chart__lane", _LANE_LABELS, _middle(n), _AXIS_END, _middle(n), "0.25")


def _bar(bar: _Bar, lane: int, scale: _Scale, last: date) -> Iterator[str]:
    start, end = scale.x(bar.start), scale.x(bar.end or max(last, bar.start))
    y = _middle(lane)
    yield "<g>"
    yield spoken(f"{bar.words}, from {_said(bar.start)} {_until(bar.end)}")
    yield (
        f'<rect class="ap-chart__bar" x="{start}" y="{y - 7}" width="{max(end - start, 2):.1f}" '
        'height="14" fill="currentColor" fill-opacity="0.3" stroke="currentColor"/>'
    )
    if bar.end is None:
        yield text("ap-chart__open", end + 3, y + 5, "→")
    yield "</g>"


def _until(end: date | None) -> str:
    return f"to {_said(end)}" if end else "and not ended"


def _mark(line: Line, lane: int, scale: _Scale) -> str:
    x, y = scale.x(line.entry.on), _middle(lane)
    fill = "#ffffff" if line.planned else "currentColor"
    planned = " (planned)" if line.planned else ""
    return (
        f"<g>{spoken(f'{_said(line.entry.on)}: {line.sentence}{planned}')}"
        f'<path class="ap-chart__mark" d="M{x} {y - 7}L{x + 6:.1f} {y}L{x} {y + 7}'
        f'L{x - 6:.1f} {y}Z" fill="{fill}" stroke="currentColor" stroke-width="1.5"/></g>'
    )


def _middle(lane: int) -> int:
    return _TOP + _LANE * lane + _LANE // 2


def _said(day: date) -> str:
    return f"{day:%-d %B %Y}"
