"""Marks counted by bit planes: a bit a mark, sixty-four marks a word, popcount.

A plane tells where the marks of one class are and how many there are before each word, so that any
run of them is counted by two look-ups, however long it is. Planes take no notice of rows: a row is
a run like others. So a nation's year of marks is counted in few times what reading it takes.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from movements.marks import Class, Marks

Ints = NDArray[np.int64]
Counts = NDArray[np.uint32]

_WORD, _SHIFT = 64, 6
_HALF = np.uint8(128)
_IN_CACHE = 1 << 18
"""Marks told apart at once: they and what is made of them stay in a core's own cache."""
_AT_ONCE = 1 << 21
"""Marks counted by row at once. Planes of more are new memory, which costs more than the work."""


class Planes(NamedTuple):
    """A plane for each of some classes, by words; `size` is how many marks a row has."""

    words: NDArray[np.uint64]
    before: Counts
    size: int

    @staticmethod
    def of(packed: Marks, *classes: Class) -> Planes:
        """The planes of packed marks, fewer than 2³²; a row is what stands under the first axis."""
        flat = packed.reshape(-1)
        # A word more than is needed, so that a run may end with the last mark.
        wide = flat.size // _WORD + 1
        # One piece of memory. Freed in two it goes back to the system, and to have it back from
        # there for the next marks takes as long as counting them.
        room = np.zeros((3, len(classes), wide), dtype="<u4")
        words, before = room[:2].reshape(len(classes), 2 * wide).view("<u8"), room[2]
        _tell_apart(flat, classes, words.view(np.uint8))
        held = np.bitwise_count(words[:, :-1])
        np.cumsum(held, axis=1, dtype=np.uint32, out=before[:, 1:])
        return Planes(words, before, prod(packed.shape[1:]))

    def within(self, row: Ints, first: Ints, end: Ints) -> list[Ints]:
        """How many of each class there are in each window, class by class.

        A window is of a row, from a mark up to, not with, another; one that ends before it begins
        holds none.
        """
        since, until = self.upto(row, first), self.upto(row, np.maximum(first, end))
        return [(to - of).astype(np.int64) for of, to in zip(since, until, strict=True)]

    def by_row(self, rows: int) -> list[Ints]:
        """How many of each class there are in each of so many rows, class by class."""
        start = np.arange(rows + 1, dtype=np.int64)
        return [np.diff(upto).astype(np.int64) for upto in self.upto(start, np.zeros_like(start))]

    def upto(self, row: Ints, mark: Ints) -> list[Counts]:
        """How many of each class there are before each mark, from the first row's first on.

        The difference of two is what a window holds; windows that meet share it.
        """
        at = row.astype(np.int64) * self.size + mark
        # Shifted and masked, for to divide whole numbers takes several times as long; and in
        # place, for so many numbers beside one another do not stay near the processor.
        word = at >> _SHIFT
        at &= _WORD - 1
        below = np.left_shift(np.uint64(1), at.view(np.uint64))
        below -= np.uint64(1)
        return [self._before(of, word, below) for of in range(len(self.words))]

    def _before(self, of: int, word: Ints, below: NDArray[np.uint64]) -> Counts:
        held = self.words[of].take(word)
        held &= below
        found: Counts = self.before[of].take(word)
        found += np.bitwise_count(held)
        return found


def count_each(packed: Marks, *classes: Class) -> list[Ints]:
    """How many marks of each row are of each class; a row is what stands under the first axis."""
    rows = len(packed)
    at_once = max(1, _AT_ONCE // max(1, prod(packed.shape[1:])))
    found = np.zeros((len(classes), rows), dtype=np.int64)
    for start in range(0, rows, at_once):
        some = packed[start : start + at_once]
        found[:, start : start + at_once] = Planes.of(some, *classes).by_row(len(some))
    return [*found]


def _tell_apart(flat: Marks, classes: tuple[Class, ...], bits: NDArray[np.uint8]) -> None:
    """Sets the bit of each mark in the plane of each class it is of."""
    low = np.array([[one.low] for one in classes])
    size = np.array([[one.size] for one in classes])
    if (low == low[0]).all():
        low = low[:1]  # Classes that begin alike share the subtraction.
    # Half the range further down and compared as signed, which processors do in fewer steps.
    low, size = low + _HALF, (size - _HALF).view(np.int8)
    # Kept from turn to turn: memory asked for anew in each costs more than the work.
    room = min(flat.size, _IN_CACHE)
    past, truth = np.empty((len(low), room), np.uint8), np.empty((len(size), room), np.bool_)
    for start in range(0, flat.size, _IN_CACHE):
        some = flat[start : start + _IN_CACHE]
        beyond, found = past[:, : some.size], truth[:, : some.size]
        np.subtract(some, low, out=beyond)
        np.less(beyond.view(np.int8), size, out=found)
        packed = np.packbits(found, axis=1, bitorder="little")
        bits[:, start // 8 : start // 8 + packed.shape[1]] = packed
