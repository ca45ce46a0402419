"""What pupils came to beyond what was to be expected of their own starting points.

Pupils are placed when things are at their worst, and some would have come back anyway: of a raw
change much is regression to the mean. So each pupil's end is set against what pupils of other
settings with the same start came to; only the difference is a setting's.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from movements.counted import counted
from reports.given import Floats, Ints, columns

ENOUGH_FOR_ITS_OWN = 10
"""Pupils from whom a setting's own spread is taken; with fewer, that of all settings together."""


@dataclass(frozen=True, eq=False)
class ValueAdded:
    """For each of `settings`: its `pupils`, `raw` mean change, and `mean` beyond the expected.

    `se` is the standard error of `mean`; all in the unit given. `mean` and `se` are what
    `estimators.normal_normal` takes.
    """

    settings: npt.NDArray[Any]
    pupils: Ints
    raw: Floats
    mean: Floats
    se: Floats


def value_added(before: Any, after: Any, setting: Any, beside: Any = None) -> ValueAdded:
    """Each setting's mean of observed minus expected, one row a pupil.

    Expected is a straight line of `after` on `before`, and on the columns `beside` (year group,
    reason, ...) where given, fitted to the pupils of all other settings: the shape of the added
    value score of the Strengths and Difficulties Questionnaire, Ford T, Hutchings J, Bywater T,
    Goodman A and Goodman R (2009), British Journal of Psychiatry 194: 552-558. On regression to the
    mean: Barnett AG, van der Pols JC and Dobson AJ (2005), International Journal of Epidemiology
    34: 215-220. The error is that of a mean of pupils, and of what is not known of the line.
    Raises ValueError for gaps, columns of unlike length, and settings without enough others.
    """
    before, after = columns(before=before, after=after)
    named, at = np.unique(_labels(setting, before.size), return_inverse=True)
    line = _line(before, beside)
    pupils = np.bincount(at, minlength=named.size).astype(np.int64)
    _refuse_too_few(pupils, line.shape[1])
    slopes, spread = _fitted_to_others(line, after, at, named.size)
    beyond = after - np.einsum("ij,ij->i", line, slopes[at])
    mean, raw = (_means(values, at, pupils) for values in (beyond, after - before))
    centre = np.column_stack([_means(column, at, pupils) for column in line.T])
    of_line = np.einsum("ij,ijk,ik->i", centre, spread, centre)
    se = np.sqrt(_own_variance(beyond - mean[at], at, pupils) / pupils + of_line)
    return ValueAdded(named, pupils, raw, mean, se)


def _labels(setting: Any, size: int) -> npt.NDArray[Any]:
    labels = np.asarray(setting)
    if labels.shape != (size,):
        raise ValueError(
            f"before has {size} and setting has {labels.size}: give one of each for every pupil."
        )
    return labels


def _line(before: Floats, beside: Any) -> Floats:
    """The columns of the line: 1, the start, and whatever stands beside it."""
    others = [] if beside is None else list(np.asarray(beside, dtype=np.float64).T)
    named = {f"beside {n}": column for n, column in enumerate(np.atleast_2d(others), 1) if others}
    return np.column_stack([np.ones(before.size), *columns(before=before, **named)])


def _refuse_too_few(pupils: Ints, width: int) -> None:
    others = int(pupils.sum() - pupils.max())
    if pupils.size < 2 or others <= width:
        raise ValueError(
            f"Only {counted(others, 'pupil is', 'pupils are')} in other settings: more than "
            f"{width} are needed to say what was to be expected."
        )


def _fitted_to_others(
    line: Floats, after: Floats, at: npt.NDArray[np.intp], settings: int
) -> tuple[Floats, Floats]:
    """For each setting the line through all other pupils, and the variance of what it is made of.

    Sums over all less sums over the setting's own, so that each pupil is read once.
    """
    squares, products = np.einsum("ij,ik->ijk", line, line), line * after[:, None]
    own_squares = np.zeros((settings, *squares.shape[1:]))
    own_products = np.zeros((settings, line.shape[1]))
    own_after, own_pupils = np.zeros(settings), np.bincount(at, minlength=settings)
    for into, of in ((own_squares, squares), (own_products, products), (own_after, after**2)):
        np.add.at(into, at, of)
    inverse = np.linalg.pinv(squares.sum(axis=0) - own_squares, hermitian=True)
    rest = products.sum(axis=0) - own_products
    slopes = np.einsum("ijk,ik->ij", inverse, rest)
    left = (after**2).sum() - own_after - np.einsum("ij,ij->i", slopes, rest)
    error = np.maximum(left, 0.0) / (after.size - own_pupils - line.shape[1])
    return slopes, inverse * error[:, None, None]


def _means(values: Floats, at: npt.NDArray[np.intp], pupils: Ints) -> Floats:
    means: Floats = np.bincount(at, values, pupils.size) / pupils
    return means


def _own_variance(off: Floats, at: npt.NDArray[np.intp], pupils: Ints) -> Floats:
    """The variance of pupils about their setting's mean: its own where it has enough of them."""
    squares = np.bincount(at, off**2, pupils.size)
    together = squares.sum() / max(1, int((pupils - 1).sum()))
    own = squares / np.maximum(pupils - 1, 1)
    chosen: Floats = np.where(pupils >= ENOUGH_FOR_ITS_OWN, own, together)
    return chosen
