"""The quick way to read an attendance file: whole columns at a time, when it is quite plain.

Plain means: letters, digits and the few signs of dates and marks, no quotation marks but round
whole cells, every line with as many cells as the first. Any other file is read row by row and comes
to the same columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from movements.intake.attendance_columns import (
    WANTED,
    Column,
    Ids,
    PlainLines,
    unread_note,
    wanted_columns,
)
from movements.intake.cells_at_once import read_cells
from movements.intake.plain_text import Unreadable
from movements.intake.reading import (
    MOST_LETTERS_IN_A_CELL,
    RECEIPT_COLUMNS,
    SEPARATORS,
    tidy_name,
)
from movements.intake.told_apart import Uneven
from movements.intake.unquoted import unquoted

_LETTERS = "".join(chr(c) for c in range(128) if chr(c).isalnum())
_PLAIN = (_LETTERS + "/\\#-:._ ").encode()
_AT_ONCE = 1 << 20
"""Letters of a file that are made into lines at a time, for the receipts."""
_QUOTED = re.compile(r'"[^"]*"')
# A cell that begins with a dash must be escaped in the receipts.
_DASH_BEGINS = re.compile(rb"(?<![0-9A-Za-z])-")


@dataclass(frozen=True)
class Plain:
    """A plain file's columns, by the names wanted, and the line each row stands on."""

    columns: dict[str, Column]
    lines: Ids
    source: PlainLines
    notes: tuple[str, ...]


def read_plain(text: str | bytes, *, name: str) -> Plain | None:
    """The columns of a plain file; None when the file is not plain and must be read row by row.

    `text` may be the bytes of a text that is ASCII.
    """
    if not text.isascii():
        return None
    data = text.encode() if isinstance(text, str) else text
    if b"\0" in data:
        return None
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if not data.endswith(b"\n"):
        data += b"\n"
    separator = max(SEPARATORS, key=_QUOTED.sub("", _header(data)).count)
    bare = unquoted(data, separator)
    if bare is None or not _is_wanted(_header(bare), separator, name):
        return None
    try:
        return _columns(bare, _header(bare), separator, name)
    except Uneven:
        return None


def _header(data: bytes) -> str:
    return data[: data.index(b"\n")].decode()


def _is_wanted(header: str, separator: str, name: str) -> bool:
    tidy = [tidy_name(one) for one in header.split(separator)]
    if not all(tidy) or len({*tidy}) < len(tidy) or {*tidy} & {*RECEIPT_COLUMNS}:
        return False
    try:
        wanted_columns(tidy, file=name)
    except Unreadable:
        return False
    return _is_plain(header.replace(separator, "").encode())


def _is_plain(cells: bytes) -> bool:
    return not cells.translate(None, _PLAIN) and not _DASH_BEGINS.search(cells)


def _columns(data: bytes, header: str, separator: str, name: str) -> Plain | None:
    names = [tidy_name(one) for one in header.split(separator)]
    wanted = wanted_columns(names, file=name)
    start = len(header) + 1
    if len(names) > len(WANTED) and not _is_plain_throughout(data, start, separator):
        return None
    places = [names.index(wanted[w]) for w in WANTED]
    columns, lines = read_cells(data, start, separator, len(names), places)
    cells = "\n".join(value for column in columns for value in column.values)
    if not len(lines) or not _is_plain(cells.encode().replace(b"\n", b"/")):
        return None
    bare = [column.stripped() for column in columns]
    if _row_of_nothing(bare):
        return None
    return Plain(
        columns=dict(zip(WANTED, bare, strict=True)),
        lines=lines,
        source=PlainLines(header, separator, lambda: _texts(data, start)),
        notes=unread_note(names, wanted),
    )


def _is_plain_throughout(data: bytes, start: int, separator: str) -> bool:
    """Whether the columns that are not wanted are plain too; those wanted are judged by value."""
    if max(map(len, data.split(b"\n"))) >= MOST_LETTERS_IN_A_CELL:
        return False
    cells = data[start:].replace(b"\n", b"/").replace(separator.encode(), b"/")
    return _is_plain(cells)


def _texts(data: bytes, start: int) -> Iterator[str]:
    """The lines that are rows, some of them at a time."""
    while start < len(data):
        end = data.rfind(b"\n", start, start + _AT_ONCE) + 1 or data.index(b"\n", start) + 1
        yield from filter(None, data[start:end].decode("ascii").split("\n"))
        start = end


def _row_of_nothing(columns: list[Column]) -> bool:
    """A line of separators alone is no row; the reader of rows knows how to leave it out."""
    if not all("" in column.values for column in columns):
        return False
    blanks = [np.array([not value for value in c.values], dtype=np.bool_)[c.ids] for c in columns]
    return bool(np.logical_and.reduce(blanks).any())
