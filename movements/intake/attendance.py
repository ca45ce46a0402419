"""A place's attendance file: read, check, write. One entry for each file not sent before.

The door reads the file without a database, checks it in a reading session, and takes the write
lock only for the last step, which is short whatever the size of the file.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TypedDict, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from movements import marks
from movements.actor import Actor
from movements.counted import counted
from movements.held_marks import Held, add_versions, held, next_versions
from movements.intake.attendance_check import Checked, check_attendance
from movements.intake.attendance_columns import Ids
from movements.intake.attendance_file import read_attendance
from movements.intake.attendance_words import changed, later
from movements.intake.findings import Findings
from movements.intake.receipts import IntakeReport, Outcome, Result
from movements.intake.told_apart import Places, told_apart
from movements.marks import Marks, Truth, pairs_of
from movements.places import PlaceFacts
from movements.problems import Concern, Problem
from movements.received import first_submission, keep_received
from movements.record import Source, append, today
from movements.sealed_marks import STORED, SUBMISSION, seal

__all__ = [
    "AttendanceReport",
    "check_attendance",
    "read_attendance",
    "settle_attendance",
    "take_in_attendance",
    "write_attendance",
]

RESULTS: tuple[Result, ...] = get_args(Result)
ACCEPTED, HELD, REFUSED = range(3)
MOST_OUTCOMES = 5_000
"""Rows up to which a report can carry an outcome for each; larger files have their receipts."""

Found = TypeVar("Found", Problem, Concern)
Kept = TypeVar("Kept", np.int32, np.uint8, np.bool_)
Told = TypeVar("Told", np.int64, np.int8)

Cells = NDArray[np.int64]
"""Some cells of marks, by their places among pupils by days by sessions."""
Pair = tuple[int, int]
"""Two rows of marks that are one child's: the other record's, and that of the one kept."""
Progress = Callable[[str], None]
"""Told in a few words what is being done."""


@dataclass(frozen=True, kw_only=True)
class AttendanceReport(IntakeReport):
    """What became of an attendance file; its rows as columns, for the receipts.

    `results` is a place in RESULTS for each row; `entries` the number of the entry that brought
    each mark in, 0 where none did (refused, or a dry run). `submission` is the entry that keeps
    the file: the first one, where the very same was sent before; 0 in a dry run. `changed` are
    the accepted rows that replaced another mark.
    """

    checked: Checked
    concerns: Findings[Concern]
    results: NDArray[np.int8]
    entries: NDArray[np.int64]
    submission: int = 0
    changed: int = 0
    again: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the file made an entry of its own, and was not one sent before."""
        return self.submission > 0 and not self.again

    def outcome(self, row: int) -> Outcome:
        """What became of one row; rows are counted from 0."""
        return Outcome(
            line=int(self.checked.columns.lines[row]),
            result=RESULTS[int(self.results[row])],
            entry=int(self.entries[row]) or None,
            problems=tuple(self._placed(one, row) for one in self.checked.problems.of(row)),
            concerns=tuple(self._placed(one, row) for one in self.concerns.of(row)),
        )

    def _placed(self, found: Found, row: int) -> Found:
        """What was found, by the column it was found in, where a line has a column a session."""
        where = self.checked.columns.where
        if where is None or found.field not in ("date", "session", "mark"):
            return found
        return replace(found, field=where.cell(row))

    def row_by_row(self) -> "AttendanceReport":
        """The same with the outcome of each row, unless there are very many rows."""
        if len(self.results) > MOST_OUTCOMES:
            return self
        return replace(self, outcomes=tuple(map(self.outcome, range(len(self.results)))))

    def refusals(self, most: int) -> list[Outcome]:
        """The first rows that were refused."""
        rows = np.flatnonzero(self.results == REFUSED)[:most]
        return [self.outcome(row) for row in rows.tolist()]


@dataclass(frozen=True)
class _Settled:
    """A checked file against what is held: the marks there will be, and what each row does.

    `rows` are the good ones, `was` the mark held in the cell of each, `day` the place of its day in
    `before`, `takes` those whose own mark takes its place: they are accepted, and amend what was
    held, but for those that say again what another row says. `again` is the entry of the first
    submission of this very file, 0 for none: sent again it only fills what is still unmarked, so
    that no file undoes a later one.
    """

    before: Held
    now: Marks
    rows: Places
    was: Marks
    day: Places
    differs: Truth
    takes: Truth
    accepted: Truth
    amended: Truth
    again: int

    @cached_property
    def days(self) -> list[int]:
        """The days that change, by their place in `before`."""
        differs = (pairs_of(self.now) != pairs_of(self.before.marks)).any(axis=0)
        places: list[int] = np.flatnonzero(differs).tolist()
        return places


