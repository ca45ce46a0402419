"""Somebody who wants to know what was suppressed, with nothing but the published files.

It reads the tables as anybody would, writes down each published number as a sum of pupils at the
settings, and asks of every suppressed count between which numbers it must lie: over all tables and
areas together, with percentages, incidences and mean changes, with other measures of the same
pupils or of a part of them, and with what earlier releases gave of the same pupils. It knows
nothing of how counts were suppressed, and shares no code with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from movements.counted import counted
from reports.bands import MINIMUM_TO_SHOW
from reports.measure import Measure
from reports.measures import MEASURES, families
from reports.publishing.system import LARGEST, Sum, System, Weights

SUPPRESSED, ROUNDS_TO_ZERO, NOBODY_ASKED = "c", "low", "z"
_ALL, _YES, _NO, _UNKNOWN = (0, 1, 2), (0,), (1,), (2,)
_PARTS = {"pupil_count": _ALL, "yes_count": _YES, "unknown_count": _UNKNOWN}
"""Each count as a sum of pupils yes (0), no (1) and not known (2)."""
_BETTER, _WORSE = 3, 4
"""By how much those yes did better and those no worse."""
_PLACE = (
    "geographic_level",
    "region_name",
    "la_name",
    "school_urn",
    "school_name",
    "establishment_type",
)

Line = Mapping[str, str]


class Sheet(NamedTuple):
    """A published file: its name and its lines, each by column."""

    name: str
    lines: Sequence[Line]


class Leak(NamedTuple):
    """A suppressed count and the numbers between which it must lie."""

    file: str
    where: str
    column: str
    low: int = 0
    high: int = LARGEST

    @property
    def sentence(self) -> str:
        """The leak in words: which count of which file, and what it must be."""
        spread = f"from {self.low} to {self.high}" if self.low < self.high else f"{self.low}"
        return (
            f"{self.file}: {self.column} of {self.where} is suppressed, but the published numbers "
            f"together tell that it is {spread}."
        )


class Revised(NamedTuple):
    """Counts of a setting that were published before, and are published now as of a few others."""

    file: str
    where: str
    measure: str
    pupils: int

    @property
    def sentence(self) -> str:
        """The difference in words."""
        return (
            f"{self.file}: what {self.measure} counts of {self.where} differs from what was "
            f"published before by as few as {counted(self.pupils, 'pupil')}: it tells of them."
        )


class _Setting(NamedTuple):
    """A setting as the attacker knows it: by authority, type and what it is called."""

    authority: str
    type: str
    name: str
    region: str = ""


_Pupils = tuple[_Setting, str, int]
"""Pupils of a setting as a measure tells them, or what they come to, by part."""
_Read = Sequence[tuple[Sheet, Line, Sequence[_Setting]]]
"""The lines of a release, each with the settings that it adds up."""


@dataclass
class _Sums:
    """What is known of a family of measures in a year: numbers that sums of pupils must come to.

    `sums` are counts; `rates` weighted sums that are at most 0, and `ties` such that are 0; `asked`
    the suppressed counts.
    """

    sums: list[Sum] = field(default_factory=list)
    rates: list[Weights] = field(default_factory=list)
    ties: list[Weights] = field(default_factory=list)
    asked: list[tuple[frozenset[_Pupils], Leak]] = field(default_factory=list)

    def pupils_as(self, measure: str) -> Iterator[Sum]:
        """The counts of all pupils, as those of another measure."""
        for of, value in self.sums:
            if any(part not in _YES + _UNKNOWN for *_, part in of):
                yield frozenset((one, measure, part) for one, _, part in of), value

    def tie(self, family: Sequence[Measure]) -> None:
        """Takes what the measures of a family tell of one another's pupils, by their declarations.

        Of one cohort they ask the same pupils, of a part no others than of the whole; where one
        narrows another, its yes is one there (or a no, for the worse) and those not known are the
        same.
        """
        named = {one for of, _ in (*self.sums, *self.asked) for one in of}
        settings = sorted({one for one, *_ in named})
        read = [measure for measure in family if any(measure.id == of for _, of, _ in named)]
        for one, other in pairwise(sorted(read, key=lambda measure: measure.cohort)):
            if one.cohort == other.cohort:
                self.ties += _less(one, other, settings, _ALL)
        for one in read:
            for other in read:
                if one.part_of == other.cohort:
                    self.rates += _less(one, other, settings, _ALL)
                if one.narrows == other.id:
                    among = _YES if one.at_least > 0 else _NO
                    self.rates += _less(one, other, settings, _YES, among)
                    self.ties += _less(one, other, settings, _UNKNOWN)
                    self.rates += _by_how_much(one, other, settings)


def _less(
    one: Measure,
    other: Measure,
    settings: Iterable[_Setting],
    parts: Sequence[int],
    among: Sequence[int] = (),
) -> Iterator[Weights]:
    """The pupils of a measure less those of another, or `among` its other parts, by setting."""
    for at in settings:
        of_one = {(at, one.id, part): 1.0 for part in parts}
        yield of_one | {(at, other.id, part): -1.0 for part in among or parts}


def _by_how_much(one: Measure, whole: Measure, settings: Iterable[_Setting]) -> Iterator[Weights]:
    """What those who did better, or worse, by so much add to a mean change, and the others at most.

    As sums that are at most 0.
    """
    if whole.ends is None:
        return
    least, farthest = abs(one.at_least), whole.ends.farthest
    part, amount = (0, _BETTER) if one.at_least > 0 else (1, _WORSE)
    for at in settings:
        much, side, by = (at, one.id, 0), (at, whole.id, part), (at, whole.id, amount)
        yield {much: least, by: -1.0}
        yield {by: 1.0, much: least - farthest, side: -least}


def leaks(
    published: Sequence[Sheet],
    earlier: Sequence[Sequence[Sheet]] = (),
    types: Mapping[str, str] | None = None,
) -> list[Leak]:
    """Each suppressed count of the files that can be told to within one, in their order.

    `earlier` are the files of earlier releases; `types` tells the establishment type of a setting
    by its URN, else its authority's code and name, as anybody can look it up.
    """
    releases = [_lines(one, types or {}) for one in (published, *earlier)]
    found = []
    for family in families():
        now, *before = (_read(lines, family) for lines in releases)
        for year, sums in now.items():
            told = [known for one in before if year in one for known in one[year].sums]
            told += _of_other_years(releases, family, year)
            sums.tie(family)
            found += _told(sums, told)
    return found


def revisions(
    published: Sequence[Sheet], earlier: Sequence[Sequence[Sheet]] = ()
) -> Iterator[Revised]:
    """The settings' counts that differ by few pupils from those of an earlier release of the year.

    Where all counts of a measure are told in both. An area's line may differ by the sum of more.
    """
    for release in earlier:
        before = {_whose(line): line for sheet in release for line in sheet.lines}
        for sheet in published:
            for line in filter(_is_of_one, sheet.lines):
                for measure in MEASURES:
                    few = _differ_by(measure, before.get(_whose(line), {}), line)
                    if 0 < few < MINIMUM_TO_SHOW:
                        yield Revised(sheet.name, _where(line), measure.id, few)


def _whose(line: Line) -> tuple[str, ...]:
    return line["time_period"], line["geographic_level"], _called(line)


def _differ_by(measure: Measure, before: Line, now: Line) -> int:
    """The fewest pupils of whom something else is told; 0 where a count is not told in both."""
    names = [f"{_prefix(measure)}_{column}" for column in _PARTS]
    cells = [line.get(name, "") for line in (before, now) for name in names]
    if not all(cell.isdigit() for cell in cells):
        return 0
    (pupils, yes, unknown), (later, more_yes, more_unknown) = (
        map(int, cells[at : at + len(names)]) for at in (0, len(names))
    )
    more = (more_yes - yes, more_unknown - unknown)
    no = later - pupils - sum(more)
    return max(sum(n for n in (*more, no) if n > 0), -sum(n for n in (*more, no) if n < 0))


def _of_other_years(
    releases: Sequence[_Read], family: Sequence[Measure], year: str
) -> Iterator[Sum]:
    """The pupils of a family as measures that ask them in the year before, or after, tell them."""
    own = next(measure for measure in family if not measure.part_of)
    for ahead, others in (
        (-1, [one for one in MEASURES if one.cohort == own.year_before]),
        (1, [one for one in MEASURES if one.year_before == own.cohort]),
    ):
        begins = int(year[:4]) + ahead
        for lines in releases if others else ():
            told = _read(lines, others).get(f"{begins}{(begins + 1) % 100:02d}", _Sums())
            yield from told.pupils_as(own.id)


def _lines(release: Sequence[Sheet], types: Mapping[str, str]) -> _Read:
    """The lines of a release, and the settings among those it names that each adds up."""
    known = _settings(release, types)
    named = {one.name: [one] for one in sorted(known)}
    return [
        (sheet, line, named.get(_called(line), []) if _is_of_one(line) else _members(line, known))
        for sheet in release
        for line in sheet.lines
    ]


def _is_of_one(line: Line) -> bool:
    return line["geographic_level"] == "School"


def _settings(release: Sequence[Sheet], types: Mapping[str, str]) -> set[_Setting]:
    """Every setting that a release names."""
    lines = (line for sheet in release for line in sheet.lines)
    return {
        _Setting(
            line.get("old_la_code", ""),
            types.get(_called(line), ""),
            _called(line),
            line.get("region_code", ""),
        )
        for line in lines
        if _is_of_one(line)
    }


def _called(line: Line) -> str:
    """A setting's URN; of one without, its authority's code and its name."""
    urn = line.get("school_urn", "")
    return urn if urn.isdigit() else f"{line.get('old_la_code', '')} {line.get('school_name', '')}"


def _members(line: Line, known: Iterable[_Setting]) -> list[_Setting]:
    """The settings that the line of an area adds up, by the area and its filter."""
    level, wanted = line["geographic_level"], line.get("establishment_type", "Total")
    return [one for one in known if _lies_in(one, level, line) if wanted in ("Total", one.type)]


def _lies_in(one: _Setting, level: str, line: Line) -> bool:
    if level == "Regional":
        return one.region == line.get("region_code", "")
    return level == "National" or one.authority == line.get("old_la_code", "")


def _read(lines: _Read, family: Sequence[Measure]) -> dict[str, _Sums]:
    """What a release says of a family of measures, by year."""
    found: dict[str, _Sums] = defaultdict(_Sums)
    for sheet, line, members in lines:
        for measure in family:
            _read_line(found[line["time_period"]], sheet, line, members, measure)
    return found


def _read_line(
    into: _Sums, sheet: Sheet, line: Line, members: Sequence[_Setting], measure: Measure
) -> None:
    """What a line says of a measure; that there is no value since nobody was asked is a count."""
    prefix = _prefix(measure)
    for column, parts in _PARTS.items():
        of = frozenset((one, measure.id, part) for one in members for part in parts)
        _put(into, of, line.get(f"{prefix}_{column}"), _leak(sheet, line, prefix, column))
    of_value = _change if measure.ends else _rate
    part = "change" if measure.ends else "percent"
    if line.get(f"{prefix}_{part}") == NOBODY_ASKED:
        into.sums.append((frozenset((m, measure.id, part) for m in members for part in _ALL), 0.0))
    if (value := _number(line.get(f"{prefix}_{part}", ""))) is not None:
        into.rates += of_value(*value, members, measure)


def _leak(sheet: Sheet, line: Line, prefix: str, column: str) -> Leak:
    return Leak(sheet.name, _where(line), f"{prefix}_{column}")


def _prefix(measure: Measure) -> str:
    return measure.id.lower().replace("-", "_")


def _where(line: Line) -> str:
    return ", ".join(line[name] for name in _PLACE if line.get(name))


def _put(into: _Sums, of: frozenset[_Pupils], cell: str | None, leak: Leak) -> None:
    if cell == SUPPRESSED:
        into.asked.append((of, leak))
    elif cell is not None and cell.isdigit():
        into.sums.append((of, float(cell)))


def _number(cell: str) -> tuple[float, float] | None:
    """A printed value and half of its last digit; None for a symbol that stands for none."""
    if cell == ROUNDS_TO_ZERO:
        return 0.0, 0.5
    if not cell.removeprefix("-").replace(".", "", 1).isdigit():
        return None
    return float(cell), 0.05 if "." in cell else 0.5


def _rate(
    value: float, half: float, members: Sequence[_Setting], measure: Measure
) -> Iterator[Weights]:
    """A percentage as sums that are at most 0: the share lies half a last digit around it.

    One in which pupils do not count alike says nothing of how many they are. An incidence is at
    least the share of those seen to have met the end, for those lost may have.
    """
    base = (0, 1) if measure.method == "share" and not measure.unknown_is_no else (0, 1, 2)
    signs = {"share": (1, -1), "incidence": (1,)}.get(measure.method, ())
    for sign in signs:
        edge = (value + sign * half) / 100
        yield {
            (m, measure.id, part): sign * (float(part == 0) - edge)
            for m in members
            for part in base
        }


def _change(
    value: float, half: float, members: Sequence[_Setting], measure: Measure
) -> Iterator[Weights]:
    """A mean change as sums that are at most 0: nobody changed by more than can be.

    Pupils who are a yes did better, all others known no better.
    """
    if measure.ends is None:
        return
    better = 1.0 if measure.better == "higher" else -1.0
    changed = {_BETTER: better, _WORSE: -better}
    for sign in (1.0, -1.0):
        of = {0: -value - sign * half, 1: -value - sign * half} | changed
        yield {(m, measure.id, part): sign * by for m in members for part, by in of.items()}
    farthest = measure.ends.farthest
    for m in members:
        for amount, pupils in ((_BETTER, 0), (_WORSE, 1)):
            yield {(m, measure.id, amount): 1.0, (m, measure.id, pupils): -farthest}


def _told(sums: _Sums, before: Sequence[Sum]) -> list[Leak]:
    """The suppressed counts that are told to within one, by the sums of now and of before."""
    if not sums.asked:
        return []
    asked = [of for of, _ in sums.asked]
    system = System(sums.sums, before, sums.rates, sums.ties, asked)
    return [sums.asked[n][1]._replace(low=low, high=high) for n, low, high in system.close()]
