"""All settings at once: what peers are pooled from, and what changes come to beside theirs.

Each pupil is read and followed once, whatever the number of settings. A change is compared by what
is beyond the change to be expected: from each pupil's end is taken what pupils of all other
settings with the same start came to, so that regression to the mean is taken out; what is left is
drawn together normal-normal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlmodel import Session

from movements.places import PlaceFacts
from reports.bands import Evidence, evidence_of_mean
from reports.each import count_each, side_by_side
from reports.estimators import NormalNormal, ValueAdded, normal_normal, value_added
from reports.frames import Frames, frames_of_all
from reports.given import Floats
from reports.measure import Counts, Measure
from reports.measures import MEASURES
from reports.methods import Change

CountsOfAll = Mapping[str, Mapping[str, Counts]]
"""Measure's id -> setting's id -> what was counted there."""


@dataclass(frozen=True)
class Beyond:
    """A setting's mean change beyond the one expected, in the measure's unit.

    `seen` is its own, with standard error `se`; `estimate`, with `low` and `high`, is drawn towards
    the `mean` of all settings by as much as chance has in it.
    """

    pupils: int
    raw: float
    seen: float
    se: float
    mean: float
    estimate: float
    low: float
    high: float
    evidence: Evidence


def counts_of_all(
    session: Session, settings: Sequence[PlaceFacts], first: date, last: date, on: date
) -> CountsOfAll:
    """Every measure of every setting, over follow-ups due from first to last, in one pass.

    Three academic years together are one call: a pupil counts once, with the first that fell due.
    """
    return count_all(frames_of_all(session, settings, first, last, on), first, last, on)


def count_all(found: Mapping[str, Frames], first: date, last: date, on: date) -> CountsOfAll:
    """Every measure of every setting whose frames are given."""
    if not found:
        return {measure.id: {} for measure in MEASURES}
    every = side_by_side(found)
    return {one.id: count_each(one, every, found, first, last, on) for one in MEASURES}


def beyond_expected(measure: Measure, counts: Mapping[str, Counts]) -> dict[str, Beyond]:
    """What the changes of each setting come to beside the pupils of all others, by setting.

    Empty where there are too few other settings and pupils to say what was to be expected, and
    without settings whose own spread cannot be told. Raises ValueError for a measure of no change.
    """
    if measure.ends is None:
        raise ValueError(f"{measure.id} is no measure of change: its shares are pooled as such.")
    changes = {
        place: result
        for place, one in counts.items()
        if isinstance(result := one.result, Change) and result.of
    }
    added = _added(changes)
    if added is None:
        return {}
    spread = np.flatnonzero(added.se > 0)
    drawn = normal_normal(added.mean[spread], added.se[spread]) if spread.size else None
    if drawn is None:
        return {}
    return {
        str(added.settings[at]): _beyond(added, int(at), drawn, n, measure.ends.close)
        for n, at in enumerate(spread)
    }


def _added(changes: Mapping[str, Change]) -> ValueAdded | None:
    """What is beyond the expected, where there are enough other pupils to say what that was."""
    all_of = changes.values()
    settings = [place for place, one in changes.items() for _ in range(one.of)]
    before = [value for one in all_of for value in one.before]
    after = [value for one in all_of for value in one.after]
    beside = [_filled(column) for column in zip(*(one.alongside for one in all_of), strict=True)]
    varying = [column for column in beside if np.ptp(column) > 0]
    others = len(settings) - max((one.of for one in all_of), default=0)
    if len(changes) < 2 or others <= 2 + len(varying):
        return None
    return value_added(before, after, settings, np.column_stack(varying) if varying else None)


def _filled(column: Iterable[tuple[float, ...]]) -> Floats:
    """What stands alongside; the mean where it is not told of a pupil, who counts all the same."""
    values = np.array([value for of_setting in column for value in of_setting], dtype=np.float64)
    known = values[~np.isnan(values)]
    return np.where(np.isnan(values), known.mean() if known.size else 0.0, values)


def _beyond(added: ValueAdded, at: int, drawn: NormalNormal, n: int, close: float) -> Beyond:
    estimate, sd = float(drawn.estimates[n]), float(drawn.sd[n])
    reliability = float(drawn.reliability[n])
    return Beyond(
        pupils=int(added.pupils[at]),
        raw=float(added.raw[at]),
        seen=float(added.mean[at]),
        se=float(added.se[at]),
        mean=drawn.mean,
        estimate=estimate,
        low=float(drawn.low[n]),
        high=float(drawn.high[n]),
        evidence=evidence_of_mean(estimate, sd, drawn.mean, reliability, close),
    )
