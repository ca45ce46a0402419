"""The attendance file back with what became of each row; large files a whole column at a time."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np

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

_WORST: tuple[Result, ...] = ("already_held", "accepted", "refused")


def write_attendance_receipts(path: Path | str, report: AttendanceReport) -> None:
    """Write the file as sent with four more columns: result, entry, problems, concerns.

    Raises OSError when the path cannot be written.
    """
    Path(path).write_bytes(receipts_bytes(attendance_receipts(report)))


def attendance_receipts(report: AttendanceReport) -> str:
    """The receipts as text."""
    source = report.checked.columns.source
    if isinstance(source, PlainLines):
        return _plain(report, source)
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


def _plain(report: AttendanceReport, source: PlainLines) -> str:
    """Each line with its tail; rows with the same outcome share one."""
    tails, which = _tails(report, source.separator)
    lines = [text + tails[tail] for text, tail in zip(source.texts(), which, strict=True)]
    header = source.separator.join((source.header, *RECEIPT_COLUMNS))
    return "\r\n".join((header, *lines, ""))


def _tails(report: AttendanceReport, separator: str) -> tuple[list[str], list[int]]:
    """The tails there are, and for each row which of them it has."""
    problems, concerns = report.checked.problems, report.concerns
    _, entries = np.unique(report.entries, return_inverse=True)
    told = entries.astype(np.int64) * len(RESULTS) + report.results
    told = told * len(problems.table) + problems.ids
    told = told * len(concerns.table) + concerns.ids
    where = report.checked.columns.where
    if where is not None:
        told = told * len(where.values) + where.ids
    _, rows, which = np.unique(told, return_index=True, return_inverse=True)
    return [_tail(report.outcome(row), separator) for row in rows.tolist()], which.tolist()


def _tail(outcome: Outcome, separator: str) -> str:
    held = io.StringIO(newline="")
    out = csv.writer(held, delimiter=separator, lineterminator="")
    out.writerow(["", *map(escape_cell, receipt_of(outcome))])
    return held.getvalue()
