"""What a measure is, and the one way to count it.

A measure asks a yes-or-no question of each pupil whose follow-up fell due in the school year. A
pupil counts once, with the first that fell due. Whoever cannot be asked is left out and counted by
reason; whoever was not followed up is counted as not known, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from movements.basis import Basis
from reports.bands import COMPLETE, MINIMUM_TO_BAND, MINIMUM_TO_SHOW, Better
from reports.estimators import aalen_johansen
from reports.follow_up.setting import THREE_TERMS
from reports.frames import Frames

if TYPE_CHECKING:
    import pandas as pd

    Column = Callable[[pd.DataFrame], "pd.Series[bool]"]

Method = Literal["share", "incidence"]
METHODS: dict[Method, str] = {
    "share": "Share of pupils with Wilson's interval; where settings are compared, beta-binomial",
    "incidence": "Cumulative incidence with competing ends (Aalen-Johansen), its interval Wilson's "
    "for as many pupils as it is worth",
}
"""How a measure is worked out, in words."""
Outcome = Literal["outreach", "attendance", "reintegration", "attainment", "post_16", "wellbeing"]
OUTCOMES: dict[Outcome, str] = {
    "outreach": "Outreach support",
    "attendance": "Attendance",
    "reintegration": "Reintegration",
    "attainment": "Attainment in English and maths",
    "post_16": "Post-16 destinations",
    "wellbeing": "Wellbeing",
}
"""The five outcomes proposed for alternative provision, and wellbeing, in the order shown."""


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
class Measure:
    """A question asked of each pupil of a cohort.

    `frame` holds the pupils and its column `due` the day their follow-up falls due; `cohort` says
    in words who they are and `window` over how long they are followed. `answer` is yes, no or not
    known. `sentence` says the result with `{yes}` and `{of}`; `basis` holds the formula in words.
    Where `unknown_is_no`, pupils not followed up stay in the denominator. `never_compared` says why
    settings may not be compared by it, where they may not. A measure by `incidence` counts those
    not yet due too, for as long as they were followed: its share is that of `ended_as` 1 by then.
    """

    id: str
    outcome: Outcome
    title: str
    sentence: str
    frame: Literal["placements", "returns", "outreach", "leavers"]
    due: str
    cohort: str
    window: str
    answer: Column
    basis: Basis
    left_out: tuple[Aside, ...] = ()
    beside: tuple[Aside, ...] = ()
    unknown_is_no: bool = False
    complete: float = COMPLETE
    minimum: int = MINIMUM_TO_BAND
    never_compared: str = ""
    better: Better = "higher"
    method: Method = "share"

    def as_dict(self) -> dict[str, Any]:
        """The measure as the catalogue tells it."""
        return {
            "measure": self.id,
            "outcome": self.outcome,
            "title": self.title,
            "cohort": self.cohort,
            "window": self.window,
            "better": self.better,
            "method": METHODS[self.method],
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
class Incidence:
    """The share that met the first cause by the end of the window, and its standard error.

    `of` are the pupils of whom it is known how they ended or that they had not by then: with an
    error of 0 the share says no more than they do, and a band needs so many.
    """

    share: float
    se: float
    of: int


@dataclass(frozen=True)
class Counts:
    """A measure counted: pupils throughout.

    `of` is the denominator; `asked` is all who fell due and were not left out, `unknown` those of
    them not followed up; `not_yet_due` fall due later in the year than the data day.
    """

    yes: int
    of: int
    asked: int
    unknown: int
    not_yet_due: int
    left_out: tuple[Tally, ...]
    beside: tuple[Tally, ...]
    incidence: Incidence | None = None

    @property
    def share(self) -> float | None:
        """The share of pupils for whom the answer is yes, from 0 to 1."""
        if self.incidence:
            return self.incidence.share
        return self.yes / self.of if self.of else None


def count(measure: Measure, frames: Frames, first: date, last: date, on: date) -> Counts:
    """A measure over the follow-ups that fell due from first to last and by the data day."""
    import pandas as pd

    frame: pd.DataFrame = getattr(frames, measure.frame)
    within = frame[frame[measure.due].between(pd.Timestamp(first), pd.Timestamp(last))]
    is_due = within[measure.due] <= pd.Timestamp(on)
    timed = measure.method == "incidence"
    asked_of = within if timed else within[is_due]
    rest, left_out = _left_out(measure, asked_of.sort_values([measure.due, "pupil"]))
    cohort = rest.drop_duplicates("pupil")
    answers = measure.answer(cohort).astype("boolean")
    asked, unknown = len(cohort), int(answers.isna().sum())
    of = asked if measure.unknown_is_no or timed else asked - unknown
    incidence = _incidence(cohort) if timed and asked else None
    if timed and incidence is None:
        answers, of = answers[:0], 0
    return Counts(
        yes=int(answers.sum()),
        of=of,
        asked=asked,
        unknown=unknown,
        not_yet_due=_pupils(within[~is_due]),
        left_out=left_out,
        beside=tuple(Tally(a.words, _pupils(cohort[_true(a.who(cohort))])) for a in measure.beside),
        incidence=incidence,
    )


def _incidence(cohort: pd.DataFrame) -> Incidence | None:
    """Returns within three terms, where the other ends rule them out.

    None where the last pupil seen was followed for less and had not left: what came after is not
    known of anybody.
    """
    weeks, ended = (cohort[name].to_numpy(dtype=float) for name in ("weeks_followed", "ended_as"))
    if not (ended[weeks == weeks.max()] > 0).all() and weeks.max() < THREE_TERMS:
        return None
    found = aalen_johansen(weeks, ended)
    known = int(((ended > 0) | (weeks >= THREE_TERMS)).sum())
    return Incidence(float(found.cif[1][-1]), float(found.se[1][-1]), known)


def _left_out(measure: Measure, due: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Tally, ...]]:
    """The rows that can be asked, and how many pupils each reason left out."""
    tallies = []
    for aside in measure.left_out:
        out = _true(aside.who(due))
        tallies.append(Tally(aside.words, _pupils(due[out])))
        due = due[~out]
    return due, tuple(tallies)


def _true(answers: pd.Series[bool]) -> pd.Series[bool]:
    return answers.astype("boolean").fillna(False).astype(bool)


def _pupils(frame: pd.DataFrame) -> int:
    return int(frame["pupil"].nunique())
