"""What a measure is, and the one way to count it.

A measure asks a yes-or-no question of each pupil whose follow-up fell due in the school year, or
how much each has changed. A pupil counts once, with the first that fell due. Whoever cannot be
asked is left out and counted by reason; whoever was not followed up is counted as not known, never
dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from movements.basis import Basis
from movements.marks import Truth
from reports.bands import COMPLETE, MINIMUM_TO_BAND, MINIMUM_TO_SHOW, Better
from reports.frames import Frames
from reports.methods import METHODS, MethodName, Result, Sample, numbers_of

if TYPE_CHECKING:
    import pandas as pd

    Column = Callable[[pd.DataFrame], "pd.Series[bool]"]
    Number = Callable[[pd.DataFrame], "pd.Series[float]"]

Outcome = Literal[
    "outreach", "attendance", "reintegration", "attainment", "post_16", "wellbeing", "voice"
]
OUTCOMES: dict[Outcome, str] = {
    "outreach": "Outreach support",
    "attendance": "Attendance",
    "reintegration": "Reintegration",
    "attainment": "Attainment in English and maths",
    "post_16": "Post-16 destinations",
    "wellbeing": "Wellbeing",
    "voice": "What pupils and parents say",
}
"""The five outcomes proposed for alternative provision, wellbeing and voice, as shown."""


FrameName = Literal["placements", "returns", "outreach", "leavers", "pupil_voice", "parent_voice"]


class Tally(NamedTuple):
    """A number of pupils and what is said of them."""

    words: str
    pupils: int


@dataclass(frozen=True)
class Aside:
    """Some of a measure's pupils and the words for them: those left out, or shown beside."""

    words: str
    who: Column


