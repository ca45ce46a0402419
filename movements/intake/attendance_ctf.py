"""The marks of a Common Transfer File as rows: what its strings come to, session by session."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from movements.cells import escape_cell
from movements.counted import counted
from movements.dates import NotADate, read_date
from movements.intake.attendance_columns import WANTED, Column, Columns, PlainLines
from movements.intake.ctf_file import Ctf, Run, read_ctf
from movements.intake.ctf_marks import Marks, as_written, dated, form_of, may_be_weeks_of, readings
from movements.marks import SESSIONS
from movements.problems import Problem
from movements.received import SentFile

TWO_LETTERS_SINCE = 24
"""The first edition in which a mark may have two letters."""

_NEW_CODES = date(2024, 8, 19)
_SHOWN = 60


@dataclass(frozen=True)
class _Mark:
    """A row: a mark and where it stands, or a run that cannot be read, with what is wrong."""

    run: Run
    day: str
    session: str
    mark: str
    where: str
    problem: Problem | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The row as the long form has it."""
        return self.run.upn, self.day, self.session, self.mark


def ctf_columns(data: bytes, sent: SentFile) -> Columns:
    """A row for each mark of a Common Transfer File; its receipts are such rows.

    Raises Unreadable where the file is damaged or not to be trusted.
    """
    ctf = read_ctf(data, name=sent.name)
    rows = list(_Strings(ctf).rows())
    by_column = [Column.of(cells) for cells in zip(*(row.cells for row in rows), strict=True)]
    upn, day, session, mark = by_column or [Column.of(()) for _ in WANTED]
    return Columns(
        upn,
        day,
        session,
        mark,
        lines=np.array([row.run.line for row in rows], dtype=np.int32),
        source=PlainLines(",".join(WANTED), ",", lambda: [_line(row.cells) for row in rows]),
        sent=sent,
        notes=tuple(_notes(ctf)),
        misshapen={n: (row.problem,) for n, row in enumerate(rows) if row.problem},
        where=Column.of(row.where for row in rows),
        schools=Column.of(row.run.school for row in rows),
    )


def _line(cells: tuple[str, ...]) -> str:
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="").writerow(map(escape_cell, cells))
    return held.getvalue()


class _Strings:
    """The runs of marks of one file. What one run leaves open another of the file may tell."""

    def __init__(self, ctf: Ctf) -> None:
        self.ctf = ctf
        strings = [readings(run.marks) for run in ctf.runs]
        form = form_of(one for one in strings if not isinstance(one, Problem))
        self.read = [
            (run, one if isinstance(one, Problem) else as_written(one, form), _start(run))
            for run, one in zip(ctf.runs, strings, strict=True)
        ]
        told = [marks for _, marks, _ in self.read if not isinstance(marks, Problem)]
        self.two_letters = any(len(mark) > 1 for marks in told for mark in marks)
        weeks = [self._weeks(marks, start) for _, marks, start in self.read]
        self.week = frozenset.intersection(*(w for w in weeks if len(w) == 1), frozenset({5, 7}))

    def rows(self) -> Iterator[_Mark]:
        """Every mark, in the order of the file."""
        for run, marks, start in self.read:
            yield from self._of(run, marks, start)

    def _weeks(self, marks: Marks | Problem, start: date | Problem) -> frozenset[int]:
        if isinstance(marks, Problem) or isinstance(start, Problem):
            return frozenset()
        return may_be_weeks_of(marks, start, self.ctf.made)

    def _of(self, run: Run, marks: Marks | Problem, start: date | Problem) -> Iterator[_Mark]:
        if isinstance(start, Problem):
            yield _refused(run, start)
        elif isinstance(marks, Problem):
            yield _refused(run, marks)
        else:
            yield from self._dated(run, marks, start)

    def _dated(self, run: Run, marks: Marks, start: date) -> Iterator[_Mark]:
        may_be = self._weeks(marks, start)
        same = _same_either_way(marks, start)
        week = may_be if len(may_be) == 1 or same else may_be & self.week
        if not week or (len(week) > 1 and not same):
            yield _refused(run, _weekends(start))
            return
        for told in dated(marks, start, max(week)):
            where = f"mark {told.place} of AttendanceMarks"
            cells = (told.day.isoformat(), SESSIONS[told.half], told.mark, where)
            yield _Mark(run, *cells, self._cut_short(told.mark, told.day))

    def _cut_short(self, mark: str, day: date) -> Problem | None:
        """C of an edition of one letter a mark, when the codes had C1 and C2 already."""
        edition = self.ctf.version
        old = edition is not None and edition < TWO_LETTERS_SINCE
        if mark != "C" or day < _NEW_CODES or not old or self.two_letters:
            return None
        return Problem(
            "mark",
            "ambiguous",
            f"C may be C, C1 or C2 here: CTF {edition} has one letter for a mark. Say which it is.",
        )


def _start(run: Run) -> date | Problem:
    try:
        return read_date(run.start)
    except NotADate as error:
        words = f"AttendanceStartDate: {error.sentence}" if run.start else _NO_START
        return Problem("date", error.code, words)


_NO_START = "AttendanceStartDate is missing, so nobody can tell what days the marks are of."


def _same_either_way(marks: Marks, start: date) -> bool:
    return list(dated(marks, start, 5)) == list(dated(marks, start, 7))


def _weekends(start: date) -> Problem:
    return Problem(
        "date",
        "ambiguous",
        f"These AttendanceMarks from {start.isoformat()} may have weeks of five days or of seven, "
        "and their days differ: send them to the end of a later week, or as upn, date, session, "
        "mark.",
    )


def _refused(run: Run, problem: Problem) -> _Mark:
    return _Mark(run, run.start, "AM", run.marks.strip()[:_SHOWN], "AttendanceMarks", problem)


def _notes(ctf: Ctf) -> Iterator[str]:
    edition = f"CTF {ctf.version}" if ctf.version else "a CTF of no edition"
    runs, pupils = counted(len(ctf.runs), "run"), counted(ctf.pupils, "pupil")
    yield (
        f"Read as {edition}: the marks of {runs}, of {pupils}. Its "
        "receipts have a row for each mark; nothing else of the file was read."
    )
    if not ctf.runs:
        yield "No AttendanceMarks in the file has a mark, so there was nothing to take in."
