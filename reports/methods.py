"""How a measure is worked out, one entry for each way: a sample of pupils in, a result out.

A result says what was seen of one setting's pupils, with an interval. What that comes to beside
other settings is for `together`, which sees the pupils of them all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Literal

import numpy as np

from reports.estimators import Interval, aalen_johansen, incidence_interval, wilson
from reports.follow_up.setting import THREE_TERMS

if TYPE_CHECKING:
    import pandas as pd

MethodName = Literal["share", "attributed", "incidence", "change", "volume"]
OF_PUPILS: frozenset[MethodName] = frozenset({"share", "attributed"})
"""Methods whose yes and of are pupils asked by then, to be told of single years or in a funnel."""


def numbers_of(column: pd.Series[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A column as numbers; not a number where it is not known."""
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))


@dataclass(frozen=True)
class Sample:
    """A measure's cohort, a row a pupil, and what is known of each.

    `answers` are yes, no or not known, `weight` by how much each counts where they do not alike.
    `before` and `after` are where each began and ended, for a change alone; `alongside` what a
    change is expected to hang on besides the beginning.
    """

    rows: pd.DataFrame
    answers: pd.Series[bool]
    unknown_is_no: bool = False
    before: pd.Series[float] | None = None
    after: pd.Series[float] | None = None
    alongside: tuple[pd.Series[float], ...] = ()
    weight: pd.Series[float] | None = None


@dataclass(frozen=True)
class Result(ABC):
    """What was seen of a setting's pupils: `yes` of the `of` pupils counted."""

    yes: int = 0
    of: int = 0

    @property
    def known(self) -> int:
        """How many pupils what is said rests on: a band needs so many."""
        return self.of

    @property
    def told(self) -> tuple[float, float]:
        """Yes and of, in pupils who count alike and were followed to the end."""
        return float(self.yes), float(self.of)

    @property
    @abstractmethod
    def value(self) -> float | None:
        """What is told of them; None where nothing was counted."""

    @abstractmethod
    def interval(self, level: float) -> Interval | None:
        """Where the true value may lie, going by these pupils alone."""


@dataclass(frozen=True)
class Share(Result):
    """The share of pupils for whom the answer is yes, from 0 to 1."""

    @property
    def value(self) -> float | None:
        """The share."""
        return self.yes / self.of if self.of else None

    def interval(self, level: float) -> Interval | None:
        """Wilson's."""
        return wilson(self.yes, self.of, level) if self.of else None


@dataclass(frozen=True)
class Attributed(Share):
    """The `share` for whom the answer is yes, each counted by how much they were the setting's.

    It tells as much as `worth` pupils would who count alike: (sum of weights)² over the sum of
    their squares, Kish L (1965), Survey Sampling, section 11.7; all of them where they do.
    """

    share: float = 0.0
    worth: float = 0.0

    @property
    def told(self) -> tuple[float, float]:
        """The share of as many as it is worth."""
        return self.share * self.worth, self.worth

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1."""
        return self.share if self.of else None

    def interval(self, level: float) -> Interval | None:
        """Wilson's, for as many pupils as the share is worth."""
        return wilson(*self.told, level) if self.of else None


@dataclass(frozen=True)
class Incidence(Result):
    """The share that met the first cause by the end of the window, and its standard error.

    `followed` are the pupils of whom it is known how they ended or that they had not by then: with
    an error of 0 the share says no more than they do.
    """

    share: float = 0.0
    se: float = 0.0
    followed: int = 0

    @property
    def known(self) -> int:
        """The pupils followed to an end."""
        return self.followed

    @property
    def worth(self) -> float:
        """As how many pupils, all followed to the end, the share tells: at most those seen."""
        if not (0 < self.share < 1 and self.se > 0):
            return float(self.followed)
        return min(self.share * (1 - self.share) / self.se**2, float(self.of))

    @property
    def told(self) -> tuple[float, float]:
        """The share of as many as it is worth."""
        return self.share * self.worth, self.worth

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1."""
        return self.share

    def interval(self, level: float) -> Interval | None:
        """Wilson's, for as many pupils as the share is worth."""
        if not self.followed:
            return None
        return incidence_interval(self.share, self.se, self.followed, level)