def take_in_attendance(
    session: Session,
    source: Path | bytes,
    *,
    name: str,
    place: PlaceFacts,
    by: Actor,
    today: date,
    dry_run: bool = False,
    sent_by: Source = "csv",
    progress: Progress = lambda words: None,
) -> AttendanceReport:
    """All three steps in one session, for a caller that need not keep the write lock short.

    Raises Unreadable when there is no reading the file.
    """
    progress("Reading the file")
    columns = read_attendance(source, name=name)
    progress(f"Checking {len(columns):,} rows")
    checked = check_attendance(session, columns, place, today)
    progress("Comparing with the marks held" if dry_run else "Writing")
    if dry_run:
        return settle_attendance(session, checked)
    return write_attendance(session, checked, by, sent_by)


def settle_attendance(session: Session, checked: Checked) -> AttendanceReport:
    """What writing the file would do now. Writes nothing: a dry run."""
    return _report(checked, _settled(session, checked))


def write_attendance(
    session: Session, checked: Checked, by: Actor, source: Source = "csv"
) -> AttendanceReport:
    """Add the file's marks: the next version of each day that changes, under one new entry.

    Compared with what is held now, not when the file was checked. A file without rows adds
    nothing, nor does the very same file again, unless it fills what was refused before.
    """
    settled = _settled(session, checked)
    if not len(checked.columns) or (settled.again and not settled.days):
        return replace(_report(checked, settled), submission=settled.again, again=True)
    versions = next_versions(checked.place.id, settled.before, settled.now, settled.days)
    sent, problems = checked.columns.sent, checked.packed_problems
    told = {STORED: seal(versions), **sent.told(problems)}
    number = _append(session, checked, settled, told, by, source)
    if versions:
        add_versions(session, versions, number)
    keep_received(session, number, checked.place.id, sent, problems)
    return replace(_report(checked, settled, number), submission=number)


def _settled(session: Session, checked: Checked) -> _Settled:
    good = checked.good
    rows = np.flatnonzero(good)
    (used, day), (named, pupil) = (
        told_apart(_of(rows, one)) for one in (checked.day, checked.pupil)
    )
    days, seqs = [checked.days[one] for one in used.tolist()], checked.seqs[named]
    before = held(session, checked.place.id, days, seqs)
    # By its pupil where a row's cells begin, then its day, then its session.
    cells: Cells = (np.searchsorted(before.seqs, seqs) * (len(marks.SESSIONS) * len(days))).take(
        pupil
    )
    cells += len(marks.SESSIONS) * day
    cells += _of(rows, checked.half)
    again = first_submission(session, checked.place.id, checked.columns.sent.sha256)
    pairs = [*_rows_of_one_child(before, checked)]
    was, new = _as_of_one(before.marks, pairs).ravel().take(cells), _of(rows, checked.mark)
    differs: Truth = was != new
    takes = differs & (was == marks.NO_MARK) if again else differs
    now = _next(before.marks, cells, new, takes == differs, pairs)
    accepted = takes & _of(rows, checked.fills)
    amended: Truth = accepted & (was != marks.NO_MARK)
    return _Settled(before, now, rows, was, day, differs, takes, accepted, amended, again)


def _of(rows: Places, column: NDArray[Kept]) -> NDArray[Kept]:
    """A column of some rows; where they are all of them no copy is made."""
    return column if len(rows) == len(column) else column[rows]


def _next(before: Marks, cells: Cells, new: Marks, told: Truth, pairs: Sequence[Pair]) -> Marks:
    """The marks once some cells were told theirs; those not `told` stay as they are."""
    now = before.copy()
    if not told.all():
        cells, new = cells[told], new[told]
    now.ravel()[cells] = new
    if pairs:
        was, there = before.copy(), np.zeros(now.shape, dtype=np.bool_)
        there.ravel()[cells] = True
        for other, kept in pairs:
            _read_as_one(was, now, there[kept], other, kept)
    return now


def _as_of_one(before: Marks, pairs: Sequence[Pair]) -> Marks:
    """The marks held, those of a child's other record counted as the child's."""
    found = before.copy() if pairs else before
    for other, kept in pairs:
        alone = found[kept] == marks.NO_MARK
        found[kept][alone] = before[other][alone]
    return found


