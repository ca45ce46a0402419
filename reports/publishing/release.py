"""A release: the files of a school year's tables, and what somebody could make of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlmodel import Session

from movements.problems import Problem, Refused
from movements.school_days import academic_year
from reports.measure import Measure, pooled, result_of
from reports.measures import MEASURES, families
from reports.publishing.attacker import Leak, Revised, Sheet, leaks, revisions
from reports.publishing.counted import Counted, counted
from reports.publishing.methods_page import methods_page
from reports.publishing.revision import revised
from reports.publishing.suppression import Inside, Truths, suppressed
from reports.publishing.tables import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    TABLES,
    TOTAL,
    Indicator,
    Level,
    Row,
    Table,
    columns,
    indicators,
    rows,
)
from reports.row import MANY

SUPPRESSED, ROUNDS_TO_ZERO, LOW_RELIABILITY = "c", "low", "u"
META = (
    *("col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp"),
    *("filter_hint", "filter_grouping_column", "filter_default"),
)
_COUNTS = ("pupil_count", "yes_count", "unknown_count")
_NEEDED = ("time_period", "geographic_level")
METHODS_FILE = "methods.md"
_INDICATORS = tuple(one for measure in MEASURES for one in indicators(measure))


@dataclass(frozen=True)
class Release:
    """The files of a release by name, each as its text, and the types of the settings."""

    files: Mapping[str, str]
    types: Mapping[str, str]
    synthetic: bool

    def leaks(self, earlier: Sequence[Mapping[str, str]] = ()) -> list[Leak]:
        """Each suppressed count that the files, with those of earlier releases, tell to within one.

        Raises ValueError where the counts contradict one another.
        """
        return leaks(sheets(self.files), [sheets(one) for one in earlier], self.types)

    def revisions(self, earlier: Sequence[Mapping[str, str]]) -> list[Revised]:
        """The settings' counts that differ from those of earlier releases by few pupils."""
        return list(revisions(sheets(self.files), [sheets(one) for one in earlier]))


def release(
    session: Session,
    year: str,
    today: date,
    *,
    national: bool = False,
    released: Sequence[Session] = (),
) -> Release:
    """The release of a school year written 2025-26, as known now.

    `national` adds lines of England and its regions: for a register of every authority. `released`
    see the register as it was when the year was published before, the earliest first. Raises
    Refused for a year that cannot be read or is not over: two releases of a year, one of a part of
    it, would tell by their difference of few pupils.
    """
    first, last = _year(year, today)
    before = [counted(one, first, last) for one in released]
    found = revised(before, counted(session, first, last))
    period = f"{first.year}{last.year % 100:02d}"
    levels: list[Level] = ["National", "Regional"] if national else []
    lines = [
        row
        for table in TABLES
        for row in rows(table, found.settings, period, [*levels, "Local authority", "School"])
    ]
    cells = _cells(found, lines)
    marked = "synthetic-" if found.synthetic else ""
    files = {}
    for table in TABLES:
        of_table = [
            (row, cell) for row, cell in zip(lines, cells, strict=True) if row.table is table
        ]
        files[f"{marked}{table.name}.csv"] = _data(table, of_table)
        files[f"{marked}{table.name}.meta.csv"] = _meta(table)
    files[f"{marked}{METHODS_FILE}"] = methods_page(first, last, synthetic=found.synthetic)
    types = {one.called: one.type for one in found.settings}
    return Release(files, types, found.synthetic)


def sheets(files: Mapping[str, str]) -> list[Sheet]:
    """The data files among the files of a release, read.

    Raises ValueError for one that does not say of which year and area its lines are.
    """
    return [
        Sheet(name, _read(name, text))
        for name, text in sorted(files.items())
        if name.endswith(".csv") and not name.endswith(".meta.csv")
    ]


def _read(name: str, text: str) -> list[dict[str, str]]:
    read = csv.DictReader(io.StringIO(text))
    if lacking := [one for one in _NEEDED if one not in (read.fieldnames or ())]:
        raise ValueError(f"{name} is no table of a release: it has no column {lacking[0]}.")
    return list(read)


def _year(year: str, today: date) -> tuple[date, date]:
    try:
        first, last = academic_year(year)
    except ValueError as error:
        raise Refused([Problem("year", "not_a_year", str(error))]) from error
    if today <= last:
        words = f"{year} is not over: publish it after {last:%-d %B %Y}, when it is whole."
        raise Refused([Problem("year", "not_over", words)])
    return first, last


