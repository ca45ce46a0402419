"""The wide form of an attendance file: a line for each pupil, a column for each session.

Or a line for each pupil and day, with a column for each half of it.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from movements.counted import counted
from movements.intake.attendance_columns import Column, Columns, column_for, rows_read, unread_note
from movements.intake.attendance_titles import half_of, is_day, is_half, split_title
from movements.intake.plain_text import Unreadable
from movements.intake.reading import SEPARATORS, Row, Sheet, tidy_name
from movements.problems import Problem
from movements.received import SentFile

_HEAD = 1 << 20
"""Letters in which the first two lines are looked for."""
BLANK = frozenset({"", "-"})
"""Cells that say that no mark was made."""


@dataclass(frozen=True)
class _Session:
    """A session's column: its tidied name, as it is headed, its day as headed, its half-day.

    Without a day where each line has its own.
    """

    column: str
    title: str
    day: str
    half: str


def one_header(text: str) -> str:
    """The text, where two lines head the columns (days, then AM and PM beneath) with one for both.

    The second becomes an empty line, so that every row stays on the line it was sent on.
    """
    lines = text[:_HEAD].splitlines(keepends=True)[:2]
    if len(lines) < 2:
        return text
    separator = max(SEPARATORS, key=lines[0].count)
    try:
        above, beneath = (next(csv.reader([line], delimiter=separator), []) for line in lines)
    except csv.Error:
        return text
    if not (any(map(is_day, above)) and sum(map(is_half, beneath)) > 1):
        return text
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=separator, lineterminator="\n\n").writerow(_joined(above, beneath))
    return held.getvalue() + text[sum(map(len, lines)) :]


def _joined(above: list[str], beneath: list[str]) -> Iterator[str]:
    """A day stands above its first session only, where its cells were merged."""
    day = ""
    above = above + [""] * (len(beneath) - len(above))
    for over, under in zip(above, beneath, strict=False):
        day = over if over.strip() else day
        yield f"{day} {under}".strip() if is_half(under) else over or under


def sessions_of(header: Sequence[str]) -> list[_Session]:
    """The columns that are headed by a session; none where the file is not of the wide form."""
    found = []
    for title in header:
        said = split_title(title)
        if said:
            found.append(_Session(tidy_name(title), title.strip(), *said))
    return found


def halves_of(header: Sequence[str], names: list[str], *, file: str) -> list[_Session]:
    """The columns for the morning and the afternoon of a line's own day; none where it has none."""
    if column_for("date", names, file=file) is None:
        return []
    if any(column_for(wanted, names, file=file) for wanted in ("session", "mark")):
        return []
    told = ((title, half_of(title)) for title in header)
    return [_Session(tidy_name(t), t.strip(), "", half) for t, half in told if half]


def wide_columns(sheet: Sheet, sessions: list[_Session], sent: SentFile) -> Columns:
    """The marks of a wide file, a row for each cell that holds one.

    Raises Unreadable where no column holds UPNs.
    """
    upn = column_for("upn", sheet.columns, file=sent.name)
    if upn is None:
        raise Unreadable(
            f"{sent.name} has a column for each session and no column upn, so nobody can tell "
            "whose marks they are: add the pupils' UPNs."
        )
    day = None if sessions[0].day else column_for("date", sheet.columns, file=sent.name)
    of_line = {"upn": upn, "date": day} if day else {"upn": upn}
    read = {**of_line, **{one.column: one.column for one in sessions}}
    lines = [*rows_read(sheet.rows, read.values())]
    rows = [(row, session) for row in lines for session in _marked(row, sessions)]
    blanks = sum(len(sessions) for row in lines if not row.problems) - sum(
        not row.problems for row, _ in rows
    )
    return Columns(
        Column.of(row.values[upn] for row, _ in rows),
        Column.of(row.values[day] if day else session.day for row, session in rows),
        Column.of(session.half for _, session in rows),
        Column.of(row.values[session.column] for row, session in rows),
        lines=np.array([row.line for row, _ in rows], dtype=np.int32),
        source=sheet,
        sent=sent,
        notes=(*sheet.notes, *_blank_note(blanks), *unread_note(sheet.columns, read)),
        misshapen=_misshapen(rows),
        where=Column.of(session.title for _, session in rows),
        titled=day is None,
    )


def _marked(row: Row, sessions: list[_Session]) -> list[_Session]:
    """The sessions a line has a mark for. Of a line that cannot be read the first stands for all:
    its cells may be another column's.
    """
    if row.problems:
        return sessions[:1]
    return [one for one in sessions if row.values[one.column] not in BLANK]


def _misshapen(rows: list[tuple[Row, _Session]]) -> Mapping[int, tuple[Problem, ...]]:
    return {place: row.problems for place, (row, _) in enumerate(rows) if row.problems}


def _blank_note(blanks: int) -> Iterator[str]:
    if blanks:
        cells = counted(blanks, "cell is", "cells are")
        yield f"{cells} empty or -, so there is no mark for {'it' if blanks == 1 else 'them'}."