def _rows_of_one_child(before: Held, checked: Checked) -> Iterator[Pair]:
    """Where a child has marks under two records: the row of each, that of the one kept last."""
    others = checked.others
    row = {seq: number for number, seq in enumerate(before.seqs.tolist())} if others else {}
    for other, kept in others.items():
        if other in row and kept in row:
            yield row[other], row[kept]


def _read_as_one(was: Marks, now: Marks, told: Truth, other: int, kept: int) -> None:
    """A mark that the other record has counts as held; told otherwise, it is amended there too."""
    alone = (was[kept] == marks.NO_MARK) & (was[other] != marks.NO_MARK)
    same = was[other] == now[kept]
    now[other][told & ~same] = marks.NO_MARK
    now[kept][told & same & alone] = marks.NO_MARK
    was[kept][alone] = was[other][alone]


def _report(checked: Checked, settled: _Settled, number: int = 0) -> AttendanceReport:
    """What becomes of the file; `number` is of its entry, 0 where it has none of its own."""
    rows = settled.rows
    held_by = settled.before.submissions.take(settled.day)
    entries = np.where(settled.takes, number, held_by)
    results = np.where(settled.accepted, np.int8(ACCEPTED), np.int8(HELD))
    if len(rows) < len(checked.columns):
        entries = _among_all(checked, rows, entries, np.int64(0))
        results = _among_all(checked, rows, results, np.int8(REFUSED))
    return AttendanceReport(
        **_counts(checked, settled),
        notes=(
            *checked.notes,
            *_read_to_note(checked),
            *_amended_note(settled),
            *_again_note(settled),
        ),
        checked=checked,
        concerns=_concerns(checked, settled),
        results=results,
        entries=entries,
    )


def _among_all(checked: Checked, rows: Places, some: NDArray[Told], rest: Told) -> NDArray[Told]:
    """For every row of the file what some have, and of the others the rest."""
    every = np.full(len(checked.columns), rest)
    every[rows] = some
    return every


class _Counts(TypedDict):
    """How many rows are accepted, say what is held already, change it, and are refused."""

    accepted: int
    already_held: int
    changed: int
    refused: int


def _counts(checked: Checked, settled: _Settled) -> _Counts:
    accepted, good = int(np.count_nonzero(settled.accepted)), len(settled.rows)
    return {
        "accepted": accepted,
        "already_held": good - accepted,
        "changed": int(np.count_nonzero(settled.amended)),
        "refused": len(checked.columns) - good,
    }


def _concerns(checked: Checked, settled: _Settled) -> Findings[Concern]:
    found = checked.concerns.copy()
    for which, words in ((settled.amended, changed), (settled.differs & ~settled.takes, later)):
        if which.any():
            was: Ids = np.full(len(checked.columns), -1, dtype=np.int32)
            was[settled.rows] = np.where(which, settled.was, -1)
            found.add(was, _of_each_mark(words))
    return found


@cache
def _of_each_mark(words: Callable[[str], Concern]) -> Sequence[Concern | None]:
    """What is said of each mark, by its byte."""
    codes = [marks.CODE_OF.get(byte) for byte in range(256)]
    return [words(code) if code else None for code in codes]


def _read_to_note(checked: Checked) -> Iterator[str]:
    """To which row the file was read: whoever sent more of them sees that it was cut off."""
    if len(checked.columns):
        yield f"Its last row is on line {checked.columns.lines[-1]:,}."


def _amended_note(settled: _Settled) -> Iterator[str]:
    count = int(np.count_nonzero(settled.amended))
    if count:
        marks = counted(count, "mark replaces another", "marks replace others")
        yield f"{marks}, held before; what was held is kept."


def _again_note(settled: _Settled) -> Iterator[str]:
    if settled.again:
        since = int(np.count_nonzero(settled.differs & ~settled.takes))
        stay = (
            f" {since:,} of its marks were replaced since, and stay as they are." if since else ""
        )
        yield f"This very file was taken in before, as submission {settled.again}.{stay}"


def _append(
    session: Session,
    checked: Checked,
    settled: _Settled,
    told: dict[str, object],
    by: Actor,
    source: Source,
) -> int:
    days = settled.before.days or checked.days
    entry = append(
        session,
        kind=SUBMISSION,
        on=days[-1] if days else today(),
        by=by,
        source=source,
        details={
            "sha256": checked.columns.sent.sha256,
            "rows": len(checked.columns),
            **_counts(checked, settled),
            "first_day": days[0].isoformat() if days else None,
            "last_day": days[-1].isoformat() if days else None,
            **told,
        },
        subjects={"place_id": checked.place.id},
        authority=checked.place.la_code,
    )
    return entry.number
