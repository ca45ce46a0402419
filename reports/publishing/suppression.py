"""Which counts of a measure may be told, so that no sum of tables gives back one that may not.

Few pupils are hidden first. Then, for each hidden count, the smallest further counts are hidden
that leave room for other numbers of pupils at the settings, with every count still told as it is.
That is Kelly, Golden and Assad (1992), as a linear programme (Fischetti and Salazar, 2000): it
holds for any tables made of the same settings at once, and not only along the lines of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

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
ALL_PARTS = (0, 1, 2)
_NOTHING = 1e-6
_PATIENCE = 3
"""Pushes in vain until each hidden count is given room by itself."""
_NEAR = (16, 80)
"""Settings of a row among which room is sought first: an authority's, then a region's."""
_PARTS = np.array([[1, 1, 1], [1, 0, 0], [0, 0, 1]])
"""Pupils, yes and not known, each as a sum of those yes, no and not known."""

SUPPRESSION = Basis(
    "ours",
    f"Counts of 1 to {MINIMUM_TO_SHOW - 1} pupils are suppressed; so is a count of those for whom "
    f"it is so below {MINIMUM_TO_SHOW}, none included, and one that leaves fewer than "
    f"{FEWEST_OTHERS} for whom it is not, for both tell of nearly each pupil; and a part of a "
    f"cohort that leaves out fewer than {FEWEST_OTHERS} of it. Further counts are "
    f"suppressed until each of these could be {ROOM} pupils another and any group of pupils that "
    f"can be worked out from all tables together is of {MINIMUM_TO_SHOW} or more. A value is "
    "suppressed with any count that it is made of",
)


class Inside(NamedTuple):
    """That pupils of one measure are among those of another, each by its place in a family.

    `parts` are those yes (0), no (1) and not known (2), and `among` those of the other that they
    are of, where these are not the same; `exact` where they are the same pupils.
    """

    one: int
    other: int
    parts: tuple[int, ...] = ALL_PARTS
    exact: bool = False
    among: tuple[int, ...] = ()

    @property
    def of_other(self) -> list[int]:
        """The parts of the other."""
        return [*(self.among or self.parts)]


def suppressed(
    of_measures: Sequence[Ints], rows: Sequence[Sequence[int]], inside: Sequence[Inside] = ()
) -> list[Truths]:
    """What is hidden of each row, measure by measure: its pupils, those yes and those not known.

    The measures are a family: `inside` says what the counts of one tell of another's. Counts have a
    line for each setting: pupils yes, no and not known. A row of a table is the settings it adds
    up, by position. Settings that no row adds to one another's, such as those of two authorities
    without their region, are worked out apart. What is hidden of pupils hangs on pupils alone.
    """
    hidden: list[Truths] = [np.zeros((len(rows), 3), dtype=np.bool_) for _ in of_measures]
    for settings, at in _apart(rows, _peopled(of_measures)):
        within = np.zeros((len(at), len(settings)))
        for n, row in enumerate(at):
            within[n, np.isin(settings, list(rows[row]))] = 1
        part = [counts[settings] for counts in of_measures]
        for whole, found in zip(hidden, _suppressed(part, within, inside), strict=True):
            whole[at] = found
    return hidden


def _peopled(of_measures: Sequence[Ints]) -> Truths:
    """The settings with a pupil in any measure: of the others it is told that they have none."""
    peopled: Truths = np.any([counts.sum(axis=1) > 0 for counts in of_measures], axis=0)
    return peopled


def _apart(rows: Sequence[Sequence[int]], peopled: Truths) -> Iterator[tuple[Ints, Ints]]:
    """Groups of settings that no row has in common with others, and the rows of each."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    some = [[one for one in row if peopled[one]] for row in rows]
    pairs = [(row[0], one) for row in some for one in row]
    first, other = zip(*pairs, strict=True) if pairs else ((), ())
    shape = (peopled.size, peopled.size)
    joined = csr_array((np.ones(len(pairs)), (first, other)), shape=shape)
    number, group = connected_components(joined, directed=False)
    of_row = np.array([group[row[0]] if row else -1 for row in some])
    for one in range(number):
        settings = np.flatnonzero((group == one) & peopled)
        if settings.size:
            yield settings, np.flatnonzero(of_row == one)


