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
_LONGEST_LINE = 64
"""Letters of a line, its end with them, up to which it is taken out of the text whole."""
_LETTERS = 8
_BITS = 8
_FIRST, _AT_ONCE = 1 << 16, 1 << 20
_FEW = 1 << 17
"""Letters of a file up to which each of its cells is made a text: some three thousand marks."""
_FIRST_LETTERS = np.array([(1 << _BITS * letters) - 1 for letters in range(9)], dtype=np.uint64)


@dataclass(frozen=True)
class _Even:
    """Lines in which each separator stands at the same place in all of them: `at`.

    So it is in files whose only cells of several lengths are those of the last column: `last` are
    theirs. `letters` are the lines as numbers; each line is a row.
    """

    letters: Sequence[Words]
    at: Sequence[int]
    last: Places

    @property
    def many(self) -> int:
        """How many lines there are."""
        return len(self.last)

    @property
    def lines(self) -> Ids:
        """The line of each row, counted from 0."""
        return np.arange(self.many, dtype=np.int32)

    def words(self, place: int) -> list[Words]:
        """The cells of a column: what stands in the lines between two separators."""
        begin = self.at[place - 1] + 1 if place else 0
        if place < len(self.at):
            return [*self._between(begin, self.at[place])]
        return _cut([*self._between(begin, begin + int(self.last.max()))], self.last)

    def _between(self, begin: int, end: int) -> Iterator[Words]:
        for first in range(begin, max(end, begin + 1), _LETTERS):
            which, before = divmod(first, _LETTERS)
            word = self.letters[which] >> np.uint64(_BITS * before)
            if before and first + _LETTERS - before < end:
                word |= self.letters[which + 1] << np.uint64(_BITS * (_LETTERS - before))
            yield word & _FIRST_LETTERS[min(_LETTERS, end - first)]


@dataclass(frozen=True)
class _Uneven:
    """Lines in which each cell begins and ends where it happens to; blank ones are no rows.

    `lines` are the lines of the rows, `many` counts all.
    """

    text: Bytes
    begins: Sequence[Places]
    ends: Sequence[Places]
    lines: Ids
    many: int

    def words(self, place: int) -> list[Words]:
        """The cells of a column, each taken out of the text. Raises Uneven."""
        begins = self.begins[place]
        lengths = self.ends[place] - begins
        longest = int(lengths.max())
        if longest > LONGEST:
            raise Uneven
        return _cut(_letters(self.text, begins, longest), lengths)


