"""Estimates and their intervals: numbers in, numbers out, nothing else known."""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """The lower and upper limit of a proportion, each between 0 and 1."""

    low: float
    high: float


def wilson(numerator: int, denominator: int, confidence: float = 0.95) -> Interval:
    """The Wilson score interval of a proportion, without continuity correction.

    Centre (p + z²/2n) / (1 + z²/n), half-width z √(p(1-p)/n + z²/4n²) / (1 + z²/n): Wilson EB
    (1927), JASA 22: 209-212; method 3 of Newcombe RG (1998), Statistics in Medicine 17: 857-872.
    It holds its confidence for few pupils and for 0 or all of them, where p ± 1.96 standard errors
    does not (Brown, Cai and DasGupta 2001). Raises ValueError for counts that are no proportion.
    """
    if not 0 <= numerator <= denominator or denominator == 0:
        raise ValueError(f"{numerator} of {denominator} is not a proportion.")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p = numerator / denominator
    spread = z * z / denominator
    centre = p + spread / 2
    half = z * sqrt(p * (1 - p) / denominator + spread / (4 * denominator))
    # At 0 and at all, the limit is exactly 0 or 1; the formula leaves a rounding error there.
    low = 0.0 if numerator == 0 else (centre - half) / (1 + spread)
    high = 1.0 if numerator == denominator else (centre + half) / (1 + spread)
    return Interval(low, high)
