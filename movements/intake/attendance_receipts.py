"""The attendance file back with what became of each row; large files a whole column at a time."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from movements.cells import escape_cell
from movements.intake.attendance import RESULTS, AttendanceReport, Found
from movements.intake.attendance_columns import PlainLines
from movements.intake.reading import RECEIPT_COLUMNS, LongSheet
from movements.intake.receipts import (
    Outcome,
    Result,
    long_receipts_text,
    receipt_of,
    receipts_bytes,
    receipts_text,
)
from movements.problems import Concern

_END = "\r\n"
_AT_ONCE = 100_000
"""Rows of a long file that are written at a time."""
_WORST: tuple[Result, ...] = ("already_held", "accepted", "refused")


def write_attendance_receipts(path: Path | str, report: AttendanceReport) -> None:
    """Write the file as sent with four more columns: result, entry, problems, concerns.

    Raises OSError when the path cannot be written.
    """
    with Path(path).open("wb") as out:
        out.writelines(receipt_parts(report))


def receipt_parts(report: AttendanceReport) -> Iterator[bytes]:
    """The bytes of the receipts; of a long file some rows at a time, none of which is kept."""
    source = report.checked.columns.source
    if not isinstance(source, PlainLines):
        yield receipts_bytes(attendance_receipts(report))
        return
    yield b"" if _is_told_plainly(report) else codecs.BOM_UTF8
    for part in _plain(report, source):
        yield part.encode()


def attendance_receipts(report: AttendanceReport) -> str:
    """The receipts as text."""
    source = report.checked.columns.source
    if isinstance(source, PlainLines):
        return "".join(_plain(report, source))
    outcomes = (report.outcome(row) for row in range(len(report.results)))
    if isinstance(source, LongSheet):
        return long_receipts_text(source, outcomes)
    wide = report.checked.columns.where is not None
    return receipts_text(source, _of_lines(outcomes) if wide else outcomes)


def _of_lines(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """One outcome a line where a line holds many marks: refused if any of them was, and so on."""
    for line, told in groupby(outcomes, key=lambda outcome: outcome.line):
        of_line = list(told)
        yield Outcome(
            line=line,
            result=max((one.result for one in of_line), key=_WORST.index),
            entry=max((one.entry for one in of_line if one.entry), default=None),
            problems=tuple(_together(p for one in of_line for p in one.problems)),
            concerns=tuple(_together(map(_headed, (c for one in of_line for c in one.concerns)))),
        )


def _headed(concern: Concern) -> Concern:
    return replace(concern, message=f"{concern.field}: {concern.message}")


def _together(found: Iterable[Found]) -> list[Found]:
    """The same said of the line as a whole, such as of its UPN, is said once."""
    return list(dict.fromkeys(found))


def _is_told_plainly(report: AttendanceReport) -> bool:
    """Whether all that is said of the rows is ASCII."""
    tables = (report.checked.problems.table, report.concerns.table)
    return all(f"{one.field}{one.message}".isascii() for t in tables for some in t for one in some)


def _plain(report: AttendanceReport, source: PlainLines) -> Iterator[str]:
    """Each line with its tail; rows with the same outcome share one."""
    yield source.separator.join((source.header, *RECEIPT_COLUMNS)) + _END
    tails = _Tails(report, source.separator)
    lines, many = iter(source.texts()), len(report.results)
    for first in range(0, many, _AT_ONCE):
        ends = tails.of(slice(first, min(first + _AT_ONCE, many)))
        # The lines last: zip must not take one more of them than there are ends.
        yield "".join(text + end for end, text in zip(ends, lines, strict=False))


class _Tails:
    """What stands after the lines of a file: each sort of outcome is told once."""

    def __init__(self, report: AttendanceReport, separator: str) -> None:
        self.report, self.separator = report, separator
        self.entries = np.unique(report.entries)
        self.told: dict[int, str] = {}

    def of(self, rows: slice) -> list[str]:
        """The tails of some rows, each with the end of its line."""
        told = self._sorts(rows)
        sorts, at, which = np.unique(told, return_index=True, return_inverse=True)
        ends = [
            self.told.get(sort) or self.told.setdefault(sort, self._tail(rows.start + row))
            for sort, row in zip(sorts.tolist(), at.tolist(), strict=True)
        ]
        return [ends[one] for one in which.tolist()]

    def _sorts(self, rows: slice) -> NDArray[np.int64]:
        """The outcome of each row as a number: those of the same outcome have the same."""
        report, problems = self.report, self.report.checked.problems
        told = np.searchsorted(self.entries, report.entries[rows]).astype(np.int64)
        told = told * len(RESULTS) + report.results[rows]
        told = told * len(problems.table) + problems.ids[rows]
        told = told * len(report.concerns.table) + report.concerns.ids[rows]
        where = report.checked.columns.where
        return told if where is None else told * len(where.values) + where.ids[rows]

    def _tail(self, row: int) -> str:
        return _tail(self.report.outcome(row), self.separator) + _END


def _tail(outcome: Outcome, separator: str) -> str:
    held = io.StringIO(newline="")
    out = csv.writer(held, delimiter=separator, lineterminator="")
    out.writerow(["", *map(escape_cell, receipt_of(outcome))])
    return held.getvalue()
