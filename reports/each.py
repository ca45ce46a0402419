"""A measure of many settings counted at once: what `count` says of each, in one pass over them all.

Whom a measure asks is found once for the pupils of all settings; only the result is worked out
setting by setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.frames import SCHEMAS, Frames
from reports.measure import Counts, Measure, Tally, cohort_of, is_true, sample_of
from reports.methods import METHODS, Sample

if TYPE_CHECKING:
    import pandas as pd

SETTING = "setting"
"""The column that says whose a row is, where a frame is of many settings."""
ONCE = (SETTING, "pupil")


def side_by_side(found: Mapping[str, Frames]) -> Frames:
    """The frames of settings, one at least, as one whose column `setting` says whose a row is."""
    import pandas as pd

    first, *_ = found.values()
    whole: dict[str, Any] = {}
    for name in SCHEMAS:
        parts = [getattr(one, name) for one in found.values()]
        whose = np.repeat([*found], [len(part) for part in parts])
        whole[name] = pd.concat(parts, ignore_index=True).assign(setting=whose)
    return replace(first, **whole, synthetic=any(one.synthetic for one in found.values()))


def count_each(
    measure: Measure, frames: Frames, settings: Iterable[str], first: date, last: date, on: date
) -> dict[str, Counts]:
    """A measure of each setting, from frames side by side: as `count` says of each alone."""
    cohort = cohort_of(measure, frames, first, last, on, ONCE)
    rows = cohort.rows
    left_out = [(words, _pupils(out)) for words, out in cohort.left_out]
    beside = [(one.words, _pupils(rows[is_true(one.who(rows))])) for one in measure.beside]
    to_come = _pupils(cohort.not_yet_due)
    sample = sample_of(cohort)
    own = rows.groupby(SETTING, sort=False).indices
    nobody = np.array([], dtype=np.intp)
    found = {}
    for setting in settings:
        part = _taken(sample, own.get(setting, nobody))
        found[setting] = Counts(
            asked=len(part.answers),
            unknown=int(part.answers.isna().sum()),
            not_yet_due=to_come.get(setting, 0),
            left_out=tuple(Tally(words, of.get(setting, 0)) for words, of in left_out),
            beside=tuple(Tally(words, of.get(setting, 0)) for words, of in beside),
            result=METHODS[measure.method].find(part),
        )
    return found


def _pupils(rows: pd.DataFrame) -> dict[str, int]:
    counts = rows.groupby(SETTING)["pupil"].nunique()
    return dict(zip(counts.index.astype(str), counts.tolist(), strict=True))


def _taken(sample: Sample, which: Any) -> Sample:
    """Some pupils of a sample, by place, in the order that they stood in."""
    ends = {
        name: column.iloc[which]
        for name in ("before", "after", "weight")
        if (column := getattr(sample, name)) is not None
    }
    return replace(
        sample,
        rows=sample.rows.iloc[which],
        answers=sample.answers.iloc[which],
        alongside=tuple(column.iloc[which] for column in sample.alongside),
        **ends,
    )
