"""Measures of shares and changes summed by setting, part by part: for a region or a nation.

A part is some pupils' frames, side by side; `partial` makes its sums and `combine` adds those of
all parts, so that it comes to the same wherever each was worked out: counts exactly, and sums of
changes but for rounding. A pupil must be wholly in one part, for they count once at a setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reports.each import SETTING
from reports.estimators import funnel_limits, wilson
from reports.frames import Frames
from reports.measure import Cohort, Measure, cohort_of
from reports.methods import numbers_of

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

    for one in measures:
        if one.method not in ("share", "change"):
            raise ValueError(f"{one.id} is neither a share nor a change: it cannot be summed.")
    numbered = {
        name: _numbered(getattr(frames, name))
        for name in dict.fromkeys(one.frame for one in measures)
    }
    told_apart: dict[str, Any] = {name: frame for name, (frame, _) in numbered.items()}
    frames = replace(frames, **told_apart)
    parts = [
        _summed(cohort_of(one, frames, first, last, on, _WHO), numbered[one.frame][1])
        for one in measures
    ]
    return pd.concat(parts, keys=[one.id for one in measures], names=KEY)


_WHO = "who"


def _numbered(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.Index]:
    """A frame with settings by number, and who counts once at one, told apart for all measures."""
    import pandas as pd

    setting, names = pd.factorize(frame[SETTING], sort=True)
    pupil, pupils = pd.factorize(frame["pupil"])
    # In as few bytes as will do: who counts twice is found in half the time.
    fits = np.min_scalar_type(len(names) * len(pupils))
    who = (setting * len(pupils) + pupil).astype(fits)
    return frame.assign(**{SETTING: setting, _WHO: who}), pd.Index(names)


def _summed(cohort: Cohort, names: pd.Index) -> pd.DataFrame:
    import pandas as pd

    measure = cohort.measure
    unknown = cohort.answers.isna().to_numpy(dtype=bool)
    yes = cohort.answers.to_numpy(dtype=bool, na_value=False)
    change = _changes(cohort)
    counted = ~np.isnan(change) if measure.ends else ~unknown | measure.unknown_is_no
    change = np.where(counted, change, 0.0)
    setting = cohort.due[SETTING].to_numpy()[cohort.at]
    # What each pupil is, as a number below 8, so that all are counted in one go.
    what = np.uint8(4) * unknown + np.uint8(2) * counted + (yes & counted)
    each = np.bincount(8 * setting + what, minlength=8 * len(names)).reshape(len(names), 8)
    sums = {name: each[:, of].sum(axis=1) for name, of in _TOLD.items()}
    squares = {"change": change, "square": change * change}
    sums |= {name: np.bincount(setting, column, len(names)) for name, column in squares.items()}
    found = pd.DataFrame(sums, index=names.rename(SETTING))
    return found[found["asked"] > 0]


_TOLD = dict(zip(COUNTS, ([*range(8)], [4, 5, 6, 7], [2, 3, 6, 7], [3, 7]), strict=True))
"""What a pupil counts as: 4 for not known, 2 for counted and 1 for a yes, added up."""


def _changes(cohort: Cohort) -> NDArray[np.float64]:
    """Each pupil's change; not a number where it is not known."""
    if cohort.ends is None:
        return np.zeros(len(cohort.at))
    before, after = cohort.ends
    found: NDArray[np.float64] = numbers_of(after) - numbers_of(before)
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
