"""The engine of yes-or-no measures, against published fits and a grid."""

import math
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, gammaln
from scipy.stats import betabinom, norm

from reports.beta_binomial import ALIKE, APART, ASSUMED_STRENGTH, FEW, ONE_SIDED
from reports.estimators import beta_binomial, leave_one_out, posterior
from tests.reports.published import case

SURGICAL = case("bristol_surgical")
R, N = np.array(SURGICAL.given["r"]), np.array(SURGICAL.given["n"])


def _some_settings(seed: int, number: int, mean: float = 0.59, strength: float = 23.0):
    random = np.random.default_rng(seed)
    n = random.integers(5, 60, number)
    rates = random.beta(mean * strength, (1 - mean) * strength, number)
    return random.binomial(n, rates), n


def _mid_p_z(r: float, n: float, mean: float, strength: float) -> float:
    """How far off a count is for its peers, the count itself by half."""
    spread = betabinom(n, mean * strength, (1 - mean) * strength)
    return float(norm.ppf(spread.cdf(r - 1) + spread.pmf(r) / 2))


def test_the_rats_of_tarone() -> None:
    rats = case("tarone_1982_rats")
    found = beta_binomial(**rats.given)
    alpha, beta = found.mean * found.strength, (1 - found.mean) * found.strength
    assert alpha == pytest.approx(rats.published["alpha"], abs=rats.near)
    assert beta == pytest.approx(rats.published["beta"], abs=rats.near)
    assert not found.assumed


def test_the_surgical_deaths_under_a_uniform_prior() -> None:
    found = posterior(R, N, 0.5, 2.0)
    assert found.rates == pytest.approx(SURGICAL.published["uniform_rates"], abs=SURGICAL.near)
    first = (found.low[0], found.high[0])
    assert first == pytest.approx(SURGICAL.published["uniform_first"], abs=SURGICAL.near)
    assert R.sum() / N.sum() == pytest.approx(SURGICAL.published["pooled"], abs=1e-7)


def test_the_surgical_hospitals_beside_all_and_beside_the_others() -> None:
    """Hospital H is judged far more harshly once it no longer widens its own yardstick."""
    wanted, (a, h) = SURGICAL.published["mid_p_z"], SURGICAL.published["mid_p_z"]["of"]
    fit, others = beta_binomial(R, N), leave_one_out(R, N)
    z = [_mid_p_z(R[one], N[one], fit.mean, fit.strength) for one in (a, h)]
    assert z == pytest.approx(wanted["all"], abs=0.0006)
    alone = _mid_p_z(R[h], N[h], others.means[h], others.strengths[h])
    assert alone == pytest.approx(wanted["left_out"], abs=0.0006)


def test_robinsons_batters() -> None:
    """Robinson D (2015), Variance Explained: 4 of 10 and 300 of 1000 under Beta(78.7, 224.9)."""
    found = posterior([4, 300], [10, 1000], 78.7 / 303.6, 303.6)
    assert found.rates == pytest.approx([0.26371, 0.29050], abs=5e-6)


def test_a_setting_of_twenty_among_its_peers() -> None:
    """The example of the scorecard: 12 of 20, where similar settings have 59% and M is 23."""
    found = posterior([12], [20], 0.59, 23.0)
    assert (found.alpha[0], found.beta[0]) == pytest.approx((25.57, 17.43))
    shown = (found.rates[0], found.low[0], found.high[0])
    assert shown == pytest.approx((0.5947, 0.4462, 0.7348), abs=5e-5)
    assert found.reliability[0] == pytest.approx(20 / 43)


