"""Days on end: the runs of absence, or of any class of mark, that a pupil's marks make.

A day without a possible session (D, X, Q, Y1 to Y7, Z, #, or no mark) neither counts in a run nor
ends it; nor do weekends, breaks and closures, on which nothing is marked.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from movements import marks
from movements.mark_window import Test
from movements.marks import Marks, Truth


class Run(NamedTuple):
    """School days on end. `goes_on` where nothing that is marked ends it."""

    first: date
    last: date
    days: int
    goes_on: bool


def is_absent(held: Marks) -> Truth:
    """Where a mark is an absence, authorised or not."""
    found: Truth = marks.authorised(held) | marks.unauthorised(held)
    return found


def whole_days(held: Marks, test: Test) -> tuple[Truth, Truth]:
    """The days on which every possible session passes a test, and those with a possible one."""
    possible = marks.possible(held)
    told: Truth = np.any(possible, axis=1)
    whole: Truth = np.all(test(held) | ~possible, axis=1)
    return told & whole, told


def runs(days: Sequence[date], held: Marks, test: Test = is_absent) -> list[Run]:
    """The runs of days on which every possible session passes a test; `held` is days by two."""
    return stretches(days, *whole_days(held, test))


def stretches(days: Sequence[date], counts: Truth, told: Truth) -> list[Run]:
    """Days that count, on end, among those that tell anything: of the others nothing is said."""
    at: NDArray[np.intp] = np.flatnonzero(told)
    edges = np.diff(np.concatenate([[False], counts[at], [False]]).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [
        Run(days[at[first]], days[at[end - 1]], int(end - first), bool(end == len(at)))
        for first, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def last_attended(days: Sequence[date], held: Marks) -> list[date | None]:
    """The last day on which each pupil attended a session; `held` is pupils by days by two."""
    attended: Truth = np.any(marks.attended(held), axis=2)
    return [days[at[-1]] if len(at := np.flatnonzero(row)) else None for row in attended]
