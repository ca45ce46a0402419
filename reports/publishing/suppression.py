"""Which counts of a measure may be told, so that no sum of tables gives back one that may not.

Few pupils are hidden first. Then, for each hidden count, the smallest further counts are hidden
that leave room for other numbers of pupils at the settings, with every count still told as it is.
That is Kelly, Golden and Assad (1992), as a linear programme (Fischetti and Salazar, 2000): it
holds for any tables made of the same settings at once, and not only along the lines of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from movements.basis import Basis
from reports.bands import MINIMUM_TO_SHOW
from reports.given import Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Truths = npt.NDArray[np.bool_]

FEWEST_OTHERS = 3
"""Pupils known to be otherwise, from whom on a count of the rest is told."""
ROOM = 3
"""Pupils by which a hidden count could be another: one more than what is within one of a guess."""
_NOTHING = 1e-6
_PARTS = np.array([[1, 1, 1], [1, 0, 0], [0, 0, 1]])
"""Pupils, yes and not known, each as a sum of those yes, no and not known."""

SUPPRESSION = Basis(
    "ours",
    f"Counts of 1 to {MINIMUM_TO_SHOW - 1} pupils are suppressed; so is a count of those for whom "
    f"it is so below {MINIMUM_TO_SHOW}, none included, and one that leaves fewer than "
    f"{FEWEST_OTHERS} for whom it is not, for both tell of nearly each pupil. Further counts are "
    f"suppressed until each of these could be {ROOM} pupils another and any group of pupils that "
    f"can be worked out from all tables together is of {MINIMUM_TO_SHOW} or more. A value is "
    "suppressed with any count that it is made of",
)


def suppressed(of_measures: Sequence[Ints], rows: Sequence[Sequence[int]]) -> list[Truths]:
    """What is hidden of each row, measure by measure: its pupils, those yes and those not known.

    The measures are of one cohort, so that the pupils of one may be told by another: what is hidden
    of their pupils is the same in all. Counts have a line for each setting: pupils yes, no and not
    known. A row of a table is the settings it adds up, by position. Settings that no row adds to
    one another's, such as those of two authorities without their region, are worked out apart.
    """
    hidden: list[Truths] = [np.zeros((len(rows), 3), dtype=np.bool_) for _ in of_measures]
    for settings, at in _apart(rows, of_measures[0].shape[0]):
        within = np.zeros((len(at), len(settings)))
        for n, row in enumerate(at):
            within[n, np.searchsorted(settings, list(rows[row]))] = 1
        part = [counts[settings] for counts in of_measures]
        for whole, found in zip(hidden, _suppressed(part, within), strict=True):
            whole[at] = found
    return hidden


def _apart(rows: Sequence[Sequence[int]], settings: int) -> Iterator[tuple[Ints, Ints]]:
    """Groups of settings that no row has in common with others, and the rows of each."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    pairs = [(row[0], one) for row in rows for one in row]
    first, other = zip(*pairs, strict=True) if pairs else ((), ())
    joined = csr_array((np.ones(len(pairs)), (first, other)), shape=(settings, settings))
    number, group = connected_components(joined, directed=False)
    of_row = np.array([group[row[0]] if row else -1 for row in rows])
    for one in range(number):
        yield np.flatnonzero(group == one), np.flatnonzero(of_row == one)


def _suppressed(of_measures: Sequence[Ints], within: Floats) -> list[Truths]:
    """What is hidden of the rows of settings that hang together."""
    from scipy.sparse import csr_array, kron

    pupils = _pupils_hidden(of_measures, csr_array(within))
    cells = csr_array(kron(within, _PARTS))
    return [_hidden(counts, cells, pupils) for counts in of_measures]


