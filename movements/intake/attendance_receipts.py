"""The attendance file back with what became of each row; large files a whole column at a time."""

import csv
import io
from pathlib import Path

import numpy as np

from movements.cells import escape_cell
from movements.intake.attendance import RESULTS, AttendanceReport
from movements.intake.attendance_columns import PlainLines
from movements.intake.reading import RECEIPT_COLUMNS
from movements.intake.receipts import Outcome, receipt_of, receipts_bytes, receipts_text


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
    return receipts_text(source, (report.outcome(row) for row in range(len(report.results))))


def _plain(report: AttendanceReport, source: PlainLines) -> str:
    """Each line with its tail; rows with the same outcome share one."""
    tails, which = _tails(report, source.separator)
    lines = [text + tails[tail] for text, tail in zip(source.texts, which, strict=True)]
    header = source.separator.join((source.header, *RECEIPT_COLUMNS))
    return "\r\n".join((header, *lines, ""))


def _tails(report: AttendanceReport, separator: str) -> tuple[list[str], list[int]]:
    """The tails there are, and for each row which of them it has."""
    problems, concerns = report.checked.problems, report.concerns
    _, entries = np.unique(report.entries, return_inverse=True)
    told = entries.astype(np.int64) * len(RESULTS) + report.results
    told = told * len(problems.table) + problems.ids
    told = told * len(concerns.table) + concerns.ids
    _, rows, which = np.unique(told, return_index=True, return_inverse=True)
    return [_tail(report.outcome(row), separator) for row in rows.tolist()], which.tolist()


def _tail(outcome: Outcome, separator: str) -> str:
    held = io.StringIO(newline="")
    out = csv.writer(held, delimiter=separator, lineterminator="")
    out.writerow(["", *map(escape_cell, receipt_of(outcome))])
    return held.getvalue()
