"""Reading an attendance file of any form; the long one, quickly where it is plain."""

import re
from array import array
from dataclasses import replace
from pathlib import Path

import numpy as np

from movements.intake.attendance_columns import (
    Cells,
    Columns,
    rows_read,
    school_column,
    unread_note,
    wanted_columns,
)
from movements.intake.attendance_ctf import ctf_columns
from movements.intake.attendance_plain import Plain, read_plain
from movements.intake.attendance_wide import halves_of, one_header, sessions_of, wide_columns
from movements.intake.ctf_file import is_ctf
from movements.intake.plain_text import PlainText, read_text, unended
from movements.intake.reading import (
    SEPARATORS,
    LongSheet,
    long_sheet,
    read_rows,
    refuse_wide,
    tidy_name,
)
from movements.intake.records import as_csv, is_json
from movements.intake.unpacked import sent_bytes, unpacked
from movements.problems import Problem
from movements.received import SentFile


def read_attendance(source: Path | bytes, *, name: str, plainly: bool = True) -> Columns:
    """The columns of an attendance file; `name` is what people know the file by.

    A row for each mark (`upn,date,session,mark`), a column for each session or for each half of a
    line's own day (`upn,date,am,pm`), a Common Transfer File, records in JSON, or any of them
    packed by gzip. Touches no database. A plain file is read the quick way unless `plainly` is
    False; the columns are the same. Raises Unreadable when the file cannot be read or a column is
    missing.
    """
    data = sent_bytes(source, name=name)
    holds = unpacked(data, name=name)
    return _read(_as_text(holds, name), SentFile.of(name, data, holds), plainly)


def readable(source: Path | bytes, *, name: str) -> bytes:
    """The bytes of a file, unpacked; records in JSON as the CSV that says the same."""
    return _as_text(unpacked(sent_bytes(source, name=name), name=name), name)


def _as_text(data: bytes, name: str) -> bytes:
    return as_csv(data, name=name) if is_json(data) else data


def _read(data: bytes, sent: SentFile, plainly: bool) -> Columns:
    if is_ctf(data):
        return ctf_columns(data, sent)
    said = read_text(data, name=sent.name)
    refuse_wide(max(map(said.header.count, SEPARATORS)) + 1, sent.name)
    quick = plainly and not _tells_schools(said.header)
    plain = read_plain(said.said, name=sent.name) if quick else None
    read = _row_by_row(data, said, sent) if plain is None else _whole(plain, said.notes, sent)
    return replace(read, notes=(*unended(said), *read.notes))


def tells_schools(source: Path | bytes, *, name: str) -> bool:
    """Whether a file says by a column which school each mark is of. Raises Unreadable."""
    data = readable(source, name=name)
    return not is_ctf(data) and _tells_schools(read_text(data, name=name).header)


def _tells_schools(header: str) -> bool:
    """Whether a column says which school each mark is of: then every row is asked."""
    return school_column(map(tidy_name, re.split(r"[,;\t|]", header))) is not None


def _whole(plain: Plain, notes: tuple[str, ...], sent: SentFile) -> Columns:
    return Columns(
        plain.columns["upn"],
        plain.columns["date"],
        plain.columns["session"],
        plain.columns["mark"],
        lines=plain.lines,
        source=plain.source,
        sent=sent,
        notes=(*notes, *plain.notes),
    )


def _row_by_row(data: bytes, said: PlainText, sent: SentFile) -> Columns:
    headed = one_header(said.text)
    long = long_sheet(replace(said, said=headed), name=sent.name)
    sessions = sessions_of(long.header)
    if {"date", "session", "mark"} & {*long.columns}:
        sessions = []
    sessions = sessions or halves_of(long.header, long.columns, file=sent.name)
    if sessions:
        sheet = read_rows(data if headed is said.text else headed.encode(), name=sent.name)
        return wide_columns(sheet, sessions, sent)
    return _long(long, sent)


def _long(sheet: LongSheet, sent: SentFile) -> Columns:
    wanted = wanted_columns(sheet.columns, file=sent.name)
    school = school_column(sheet.columns)
    read = wanted if school is None else {**wanted, "school": school}
    cells = {name: Cells() for name in read}
    lines, misshapen = array("i"), dict[int, tuple[Problem, ...]]()
    for row in rows_read(sheet.rows(), read.values()):
        if row.problems:
            misshapen[len(lines)] = row.problems
        lines.append(row.line)
        for name, column in read.items():
            cells[name].add(row.values[column])
    columns = {name: one.column() for name, one in cells.items()}
    return Columns(
        columns["upn"],
        columns["date"],
        columns["session"],
        columns["mark"],
        lines=np.array(lines, dtype=np.int32),
        source=sheet,
        sent=sent,
        notes=(*sheet.notes, *unread_note(sheet.columns, read)),
        schools=columns["school"].mapped(_urn) if school else None,
        misshapen=misshapen,
    )


def _urn(text: str) -> str:
    """A URN may be written as a float."""
    return text.removesuffix(".0")
