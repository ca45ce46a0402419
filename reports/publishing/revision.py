"""A year that was published before, published again: revised by several pupils, or not at all.

Whoever holds both releases sees by how much a count has changed. Of one child whose destination
came late, whose record was mended, who died or has become protected since, the difference would
tell what was counted of that child. So a setting's measures of one cohort are told as they were
until as many pupils are told otherwise as may be told at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from movements.basis import Basis
from reports.bands import MINIMUM_TO_SHOW
from reports.measure import Cohort, asked_of, sample_of
from reports.measures import families
from reports.publishing.counted import Counted, by_name, counts_of

if TYPE_CHECKING:
    import pandas as pd

REVISION = Basis(
    "ours",
    "Where a year is published again, a setting's counts of a cohort stand as they were published "
    f"unless {MINIMUM_TO_SHOW} pupils or more of it are told otherwise, and by that many",
)


def revised(released: Sequence[Counted], now: Counted) -> Counted:
    """What is counted now, as far as it may be told after what was released, the earliest first."""
    return reduce(_revised, (*released, now))


def _revised(before: Counted, now: Counted) -> Counted:
    was = {one.id: n for n, one in enumerate(before.settings)}
    at = {one.id: n for n, one in enumerate(now.settings)}
    named = {one.id: one for one in (*before.settings, *now.settings)}
    settings = sorted(named.values(), key=by_name)
    told: dict[str, list[Cohort]] = {measure: [] for measure in now.cohorts}
    for one in settings:
        for family in families():
            new = [_at(now, m.id, at.get(one.id), before, was.get(one.id)) for m in family]
            old = [_at(before, m.id, was.get(one.id), now, at.get(one.id)) for m in family]
            for cohort in old if _is_of_few(old, new) else new:
                told[cohort.measure.id].append(cohort)
    some = [n for n in range(len(settings)) if any(len(of[n].rows) for of in told.values())]
    return replace(
        now,
        settings=tuple(settings[n] for n in some),
        cohorts={measure: [of[n] for n in some] for measure, of in told.items()},
    )


def _at(found: Counted, measure: str, n: int | None, other: Counted, m: int | None) -> Cohort:
    """Whom a measure asked at a setting; nobody of another release's where it is not in this."""
    if n is not None:
        return found.cohorts[measure][n]
    one = other.cohorts[measure][m or 0]
    return asked_of(one.measure, one.rows.iloc[:0])


def _is_of_few(old: Sequence[Cohort], new: Sequence[Cohort]) -> bool:
    """Whether what two releases tell of a cohort differs by a few of its pupils."""
    for one, other in zip(old, new, strict=True):
        if any(0 < by < MINIMUM_TO_SHOW for by in (_otherwise(one, other), _by(one, other))):
            return True
    return False


def _by(one: Cohort, other: Cohort) -> int:
    """The fewest pupils by whom the counts can differ."""
    more = [b - a for a, b in zip(counts_of(one), counts_of(other), strict=True)]
    return max(sum(n for n in more if n > 0), -sum(n for n in more if n < 0))


def _otherwise(one: Cohort, other: Cohort) -> int:
    """The pupils of whom two cohorts tell something else."""
    first, second = _told(one), _told(other)
    every = first.index.union(second.index)
    same = first.reindex(every, fill_value="") == second.reindex(every, fill_value="")
    return int((~same.all(axis=1)).sum())


def _told(cohort: Cohort) -> pd.DataFrame:
    """Whatever a measure's numbers are made of, as text, by pupil."""
    import pandas as pd

    sample = sample_of(cohort, expected=False)
    parts = {"answer": sample.answers, "before": sample.before, "after": sample.after}
    parts |= {"weight": sample.weight}
    if cohort.measure.method == "incidence":
        parts |= {name: cohort.rows[name] for name in ("weeks_followed", "ended_as")}
    told = {name: part for name, part in parts.items() if part is not None}
    found = pd.DataFrame(told).astype("string").fillna("not known")
    return found.set_axis(pd.Index(cohort.rows["pupil"]), axis=0)
