"""Which of many numbers, or of cells read as numbers, are the same: whole columns at a time."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Words = NDArray[np.uint64]
Places = NDArray[np.int64]

Number = TypeVar("Number", np.int32, np.int64, np.uint64)

_SMALL = 1 << 16
_FEW_TIMES = 4
"""Numbers up to so many times their count are told apart by a place for each, without sorting."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SLOTS = 17
"""The bits of a number by which the cells met before are found again."""
_FEW = 256
"""Up to so many cells are found by their texts more quickly than all at once."""
_NO_CELL = np.uint64(2**64 - 1)
"""The word of no cell: letters are below 128."""


class Uneven(Exception):
    """Raised for a text that cannot be read by whole columns."""


def told_apart(keys: NDArray[Number]) -> tuple[Places, Places]:
    """The different numbers among some that are none below 0, and which of them each is."""
    if not len(keys):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    most = int(keys.max())
    if most < max(_SMALL, _FEW_TIMES * len(keys)):
        # Places of this size are put to use as they are, others converted part by part.
        places = keys.astype(np.int64)
        there = np.zeros(most + 1, dtype=np.bool_)
        there[places] = True
        if there.all():
            return np.arange(most + 1), places
        return np.flatnonzero(there), (np.cumsum(there) - 1).take(places)
    different = np.unique(keys)
    return different.astype(np.int64), np.searchsorted(different, keys)


class Known:
    """The different cells of a column, numbered as they are first met, part after part of a text.

    A cell is its words: eight letters in each. One of two letters has a place of its own. Others
    are looked for where their kind was last put, and each is the cell found there only if every
    word is the same; what is not found is told apart anew.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        # By cell its number and 1.
        self.short: Ids = np.zeros(_SMALL, dtype=np.int32)
        self._forget(0)

    def _forget(self, width: int) -> None:
        # The first row is of no cell: what a slot holds that nothing was put in.
        self.rows = [np.full(1, _NO_CELL, dtype=np.uint64) for _ in range(width)]
        self.number: Ids = np.zeros(1, dtype=np.int32)
        self.slots: Ids = np.zeros(1 << _SLOTS, dtype=np.int32)

    def find(self, words: Sequence[Words]) -> Ids:
        """The number of each cell. Raises Uneven."""
        if len(words) == 1 and int(words[0].max()) < _SMALL:
            return self._find_short(words[0])
        if len(words[0]) <= _FEW:
            return self._by_text(words)
        if len(words) != len(self.rows):
            self._forget(len(words))
        mixed = words[0] if len(words) == 1 else _mixed(words)
        slots = ((mixed * _SPREAD) >> np.uint64(64 - _SLOTS)).view(np.int64)
        rows = self.slots.take(slots)
        unmet = np.zeros(len(rows), dtype=np.bool_)
        for known, word in zip(self.rows, words, strict=True):
            unmet |= known.take(rows) != word
        found = self.number.take(rows)
        if unmet.any():
            which = np.flatnonzero(unmet)
            some = [word[which] for word in words]
            firsts, ids = _firsts(mixed[which], some)
            different = [word[firsts] for word in some]
            number = self._numbered(firsts, different)
            found[which] = number[ids]
            self._put(slots[which[firsts]], different, number)
        return found

    def _find_short(self, word: Words) -> Ids:
        cells = word.view(np.int64)
        found = self.short.take(cells)
        if not found.all():
            new = word[found == 0]
            firsts, _ = _firsts(new, [new])
            self.short[cells[found == 0][firsts]] = self._numbered(firsts, [new[firsts]]) + 1
            found = self.short.take(cells)
        return found - np.int32(1)

    def _numbered(self, firsts: Places, different: Sequence[Words]) -> Ids:
        """The numbers of different cells: those not met in any part get the next, as they come."""
        order = np.argsort(firsts)
        number = np.empty(len(firsts), dtype=np.int32)
        number[order] = self._by_text([word[order] for word in different])
        return number

    def _by_text(self, words: Sequence[Words]) -> Ids:
        letters = f"S{len(words) * words[0].itemsize}"
        texts = np.stack(words, axis=1).view(letters).astype(np.str_).ravel()
        held = self.numbers
        return np.array([held.setdefault(t, len(held)) for t in texts.tolist()], dtype=np.int32)

    def _put(self, slots: Places, words: Sequence[Words], number: Ids) -> None:
        # Where most would only push out others, nothing is gained by more.
        if len(self.number) > len(self.slots):
            return
        self.slots[slots] = len(self.number) + np.arange(len(number), dtype=np.int32)
        self.rows = [np.concatenate(two) for two in zip(self.rows, words, strict=True)]
        self.number = np.concatenate([self.number, number])


def _firsts(mixed: Words, words: Sequence[Words]) -> tuple[Places, Places]:
    """Of the different cells where each is first, and which of them each is. Raises Uneven."""
    different, ids = told_apart(mixed)
    firsts = np.empty(len(different), dtype=np.int64)
    firsts[ids[::-1]] = np.arange(len(ids) - 1, -1, -1)
    if len(words) > 1 and not all((word[firsts][ids] == word).all() for word in words):
        raise Uneven
    return firsts, ids


def _mixed(words: Sequence[Words]) -> Words:
    """One number of several: cells that differ may share one, and are told apart afterwards."""
    mixed = words[0]
    for word in words[1:]:
        mixed = (mixed * _SPREAD) ^ (mixed >> np.uint64(29)) ^ word
    return mixed
