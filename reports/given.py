"""Numbers as they are given to an estimator, each refused in words where it cannot be one.

Lists, arrays, pandas columns and single numbers are all taken. A gap is refused and never dropped:
whoever calls says how many are missing.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def numbers(name: str, values: Any) -> Floats:
    """Finite numbers, of whatever shape. Raises ValueError for text, gaps and infinities."""
    try:
        # Text such as "12" and lengths of time would pass for numbers, a file read badly with them.
        is_text = np.asarray(values).dtype.kind in "USMmc"
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        is_text, found = True, np.empty(0)
    if is_text:
        raise ValueError(f"{name} holds something that is no number: give numbers alone.")
    gaps = np.flatnonzero(~np.isfinite(found))
    if gaps.size:
        raise ValueError(
            f"{name} has a gap or an infinite number at position {gaps[0] + 1}: leave such rows "
            "out of every column, and say how many they were."
        )
    return found


def columns(**given: Any) -> list[Floats]:
    """Columns of one length, with at least one row. Raises ValueError for any other."""
    found = {name: np.atleast_1d(numbers(name, values)) for name, values in given.items()}
    sizes = {name: column.size for name, column in found.items()}
    if any(column.ndim != 1 for column in found.values()) or len({*sizes.values()}) > 1:
        said = " and ".join(f"{name} has {size}" for name, size in sizes.items())
        raise ValueError(f"{said}: give one number of each for every row.")
    if 0 in sizes.values():
        raise ValueError(f"{' and '.join(sizes)} are empty: give at least one row.")
    return list(found.values())


def proportion(r: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Counts r out of n, matched row by row. Raises ValueError where r is below 0 or above n."""
    try:
        r, n = np.broadcast_arrays(r, n)
    except ValueError:
        raise ValueError(
            f"r has {r.size} and n has {n.size}: give one number of each for every row."
        ) from None
    wrong = np.flatnonzero((r < 0) | (r > n))
    if wrong.size:
        first = wrong[0]
        raise ValueError(
            f"{r.flat[first]:g} of {n.flat[first]:g} is not a proportion: r must lie between 0 "
            f"and n (position {first + 1})."
        )
    return r, n


def some(n: Floats) -> Floats:
    """Denominators of at least something. Raises ValueError for a 0, which has no rate."""
    none = np.flatnonzero(n <= 0)
    if none.size:
        raise ValueError(
            f"{n.flat[none[0]]:g} at position {none[0] + 1} is not a proportion's denominator: "
            "leave out whoever has no pupils to count."
        )
    return n


def whole(name: str, values: Floats) -> Ints:
    """Whole numbers from 0. Raises ValueError for others."""
    wrong = np.flatnonzero((values < 0) | (values != np.floor(values)))
    if wrong.size:
        first = wrong[0]
        raise ValueError(
            f"{name} is {values.flat[first]:g} at position {first + 1}: give whole numbers from 0."
        )
    return values.astype(np.int64)


def share(name: str, value: float) -> float:
    """A share strictly between 0 and 1. Raises ValueError for any other."""
    found = numbers(name, value)
    if found.ndim or not 0 < found < 1:
        raise ValueError(
            f"{name} is {value}: give a share between 0 and 1, not itself 0 or 1 (0.95 for 95%)."
        )
    return float(found)