def test_the_likelihood_is_that_of_the_counts_without_their_coefficients() -> None:
    found = beta_binomial(R, N)
    alpha, beta = found.mean * found.strength, (1 - found.mean) * found.strength
    chosen = gammaln(N + 1) - gammaln(R + 1) - gammaln(N - R + 1)
    whole = betabinom.logpmf(R, N, alpha, beta).sum()
    assert found.loglik == pytest.approx(whole - chosen.sum(), abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_no_point_of_a_grid_is_likelier(seed: int) -> None:
    r, n = _some_settings(seed, 40)
    found = beta_binomial(r, n)
    means, strengths = np.meshgrid(np.linspace(0.02, 0.98, 97), np.geomspace(0.1, 9000, 120))
    a, b = (means * strengths)[..., None], ((1 - means) * strengths)[..., None]
    grid = (betaln(r + a, n - r + b) - betaln(a, b)).sum(axis=-1)
    if not found.assumed:
        assert found.loglik >= grid.max()


@pytest.mark.parametrize(("mean", "strength"), [(0.045, 15), (0.59, 23), (0.93, 120), (0.5, 1.2)])
def test_many_settings_give_back_what_they_were_made_with(mean: float, strength: float) -> None:
    r, n = _some_settings(7, 4000, mean, strength)
    found = beta_binomial(r, n)
    assert found.mean == pytest.approx(mean, abs=0.01)
    assert found.strength == pytest.approx(strength, rel=0.25)


def test_the_order_of_settings_changes_nothing() -> None:
    r, n = _some_settings(3, 50)
    order = np.random.default_rng(1).permutation(50)
    one, other = beta_binomial(r, n), beta_binomial(r[order], n[order])
    assert other.strength == pytest.approx(one.strength, rel=1e-5)
    assert other.rates == pytest.approx(one.rates[order], abs=1e-7)


def test_no_mirrors_yes() -> None:
    r, n = _some_settings(4, 50)
    yes, no = beta_binomial(r, n), beta_binomial(n - r, n)
    assert no.mean == pytest.approx(1 - yes.mean, abs=1e-6)
    assert no.strength == pytest.approx(yes.strength, rel=1e-5)
    assert no.low == pytest.approx(1 - yes.high, abs=1e-6)


settings_of = st.lists(
    st.integers(0, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(settings_of)
def test_whatever_is_counted_comes_to_something_sensible(counts: list[tuple[int, int]]) -> None:
    r, n = np.array(counts, dtype=float).T
    found = beta_binomial(r, n)
    assert 0 < found.mean < 1
    assert 0 < found.strength <= 1e4
    assert np.isfinite(found.loglik)
    assert (found.low >= 0).all()
    assert (found.low <= found.rates).all()
    assert (found.rates <= found.high).all()
    assert (found.high <= 1).all()
    raw = np.divide(r, n, out=np.full(n.size, found.mean), where=n > 0)
    near = 1e-12
    assert (found.rates >= np.minimum(raw, found.mean) - near).all()
    assert (found.rates <= np.maximum(raw, found.mean) + near).all()
    assert (np.diff(found.reliability[np.argsort(n)]) >= 0).all()


@pytest.mark.parametrize(
    ("r", "n", "why"),
    [
        ([3, 4, 5], [10, 10, 10], FEW),
        ([3], [10], FEW),
        ([5] * 30, [10] * 30, ALIKE),
        ([0, 5] * 10, [5] * 20, APART),
        ([0] * 12, [5] * 12, ONE_SIDED),
        ([5] * 12, [5] * 12, ONE_SIDED),
        ([0], [0], ONE_SIDED),
        ([0, 1] * 10, [1] * 20, FEW),
        ([3, 4] * 4 + [0] * 20, [10] * 8 + [0] * 20, FEW),
    ],
)
def test_where_settings_cannot_tell_how_much_they_differ_it_is_assumed(
    r: list[int], n: list[int], why: str
) -> None:
    found = beta_binomial(r, n)
    assert (found.strength, found.assumed) == (ASSUMED_STRENGTH, why)
    assert 0 < found.mean < 1


def test_a_setting_without_pupils_takes_the_rate_of_its_peers() -> None:
    r, n = _some_settings(5, 30)
    found = beta_binomial([*r, 0], [*n, 0])
    assert found.rates[-1] == pytest.approx(found.mean)
    assert found.reliability[-1] == 0
    assert found.strength == pytest.approx(beta_binomial(r, n).strength, rel=1e-5)


def test_a_lopsided_rate_stays_within_its_interval() -> None:
    found = posterior([0], [3], 0.0005, 2.0)
    assert found.low[0] <= found.rates[0] <= found.high[0]


def test_each_is_left_out_of_its_own_yardstick() -> None:
    r, n = _some_settings(6, 15)
    found = leave_one_out(r, n)
    for one in (0, 14):
        rest = np.arange(15) != one
        others = beta_binomial(r[rest], n[rest])
        assert found.means[one] == others.mean
        assert found.strengths[one] == others.strength
        again = posterior(r[[one]], n[[one]], others.mean, others.strength)
        assert found.rates[one] == again.rates[0]
    assert leave_one_out(r[:10], n[:10]).assumed == (FEW,) * 10


@pytest.mark.parametrize(
    ("r", "n", "why"),
    [
        ([], [], "r and n are empty"),
        ([1, 2], [3], "r has 2 and n has 1"),
        ([4], [3], "4 of 3 is not a proportion"),
        ([math.nan], [3], "r has a gap"),
        ([[1, 2]], [[3, 4]], "one number of each"),
    ],
)
def test_what_cannot_be_counted_is_refused(r: list[float], n: list[float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        beta_binomial(r, n)


def test_one_setting_has_no_others_and_a_prior_must_be_one() -> None:
    with pytest.raises(ValueError, match="no others to judge it by"):
        leave_one_out([3], [10])
    for mean, strength in ((0.0, 23.0), (1.0, 23.0), (0.5, 0.0), (0.5, math.nan)):
        with pytest.raises(ValueError, match="peers' mean"):
            posterior([3], [10], mean, strength)


def test_two_thousand_settings_take_less_than_a_second() -> None:
    r, n = _some_settings(8, 2000)
    beta_binomial(r, n)
    began = perf_counter()
    beta_binomial(r, n)
    assert perf_counter() - began < 1.0
