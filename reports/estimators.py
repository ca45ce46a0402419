"""Estimates and their intervals: numbers in, numbers out, nothing else known.

scipy and statsmodels do the mathematics; here are the guards, and the words for what is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple, overload

import numpy as np

from reports.beta_binomial import BetaBinomial, LeftOut, beta_binomial, leave_one_out, posterior
from reports.given import Floats, Ints, columns, numbers, proportion, share, some, whole
from reports.value_added import ValueAdded, value_added

__all__ = [
    "AalenJohansen",
    "BetaBinomial",
    "Interval",
    "Intervals",
    "KaplanMeier",
    "LeftOut",
    "NormalNormal",
    "ValueAdded",
    "aalen_johansen",
    "beta_binomial",
    "funnel_limits",
    "incidence_interval",
    "kaplan_meier",
    "leave_one_out",
    "newcombe",
    "normal_normal",
    "posterior",
    "value_added",
    "wilson",
]

_HAIR = 1e-9
"""Sums of shares that come to 0 or 1 may be off by so much."""


class Interval(NamedTuple):
    """A lower and an upper limit."""

    low: float
    high: float


class Intervals(NamedTuple):
    """Lower and upper limits, row by row."""

    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class NormalNormal:
    """Settings' means drawn together: `mean` of them all and the variance `tau2` between them.

    `estimates` are each setting's, with `low` and `high`, in the unit given; `reliability` is
    tau2 / (tau2 + se²), the part of what is seen that is the setting's own; `se` that of `mean`;
    `sd` the standard deviation of each estimate about the setting's true value.
    """

    mean: float
    se: float
    tau2: float
    estimates: Floats
    sd: Floats
    low: Floats
    high: Floats
    reliability: Floats


@dataclass(frozen=True, eq=False)
class KaplanMeier:
    """The share still without the event at each week in which there was one, and its error."""

    times: Floats
    survival: Floats
    se: Floats


@dataclass(frozen=True, eq=False)
class AalenJohansen:
    """The share that has met each cause by each week seen, and its standard error, by cause.

    `survival` is the share that has met none, `at_risk` how many could still in that week.
    """

    times: Floats
    at_risk: Ints
    survival: Floats
    cif: dict[int, Floats]
    se: dict[int, Floats]


@overload
def wilson(r: float, n: float, level: float = 0.95) -> Interval: ...
@overload
def wilson(r: Any, n: Any, level: float = 0.95) -> Intervals: ...
def wilson(r: Any, n: Any, level: float = 0.95) -> Interval | Intervals:
    """The Wilson score interval of a proportion, without continuity correction.

    Centre (p + z²/2n) / (1 + z²/n), half-width z √(p(1-p)/n + z²/4n²) / (1 + z²/n): Wilson EB
    (1927), JASA 22: 209-212; method 3 of Newcombe RG (1998), Statistics in Medicine 17: 857-872.
    It holds its confidence for few pupils and for 0 or all of them, where p ± 1.96 standard errors
    does not (Brown, Cai and DasGupta 2001). Numbers give two numbers; columns give two columns.
    Counts need not be whole, so that an effective size can be given. Raises ValueError for counts
    that are no proportion.
    """
    r, n = proportion(numbers("r", r), some(numbers("n", n)))
    z = NormalDist().inv_cdf((1 + share("level", level)) / 2)
    p = r / n
    spread = z * z / n
    half = z * np.sqrt(p * (1 - p) / n + spread / (4 * n))
    # At 0 and at all, the limit is exactly 0 or 1; the formula leaves a rounding error there.
    low = np.where(r == 0, 0.0, (p + spread / 2 - half) / (1 + spread))
    high = np.where(r == n, 1.0, (p + spread / 2 + half) / (1 + spread))
    return Intervals(low, high) if p.ndim else Interval(float(low), float(high))


def newcombe(r: float, n: float, other_r: float, other_n: float, level: float = 0.95) -> Interval:
    """The interval of r/n less other_r/other_n, of two groups of different pupils.

    Newcombe RG (1998), Statistics in Medicine 17: 873-890, method 10: each share's distance from
    its Wilson limits, squared and added. Raises ValueError as `wilson`.
    """
    share, other = r / n if n else 0.0, other_r / other_n if other_n else 0.0
    (low, high), (other_low, other_high) = wilson(r, n, level), wilson(other_r, other_n, level)
    difference = share - other
    return Interval(
        difference - float(np.hypot(share - low, other_high - other)),
        difference + float(np.hypot(high - share, other - other_low)),
    )


def normal_normal(y: Any, se: Any, level: float = 0.95) -> NormalNormal:
    """Settings' means y, each with its standard error, drawn towards the mean of them all.

    tau2 by DerSimonian R and Laird N (1986), Controlled Clinical Trials 7: 177-188, at least 0.
    An estimate is mean + tau2/(tau2 + se²) (y - mean); its variance is tau2 se²/(tau2 + se²) plus
    what is not known of the mean itself, (se²/(tau2 + se²))² / Σ 1/(tau2 + se²): the empirical
    Bayes prediction of Raudenbush SW and Bryk AS (1985), Journal of Educational Statistics 10:
    75-98, as `blup` of the R package metafor. With tau2 of 0 all settings take the common mean
    and its interval; a single setting keeps its own. Raises ValueError for no settings, gaps, and
    standard errors that are not above 0.
    """
    y, se = columns(y=y, se=se)
    wrong = np.flatnonzero(se <= 0)
    if wrong.size:
        raise ValueError(
            f"se is {se[wrong[0]]:g} at position {wrong[0] + 1}: a standard error is above 0. "
            "Leave out a setting whose pupils are too few or too alike to have one."
        )
    z = NormalDist().inv_cdf((1 + share("level", level)) / 2)
    within = se**2
    tau2 = _between(y, within)
    weights = 1 / (tau2 + within)
    mean = float(np.sum(weights * y) / np.sum(weights))
    own = tau2 * weights
    estimates = mean + own * (y - mean)
    sd = np.sqrt(own * within + (1 - own) ** 2 / np.sum(weights))
    low, high = estimates - z * sd, estimates + z * sd
    error = float(1 / np.sqrt(np.sum(weights)))
    return NormalNormal(mean, error, tau2, estimates, sd, low, high, own)


def _between(y: Floats, within: Floats) -> float:
    """The variance between settings by the method of moments of DerSimonian and Laird."""
    weights = 1 / within
    centre = np.sum(weights * y) / np.sum(weights)
    excess = np.sum(weights * (y - centre) ** 2) - (y.size - 1)
    scale = np.sum(weights) - np.sum(weights**2) / np.sum(weights)
    return max(0.0, float(excess / scale)) if y.size > 1 else 0.0


def kaplan_meier(weeks: Any, event: Any) -> KaplanMeier:
    """The share still without the event after so many weeks; event is 1, or 0 where it was not met.

    Kaplan EL and Meier P (1958), JASA 53: 457-481; error by Greenwood M (1926), 0 once nobody is
    left. Whoever left in the week of an event was still at risk in it. For what nothing competes
    with, such as a return that lasts; otherwise `aalen_johansen`. With no event at all there are no
    times, and the share is 1 throughout. Raises ValueError for no pupils, gaps, negative weeks and
    events other than 0 and 1.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    time, status = _followed(weeks, event)
    if (status > 1).any():
        raise ValueError(
            f"event is {status.max()}: give 1 where it happened and 0 where it was not seen to; "
            "for several causes ask aalen_johansen."
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        found = SurvfuncRight(time, status)
    return KaplanMeier(
        np.asarray(found.surv_times, dtype=np.float64),
        np.asarray(found.surv_prob),
        np.where(found.surv_prob > 0, found.surv_prob_se, 0.0),
    )


def aalen_johansen(weeks: Any, event: Any) -> AalenJohansen:
    """The share that has met each cause by each week, where meeting one rules out the others.

    Aalen OO and Johansen S (1978), Scandinavian Journal of Statistics 5: 141-150. `event` is 0
    where a pupil was no longer seen (censored), else the number of the cause. Never 1 -
    `kaplan_meier` of one cause, which counts as still to come what can no longer happen. The error
    is the delta method's, as in Stata's stcompet and statsmodels (Dinse GE and Larson MG 1986,
    Biometrika 73: 379-386), and is given too in the week after which nobody is left, where
    theirs is no number. Causes run from 1 to the highest met, and there is always a cause 1.
    Raises ValueError for no pupils, gaps, negative weeks, and events not whole from 0.
    """
    from statsmodels.duration.survfunc import CumIncidenceRight

    time, status = _followed(weeks, event)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = CumIncidenceRight(time, status)
    times, seen = np.unique(time, return_inverse=True)
    at_risk: Ints = np.bincount(seen)[::-1].cumsum()[::-1].astype(np.int64)
    causes = range(1, max(1, int(status.max())) + 1)
    met: dict[int, Floats] = {
        k: np.bincount(seen, status == k, times.size).astype(np.float64) for k in causes
    }
    met_any: Floats = np.sum([*met.values()], axis=0)
    cif = dict(zip(causes, found.cinc or [np.zeros(times.size)], strict=True))
    survival = np.cumprod(1 - met_any / at_risk, dtype=np.float64)
    se = {k: _incidence_error(cif[k], met[k], met_any, at_risk, survival) for k in causes}
    return AalenJohansen(times, at_risk, survival, cif, se)


def _incidence_error(
    cif: Floats, met: Floats, met_any: Floats, at_risk: Ints, survival: Floats
) -> Floats:
    """The standard error of a cumulative incidence at each time, by the delta method."""
    left = at_risk - met_any
    # Once nobody is left nothing more can differ from what is: the term is 0, not 0/0.
    hazard = np.divide(met_any, at_risk * left, out=np.zeros(cif.size), where=left > 0)
    before = np.concatenate(([1.0], survival[:-1]))
    own = before**2 * met * (at_risk - met) / at_risk**3
    shared = before * met / at_risk**2
    squares = cif**2 * np.cumsum(hazard) - 2 * cif * np.cumsum(cif * hazard)
    squares += np.cumsum(cif**2 * hazard) + np.cumsum(own)
    squares -= 2 * (cif * np.cumsum(shared) - np.cumsum(cif * shared))
    error: Floats = np.sqrt(np.maximum(squares, 0.0))
    return error


def _followed(weeks: Any, event: Any) -> tuple[Floats, Ints]:
    """Weeks from 0 and what ended them. Raises ValueError for others."""
    time, status = columns(weeks=weeks, event=event)
    early = np.flatnonzero(time < 0)
    if early.size:
        raise ValueError(
            f"weeks is {time[early[0]]:g} at position {early[0] + 1}: what ends before it begins "
            "has a wrong date. Mend the date or leave the row out."
        )
    return time, whole("event", status)


def incidence_interval(cif: float, se: float, of: float, level: float = 0.95) -> Interval:
    """The interval of a cumulative incidence: Wilson's, for as many pupils as it is worth.

    An incidence with that error tells as much as cif (1 - cif) / se² pupils all followed to the
    end would (an effective size: Dorey FJ and Korn EL 1987, Statistics in Medicine 6: 679-687).
    With everyone followed it is Wilson's interval itself. At 0 or 1, where the error says
    nothing, `of` pupils are counted: those with an event and those still at risk.
    """
    if not (_HAIR < cif < 1 - _HAIR and se > 0):
        return wilson(of * round(cif), of, level)
    effective = cif * (1 - cif) / se**2
    return wilson(cif * effective, effective, level)


@overload
def funnel_limits(theta: float, n: float, level: float = 0.95) -> Interval: ...
@overload
def funnel_limits(theta: float, n: Any, level: float = 0.95) -> Intervals: ...
def funnel_limits(theta: float, n: Any, level: float = 0.95) -> Interval | Intervals:
    """Between which rates that share of settings of n pupils fall by chance, if all have theta.

    Exact binomial with interpolation, Spiegelhalter DJ (2005), Statistics in Medicine 24:
    1185-1202, appendix A.1.1: (r - a) / n with r the smallest count for which P(X <= r) > p and
    a = (P(X <= r) - p) / P(X = r), at p = (1 - level)/2 and (1 + level)/2. A lower limit below 0
    says that no result of so few pupils is low. The published formula does not mirror: with theta
    0.9 all of 10 pupils lie above its upper line, which one setting in three would. So these are
    lines to draw: a band is decided by the posterior, never by them. Numbers give two numbers;
    columns give two columns. Raises ValueError for a theta of 0 or 1 and for an n that is not
    whole and above 0.
    """
    share("theta", theta)
    size = whole("n", some(numbers("n", n)))
    tail = (1 - share("level", level)) / 2
    # Both at once: what scipy asks of each call takes longer than the limits of a few sizes.
    low, high = _funnel_lines(theta, size, np.array([tail, 1 - tail]).reshape(2, *[1] * size.ndim))
    return Intervals(low, high) if size.ndim else Interval(float(low), float(high))


def _funnel_lines(theta: float, n: Ints, p: Floats) -> Floats:
    from scipy.stats import binom

    at = binom.ppf(p, n, theta)
    # ppf finds P(X <= r) >= p: one further where it is exactly p.
    at = at + (binom.cdf(at, n, theta) <= p)
    lines: Floats = (at - (binom.cdf(at, n, theta) - p) / binom.pmf(at, n, theta)) / n
    return lines
