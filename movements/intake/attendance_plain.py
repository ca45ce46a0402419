"""The quick way to read a large attendance file: whole columns at a time, when it is quite plain.

Plain means: letters, digits and the few signs of dates and marks, no quotation marks, every line
with as many cells as the first. Any other file is read row by row and comes to the same columns.
"""

import io
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
    names = header.split(separator)
    tidy = [tidy_name(one) for one in names]
    if not all(tidy) or len({*tidy}) < len(tidy) or {*tidy} & {*RECEIPT_COLUMNS}:
        return False
    try:
        wanted_columns(names, file=name)
    except Unreadable:
        return False
    return True


def _columns(data: bytes, header: str, separator: str, name: str) -> Plain | None:
    names = header.split(separator)
    wanted = wanted_columns(names, file=name)
    read = _read_csv(data, separator, [names.index(wanted[w]) for w in WANTED])
    columns = dict(zip(WANTED, read, strict=True))
    texts = data.decode().split("\n")[1:-1]
    filled = np.array([bool(text) for text in texts], dtype=np.bool_)
    if _row_of_nothing(columns, filled):
        return None
    return Plain(
        columns={w: Column(column.values, column.ids[filled]) for w, column in columns.items()},
        lines=(np.flatnonzero(filled) + 2).astype(np.int32),
        source=PlainLines(header, separator, [text for text in texts if text]),
        notes=unread_note(names, wanted),
    )


def _read_csv(data: bytes, separator: str, places: list[int]) -> list[Column]:
    import pandas as pd

    frame = pd.read_csv(
        io.BytesIO(data),
        sep=separator,
        header=0,
        names=list(range(data[: data.index(b"\n")].count(separator.encode()) + 1)),
        usecols=places,
        dtype="category",
        na_filter=False,
        quoting=3,
        skip_blank_lines=False,
        low_memory=False,
    )
    return [_column(frame[place].cat.categories, frame[place].cat.codes) for place in places]


def _column(categories: "list[str]", codes: "Ids") -> Column:
    column = Column(tuple(str(value) for value in categories), np.asarray(codes, dtype=np.int32))
    return column.tidied({value: value.strip() for value in column.values})


def _row_of_nothing(columns: dict[str, Column], filled: NDArray[np.bool_]) -> bool:
    """A line of separators alone is no row; the reader of rows knows how to leave it out."""
    empty = filled.copy()
    for column in columns.values():
        blank = np.array([not value for value in column.values], dtype=np.bool_)
        empty &= blank[column.ids]
    return bool(empty.any())
