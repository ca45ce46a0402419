"""Somebody who wants to know what was suppressed, with nothing but the published files.

It reads the tables as anybody would, writes down each published number as a sum of pupils at the
settings, and asks of every suppressed count between which numbers it must lie: over all tables and
areas together, with percentages, incidences and mean changes, with other measures of the same
cohort or of a part of it, and with what earlier releases of the same year gave. It knows nothing of
how counts were suppressed, and shares no code with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from reports.measure import Measure
from reports.measures import MEASURES

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SUPPRESSED, ROUNDS_TO_ZERO = "c", "low"
WITHIN = 1
"""A guess this near to the number is as good as the number."""
_PARTS = {"pupil_count": (0, 1, 2), "yes_count": (0,), "unknown_count": (2,)}
"""Each count as a sum of pupils yes (0), no (1) and not known (2)."""
_BETTER, _WORSE, _KIN = 3, 4, 5
"""By how much those yes did better and those no worse, and the pupils of a cohort around or within.
"""
_FARTHEST = {"percentage points": 100.0, "points": 28.0, "steps": 12.0, "sessions in 100": 100.0}
"""The most that one pupil can change, by the unit it is told in."""
_SLACK = 1e-6
_MANY = 1_000_000
"""More pupils than any count is of: no sum has to be asked whether it has an end."""
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
    high: int = _MANY

    @property
    def sentence(self) -> str:
        """The leak in words: which count of which file, and what it must be."""
        spread = f"from {self.low} to {self.high}" if self.low < self.high else f"{self.low}"
        return (
            f"{self.file}: {self.column} of {self.where} is suppressed, but the published numbers "
            f"together tell that it is {spread}."
        )


class _Setting(NamedTuple):
    """A setting as the attacker knows it: by authority, type and what it is called."""

    authority: str
    type: str
    name: str
    region: str = ""


_Pupils = tuple[_Setting, int]
"""Pupils of a setting, or what they come to, by part."""
_Sum = tuple[frozenset[_Pupils], float]
_Row = npt.NDArray[np.float64]


@dataclass
class _Sums:
    """What is known of a measure in a year: numbers that sums of pupils must come to.

    `sums` are counts; `rates` weighted sums that are at most 0; `asked` the suppressed counts.
    """

    sums: list[_Sum] = field(default_factory=list)
    rates: list[dict[_Pupils, float]] = field(default_factory=list)
    asked: list[tuple[frozenset[_Pupils], Leak]] = field(default_factory=list)

    @property
    def pupils(self) -> list[_Sum]:
        """The counts of all pupils, which are those of any measure of the same cohort."""
        return [(of, value) for of, value in self.sums if any(part == 1 for _, part in of)]

    def add_kin(self, pupils: Sequence[_Sum], *, whole: bool) -> None:
        """Takes the pupils of a cohort that is the whole of this one, or else a part of it."""
        told = [(frozenset(one for one, _ in of), value) for of, value in pupils]
        self.sums += [(frozenset((one, _KIN) for one in of), value) for of, value in told]
        sign = 1.0 if whole else -1.0
        self.rates += [
            {**{(one, part): sign for part in (0, 1, 2)}, (one, _KIN): -sign}
            for one in {one for of, _ in told for one in of}
        ]


def leaks(
    published: Sequence[Sheet],
    earlier: Sequence[Sequence[Sheet]] = (),
    types: Mapping[str, str] | None = None,
) -> list[Leak]:
    """Each suppressed count of the files that can be told to within one, in their order.

    `earlier` are the files of earlier releases; `types` tells the establishment type of a setting
    by its URN, else its authority's code and name, as anybody can look it up.
    """
    releases = [(one, _settings(one, types or {})) for one in (published, *earlier)]
    found = []
    for measure in MEASURES:
        now, *before = (_read(sheets, measure, known) for sheets, known in releases)
        beside = [(other, _read(published, other, releases[0][1])) for other in _kin(measure)]
        for year, sums in now.items():
            told = [known for one in before if year in one for known in one[year].sums]
            for other, of in beside:
                if other.cohort == measure.cohort:
                    told += of[year].pupils
                else:
                    sums.add_kin(of[year].pupils, whole=measure.part_of == other.cohort)
            found += _told(sums, told)
    return found


def _kin(measure: Measure) -> list[Measure]:
    """The other measures of the same pupils, of a part of them, or of more."""
    own = {measure.cohort, measure.part_of} - {""}
    return [
        other
        for other in MEASURES
        if other is not measure and own & {other.cohort, other.part_of or other.cohort}
    ]


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
        if line["geographic_level"] == "School"
    }


def _called(line: Line) -> str:
    """A setting's URN; of one without, its authority's code and its name."""
    urn = line.get("school_urn", "")
    return urn if urn.isdigit() else f"{line.get('old_la_code', '')} {line.get('school_name', '')}"


def _members(line: Line, known: Iterable[_Setting]) -> list[_Setting]:
    """The settings that a line adds up, by its area and its filter."""
    level, wanted = line["geographic_level"], line.get("establishment_type", "Total")
    if level == "School":
        return [one for one in known if one.name == _called(line)]
    return [one for one in known if _lies_in(one, level, line) if wanted in ("Total", one.type)]


def _lies_in(one: _Setting, level: str, line: Line) -> bool:
    if level == "Regional":
        return one.region == line.get("region_code", "")
    return level == "National" or one.authority == line.get("old_la_code", "")


def _read(sheets: Sequence[Sheet], measure: Measure, known: set[_Setting]) -> dict[str, _Sums]:
    """What a release says of a measure, by year."""
    found: dict[str, _Sums] = defaultdict(_Sums)
    prefix = measure.id.lower().replace("-", "_")
    for sheet in sheets:
        for line in sheet.lines:
            members = _members(line, known)
            into = found[line["time_period"]]
            for column, parts in _PARTS.items():
                of = frozenset((one, part) for one in members for part in parts)
                _put(into, of, line.get(f"{prefix}_{column}"), _leak(sheet, line, prefix, column))
            of_value = _change if measure.ends else _rate
            part = "change" if measure.ends else "percent"
            if (value := _number(line.get(f"{prefix}_{part}", ""))) is not None:
                into.rates += of_value(*value, members, measure)
    return found


def _leak(sheet: Sheet, line: Line, prefix: str, column: str) -> Leak:
    where = ", ".join(line[name] for name in _PLACE if line.get(name))
    return Leak(sheet.name, where, f"{prefix}_{column}")


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
) -> Iterator[dict[_Pupils, float]]:
    """A percentage as sums that are at most 0: the share lies half a last digit around it.

    An incidence is at least the share of those seen to have met the end, for those lost may have.
    """
    base = (0, 1) if measure.method == "share" and not measure.unknown_is_no else (0, 1, 2)
    signs = (1, -1) if measure.method == "share" else (1,)
    for sign in signs:
        edge = (value + sign * half) / 100
        yield {(m, part): sign * (float(part == 0) - edge) for m in members for part in base}


def _change(
    value: float, half: float, members: Sequence[_Setting], measure: Measure
) -> Iterator[dict[_Pupils, float]]:
    """A mean change as sums that are at most 0: nobody changed by more than can be.

    Pupils who are a yes did better, all others known no better.
    """
    if measure.ends is None:
        return
    better = 1.0 if measure.better == "higher" else -1.0
    changed = {_BETTER: better, _WORSE: -better}
    for sign in (1.0, -1.0):
        of = {0: -value - sign * half, 1: -value - sign * half} | changed
        yield {(m, part): sign * by for m in members for part, by in of.items()}
    farthest = _FARTHEST[measure.ends.unit]
    for m in members:
        for amount, pupils in ((_BETTER, 0), (_WORSE, 1)):
            yield {(m, amount): 1.0, (m, pupils): -farthest}


def _told(sums: _Sums, before: Sequence[_Sum]) -> list[Leak]:
    """The suppressed counts that are told to within one, by the sums of now and of before."""
    if not sums.asked:
        return []
    system = _System(sums, before)
    found = []
    for of, leak in sums.asked:
        low, high = system.bounds(of)
        if high - low <= 2 * WITHIN:
            found.append(leak._replace(low=low, high=high))
    return found


class _System:
    """The sums as linear equations and inequalities in numbers of pupils."""

    def __init__(self, sums: _Sums, before: Sequence[_Sum]) -> None:
        told = [of for of, _ in (*sums.sums, *sums.asked, *before)]
        named = {one for of in (*told, *sums.rates) for one in of}
        self.at = {one: n for n, one in enumerate(sorted(named))}
        self.at_most = self._rows(sums.rates)
        self._tell(sums.sums)
        self._add(sums.sums, [one for one in before if one not in sums.sums])

    def _add(self, now: list[_Sum], before: Sequence[_Sum]) -> None:
        """The numbers of earlier releases, but for those that a revision has overtaken."""
        self._tell([*now, *before])
        if self._can_be():
            return
        kept = list(now)
        for one in before:
            self._tell([*kept, one])
            if self._can_be():
                kept.append(one)
        self._tell(kept)

    def _tell(self, sums: Sequence[_Sum]) -> None:
        """Take these as the numbers told; settings no told sum has in common stand apart."""
        from scipy.sparse import vstack
        from scipy.sparse.csgraph import connected_components

        self.equal = self._rows([dict.fromkeys(of, 1.0) for of, _ in sums])
        self.values = np.array([value for _, value in sums])
        every = vstack([self.equal, self.at_most])
        _, self.apart = connected_components(every.T @ every, directed=False)

    def _rows(self, sums: Sequence[Mapping[_Pupils, float]]) -> csr_array:
        from scipy.sparse import csr_array

        cells = [(n, self.at[one], by) for n, of in enumerate(sums) for one, by in of.items()]
        rows, columns, by = zip(*cells, strict=True) if cells else ((), (), ())
        return csr_array((by, (rows, columns)), shape=(len(sums), len(self.at)), dtype=np.float64)

    def _can_be(self) -> bool:
        return self._least(np.arange(len(self.at)), np.zeros(len(self.at))) is not None

    def bounds(self, of: frozenset[_Pupils]) -> tuple[int, int]:
        """The least and the most whole number that a count can be.

        Raises ValueError where the published numbers cannot all be true.
        """
        aim = self._rows([dict.fromkeys(of, 1.0)]).toarray()[0]
        columns = np.flatnonzero(np.isin(self.apart, self.apart[aim > 0]))
        least, less = (self._least(columns, sign * aim) for sign in (1, -1))
        if least is None or less is None:
            raise ValueError(
                "The published counts contradict one another: no numbers fit them all."
            )
        return ceil(least - _SLACK), floor(_SLACK - less)

    def _least(self, columns: npt.NDArray[np.int64], aim: _Row) -> float | None:
        """The least that a sum of these pupils can be; None where nothing can be as told."""
        from scipy.optimize import linprog

        equal, at_most = self.equal[:, columns], self.at_most[:, columns]
        here = np.diff(equal.indptr) > 0
        below = np.diff(at_most.indptr) > 0
        found = linprog(
            aim[columns],
            A_eq=equal[here],
            b_eq=self.values[here],
            A_ub=at_most[below],
            b_ub=np.zeros(int(below.sum())),
            bounds=(0, _MANY),
            method="highs",
        )
        return float(found.fun) if found.status == 0 else None
