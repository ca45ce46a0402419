"""Packed marks counted by bit planes: a bit a session, sixty-four sessions a word, popcount.

A plane holds, for each pupil, where one class of marks is (attended, possible) and how many there
are before each word, so that any window of sessions is counted by two look-ups, however long it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from movements import marks
from movements.marks import Marks, Truth

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

_WORD = 64
_IN_CACHE = 1 << 19
"""Marks told apart at once: as many as stay in a core's own cache."""


@dataclass(frozen=True)
class Plane:
    """Pupils by words of sixty-four sessions; `before` is how many bits are set before a word."""

    words: Words
    before: NDArray[np.uint16]

    @staticmethod
    def of(packed: Marks, test: Callable[[Marks], Truth]) -> Plane:
        """Where a class of marks is, in packed marks of pupils by sessions (at most 65,535)."""
        pupils, sessions = packed.shape
        # One word more than is needed, so that a window may end with the last session.
        wide = sessions // _WORD + 1
        words = np.empty((pupils, wide), dtype="<u8")
        at_once = max(1, _IN_CACHE // (wide * _WORD))
        truth = np.zeros((min(at_once, pupils), wide * _WORD), dtype=np.bool_)
        for start in range(0, pupils, at_once):
            some = packed[start : start + at_once]
            truth[: len(some), :sessions] = test(some)
            bits = np.packbits(truth[: len(some)], bitorder="little")
            words[start : start + len(some)] = bits.view("<u8").reshape(-1, wide)
        before = np.zeros((pupils, wide), dtype=np.uint16)
        held = np.bitwise_count(words[:, :-1])
        np.cumsum(held, axis=1, dtype=np.uint16, out=before[:, 1:])
        return Plane(words, before)

    def upto(self, to: Sessions) -> Ints:
        """How many there are before each session: of a pupil's row, from its first one on."""
        held = np.bitwise_count(self.words.ravel().take(to.word) & to.below)
        found: Ints = self.before.ravel().take(to.word).astype(np.int64) + held
        return found


class Sessions(NamedTuple):
    """Sessions of pupils as planes find them: the word of each, and the bits of it before it."""

    word: Ints
    below: Words

    @staticmethod
    def of(pupil: Ints, session: Ints, wide: int) -> Sessions:
        """Where a pupil's session lies in planes of so many words a pupil."""
        bit = (session % _WORD).astype(np.uint64)
        return Sessions(pupil * wide + session // _WORD, (np.uint64(1) << bit) - np.uint64(1))


class Planes(NamedTuple):
    """Where the possible and the attended sessions of some pupils are."""

    possible: Plane
    attended: Plane

    @staticmethod
    def of(packed: Marks) -> Planes:
        """The planes of packed marks, pupils by sessions in order of time."""
        return Planes(Plane.of(packed, marks.possible), Plane.of(packed, marks.attended))

    def within(self, pupil: Ints, first: Ints, end: Ints) -> tuple[Ints, Ints]:
        """The possible and the attended sessions of each window.

        A window is of a pupil's row, from a session up to, not with, another; one that ends before
        it begins holds none.
        """
        wide = self.possible.words.shape[1]
        since, until = (Sessions.of(pupil, at, wide) for at in (first, np.maximum(first, end)))
        possible, attended = (one.upto(until) - one.upto(since) for one in self)
        return possible, attended