def _suppressed(
    of_measures: Sequence[Ints], within: Floats, inside: Sequence[Inside]
) -> list[Truths]:
    """What is hidden of the rows of settings that hang together."""
    pupils = _pupils_hidden(of_measures, within, inside)
    hidden = [
        _made([counts], within, (), _few(within @ counts @ _PARTS.T) | gone[:, None])
        for counts, gone in zip(of_measures, pupils, strict=True)
    ]
    if not inside:
        return hidden
    # Each by itself first, which is much less work; then what all of them together tell.
    together = _made(of_measures, within, inside, np.concatenate(hidden))
    return [*together.reshape(len(of_measures), -1, 3)]


def _made(
    of_measures: Sequence[Ints], within: Floats, inside: Sequence[Inside], hidden: Truths
) -> Truths:
    """What is hidden of measures once every hidden count has room, the pupils being settled."""
    of_pupils = np.tile([True, False, False], len(hidden))
    room = _Room(_family(of_measures, within, _PARTS, inside), of_pupils, of_pupils)
    return room.made(hidden.reshape(-1)).reshape(hidden.shape)


def _pupils_hidden(
    of_measures: Sequence[Ints], within: Floats, inside: Sequence[Inside]
) -> list[Truths]:
    """The rows whose pupils are hidden, by measure; worked out once for measures of one cohort."""
    wholly = [one for one in inside if one.parts == ALL_PARTS]
    same = {one.one: one.other for one in wholly if one.exact}
    own = [n for n in range(len(of_measures)) if n not in same]
    parts = [
        Inside(own.index(one.one), own.index(one.other), (0,)) for one in wholly if not one.exact
    ]
    pupils = [of_measures[n].sum(axis=1, keepdims=True) for n in own]
    told = np.array([(within @ counts)[:, 0] for counts in pupils])
    few = (told > 0) & (told < MINIMUM_TO_SHOW)
    for part in parts:
        left_out = told[part.other] - told[part.one]
        few[part.one] |= (told[part.one] > 0) & (left_out < FEWEST_OTHERS)
    every = np.ones(told.size, dtype=np.bool_)
    room = _Room(_family(pupils, within, np.ones((1, 1)), parts), every, ~every)
    hidden = room.made(few.reshape(-1)).reshape(told.shape)
    return [hidden[own.index(same.get(n, n))] for n in range(len(of_measures))]


class _Family(NamedTuple):
    """The counts of measures as sums (`cells`) of numbers of pupils `x`; sums of x that are 0."""

    cells: csr_array
    x: Floats
    ties: csr_array


