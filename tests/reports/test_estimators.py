"""Wilson's interval, the funnel, and what every estimator refuses."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from reports import estimators
from reports.estimators import funnel_limits, wilson
from tests.reports.published import PUBLISHED, wilson_table

counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("r", "n", "level", "low", "high"), [*wilson_table("newcombe_1998_wilson.csv")]
)
def test_the_table_of_newcombe_1998(r: int, n: int, level: float, low: float, high: float) -> None:
    found = wilson(r, n, level)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("r", "n", "level", "low", "high"), [*wilson_table("phe_indicator_methods_wilson.csv")]
)
def test_the_test_data_of_phe_indicator_methods(
    r: int, n: int, level: float, low: float, high: float
) -> None:
    assert wilson(r, n, level) == pytest.approx((low, high), abs=1e-10)


@given(counts)
def test_the_interval_holds_the_share_and_stays_between_0_and_1(of: tuple[int, int]) -> None:
    r, n = of
    low, high = wilson(r, n)
    assert 0 <= low <= r / n <= high <= 1


@given(counts)
def test_no_mirrors_yes(of: tuple[int, int]) -> None:
    r, n = of
    low, high = wilson(r, n)
    assert wilson(n - r, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(counts)
def test_statsmodels_agrees(of: tuple[int, int]) -> None:
    assert wilson(*of) == pytest.approx(proportion_confint(*of, method="wilson"), abs=1e-12)


def test_one_more_yes_raises_both_limits() -> None:
    limits = [wilson(r, 20) for r in range(21)]
    assert limits == sorted(limits)
    assert [high for _, high in limits] == sorted(high for _, high in limits)


def test_a_number_gives_numbers_and_a_column_gives_columns() -> None:
    one = wilson(np.int64(12), 20)
    assert [type(limit) for limit in one] == [float, float]
    for r, n in (([12, 3], 20), (np.array([12, 3]), [20, 20]), (pd.Series([12, 3]), 20)):
        low, high = wilson(r, n)
        assert low.tolist() == [wilson(12, 20).low, wilson(3, 20).low]
        assert high.tolist() == [wilson(12, 20).high, wilson(3, 20).high]
    assert wilson([], []).low.size == 0


def test_a_nullable_column_without_gaps_is_taken() -> None:
    r = pd.Series([12, 3], dtype="Int64")
    assert wilson(r, [20, 20]).low.tolist() == wilson([12, 3], 20).low.tolist()


@pytest.mark.parametrize(
    ("r", "n", "why"),
    [
        (0, 0, "leave out whoever has no pupils"),
        (3, 2, "3 of 2 is not a proportion"),
        (-1, 5, "-1 of 5 is not a proportion"),
        ([1, 9], [5, 5], "9 of 5 is not a proportion.*position 2"),
        (math.nan, 5, "r has a gap.*position 1"),
        ([1, None], [5, 5], "r has a gap.*position 2"),
        (1, math.inf, "n has a gap or an infinite number"),
        (pd.Series([1, pd.NA], dtype="Int64"), [5, 5], "r has a gap.*position 2"),
        ("12", 20, "r holds something that is no number"),
        ([1, 2, 3], [5, 5], "r has 3 and n has 2"),
        ([[1, 2], [3]], 5, "no number"),
    ],
)
def test_what_is_no_proportion_is_refused_in_words(r: object, n: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wilson(r, n)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, math.nan])
def test_a_level_is_a_share(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        wilson(3, 5, level)


@given(st.floats(0.02, 0.98), st.integers(1, 300), st.sampled_from([0.95, 0.998]))
def test_the_funnel_is_the_exact_binomial_laid_between_its_steps(
    theta: float, n: int, level: float
) -> None:
    """At a limit the tail, read in a straight line between two counts, is what was asked."""
    found = funnel_limits(theta, n, level)
    for limit, p in zip(found, ((1 - level) / 2, (1 + level) / 2), strict=True):
        at = limit * n
        below = math.floor(at + 1e-9)
        part = at - below
        tail = (1 - part) * binom.cdf(below, n, theta) + part * binom.cdf(below + 1, n, theta)
        assert tail == pytest.approx(p, abs=1e-6)
    assert found.low < theta


def test_no_result_of_so_few_is_low() -> None:
    low, _ = funnel_limits(0.3, np.arange(1, 21))
    assert (low[:10] < 0).all()
    assert (low[10:] > 0).all()


def test_the_published_upper_line_is_no_test_at_so_few() -> None:
    assert funnel_limits(0.9, 10).high < 1
    assert binom.pmf(10, 10, 0.9) > 1 / 3


def test_the_funnel_narrows_towards_theta_and_nears_the_normal_one() -> None:
    low, high = funnel_limits(0.80642448, [100, 1000, 10000])
    wide = high - low
    assert (np.diff(wide) < 0).all()
    error = 1.959964 * np.sqrt(0.80642448 * 0.19357552 / np.array([100, 1000, 10000]))
    assert low == pytest.approx(0.80642448 - error, abs=0.01)
    assert type(funnel_limits(0.5, 20).low) is float


@pytest.mark.parametrize(
    ("theta", "n", "why"),
    [
        (0, 20, "theta is 0"),
        (1, 20, "theta is 1"),
        (59, 20, "theta is 59"),
        (0.5, 0, "no pupils"),
        (0.5, 2.5, "n is 2.5 at position 1: give whole numbers"),
        (0.5, [20, -1], "-1 at position 2"),
    ],
)
def test_a_funnel_of_nothing_is_refused(theta: float, n: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        funnel_limits(theta, n)


def test_every_estimator_cites_its_source() -> None:
    asked = "wilson beta_binomial normal_normal kaplan_meier aalen_johansen funnel_limits"
    for name in asked.split():
        said = getattr(estimators, name).__doc__
        assert any(f"({year})" in said for year in range(1900, 2020)), name


def test_every_published_case_is_cited() -> None:
    cited = (PUBLISHED / "README.md").read_text(encoding="utf-8")
    held = {path.name for path in PUBLISHED.iterdir()} - {"README.md"}
    assert not [name for name in held if f"`{name}`" not in cited]
