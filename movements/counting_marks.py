"""Marks counted row by row: sessions of many pupils at once, a byte a mark.

Truths are added four at a time, each in a byte of its own of one word, while all that is worked on
stays in a core's own cache. So a nation's year of marks is counted in few times what reading takes.
"""

from collections.abc import Callable
from math import prod

import numpy as np
from numpy.typing import NDArray

from movements.marks import Marks, Truth

Ints = NDArray[np.int64]

_IN_CACHE = 1 << 19
"""Marks told apart at once. Of more, the memory is given back and asked for anew each time."""
_WORD = 4
_AT_ONCE = _WORD * 255
"""Sessions that can be added before a byte is full."""
_BYTE = np.uint32(0xFF)


def count_each(packed: Marks, *tests: Callable[[Marks], Truth]) -> list[Ints]:
    """Of how many marks of each row each test holds; a row is whatever stands under the first axis.

    All that is asked of some marks is asked while they are at hand.
    """
    rows = packed.reshape(packed.shape[0], prod(packed.shape[1:]))
    found = np.zeros((len(tests), rows.shape[0]), dtype=np.int64)
    for first in range(0, rows.shape[1], _AT_ONCE):
        found += _count(rows[:, first : first + _AT_ONCE], tests)
    return [*found]


def _count(rows: Marks, tests: tuple[Callable[[Marks], Truth], ...]) -> Ints:
    size, sessions = rows.shape
    wide = -(-sessions // _WORD) * _WORD
    at_once = max(1, _IN_CACHE // wide)
    whole = np.zeros((min(at_once, size), wide), dtype=np.bool_)
    lanes = np.empty((len(tests), size), dtype=np.uint32)
    for start in range(0, size, at_once):
        some = rows[start : start + at_once]
        for of_test, test in zip(lanes, tests, strict=True):
            truth = np.ascontiguousarray(test(some))
            if sessions < wide:
                whole[: len(some), :sessions] = truth
                truth = whole[: len(some)]
            np.add.reduce(truth.view("<u4"), axis=1, out=of_test[start : start + len(some)])
    found = np.zeros(lanes.shape, dtype=np.int64)
    for shift in range(0, 8 * _WORD, 8):
        found += (lanes >> np.uint32(shift)) & _BYTE
    return found
