"""Between which whole numbers counts must lie, by sums that are told: numbers in, numbers out.

The sums are linear equations and inequalities in numbers that are not known and not below 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WITHIN = 1
"""A guess this near to the number is as good as the number."""
LARGEST = 1_000_000
"""More than any count is: no sum has to be asked whether it has an end."""
_SLACK = 1e-6
_PATIENCE = 3
"""Pushes in vain until each sum is asked about by itself."""
_CONTRADICTION = "The published counts contradict one another: no numbers fit them all."

Unknown = tuple[Any, ...]
"""What a number that is not known is called: all of one system sort together."""
Sum = tuple[frozenset[Unknown], float]
Weights = dict[Unknown, float]
_Row = npt.NDArray[np.float64]


class System:
    """What is told: sums of `now`, weighted sums that are `at_most` 0, and `ties` that are 0.

    And the sums told `before`, but for those that what is told now has overtaken.
    """

    def __init__(
        self,
        now: Sequence[Sum],
        before: Sequence[Sum],
        at_most: Sequence[Weights],
        ties: Sequence[Weights],
        asked: Sequence[frozenset[Unknown]],
    ) -> None:
        told = [of for of, _ in (*now, *before)]
        named = {one for of in (*told, *asked, *at_most, *ties) for one in of}
        self.at = {one: n for n, one in enumerate(sorted(named))}
        self.at_most, self.ties = self._rows(at_most), self._rows(ties)
        self.asked = self._rows([dict.fromkeys(of, 1.0) for of in asked])
        kept = [*now]
        self._keep(kept, [one for one in before if one not in now])
        self._tell(kept)

    def close(self) -> Iterator[tuple[int, int, int]]:
        """Each sum asked, by its place, that is told to WITHIN, with its least and its most.

        Raises ValueError where the sums cannot all be true.
        """
        for n in self._in_doubt():
            low, high = self._bounds(self.asked[[n]].toarray()[0])
            if high - low <= 2 * WITHIN:
                yield n, low, high

    def _keep(self, kept: list[Sum], more: list[Sum]) -> None:
        """Adds those of more that can be true with the others."""
        self._tell([*kept, *more])
        if not more or self._least(np.zeros(len(self.at))) is not None:
            kept += more
        elif len(more) > 1:
            half = len(more) // 2
            self._keep(kept, more[:half])
            self._keep(kept, more[half:])

    def _tell(self, sums: Sequence[Sum]) -> None:
        """Take these as the numbers told; settings no told sum has in common stand apart."""
        from scipy.sparse import vstack
        from scipy.sparse.csgraph import connected_components

        self.equal = vstack([self._rows([dict.fromkeys(of, 1.0) for of, _ in sums]), self.ties])
        self.values = np.array([value for _, value in sums] + [0.0] * self.ties.shape[0])
        every = vstack([self.equal, self.at_most])
        _, self.apart = connected_components(every.T @ every, directed=False)

    def _rows(self, sums: Sequence[Mapping[Unknown, float]]) -> csr_array:
        from scipy.sparse import csr_array

        cells = [(n, self.at[one], by) for n, of in enumerate(sums) for one, by in of.items()]
        rows, columns, by = zip(*cells, strict=True) if cells else ((), (), ())
        return csr_array((by, (rows, columns)), shape=(len(sums), len(self.at)), dtype=np.float64)

    def _in_doubt(self) -> list[int]:
        """The sums asked that no numbers found for many of them at once show to be hidden.

        Some pushed up and some down, by chance, as one hidden number gives room to another.
        """
        left, draw, idle = np.arange(self.asked.shape[0]), np.random.default_rng(0), 0
        low, high = np.full(left.size, np.inf), np.full(left.size, -np.inf)
        while left.size and idle < _PATIENCE:
            push = draw.choice((-1.0, 1.0), left.size) @ self.asked[left]
            for aim in (push, -push):
                seen = self.asked @ self._told_least(aim)[1]
                low, high = np.minimum(low, seen), np.maximum(high, seen)
            spread = np.floor(high + _SLACK) - np.ceil(low - _SLACK)
            still = left[spread[left] <= 2 * WITHIN]
            idle = 0 if still.size < left.size else idle + 1
            left = still
        return [*map(int, left)]

    def _bounds(self, aim: _Row) -> tuple[int, int]:
        """The least and the most whole number that a sum can be."""
        least, less = (self._told_least(sign * aim)[0] for sign in (1, -1))
        return ceil(least - _SLACK), floor(_SLACK - less)

    def _told_least(self, aim: _Row) -> tuple[float, _Row]:
        found = self._least(aim)
        if found is None:
            raise ValueError(
                "The published counts contradict one another: no numbers fit them all."
            )
        return found

    def _least(self, aim: _Row) -> tuple[float, _Row] | None:
        """The least that a sum can be, and numbers by which it is that; None where none fit.

        Of what hangs together with it alone, for the rest does not touch it.
        """
        from scipy.optimize import linprog

        columns = np.flatnonzero(np.isin(self.apart, self.apart[aim != 0]) | (not aim.any()))
        equal, at_most = self.equal[:, columns], self.at_most[:, columns]
        here = np.diff(equal.indptr) > 0
        below = np.diff(at_most.indptr) > 0
        found = linprog(
            aim[columns],
            A_eq=equal[here],
            b_eq=self.values[here],
            A_ub=at_most[below],
            b_ub=np.zeros(int(below.sum())),
            bounds=(0, LARGEST),
            method="highs",
        )
        if found.status != 0:
            return None
        numbers = np.zeros(aim.size)
        numbers[columns] = found.x
        return float(found.fun), numbers