def _cells(found: Counted, lines: Sequence[Row]) -> list[dict[str, str]]:
    """The numbers of each line by column, as printed."""
    cells: list[dict[str, str]] = [{} for _ in lines]
    of_rows = [row.members for row in lines]
    for measures in families():
        counts = [found.counts(measure) for measure in measures]
        every = suppressed(counts, of_rows, inside(measures))
        for measure, of, hidden in zip(measures, counts, every, strict=True):
            for row, hides, into, tells in zip(
                lines, hidden, cells, _narrowed(measure, measures, every), strict=True
            ):
                yes, no, unknown = of[list(row.members)].sum(axis=0).tolist()
                told = dict(zip(_COUNTS, (yes + no + unknown, yes, unknown), strict=True))
                for one in indicators(measure):
                    into[one.column] = _cell(one, told, hides, row, found, tells=bool(tells))
    return cells


def _narrowed(measure: Measure, family: Sequence[Measure], hidden: Sequence[Truths]) -> Truths:
    """The rows of whose value a hidden count of a measure that narrows it could be told."""
    narrower = [of for one, of in zip(family, hidden, strict=True) if one.narrows == measure.id]
    tells: Truths = np.any([np.zeros_like(hidden[0]), *narrower], axis=(0, 2))
    return tells


def inside(measures: Sequence[Measure]) -> list[Inside]:
    """What the counts of a family of measures tell of one another's, by what they declare."""
    named = {measure.id: n for n, measure in enumerate(measures)}
    whole, *_ = (n for n, measure in enumerate(measures) if not measure.part_of)
    told = [
        Inside(n, whole, exact=not measure.part_of)
        for n, measure in enumerate(measures)
        if n != whole
    ]
    for n, measure in enumerate(measures):
        if measure.narrows:
            other = named[measure.narrows]
            among = (0,) if measure.at_least > 0 else (1,)
            told += [Inside(n, other, (0,), among=among), Inside(n, other, (2,), exact=True)]
    return told


def _cell(
    one: Indicator,
    told: Mapping[str, int],
    hides: Truths,
    row: Row,
    found: Counted,
    *,
    tells: bool,
) -> str:
    """A number as printed; a value that `tells` of hidden counts is hidden too."""
    if one.part in _COUNTS:
        return SUPPRESSED if hides[_COUNTS.index(one.part)] else str(told[one.part])
    # First, for that nobody was asked is a count too, and may be hidden for the sake of another.
    if tells or hides.any():
        return SUPPRESSED
    return _value(one, told, row, found) if told["pupil_count"] else NOT_APPLICABLE


def _value(one: Indicator, told: Mapping[str, int], row: Row, found: Counted) -> str:
    """A percentage, whole below a hundred pupils, or a mean change; or why there is none."""
    measure, pupils = one.measure, told["pupil_count"]
    cohorts = [found.cohorts[measure.id][n] for n in row.members]
    result = result_of(pooled([cohort for cohort in cohorts if len(cohort.rows)]))
    if result is None or result.value is None:
        return NOT_AVAILABLE
    if result.known < measure.minimum or pupils - told["unknown_count"] < pupils * measure.complete:
        return LOW_RELIABILITY
    places = 0 if one.part == "percent" and result.of < MANY else one.places
    value = result.value * (100 if one.part == "percent" else 1)
    said = f"{value:.{places}f}"
    return ROUNDS_TO_ZERO if value and not float(said) else said


def _data(table: Table, lines: Iterable[tuple[Row, Mapping[str, str]]]) -> str:
    head = [*columns(table), *(one.column for one in _INDICATORS)]
    return _csv(head, [{**row.named, **cells} for row, cells in lines])


def _meta(table: Table) -> str:
    filters = [
        {
            "col_name": one.column,
            "col_type": "Filter",
            "label": one.label,
            "filter_hint": one.hint,
            "filter_default": TOTAL,
        }
        for one in table.filters
    ]
    numbers = [
        {
            "col_name": one.column,
            "col_type": "Indicator",
            "label": one.label,
            "indicator_grouping": one.grouping,
            "indicator_unit": one.unit,
            "indicator_dp": str(one.places),
        }
        for one in _INDICATORS
    ]
    return _csv(META, [*filters, *numbers])


def _csv(head: Sequence[str], lines: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(head)
    out.writerows([line.get(name, "") for name in head] for line in lines)
    return text.getvalue()