@dataclass(frozen=True)
class Change(Result):
    """How much pupils changed: a beginning, an end and what stands alongside, for each of them.

    The raw mean is never what settings are compared by: `together.value_added_of` takes out first
    what was to be expected.
    """

    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()
    alongside: tuple[tuple[float, ...], ...] = field(default=(), repr=False)

    @property
    def _changes(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.subtract(self.after, self.before)

    @property
    def value(self) -> float | None:
        """The mean change of the pupils, in the measure's unit."""
        return float(self._changes.mean()) if self.of else None

    def interval(self, level: float) -> Interval | None:
        """Student's t, for the pupils seen; None for fewer than two, who say nothing of spread."""
        from scipy.stats import t

        if self.of < 2:
            return None
        mean, se = float(self._changes.mean()), float(self._changes.std(ddof=1)) / sqrt(self.of)
        reach = float(t.ppf((1 + level) / 2, self.of - 1)) * se
        return Interval(mean - reach, mean + reach)


@dataclass(frozen=True)
class Volume(Result):
    """How much was done, and for whom: counted and never judged."""

    schools: int = 0
    staff: int = 0
    days: float | None = None

    @property
    def value(self) -> float | None:
        """The pupils."""
        return float(self.of) if self.of else None

    def interval(self, level: float) -> Interval | None:
        """None: what was done is no sample of anything."""
        return None


@dataclass(frozen=True)
class Method:
    """A way to work a measure out.

    In `words`; `find` gives the result, or None where nothing can be said. One that `follows_all`
    counts those not yet due too, for as long as they were followed. `caution` is what a reader of
    one setting's result must know, and `otherwise` why a share is not that of the pupils counted.
    """

    words: str
    find: Callable[[Sample], Result | None]
    follows_all: bool = False
    caution: str = ""
    otherwise: str = ""


def _share(sample: Sample) -> Share:
    unknown = int(sample.answers.isna().sum())
    of = len(sample.rows) if sample.unknown_is_no else len(sample.rows) - unknown
    return Share(int(sample.answers.sum()), of)


def _attributed(sample: Sample) -> Share:
    """Whole pupils where nobody's part of the time is known."""
    plain = _share(sample)
    if sample.weight is None or not sample.weight.sum() > 0:
        return plain
    counted = sample.unknown_is_no | sample.answers.notna()
    weight = sample.weight[counted].to_numpy(dtype=float)
    yes = sample.answers[counted].to_numpy(dtype=bool, na_value=False)
    if not weight.sum() > 0:
        return plain
    share = float(weight[yes].sum() / weight.sum())
    return Attributed(plain.yes, plain.of, share, float(weight.sum() ** 2 / (weight**2).sum()))


def _incidence(sample: Sample) -> Incidence | None:
    """Returns within three terms, where the other ends rule them out.

    None where the last pupil seen was followed for less and had not left: what came after is not
    known of anybody.
    """
    if sample.rows.empty:
        return None
    weeks, ended = (sample.rows[n].to_numpy(dtype=float) for n in ("weeks_followed", "ended_as"))
    if not (ended[weeks == weeks.max()] > 0).all() and weeks.max() < THREE_TERMS:
        return None
    found = aalen_johansen(weeks, ended)
    known = int(((ended > 0) | (weeks >= THREE_TERMS)).sum())
    # Where all of them returned, the sum of the steps can come to a hair over one.
    share, se = min(float(found.cif[1][-1]), 1.0), float(found.se[1][-1])
    return Incidence(int(sample.answers.sum()), len(sample.rows), share, se, known)


def _change(sample: Sample) -> Change:
    if sample.before is None or sample.after is None:
        raise ValueError("A measure of change says where each pupil began and ended.")
    known = (sample.before.notna() & sample.after.notna()).to_numpy(dtype=bool)
    columns = [sample.before, sample.after, *sample.alongside]
    before, after, *beside = (tuple(numbers_of(column)[known].tolist()) for column in columns)
    yes = int(sample.answers[known].sum())
    return Change(yes, int(known.sum()), before, after, tuple(beside))


def _volume(sample: Sample) -> Volume:
    rows = sample.rows
    days = rows["days_to_contact"].dropna()
    return Volume(
        yes=len(rows),
        of=len(rows),
        schools=int(rows["school"].nunique()),
        staff=int(rows["staff"].fillna(0).sum()),
        days=float(days.median()) if len(days) else None,
    )


METHODS: dict[MethodName, Method] = {
    "share": Method(
        "Share of pupils with Wilson's interval; where settings are compared, beta-binomial", _share
    ),
    "attributed": Method(
        "Share of pupils, each counted by the part of their time that was the setting's, with "
        "Wilson's interval for as many pupils as that is worth; where settings are compared, "
        "beta-binomial",
        _attributed,
        otherwise="each counted by the part of Years 10 and 11 that they were there",
    ),
    "incidence": Method(
        "Cumulative incidence with competing ends (Aalen-Johansen), its interval Wilson's "
        "for as many pupils as it is worth",
        _incidence,
        follows_all=True,
        otherwise="those not followed to the end counted until then",
    ),
    "change": Method(
        "Mean of pupils' own changes with a t interval; where settings are compared, each change "
        "less the one expected from pupils of other settings with the same start, drawn together "
        "normal-normal",
        _change,
        caution="A raw change is partly chance: pupils are placed when things are at their worst, "
        "and some would have come back anyway. Settings are compared only by what is beyond the "
        "change to be expected.",
    ),
    "volume": Method("Counts of what was done; never compared", _volume),
}
"""How a measure is worked out."""
