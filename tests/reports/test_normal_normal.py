"""Settings' means drawn together, against published meta-analyses."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from reports.estimators import normal_normal
from tests.reports.published import case


def test_the_trials_of_bcg() -> None:
    bcg = case("colditz_1994_bcg")
    tpos, tneg, cpos, cneg = (np.array(column, dtype=float) for column in bcg.given.values())
    y = np.log(tpos / (tpos + tneg)) - np.log(cpos / (cpos + cneg))
    variance = 1 / tpos - 1 / (tpos + tneg) + 1 / cpos - 1 / (cpos + cneg)
    found = normal_normal(y, np.sqrt(variance))
    shown = {
        "mean": found.mean,
        "tau2": found.tau2,
        "low": found.mean - 1.959964 * found.se,
        "high": found.mean + 1.959964 * found.se,
    }
    assert shown == pytest.approx(bcg.published, abs=bcg.near)


def test_the_eight_schools_do_not_differ_more_than_by_chance() -> None:
    schools = case("rubin_1981_eight_schools")
    found = normal_normal(**schools.given)
    shown = {"mean": found.mean, "se": found.se, "tau2": found.tau2}
    assert shown == pytest.approx(schools.published, abs=schools.near)
    assert (found.estimates == found.mean).all()
    assert found.high - found.low == pytest.approx(2 * 1.959964 * found.se)
    assert (found.reliability == 0).all()


def test_the_batters_of_efron_and_morris() -> None:
    """They divide by k-3 where DerSimonian and Laird divide by k-1; all else is the same."""
    batters = case("efron_morris_1977_baseball")
    y = np.array(batters.given["y"])
    share = y.mean() * (1 - y.mean()) / float(batters.given["at_bats"])
    found = normal_normal(y, np.full(y.size, math.sqrt(share)))
    assert found.mean == pytest.approx(batters.published["mean"], abs=1e-6)
    own = 1 - (1 - found.reliability) * (y.size - 3) / (y.size - 1)
    assert own == pytest.approx(np.full(y.size, batters.published["c"]), abs=1e-6)
    drawn = found.mean + own * (y - found.mean)
    assert drawn == pytest.approx(batters.published["estimates"], abs=batters.near)
    later = np.array(batters.published["remainder"])
    errors = [((y - later) ** 2).sum(), ((drawn - later) ** 2).sum()]
    assert errors == pytest.approx(batters.published["errors"], abs=1e-6)
    assert ((found.estimates - later) ** 2).sum() < errors[0] / 3


means = st.lists(
    st.tuples(st.floats(-50, 50), st.floats(0.1, 20)),
    min_size=1,
    max_size=30,
)


@settings(deadline=None)
@given(means)
def test_estimates_lie_between_their_own_and_the_mean(rows: list[tuple[float, float]]) -> None:
    y, se = np.array(rows).T
    found = normal_normal(y, se)
    near = 1e-9
    assert found.tau2 >= 0
    assert (found.estimates >= np.minimum(y, found.mean) - near).all()
    assert (found.estimates <= np.maximum(y, found.mean) + near).all()
    assert (found.low < found.estimates).all()
    assert (found.estimates < found.high).all()
    assert (found.sd <= se + near).all()


@settings(deadline=None)
@given(means.filter(lambda rows: len(rows) > 1))
def test_statsmodels_agrees_but_for_the_variance_below_nothing(
    rows: list[tuple[float, float]],
) -> None:
    y, se = np.array(rows).T
    with np.errstate(all="ignore"):
        theirs = combine_effects(y, se**2, method_re="dl")
    assert normal_normal(y, se).tau2 == pytest.approx(max(0.0, theirs.tau2), rel=1e-6, abs=1e-6)


@given(means)
def test_lower_mirrors_higher_and_order_changes_nothing(rows: list[tuple[float, float]]) -> None:
    y, se = np.array(rows).T
    found, turned = normal_normal(y, se), normal_normal(-y[::-1], se[::-1])
    assert turned.estimates[::-1] == pytest.approx(-found.estimates, abs=1e-8)
    assert turned.low[::-1] == pytest.approx(-found.high, abs=1e-8)


def test_a_single_setting_keeps_its_own() -> None:
    found = normal_normal([4.0], [2.0])
    assert (found.estimates[0], found.sd[0], found.tau2) == (4.0, 2.0, 0.0)


@pytest.mark.parametrize(
    ("y", "se", "why"),
    [
        ([], [], "empty"),
        ([1.0, 2.0], [1.0, 0.0], "se is 0 at position 2"),
        ([1.0], [-1.0], "se is -1"),
        ([math.nan], [1.0], "y has a gap"),
        ([1.0], [1.0, 2.0], "y has 1 and se has 2"),
    ],
)
def test_what_is_no_mean_is_refused(y: list[float], se: list[float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        normal_normal(y, se)
