"""The cells of a plain text by whole columns: where each lies, and which of them are the same.

Cells are compared as numbers, eight letters at a time. Nothing is taken on trust: a text whose
lines have not all as many cells, or whose cells are too long to compare so, is left to others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from movements.intake.attendance_columns import Column, Ids

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Places = NDArray[np.int64]

Number = TypeVar("Number", np.int32, np.int64, np.uint64)

NEWLINE = ord("\n")
LONGEST = 32
"""Letters of a cell up to which it is compared by numbers."""
_AT_ONCE = 1 << 21
_SMALL = 1 << 16
_FEW_TIMES = 4
"""Numbers up to so many times their count are told apart by a place for each, without sorting."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FIRST_LETTERS = np.array([(1 << 8 * letters) - 1 for letters in range(9)], dtype=np.uint64)


@dataclass(frozen=True)
class _Part:
    """Some whole lines: where each cell begins and ends in the text, and the line of each row."""

    begins: Places
    ends: Places
    lines: Places


class Uneven(Exception):
    """Raised for a text that cannot be read by whole columns."""


def read_cells(
    data: bytes, start: int, separator: str, width: int, wanted: Sequence[int]
) -> tuple[list[Column], Ids]:
    """The wanted of `width` columns from `start` on, and the line of each row; blank lines go.

    `data` is ASCII without NUL whose last line ends; the line that begins at `start` is the second.
    Raises Uneven.
    """
    padded = np.frombuffer(data + bytes(LONGEST), dtype=np.uint8)
    seen: list[dict[str, int]] = [{} for _ in wanted]
    ids: list[list[Ids]] = [[np.empty(0, dtype=np.int32)] for _ in wanted]
    lines: list[Ids] = [np.empty(0, dtype=np.int32)]
    line = 2
    for first, end in _parts(data, start):
        part = _part(padded[first:end], first, ord(separator), width)
        lines.append((part.lines + line).astype(np.int32))
        line += data.count(b"\n", first, end)
        for known, numbers, place in zip(seen, ids, wanted, strict=True):
            numbers.append(_numbers(data, padded, part, place, known))
    columns = [Column(tuple(k), np.concatenate(n)) for k, n in zip(seen, ids, strict=True)]
    return columns, np.concatenate(lines)


def _parts(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Whole lines, so many at a time that what is worked out of them stays near the processor."""
    while start < len(data):
        end = data.rfind(b"\n", start, start + _AT_ONCE) + 1 or data.index(b"\n", start) + 1
        yield start, end
        start = end


def _part(held: Bytes, first: int, separator: int, width: int) -> _Part:
    newline = held == NEWLINE
    ends = np.flatnonzero(newline | (held == separator))
    begins = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
    lines = np.arange(np.count_nonzero(newline))
    if newline[0] or bool((newline[1:] & newline[:-1]).any()):
        blank = newline[ends] & (begins == ends) & ((begins == 0) | newline[begins - 1])
        lines = lines[~blank[newline[ends]]]
        begins, ends = begins[~blank], ends[~blank]
    if len(ends) != len(lines) * width or not newline[ends[width - 1 :: width]].all():
        raise Uneven
    return _Part(_by_column(begins + first, width), _by_column(ends + first, width), lines)


def _by_column(places: Places, width: int) -> Places:
    return np.ascontiguousarray(places.reshape(-1, width).T)


def _numbers(data: bytes, padded: Bytes, part: _Part, place: int, known: dict[str, int]) -> Ids:
    """For each row of a part the number of its cell among those known, which grow by the new."""
    begins, ends = part.begins[place], part.ends[place]
    if not len(begins):
        return np.empty(0, dtype=np.int32)
    words = _words(padded, begins, ends - begins)
    runs = _runs(words)
    words = [word[runs] for word in words]
    different, ids = told_apart(words[0] if len(words) == 1 else _mixed(words))
    first = np.empty(len(different), dtype=np.int64)
    first[ids[::-1]] = np.arange(len(ids) - 1, -1, -1)
    if len(words) > 1 and not all((word[first][ids] == word).all() for word in words):
        raise Uneven
    number = np.empty(len(different), dtype=np.int32)
    for which in np.argsort(first).tolist():
        row = runs[first[which]]
        cell = data[begins[row] : ends[row]].decode("ascii")
        number[which] = known.setdefault(cell, len(known))
    return np.repeat(number[ids], np.diff(runs, append=len(begins)))


def _runs(words: Sequence[Words]) -> Places:
    """Where each run of rows begins whose cells are the same: in most files they stand in runs."""
    begins = np.ones(len(words[0]), dtype=np.bool_)
    np.not_equal(words[0][1:], words[0][:-1], out=begins[1:])
    for word in words[1:]:
        begins[1:] |= word[1:] != word[:-1]
    return np.flatnonzero(begins)


def _words(padded: Bytes, begins: Places, lengths: Places) -> list[Words]:
    """Each cell as numbers of eight letters, zeros after its end."""
    shortest, longest = int(lengths.min()), int(lengths.max())
    if longest > LONGEST:
        raise Uneven
    # A number may begin at any letter: the view has one for each.
    at = np.ndarray((len(padded) - 7,), dtype="<u8", buffer=padded, strides=(1,))
    left = longest if shortest == longest else lengths
    return [
        at[begins + letters] & _FIRST_LETTERS[np.clip(left - letters, 0, 8)]
        for letters in range(0, max(longest, 1), 8)
    ]


def _mixed(words: Sequence[Words]) -> Words:
    """One number of several: cells that differ may share one, and are told apart afterwards."""
    mixed = words[0]
    for word in words[1:]:
        mixed = (mixed * _SPREAD) ^ (mixed >> np.uint64(29)) ^ word
    return mixed


def told_apart(keys: NDArray[Number]) -> tuple[Places, Places]:
    """The different numbers among some that are none below 0, and which of them each is."""
    if not len(keys):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    most = int(keys.max())
    if most < max(_SMALL, _FEW_TIMES * len(keys)):
        there = np.zeros(most + 1, dtype=np.bool_)
        there[keys] = True
        return np.flatnonzero(there), (np.cumsum(there) - 1)[keys]
    different = np.unique(keys)
    return different.astype(np.int64), np.searchsorted(different, keys)