def _family(
    of_measures: Sequence[Ints], within: Floats, parts: Floats, inside: Sequence[Inside]
) -> _Family:
    """Measure by measure, then those of another measure that one of its parts leaves out."""
    from scipy.sparse import block_array, block_diag, csr_array, eye_array, hstack, kron

    settings, wide = of_measures[0].shape
    loose = [one for one in inside if not one.exact]
    x = [counts.reshape(-1) for counts in of_measures]
    ties = []
    for one in inside:
        signs = np.zeros((len(of_measures), 1, wide))
        signs[one.other, 0, one.of_other], signs[one.one, 0, [*one.parts]] = 1, -1
        less = [-eye_array(settings) if one is of else None for of in loose]
        ties.append([kron(eye_array(settings), sign) for sign in signs] + less)
    for one in loose:
        whole, part = of_measures[one.other][:, one.of_other], of_measures[one.one][:, [*one.parts]]
        x.append(np.maximum(whole.sum(axis=1) - part.sum(axis=1), 0))
    cells = block_diag([kron(within, parts)] * len(of_measures))
    beyond = csr_array((cells.shape[0], settings * len(loose)))
    tied = block_array(ties) if ties else np.zeros((0, cells.shape[1]))
    return _Family(
        csr_array(hstack([cells, beyond])), np.concatenate(x).astype(np.float64), csr_array(tied)
    )


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

    def __init__(self, family: _Family, pupils: Truths, settled: Truths) -> None:
        self.cells, self.x, self.ties = family
        self.settled = settled
        self.values: Floats = self.cells @ self.x
        self.small = pupils & (self.values < MINIMUM_TO_SHOW)
        self.rise = np.where(self.small, np.maximum(ROOM, MINIMUM_TO_SHOW - self.values), ROOM)

    def made(self, hidden: Truths) -> Truths:
        """What is hidden once every hidden count has room."""
        hidden, sure = hidden.copy(), np.zeros_like(hidden)
        while (hidden & ~sure).any():
            self._find_room(hidden, sure)
            for one in np.flatnonzero(hidden & ~sure):
                if not sure[one]:
                    moved = self.cells @ self._cheapest(int(one), hidden)
                    hidden |= np.abs(moved) > _NOTHING
                    # Where nothing can be hidden that would give it room the attack says so.
                    sure |= self._moved_enough(moved)
                    sure[one] = True
        return hidden

    def _find_room(self, hidden: Truths, sure: Truths) -> None:
        """Notes as sure what has room as it is, many counts at once until that finds no more.

        Some pushed up and some down, by chance, as one hidden count gives room to another.
        """
        draw, idle = np.random.default_rng(0), 0
        while idle < _PATIENCE and (todo := np.flatnonzero(hidden & ~sure)).size:
            falls = ~self.small[todo] & (self.values[todo] >= ROOM) & (draw.random(todo.size) < 0.5)
            sure |= self._moved_enough(self._as_it_is(todo, np.where(falls, -1.0, 1.0), hidden))
            idle = 0 if sure[todo].any() else idle + 1

    def _moved_enough(self, moved: Floats) -> Truths:
        falls = ~self.small & (moved <= _NOTHING - ROOM)
        enough: Truths = (moved >= self.rise - _NOTHING) | falls
        return enough

    def _as_it_is(self, todo: Ints, signs: Floats, hidden: Truths) -> Floats:
        """By how much counts rise, or fall, as many at once as can be with no more hidden."""
        from scipy.optimize import linprog
        from scipy.sparse import csr_array, diags_array, eye_array, hstack, vstack

        told = vstack([self.cells[np.flatnonzero(~hidden)], self.ties])
        reach = np.where(signs > 0, self.rise[todo], ROOM)
        found = linprog(
            np.concatenate([np.zeros(self.x.size), -np.ones(todo.size)]),
            A_ub=hstack([-diags_array(signs) @ self.cells[todo], eye_array(todo.size)]),
            b_ub=np.zeros(todo.size),
            A_eq=hstack([told, csr_array((told.shape[0], todo.size))]),
            b_eq=np.zeros(told.shape[0]),
            bounds=[(-held, None) for held in self.x] + [(0, most) for most in reach],
            method="highs",
        )
        moved: Floats = self.cells @ found.x[: self.x.size]
        return moved

    def _cheapest(self, cell: int, hidden: Truths) -> Floats:
        """The other numbers by which a count rises or falls enough, at the least told counts."""
        falls = not self.small[cell] and self.values[cell] >= ROOM
        ways = [self.rise[cell], -ROOM] if falls else [self.rise[cell]]
        every = np.arange(self.x.size)
        for columns in (*(self._near(cell, most) for most in _NEAR), every):
            found = [way for by in ways if (way := self._moved(cell, float(by), hidden, columns))]
            if found:
                return min(found, key=lambda way: way[0])[1]
        return np.zeros(self.x.size)

    def _moved(
        self, cell: int, by: float, hidden: Truths, columns: Ints
    ) -> tuple[float, Floats] | None:
        """The least told counts, and numbers of these columns, by which a count moves so far."""
        from scipy.optimize import linprog
        from scipy.sparse import block_array, csr_array, eye_array, vstack

        cells, ties = self.cells[:, columns], self.ties[:, columns]
        here = np.diff(cells.indptr) > 0
        told = np.flatnonzero(here & ~hidden & ~self.settled)
        same = cells[np.flatnonzero(here & ~hidden & self.settled)]
        moved = vstack([cells[[cell]], same, ties[np.flatnonzero(np.diff(ties.indptr))]])
        moves, size = told.size, columns.size
        found = linprog(
            np.concatenate([np.zeros(size), 1 + self.values[told]]),
            A_ub=block_array([[cells[told], -eye_array(moves)], [-cells[told], -eye_array(moves)]]),
            b_ub=np.zeros(2 * moves),
            A_eq=block_array([[moved, csr_array((moved.shape[0], moves))]]),
            b_eq=np.concatenate([[by], np.zeros(moved.shape[0] - 1)]),
            bounds=[(-held, None) for held in self.x[columns]] + [(0, None)] * moves,
            method="highs",
        )
        if found.status != 0:
            return None
        numbers = np.zeros(self.x.size)
        numbers[columns] = found.x[:size]
        return float(found.fun), numbers

    def _near(self, cell: int, most: int) -> Ints:
        """The numbers of the settings of a count, and of those in a row of few with one of them."""
        of = self.cells[[cell]].indices
        few = self.cells[np.flatnonzero(np.diff(self.cells.indptr) <= 3 * most)]
        beside = few[np.flatnonzero(few[:, of].sum(axis=1))].indices
        near = np.zeros(self.x.size)
        near[of], near[beside] = 1, 1
        tied = self.ties[np.flatnonzero(abs(self.ties) @ near)].indices
        near[tied] = 1
        return np.flatnonzero(near)