def read_cells(
    data: bytes, start: int, separator: str, width: int, wanted: Sequence[int]
) -> tuple[list[Column], Ids]:
    """The wanted of `width` columns from `start` on, and the line of each row; blank lines go.

    `data` is ASCII without NUL whose last line ends; the line that begins at `start` is the second.
    Raises Uneven.
    """
    few = _few(data[start:], separator, width) if len(data) - start <= _FEW else None
    if few is not None:
        columns = [Column.of(few[place::width]) for place in wanted]
        return columns, np.arange(2, 2 + len(few) // width, dtype=np.int32)
    seen = [Known() for _ in wanted]
    ids: list[list[Ids]] = [[np.empty(0, dtype=np.int32)] for _ in wanted]
    lines: list[Ids] = [np.empty(0, dtype=np.int32)]
    line = 2
    for text in _parts(data, start):
        part = _part(text, ord(separator), width)
        if len(part.lines):
            lines.append(part.lines + np.int32(line))
            for known, numbers, place in zip(seen, ids, wanted, strict=True):
                numbers.append(_numbers(part.words(place), known))
        line += part.many
    columns = [Column(tuple(k.numbers), np.concatenate(n)) for k, n in zip(seen, ids, strict=True)]
    return columns, np.concatenate(lines)


def _few(lines: bytes, separator: str, width: int) -> list[str] | None:
    """The cells of a day's file, line by line: below so many it takes longer to compare numbers.

    None where its lines have not all as many cells, or one is blank. Raises Uneven.
    """
    text = np.frombuffer(lines, dtype=np.uint8)
    newline = text == NEWLINE
    ends = newline[newline | (text == ord(separator))]
    if len(ends) % width or not ends[width - 1 :: width].all():
        return None
    if np.count_nonzero(ends) * width != len(ends):
        return None
    cells = lines[:-1].decode("ascii").replace("\n", separator).split(separator)
    if max(map(len, cells)) > LONGEST:
        raise Uneven
    return cells


def _parts(data: bytes, start: int) -> Iterator[Bytes]:
    """Whole lines, so many at a time that what is worked out of them stays near the processor.

    The first are few: most of the different cells are in them. So many letters follow that a line
    can be taken out of the text wherever it begins.
    """
    whole, many = np.frombuffer(data, dtype=np.uint8), _FIRST
    while start < len(data):
        end = data.rfind(b"\n", start, start + many) + 1 or data.index(b"\n", start) + 1
        part = whole[start : end + _LONGEST_LINE]
        missing = max(0, end + _LONGEST_LINE - len(data))
        yield np.concatenate([part, np.zeros(missing, dtype=np.uint8)]) if missing else part
        start, many = end, _AT_ONCE


def _part(text: Bytes, separator: int, width: int) -> _Even | _Uneven:
    held = text[:-_LONGEST_LINE]
    newline, parted = held == NEWLINE, held == separator
    ends = np.flatnonzero(newline)
    begins = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
    at: list[int] = np.flatnonzero(parted[: ends[0]]).tolist()
    if at and len(at) == width - 1 and np.count_nonzero(parted) == len(ends) * len(at):
        lengths = ends - begins
        longest, last = int(lengths.max()) + 1, lengths - (at[-1] + 1)
        if longest <= _LONGEST_LINE and int(last.min()) >= 0:
            letters = _letters(text, begins, longest)
            if all(_stands(separator, letters, one) for one in at):
                return _Even(letters, at, last)
    return _cell_by_cell(text, newline, parted, width)


def _stands(separator: int, letters: Sequence[Words], place: int) -> bool:
    """Whether a separator stands at a place in every line."""
    which, before = divmod(place, _LETTERS)
    there = letters[which] & np.uint64(0xFF << _BITS * before)
    return bool((there == np.uint64(separator << _BITS * before)).all())


def _cell_by_cell(text: Bytes, newline: Truth, parted: Truth, width: int) -> _Uneven:
    ends = np.flatnonzero(newline | parted)
    begins = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
    many = int(np.count_nonzero(newline))
    lines = np.arange(many, dtype=np.int32)
    if newline[0] or bool((newline[1:] & newline[:-1]).any()):
        blank = newline[ends] & (begins == ends) & ((begins == 0) | newline[begins - 1])
        lines = lines[~blank[newline[ends]]]
        begins, ends = begins[~blank], ends[~blank]
    if len(ends) != len(lines) * width or not newline[ends[width - 1 :: width]].all():
        raise Uneven
    return _Uneven(text, _by_column(begins, width), _by_column(ends, width), lines, many)


def _by_column(places: Places, width: int) -> list[Places]:
    return [*np.ascontiguousarray(places.reshape(-1, width).T)]


def _letters(text: Bytes, begins: Places, many: int) -> list[Words]:
    """So many letters from each place on, as numbers of eight."""
    words = max(1, -(-many // _LETTERS))
    # They may begin at any letter: the view has a place for each.
    held = np.ndarray((len(text) - _LONGEST_LINE,), f"V{words * _LETTERS}", text, strides=(1,))
    return [*np.ascontiguousarray(held[begins].view("<u8").reshape(-1, words).T)]


def _cut(words: Sequence[Words], lengths: Places) -> list[Words]:
    """The words of cells with zeros after the end of each."""
    shortest, longest = int(lengths.min()), int(lengths.max())
    left = longest if shortest == longest else lengths
    return [
        word & _FIRST_LETTERS.take(left - _LETTERS * place, mode="clip")
        for place, word in enumerate(words)
    ]


def _numbers(words: Sequence[Words], known: Known) -> Ids:
    """For each row the number of its cell among those known, which grow by the new."""
    if len(words) == 1:
        # Found as quickly as their runs.
        return known.find(words)
    if len(words) * _LETTERS > LONGEST:
        raise Uneven
    runs = _runs(words)
    numbers = known.find([word[runs] for word in words])
    return np.repeat(numbers, np.diff(runs, append=len(words[0])))


def _runs(words: Sequence[Words]) -> Places:
    """Where each run of rows begins whose cells are the same: in most files they stand in runs."""
    begins = np.ones(len(words[0]), dtype=np.bool_)
    np.not_equal(words[0][1:], words[0][:-1], out=begins[1:])
    for word in words[1:]:
        begins[1:] |= word[1:] != word[:-1]
    return np.flatnonzero(begins)
