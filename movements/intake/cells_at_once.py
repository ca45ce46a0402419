"""The cells of a plain text by whole columns: where each lies, and which of them are the same.

Cells are compared as numbers, eight letters at a time. Nothing is taken on trust: a text whose
lines have not all as many cells, or whose cells are too long to compare so, is left to others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from movements.intake.attendance_columns import Column
from movements.intake.told_apart import Ids, Known, Places, Uneven, Words
from movements.marks import Truth

Bytes = NDArray[np.uint8]

NEWLINE = ord("\n")
LONGEST = 32
"""Letters of a cell up to which it is compared by numbers."""
_LETTERS = 8
_FIRST, _AT_ONCE = 1 << 16, 1 << 20
_FIRST_LETTERS = np.array([(1 << 8 * letters) - 1 for letters in range(9)], dtype=np.uint64)


@dataclass(frozen=True)
class _Part:
    """Some whole lines: where each cell begins and ends in the text, and the line of each row.

    `many` counts the lines, blank ones too.
    """

    text: bytes
    begins: Sequence[Places]
    ends: Sequence[Places]
    lines: Places
    many: int


def read_cells(
    data: bytes, start: int, separator: str, width: int, wanted: Sequence[int]
) -> tuple[list[Column], Ids]:
    """The wanted of `width` columns from `start` on, and the line of each row; blank lines go.

    `data` is ASCII without NUL whose last line ends; the line that begins at `start` is the second.
    Raises Uneven.
    """
    seen = [Known() for _ in wanted]
    ids: list[list[Ids]] = [[np.empty(0, dtype=np.int32)] for _ in wanted]
    lines: list[Ids] = [np.empty(0, dtype=np.int32)]
    line = 2
    for text in _parts(data, start):
        part = _part(text, separator, width)
        lines.append((part.lines + line).astype(np.int32))
        line += part.many
        for known, numbers, place in zip(seen, ids, wanted, strict=True):
            numbers.append(_numbers(part, place, known))
    columns = [Column(tuple(k.numbers), np.concatenate(n)) for k, n in zip(seen, ids, strict=True)]
    return columns, np.concatenate(lines)


def _parts(data: bytes, start: int) -> Iterator[bytes]:
    """Whole lines, so many at a time that what is worked out of them stays near the processor.

    The first are few: most of the different cells are in them. NULs follow the lines.
    """
    whole, many = memoryview(data), _FIRST
    while start < len(data):
        end = data.rfind(b"\n", start, start + many) + 1 or data.index(b"\n", start) + 1
        yield b"".join((whole[start:end], bytes(LONGEST)))
        start, many = end, _AT_ONCE


def _part(text: bytes, separator: str, width: int) -> _Part:
    held = np.frombuffer(text, dtype=np.uint8)
    newline, parted = held == NEWLINE, held == ord(separator)
    ends = np.flatnonzero(newline)
    begins = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
    at = _in_line(parted, begins, ends, width)
    if at is None:
        return _cell_by_cell(text, newline, parted, width)
    return _Part(
        text,
        [begins, *(begins + (one + 1) for one in at)],
        [*(begins + one for one in at), ends],
        np.arange(len(ends)),
        len(ends),
    )


def _in_line(parted: Truth, begins: Places, ends: Places, width: int) -> list[int] | None:
    """Where in its line each separator stands, when that is the same in every line; else None.

    It is in files whose only cells of several lengths are those of the last column.
    """
    at: list[int] = np.flatnonzero(parted[: ends[0]]).tolist()
    if len(at) != width - 1 or int((ends - begins).min()) <= max(at, default=0):
        return None
    if np.count_nonzero(parted) != len(ends) * len(at):
        return None
    return at if all(parted[begins + one].all() for one in at) else None


def _cell_by_cell(text: bytes, newline: Truth, parted: Truth, width: int) -> _Part:
    ends = np.flatnonzero(newline | parted)
    begins = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
    many = int(np.count_nonzero(newline))
    lines = np.arange(many)
    if newline[0] or bool((newline[1:] & newline[:-1]).any()):
        blank = newline[ends] & (begins == ends) & ((begins == 0) | newline[begins - 1])
        lines = lines[~blank[newline[ends]]]
        begins, ends = begins[~blank], ends[~blank]
    if len(ends) != len(lines) * width or not newline[ends[width - 1 :: width]].all():
        raise Uneven
    return _Part(text, _by_column(begins, width), _by_column(ends, width), lines, many)


def _by_column(places: Places, width: int) -> list[Places]:
    return [*np.ascontiguousarray(places.reshape(-1, width).T)]


def _numbers(part: _Part, place: int, known: Known) -> Ids:
    """For each row of a part the number of its cell among those known, which grow by the new."""
    begins, ends = part.begins[place], part.ends[place]
    if not len(begins):
        return np.empty(0, dtype=np.int32)
    words = _words(part.text, begins, ends - begins)
    if len(words) == 1:
        # Found as quickly as their runs.
        return known.find(words)
    runs = _runs(words)
    numbers = known.find([word[runs] for word in words])
    return np.repeat(numbers, np.diff(runs, append=len(begins)))


def _runs(words: Sequence[Words]) -> Places:
    """Where each run of rows begins whose cells are the same: in most files they stand in runs."""
    begins = np.ones(len(words[0]), dtype=np.bool_)
    np.not_equal(words[0][1:], words[0][:-1], out=begins[1:])
    for word in words[1:]:
        begins[1:] |= word[1:] != word[:-1]
    return np.flatnonzero(begins)


def _words(text: bytes, begins: Places, lengths: Places) -> list[Words]:
    """Each cell as numbers of eight letters, zeros after its end."""
    shortest, longest = int(lengths.min()), int(lengths.max())
    if longest > LONGEST:
        raise Uneven
    many = max(1, -(-longest // _LETTERS))
    # A cell may begin at any letter: the view has one for each.
    held = np.ndarray((len(text) - LONGEST,), f"V{many * _LETTERS}", text, strides=(1,))
    words = held[begins].view("<u8").reshape(-1, many).T
    left = longest if shortest == longest else lengths
    return [
        word & _FIRST_LETTERS[np.clip(left - _LETTERS * place, 0, _LETTERS)]
        for place, word in enumerate(words)
    ]
