"""The quick way to read an attendance file: whole columns at a time, when it is quite plain.

Plain means: letters, digits and the few signs of dates and marks, no quotation marks, every line
with as many cells as the first. Any other file is read row by row and comes to the same columns.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from movements.intake.attendance_columns import (
    WANTED,
    Column,
    Ids,
    PlainLines,
    unread_note,
    wanted_columns,
)
from movements.intake.plain_text import Unreadable
from movements.intake.reading import (
    MOST_LETTERS_IN_A_CELL,
    RECEIPT_COLUMNS,
    SEPARATORS,
    tidy_name,
)

_LETTERS = bytes(c for c in range(128) if chr(c).isalnum())
_PLAIN = _LETTERS + b"/\\#-:._ \n"
_NEWLINE, _DASH = ord("\n"), ord("-")
_AT_ONCE = 100_000

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Plain:
    """A plain file's columns, by the names wanted, and the line each row stands on."""

    columns: dict[str, Column]
    lines: Ids
    source: PlainLines
    notes: tuple[str, ...]


def read_plain(text: str, *, name: str) -> Plain | None:
    """The columns of a plain file; None when the file is not plain and must be read row by row."""
    data = text.replace("\r\n", "\n").encode()
    if not data.endswith(b"\n"):
        data += b"\n"
    header = data[: data.index(b"\n")].decode()
    separator = max(SEPARATORS, key=header.count)
    if not _is_plain(data, separator) or not _is_wanted(header, separator, name):
        return None
    return _columns(data, header, separator, name)


def _is_plain(data: bytes, separator: str) -> bool:
    if data.translate(None, _PLAIN + separator.encode()):
        return False
    held: Bytes = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(held == _NEWLINE)
    cuts = np.flatnonzero(held == ord(separator))
    first = np.searchsorted(cuts, ends)
    counts, lengths = np.diff(first, prepend=0), np.diff(ends, prepend=-1) - 1
    even = bool(np.all((counts == counts[0]) | (lengths == 0)))
    return even and int(lengths.max()) < MOST_LETTERS_IN_A_CELL and not _dash_begins(held)


def _dash_begins(held: Bytes) -> bool:
    """A cell that begins with a dash must be escaped in the receipts."""
    dashes = np.flatnonzero(held == _DASH)
    before = held[dashes - 1]
    signs = np.frombuffer(_LETTERS, dtype=np.uint8)
    return not bool(np.all(np.isin(before, signs)))


def _is_wanted(header: str, separator: str, name: str) -> bool:
    tidy = [tidy_name(one) for one in header.split(separator)]
    if not all(tidy) or len({*tidy}) < len(tidy) or {*tidy} & {*RECEIPT_COLUMNS}:
        return False
    try:
        wanted_columns(tidy, file=name)
    except Unreadable:
        return False
    return True


def _columns(data: bytes, header: str, separator: str, name: str) -> Plain | None:
    names = [tidy_name(one) for one in header.split(separator)]
    wanted = wanted_columns(names, file=name)
    lines = data.decode().split("\n")[1:-1]
    filled = np.array([bool(line) for line in lines], dtype=np.bool_)
    texts = [line for line in lines if line]
    if not texts:
        return None
    columns = _cells(texts, separator, len(names), [names.index(wanted[w]) for w in WANTED])
    if _row_of_nothing(columns):
        return None
    return Plain(
        columns=dict(zip(WANTED, columns, strict=True)),
        lines=(np.flatnonzero(filled) + 2).astype(np.int32),
        source=PlainLines(header, separator, texts),
        notes=unread_note(names, wanted),
    )


def _cells(texts: list[str], separator: str, width: int, places: list[int]) -> list[Column]:
    """The columns at these places, some lines at a time so that memory holds few loose cells."""
    seen: list[dict[str, int]] = [{} for _ in places]
    ids: list[list[Ids]] = [[np.empty(0, dtype=np.int32)] for _ in places]
    for start in range(0, len(texts), _AT_ONCE):
        cells = separator.join(texts[start : start + _AT_ONCE]).split(separator)
        for known, parts, place in zip(seen, ids, places, strict=True):
            parts.append(_numbered(cells[place::width], known))
    columns = [
        Column(tuple(known), np.concatenate(parts)) for known, parts in zip(seen, ids, strict=True)
    ]
    return [column.tidied({value: value.strip() for value in column.values}) for column in columns]


def _numbered(cells: list[str], known: dict[str, int]) -> Ids:
    for cell in dict.fromkeys(cells):
        known.setdefault(cell, len(known))
    return np.fromiter(map(known.__getitem__, cells), dtype=np.int32, count=len(cells))


def _row_of_nothing(columns: list[Column]) -> bool:
    """A line of separators alone is no row; the reader of rows knows how to leave it out."""
    blanks = [np.array([not value for value in c.values], dtype=np.bool_)[c.ids] for c in columns]
    return bool(np.logical_and.reduce(blanks).any())
