"""From a count to its pupils, and from each pupil to the entries by which they count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports.frames import Frames
from reports.measure import Cohort, Measure, cohort_of

if TYPE_CHECKING:
    import pandas as pd

YES, NO, NOT_KNOWN, TO_COME = "yes", "no", "not known", "still to come"
LEFT_OUT = "left out"


@dataclass(frozen=True)
class Member:
    """A pupil of a measure's cohort, how they count, and the entries that put them there.

    `state` is yes, no, not known, left out (`why` says for what reason) or still to come. A pupil
    with two placements may be in twice, once left out.
    """

    pupil: str
    state: str
    why: str
    entries: tuple[int, ...]


def members(
    measure: Measure, frames: Frames, first: date, last: date, on: date
) -> tuple[Member, ...]:
    """Everybody of a measure's cohort, the very rows that `count` counts."""
    return tuple(_members(cohort_of(measure, frames, first, last, on)))


def _members(cohort: Cohort) -> Iterator[Member]:
    columns = cohort.measure.traced
    # A measure that follows everybody asks those too whose follow-up falls due later.
    later = cohort.rows.index.isin(cohort.not_yet_due.index)
    unknown, yes = cohort.answers.isna().tolist(), cohort.answers.fillna(False).tolist()
    each = zip(later.tolist(), unknown, yes, _each(cohort.rows, columns), strict=True)
    for is_later, is_unknown, is_yes, (pupil, entries) in each:
        state = TO_COME if is_later else NOT_KNOWN if is_unknown else YES if is_yes else NO
        yield Member(pupil, state, "", entries)
    for why, rows in cohort.left_out:
        yield from (Member(pupil, LEFT_OUT, why, found) for pupil, found in _each(rows, columns))
    asked = {*cohort.rows["pupil"]}
    for pupil, entries in _each(cohort.not_yet_due, columns):
        if pupil not in asked:
            yield Member(pupil, TO_COME, "", entries)


def _each(rows: pd.DataFrame, columns: tuple[str, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for row in rows.to_dict("records"):
        yield str(row["pupil"]), tuple(sorted({n for name in columns for n in row[name]}))
