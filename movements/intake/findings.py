"""What was found of each row of a large file, held as columns: rows that have the same share it."""

from collections.abc import Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]

Found = TypeVar("Found")


class Findings(Generic[Found]):
    """For each row the findings on it, in the order they were added."""

    def __init__(self, rows: int) -> None:
        self.ids: Ids = np.zeros(rows, dtype=np.int32)
        self.table: list[tuple[Found, ...]] = [()]

    def add(self, which: Ids, what: Sequence[Found | None]) -> None:
        """Give each row the finding `which` names by its place in `what`; -1 and None give none."""
        if not any(what):
            return
        real = np.array([one is not None for one in [*what, None]], dtype=np.bool_)
        rows = np.flatnonzero(real[which])
        if not len(rows):
            return
        pairs = self.ids[rows].astype(np.int64) * len(what) + which[rows]
        distinct, back = np.unique(pairs, return_inverse=True)
        new = [
            self._joined(pair // len(what), what[pair % len(what)]) for pair in distinct.tolist()
        ]
        first = len(self.table)
        self.table.extend(new)
        self.ids[rows] = first + back.astype(np.int32)

    def _joined(self, held: int, found: Found | None) -> tuple[Found, ...]:
        return self.table[held] if found is None else (*self.table[held], found)

    def only(self, row: int, found: tuple[Found, ...]) -> None:
        """Let these be all that was found on a row, whatever was added before."""
        self.ids[row] = len(self.table)
        self.table.append(found)

    def copy(self) -> "Findings[Found]":
        """The same findings, to be added to without changing these."""
        other: Findings[Found] = Findings(0)
        other.ids, other.table = self.ids.copy(), self.table.copy()
        return other

    def any(self) -> NDArray[np.bool_]:
        """Which rows something was found on."""
        found: NDArray[np.bool_] = self.ids > 0
        return found

    def of(self, row: int) -> tuple[Found, ...]:
        """The findings on one row."""
        return self.table[int(self.ids[row])]