@dataclass(frozen=True)
class Ends:
    """Where each pupil of a measure of change began and ended, in its `unit`.

    Two settings' changes are in line where they lie within `close` of each other; nobody can change
    by more than `farthest`. `alongside` is what a change is expected to hang on besides the
    beginning.
    """

    before: Number
    after: Number
    unit: str
    close: float
    farthest: float
    alongside: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A question asked of each pupil of a cohort.

    `frame` holds the pupils and its column `due` the day their follow-up falls due; `cohort` says
    in words who they are and `window` over how long they are followed. `answer` is yes, no or not
    known. `sentence` says the result with `{yes}`, `{of}` and `{change}`; `basis` holds the formula
    in words. Where `unknown_is_no`, pupils not followed up stay in the denominator.
    `never_compared` says why settings may not be compared by it, where they may not. A measure by
    `incidence` counts those not yet due too, for as long as they were followed: its share is that
    of `ended_as` 1 by then. One by `change` has `ends` and no `answer`: that is who did better.
    `traced` are the columns of the frame that hold the entries by which a pupil counts.
    Measures of one `cohort` ask the same pupils; `part_of` is the cohort that another is a part of,
    and `year_before` the one whose pupils it asks again a school year later. One that `narrows`
    another, by its id, asks the same pupils: those known are known there, and a yes is one there,
    and of a change one by `at_least` so much. Where that is below 0 it is a change for the worse,
    and a yes is a no there.
    `weight` is by how much each pupil counts, where they do not alike.
    """

    id: str
    outcome: Outcome
    title: str
    sentence: str
    frame: FrameName
    due: str
    cohort: str
    window: str
    basis: Basis
    answer: Column | None = None
    left_out: tuple[Aside, ...] = ()
    beside: tuple[Aside, ...] = ()
    unknown_is_no: bool = False
    complete: float = COMPLETE
    minimum: int = MINIMUM_TO_BAND
    never_compared: str = ""
    better: Better = "higher"
    method: MethodName = "share"
    ends: Ends | None = None
    traced: tuple[str, ...] = ("entries",)
    part_of: str = ""
    year_before: str = ""
    narrows: str = ""
    at_least: float = 0.0
    weight: Number | None = None

    @property
    def unit(self) -> str:
        """What its value is told in; a share runs from 0 to 1."""
        if self.method == "volume":
            return "pupils"
        return self.ends.unit if self.ends else "share"

    def as_dict(self) -> dict[str, Any]:
        """The measure as the catalogue tells it."""
        return {
            "measure": self.id,
            "outcome": self.outcome,
            "title": self.title,
            "cohort": self.cohort,
            "window": self.window,
            "better": self.better,
            "method": METHODS[self.method].words,
            "unit": self.unit,
            "minimum_to_show": MINIMUM_TO_SHOW,
            "minimum_to_band": self.minimum,
            "complete": self.complete,
            "unknown_is_no": self.unknown_is_no,
            "never_compared": self.never_compared,
            "left_out": [aside.words for aside in self.left_out],
            "beside": [aside.words for aside in self.beside],
            "formula": self.basis.cite,
            **self.basis.told(),
        }


@dataclass(frozen=True)
class Counts:
    """A measure counted: pupils throughout.

    `of` is the denominator; `asked` is all who fell due and were not left out, `unknown` those of
    them not followed up; `not_yet_due` fall due later in the year than the data day. Without a
    `result` nothing can be said of them.
    """

    asked: int
    unknown: int
    not_yet_due: int
    left_out: tuple[Tally, ...]
    beside: tuple[Tally, ...]
    result: Result | None

    @property
    def yes(self) -> int:
        """Pupils for whom the answer is yes."""
        return self.result.yes if self.result else 0

    @property
    def of(self) -> int:
        """Pupils counted."""
        return self.result.of if self.result else 0

    @property
    def value(self) -> float | None:
        """The share of pupils for whom the answer is yes, from 0 to 1; or the mean change."""
        return self.result.value if self.result else None


@dataclass(frozen=True)
class Cohort:
    """Whom a measure asked and what each answered; whom it left out, by reason; who is to come.

    Every pupil of the frame whose follow-up falls due in the time is in one of the three. `at` are
    the places of those asked among those `due`; `reasons` say who of these was left out, and why.
    `ends`, of a measure of change, are where each began and ended. Rows are copied for who asks for
    them alone, since the sums of a nation never do.
    """

    measure: Measure
    due: pd.DataFrame
    at: NDArray[np.intp]
    answers: pd.Series[bool]
    not_yet_due: pd.DataFrame
    reasons: tuple[tuple[str, Truth], ...] = ()
    ends: tuple[pd.Series[float], pd.Series[float]] | None = None

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Whom the measure asked."""
        return self.due.take(self.at)

    @property
    def left_out(self) -> tuple[tuple[str, pd.DataFrame], ...]:
        """Whom each reason left out."""
        return tuple((words, self.due[out]) for words, out in self.reasons)


def cohort_of(
    measure: Measure,
    frames: Frames,
    first: date,
    last: date,
    on: date,
    once: str | Sequence[str] = "pupil",
) -> Cohort:
    """Whom a measure asks: follow-ups that fell due from first to last and by the data day.

    `once` are the columns by which a pupil counts once, or the one: those of many settings, once at
    each.
    """
    frame: pd.DataFrame = getattr(frames, measure.frame)
    day = frame[measure.due].to_numpy()
    within = (day >= np.datetime64(first)) & (day <= np.datetime64(last))
    is_due = within & (day <= np.datetime64(on))
    due = frame[within if METHODS[measure.method].follows_all else is_due]
    due = _in_order(due, measure.due)
    at, reasons = _left_out(measure, due, once)
    return replace(
        _answered(measure, due, at), reasons=reasons, not_yet_due=frame[within & ~is_due]
    )


def _in_order(due: pd.DataFrame, by: str) -> pd.DataFrame:
    """By the day due and by pupil; untouched where they are already, as for many measures."""
    day, pupil = (due[name].to_numpy() for name in (by, "pupil"))
    follows = (day[1:] > day[:-1]) | (day[1:] == day[:-1]) & (pupil[1:] >= pupil[:-1])
    return due if follows.all() else due.sort_values([by, "pupil"])


