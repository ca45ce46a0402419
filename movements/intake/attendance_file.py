"""Reading an attendance file, `upn,date,session,mark`: quickly where it is plain."""

import hashlib
from pathlib import Path

import numpy as np

from movements.intake.attendance_columns import (
    WANTED,
    Column,
    Columns,
    unread_note,
    wanted_columns,
)
from movements.intake.attendance_plain import Plain, read_plain
from movements.intake.plain_text import read_text
from movements.intake.reading import read_rows


def read_attendance(source: Path | bytes, *, name: str, plainly: bool = True) -> Columns:
    """The columns of an attendance file; `name` is what people know the file by.

    Touches no database. A plain file is read the quick way unless `plainly` is False; the columns
    are the same. Raises Unreadable when the file cannot be read or a column is missing.
    """
    said = read_text(source, name=name)
    data = source if isinstance(source, bytes) else source.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    plain = read_plain(said.text, name=name) if plainly else None
    if plain is None:
        return _row_by_row(data, sha256, name)
    return _whole(plain, sha256, said.notes)


def _whole(plain: Plain, sha256: str, notes: tuple[str, ...]) -> Columns:
    return Columns(
        plain.columns["upn"],
        plain.columns["date"],
        plain.columns["session"],
        plain.columns["mark"],
        lines=plain.lines,
        sha256=sha256,
        source=plain.source,
        notes=(*notes, *plain.notes),
    )


def _row_by_row(data: bytes, sha256: str, name: str) -> Columns:
    sheet = read_rows(data, name=name)
    wanted = wanted_columns(sheet.columns, file=name)
    columns = {w: Column.of(row.values[wanted[w]] for row in sheet.rows) for w in WANTED}
    return Columns(
        columns["upn"],
        columns["date"],
        columns["session"],
        columns["mark"],
        lines=np.array([row.line for row in sheet.rows], dtype=np.int32),
        sha256=sha256,
        source=sheet,
        notes=(*sheet.notes, *unread_note(sheet.columns, wanted)),
        misshapen={i: row.problems for i, row in enumerate(sheet.rows) if row.problems},
    )