def _pupils_hidden(of_measures: Sequence[Ints], within: csr_array) -> Truths:
    """The rows whose pupils are hidden, in all measures alike."""
    alone = np.ones(within.shape[0], dtype=np.bool_)
    rooms = [_Room(within, counts.sum(axis=1), alone, ~alone) for counts in of_measures]
    hidden: Truths = np.any([(one.values > 0) & one.small for one in rooms], axis=0)
    while True:
        more: Truths = np.any([one.made(hidden) for one in rooms], axis=0)
        if (more == hidden).all():
            return hidden
        hidden = more


def _hidden(counts: Ints, cells: csr_array, pupils: Truths) -> Truths:
    """What is hidden of a measure, where these are the rows whose pupils are."""
    x = counts.reshape(-1)
    hidden = _few((cells @ x).reshape(-1, 3)) | pupils[:, None]
    told = np.tile([True, False, False], len(pupils))
    return _Room(cells, x, told, told).made(hidden.reshape(-1)).reshape(-1, 3)


def _few(told: Floats) -> Truths:
    """What is hidden for its own sake."""
    pupils, yes, unknown = told.T
    known = pupils - unknown
    few = (pupils > 0) & (pupils < MINIMUM_TO_SHOW)
    one_sided = (known > 0) & ((yes < MINIMUM_TO_SHOW) | (known - yes < FEWEST_OTHERS))
    missing = (unknown > 0) & (unknown < MINIMUM_TO_SHOW)
    return np.column_stack([few, few | one_sided, few | missing])


class _Room:
    """Other numbers of pupils that all told counts allow, and what must be hidden for them.

    Of the `pupils` among the counts small groups are not told either; `settled` are those of which
    nothing more may be hidden.
    """

    def __init__(self, cells: csr_array, x: Ints, pupils: Truths, settled: Truths) -> None:
        self.cells, self.x, self.settled = cells, x.astype(np.float64), settled
        self.values: Floats = cells @ self.x
        self.small = pupils & (self.values < MINIMUM_TO_SHOW)
        self.rise = np.where(self.small, np.maximum(ROOM, MINIMUM_TO_SHOW - self.values), ROOM)

    def made(self, hidden: Truths) -> Truths:
        """What is hidden once every hidden count has room."""
        hidden, sure = hidden.copy(), np.zeros_like(hidden)
        while (todo := np.flatnonzero(hidden & ~sure)).size:
            moved = self.cells @ self._cheapest(int(todo[0]), hidden)
            hidden |= np.abs(moved) > _NOTHING
            falls = ~self.small & (moved <= _NOTHING - ROOM)
            sure |= (moved >= self.rise - _NOTHING) | falls
        return hidden

    def _cheapest(self, cell: int, hidden: Truths) -> Floats:
        """The other numbers by which a count rises or falls enough, at the least told counts."""
        falls = not self.small[cell] and self.values[cell] >= ROOM
        ways = [self.rise[cell], -ROOM] if falls else [self.rise[cell]]
        found = [way for by in ways if (way := self._moved(cell, float(by), hidden))]
        return min(found, key=lambda way: way[0])[1]

    def _moved(self, cell: int, by: float, hidden: Truths) -> tuple[float, Floats] | None:
        from scipy.optimize import linprog
        from scipy.sparse import block_array, csr_array, eye_array, vstack

        told = self.cells[np.flatnonzero(~hidden & ~self.settled)]
        same = self.cells[np.flatnonzero(~hidden & self.settled)]
        moves, size = told.shape[0], self.x.size
        moved = vstack([self.cells[[cell]], same])
        found = linprog(
            np.concatenate([np.zeros(size), 1 + self.values[~hidden & ~self.settled]]),
            A_ub=block_array([[told, -eye_array(moves)], [-told, -eye_array(moves)]]),
            b_ub=np.zeros(2 * moves),
            A_eq=block_array([[moved, csr_array((moved.shape[0], moves))]]),
            b_eq=np.concatenate([[by], np.zeros(same.shape[0])]),
            bounds=[(-held, None) for held in self.x] + [(0, None)] * moves,
            method="highs",
        )
        return (float(found.fun), found.x[:size]) if found.status == 0 else None
