"""Measures of shares and changes summed by setting, part by part: for a region or a nation.

A part is some pupils' frames, side by side; `partial` makes its sums and `combine` adds those of
all parts, so that it comes to the same wherever each was worked out: counts exactly, and sums of
changes but for rounding. A pupil must be wholly in one part, for they count once at a setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reports.each import ONCE, SETTING
from reports.estimators import funnel_limits, wilson
from reports.frames import Frames
from reports.measure import Measure, cohort_of, sample_of
from reports.methods import Sample

if TYPE_CHECKING:
    import pandas as pd

COUNTS = ("asked", "unknown", "of", "yes")
"""Pupils, as in `measure.Counts`."""
KEY = ["measure", SETTING]


def partial(
    measures: Sequence[Measure], frames: Frames, first: date, last: date, on: date
) -> pd.DataFrame:
    """What each measure comes to at each setting of a part: COUNTS, `change` and its `square`.

    Raises ValueError for a measure that is neither a share nor a change: its sums do not add up.
    Measures hold functions, which cannot be sent: work that is spread names them itself.
    """
    import pandas as pd

    parts = [_summed(one, frames, first, last, on) for one in measures]
    return pd.concat(parts, keys=[one.id for one in measures], names=KEY)


def _summed(measure: Measure, frames: Frames, first: date, last: date, on: date) -> pd.DataFrame:
    import pandas as pd

    if measure.method not in ("share", "change"):
        raise ValueError(f"{measure.id} is neither a share nor a change: it cannot be summed.")
    cohort = cohort_of(measure, frames, first, last, on, ONCE)
    sample = sample_of(cohort, expected=False)
    unknown = sample.answers.isna().to_numpy(dtype=bool)
    yes = sample.answers.to_numpy(dtype=bool, na_value=False)
    change = _changes(sample)
    counted = ~np.isnan(change) if measure.ends else ~unknown | measure.unknown_is_no
    change = np.where(counted, np.nan_to_num(change), 0.0)
    setting, names = pd.factorize(cohort.rows[SETTING], sort=True)
    columns = (np.ones_like(yes), unknown, counted, yes & counted)
    sums = {
        name: np.bincount(setting, column, len(names)).astype(np.int64)
        for name, column in zip(COUNTS, columns, strict=True)
    }
    squares = {"change": change, "square": change * change}
    sums |= {name: np.bincount(setting, column, len(names)) for name, column in squares.items()}
    return pd.DataFrame(sums, index=pd.Index(names, name=SETTING))


def _changes(sample: Sample) -> NDArray[np.float64]:
    """Each pupil's change; not a number where it is not known."""
    if sample.before is None or sample.after is None:
        return np.zeros(len(sample.answers))
    before, after = (
        column.to_numpy(dtype=float, na_value=np.nan) for column in (sample.before, sample.after)
    )
    found: NDArray[np.float64] = after - before
    return found


def combine(partials: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The sums of all parts, by measure and setting in order."""
    import pandas as pd

    return pd.concat([*partials]).groupby(level=KEY).sum()


def told(sums: pd.DataFrame) -> pd.DataFrame:
    """What the sums say: COUNTS; the share with its limits; the mean change with its error.

    `low` and `high` are Wilson's 95% limits; `funnel_low` and `funnel_high` the exact ones within
    which 95% of settings of that size fall if all have the share of all. Not a number where nothing
    can be said.
    """
    of, change = sums["of"].where(sums["of"] > 0), sums["change"]
    variance = ((sums["square"] - change**2 / of) / (of - 1).where(of > 1)).clip(lower=0)
    shown = sums[[*COUNTS]].assign(
        share=sums["yes"] / of, mean_change=change / of, change_se=(variance / of) ** 0.5
    )
    limits = {name: np.full(len(sums), np.nan) for name in _LIMITS}
    some = of.notna().to_numpy()
    yes, size = (sums[name].to_numpy() for name in ("yes", "of"))
    if some.any():
        limits["low"][some], limits["high"][some] = wilson(yes[some], size[some])
    measure = sums.index.get_level_values("measure")
    for one in measure.unique():
        _funnel(limits, np.flatnonzero(some & (measure == one)), yes, size)
    return shown.assign(**limits)


_LIMITS = ("low", "high", "funnel_low", "funnel_high")
Ints = NDArray[np.int64]


def _funnel(limits: dict[str, NDArray[np.float64]], where: Ints, yes: Ints, size: Ints) -> None:
    """The limits of one measure's settings, each size worked out once."""
    total = size[where].sum()
    if not 0 < yes[where].sum() < total:
        return
    sizes, back = np.unique(size[where], return_inverse=True)
    found = funnel_limits(float(yes[where].sum() / total), sizes)
    for name, line in zip(_LIMITS[2:], found, strict=True):
        limits[name][where] = line[back]
