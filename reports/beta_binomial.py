"""The engine of every yes-or-no measure: what settings have in common, and each setting's own rate.

Settings' true rates are taken to be spread as a beta distribution with mean m and strength M; of
one setting's n pupils, r are a yes by chance alone. A setting's rate is then drawn towards m, the
more so the fewer its pupils: n / (n + M) of what is seen is the setting's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reports.given import Floats, columns, proportion, share

ASSUMED_STRENGTH = 25.0
"""The strength taken where settings cannot tell it: true rates differ by about 10 points."""
FEWEST_SETTINGS = 10
TOO_ALIKE = 1e4
"""A strength above this is no more than the absence of any difference beyond chance."""
TOO_APART = 0.02
_STARTS = (2.0, 20.0, 200.0)
_EDGE = 15.0

FEW = "Fewer than 10 settings: how much settings differ is assumed (M = 25)."
ONE_SIDED = "Every answer is the same: how much settings differ is assumed (M = 25)."
ALIKE = "Settings differ no more than by chance: that they may is assumed (M = 25)."
APART = "Every setting is nearly all yes or all no: how much they differ is assumed (M = 25)."


@dataclass(frozen=True, eq=False)
class Posterior:
    """Each setting's rate given its pupils and its peers: Beta(alpha, beta), setting by setting.

    `rates` are the shrunken rates (means), `low` and `high` the equal-tail interval, each between
    0 and 1; `reliability` is n / (n + M), the part of a rate that is the setting's own.
    """

    alpha: Floats
    beta: Floats
    rates: Floats
    low: Floats
    high: Floats
    reliability: Floats


@dataclass(frozen=True, eq=False)
class BetaBinomial(Posterior):
    """The fit to all settings: `mean` m and `strength` M, and each setting's rate under it.

    `loglik` is the sum of betaln(r + mM, n - r + (1-m)M) - betaln(mM, (1-m)M) at that m and M,
    without the binomial coefficients, which do not depend on them. `assumed` says why M was
    assumed and not fitted; it is empty where M was fitted.
    """

    mean: float
    strength: float
    loglik: float
    assumed: str


@dataclass(frozen=True, eq=False)
class LeftOut(Posterior):
    """Each setting judged by the others alone: `means` and `strengths` of all but that setting."""

    means: Floats
    strengths: Floats
    assumed: tuple[str, ...]


@dataclass(frozen=True)
class _Prior:
    mean: float
    strength: float
    assumed: str = ""


def beta_binomial(r: Any, n: Any, level: float = 0.95) -> BetaBinomial:
    """Fit settings' rates, r yes of n pupils each, by maximum likelihood over m and M.

    Skellam JG (1948), JRSS B 10: 257-261; Williams DA (1975), Biometrics 31: 949-952; shrinkage as
    empirical Bayes, Efron B and Morris C (1975), JASA 70: 311-319. The intraclass correlation is
    1 / (1 + M). With fewer than 10 settings of two pupils or more, no difference beyond chance
    (M above 10,000) or nothing but all or none, M is assumed to be 25 and `assumed` says so; m is
    then fitted given M. A setting without pupils takes the peers' rate. Raises ValueError for no
    settings, gaps, and r outside 0 to n.
    """
    r, n = _counts(r, n)
    prior = _fit(r, n)
    found = posterior(r, n, prior.mean, prior.strength, level)
    loglik = _loglik(r, n, prior.mean, prior.strength)
    return BetaBinomial(**vars(found), **vars(prior), loglik=loglik)


def leave_one_out(r: Any, n: Any, level: float = 0.95) -> LeftOut:
    """Judge each setting by a fit to all the others: for peer groups of fewer than 30.

    Among few peers a setting far from the rest pulls m and M towards itself and so hides (Bayarri
    and Berger 2000, JASA 95: 1127-1142, on using data twice). Raises ValueError as
    `beta_binomial`, and for a single setting, which has no others.
    """
    r, n = _counts(r, n)
    if r.size < 2:
        raise ValueError("There is one setting and no others to judge it by: give two or more.")
    others = [np.arange(r.size) != one for one in range(r.size)]
    priors = [_fit(r[rest], n[rest]) for rest in others]
    means = np.array([prior.mean for prior in priors])
    strengths = np.array([prior.strength for prior in priors])
    found = posterior(r, n, means, strengths, level)
    assumed = tuple(prior.assumed for prior in priors)
    return LeftOut(**vars(found), means=means, strengths=strengths, assumed=assumed)


def posterior(r: Any, n: Any, mean: Any, strength: Any, level: float = 0.95) -> Posterior:
    """Each setting's rate under an m and M already known, such as those a release has frozen.

    Beta(r + mM, n - r + (1-m)M): conjugate, Gelman et al., Bayesian Data Analysis, section 2.4.
    Raises ValueError as `beta_binomial`, and for an m not between 0 and 1 or an M not above 0.
    """
    from scipy.special import betaincinv

    r, n = _counts(r, n)
    mean, strength = np.asarray(mean, dtype=float), np.asarray(strength, dtype=float)
    if not (((mean > 0) & (mean < 1)).all() and (strength > 0).all()):
        raise ValueError("The peers' mean must lie between 0 and 1 and their strength above 0.")
    alpha, beta = r + mean * strength, n - r + (1 - mean) * strength
    tail = (1 - share("level", level)) / 2
    rates = alpha / (alpha + beta)
    # A very lopsided beta has its mean outside its own tails; the interval is made to hold it.
    low = np.minimum(betaincinv(alpha, beta, tail), rates)
    high = np.maximum(betaincinv(alpha, beta, 1 - tail), rates)
    return Posterior(alpha, beta, rates, low, high, n / (n + strength))


def _counts(r: Any, n: Any) -> tuple[Floats, Floats]:
    return proportion(*columns(r=r, n=n))


def _fit(r: Floats, n: Floats) -> _Prior:
    yes, of = float(r.sum()), float(n.sum())
    if yes in (0.0, of):
        # Half a yes and half a no, so that not even a perfect record is taken to be certain.
        return _Prior((yes + 0.5) / (of + 1), ASSUMED_STRENGTH, ONE_SIDED)
    if (n >= 2).sum() < FEWEST_SETTINGS:
        return _given_strength(r, n, FEW)
    mean, strength = _most_likely(r, n)
    if strength > TOO_ALIKE:
        return _given_strength(r, n, ALIKE)
    if strength < TOO_APART:
        return _given_strength(r, n, APART)
    return _Prior(mean, strength)


def _most_likely(r: Floats, n: Floats) -> tuple[float, float]:
    """The m and M of the greatest likelihood, on the scales of log odds and logarithm.

    Several starts, since from far off the likelihood is flat; each with the exact gradient. TNC
    and not L-BFGS-B, whose linear algebra waits for threads that two unknowns never need.
    """
    from scipy.optimize import minimize

    centre = _log_odds(float(r.sum() / n.sum()))
    bounds = ((-_EDGE, _EDGE), (np.log(TOO_APART / 2), np.log(TOO_ALIKE * 10)))
    found = [
        minimize(
            lambda at: _minus_loglik(at, r, n),
            (centre, np.log(strength)),
            jac=True,
            method="TNC",
            bounds=bounds,
            options={"ftol": 1e-15, "xtol": 1e-12, "gtol": 1e-10, "maxfun": 500},
        )
        for strength in _STARTS
    ]
    at = min(found, key=lambda one: float(one.fun)).x
    return _share_of(at[0]), float(np.exp(at[1]))


def _given_strength(r: Floats, n: Floats, why: str) -> _Prior:
    """The m of the greatest likelihood given the assumed M."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda at: -_loglik(r, n, _share_of(at), ASSUMED_STRENGTH),
        bounds=(-_EDGE, _EDGE),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return _Prior(_share_of(found.x), ASSUMED_STRENGTH, why)


def _loglik(r: Floats, n: Floats, mean: float, strength: float) -> float:
    from scipy.special import betaln

    alpha, beta = mean * strength, (1 - mean) * strength
    return float(np.sum(betaln(r + alpha, n - r + beta) - betaln(alpha, beta)))


def _minus_loglik(at: Floats, r: Floats, n: Floats) -> tuple[float, Floats]:
    """Minus the log likelihood, and its gradient in log odds of m and logarithm of M."""
    from scipy.special import psi

    mean, strength = _share_of(at[0]), float(np.exp(at[1]))
    alpha, beta = mean * strength, (1 - mean) * strength
    both = psi(strength) - psi(n + strength)
    by_alpha = float(np.sum(psi(r + alpha) - psi(alpha) + both))
    by_beta = float(np.sum(psi(n - r + beta) - psi(beta) + both))
    by_mean = strength * mean * (1 - mean) * (by_alpha - by_beta)
    by_strength = alpha * by_alpha + beta * by_beta
    return -_loglik(r, n, mean, strength), -np.array([by_mean, by_strength])


def _log_odds(of: float) -> float:
    return float(np.log(of) - np.log1p(-of))


def _share_of(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-log_odds)))