def asked_of(measure: Measure, rows: pd.DataFrame) -> Cohort:
    """The cohort of pupils whom a measure asks, and nobody else."""
    return _answered(measure, rows, np.arange(len(rows)))


def _answered(measure: Measure, due: pd.DataFrame, at: NDArray[np.intp]) -> Cohort:
    nobody = due.iloc[:0]
    if measure.ends is None:
        if measure.answer is None:
            raise ValueError(f"{measure.id} asks nothing: say its answer, or the ends of a change.")
        return Cohort(measure, due, at, measure.answer(due).astype("boolean").take(at), nobody)
    ends = measure.ends.before(due).take(at), measure.ends.after(due).take(at)
    return Cohort(measure, due, at, _did_better(measure, *ends), nobody, ends=ends)


def _did_better(
    measure: Measure, before: pd.Series[float], after: pd.Series[float]
) -> pd.Series[bool]:
    """Whether each pupil ended better than they began; not known where either end is not."""
    import pandas as pd

    change = numbers_of(after) - numbers_of(before)
    better = change > 0 if measure.better == "higher" else change < 0
    return pd.Series(pd.arrays.BooleanArray(better, np.isnan(change)), index=before.index)


def count(measure: Measure, frames: Frames, first: date, last: date, on: date) -> Counts:
    """A measure over the follow-ups that fell due from first to last and by the data day."""
    cohort = cohort_of(measure, frames, first, last, on)
    return Counts(
        asked=len(cohort.rows),
        unknown=int(cohort.answers.isna().sum()),
        not_yet_due=_pupils(cohort.not_yet_due),
        left_out=tuple(Tally(words, _pupils(rows)) for words, rows in cohort.left_out),
        beside=tuple(
            Tally(a.words, _pupils(cohort.rows[is_true(a.who(cohort.rows))]))
            for a in measure.beside
        ),
        result=result_of(cohort),
    )


def result_of(cohort: Cohort) -> Result | None:
    """What was seen of a cohort's pupils; None where nothing can be said of them."""
    return METHODS[cohort.measure.method].find(sample_of(cohort))


def pooled(cohorts: Sequence[Cohort]) -> Cohort:
    """The pupils asked at several settings as one cohort: each as often as settings count it.

    Raises IndexError for none.
    """
    import pandas as pd

    measure = cohorts[0].measure
    return asked_of(measure, pd.concat([one.rows for one in cohorts], ignore_index=True))


def sample_of(cohort: Cohort, *, expected: bool = True) -> Sample:
    """What a measure is worked out from, with what a change is `expected` to hang on if wanted."""
    rows, measure = cohort.rows, cohort.measure
    if measure.ends is None or cohort.ends is None:
        weight = measure.weight(rows) if measure.weight else None
        return Sample(rows, cohort.answers, measure.unknown_is_no, weight=weight)
    alongside = tuple(column(rows) for column in measure.ends.alongside if expected)
    return Sample(rows, cohort.answers, False, *cohort.ends, alongside)


def _left_out(
    measure: Measure, due: pd.DataFrame, once: str | Sequence[str]
) -> tuple[NDArray[np.intp], tuple[tuple[str, Truth], ...]]:
    """The places of those who can be asked, each once, and whom of all due each reason left out."""
    reasons, left = [], np.ones(len(due), dtype=np.bool_)
    for aside in measure.left_out:
        out = is_true(aside.who(due)).to_numpy() & left
        reasons.append((aside.words, out))
        left &= ~out
    at = np.flatnonzero(left)
    who = due[once] if isinstance(once, str) else due[[*once]]
    again = who.take(at).duplicated().to_numpy()
    return at[~again], tuple(reasons)


def is_true(answers: pd.Series[bool]) -> pd.Series[bool]:
    """Where the answer is yes, and not no or not known."""
    if answers.dtype == np.bool_:
        return answers
    return answers.astype("boolean").fillna(False).astype(bool)


def _pupils(frame: pd.DataFrame) -> int:
    return int(frame["pupil"].nunique())
