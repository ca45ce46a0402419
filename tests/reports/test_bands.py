import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.bands import (
    COMPLETE_SURVEY,
    SHAPES,
    Band,
    Better,
    Evidence,
    band,
    evidence_of_mean,
    evidence_of_rate,
)
from reports.estimators import posterior

# pupils counted, not followed up, asked -> the word, and whether publication is barred
TABLE = [
    (0, 0, 0, "can't tell", True),
    (5, 0, 5, "can't tell", True),
    (6, 0, 6, "can't tell", False),
    (9, 0, 9, "can't tell", False),
    (10, 0, 10, "not compared", False),
    (20, 5, 25, "not compared", False),  # a fifth not followed up is the most allowed
    (19, 5, 24, "can't tell", False),  # more than a fifth is not
    (60, 0, 60, "not compared", False),
]
# pupils -> the counts from which a band begins where similar settings have 59% and M is 23
FEWEST_ABOVE = {10: None, 20: 18, 30: 25, 60: 44}
MOST_BELOW = {10: 0, 20: 5, 30: 10, 60: 26}
IN_LINE = {10: None, 20: (11, 12), 30: (16, 19), 60: (31, 39)}
MEAN, STRENGTH = 0.59, 23.0


def _beside_peers(yes: int, of: int, better: Better = "higher", mean: float = MEAN) -> Band:
    found = posterior([yes], [of], mean, STRENGTH)
    evidence = evidence_of_rate(
        found.alpha[0], found.beta[0], mean, reliability=found.reliability[0]
    )
    return band(of, 0, of, evidence=evidence, better=better)


def _counts_of(word: str, of: int) -> list[int]:
    return [yes for yes in range(of + 1) if _beside_peers(yes, of).word == word]


@pytest.mark.parametrize(("counted", "unknown", "asked", "word", "suppressed"), TABLE)
def test_the_word_for_a_setting_by_itself(
    counted: int, unknown: int, asked: int, word: str, suppressed: bool
) -> None:
    found = band(counted, unknown, asked)
    assert (found.word, found.suppressed) == (word, suppressed)


@pytest.mark.parametrize("of", [10, 20, 30, 60])
def test_the_counts_from_which_a_band_begins(of: int) -> None:
    above, below, line = (_counts_of(w, of) for w in ("clearly above", "clearly below", "in line"))
    assert (min(above) if above else None) == FEWEST_ABOVE[of]
    assert max(below) == MOST_BELOW[of]
    assert ((min(line), max(line)) if line else None) == IN_LINE[of]
    assert len(above) + len(below) + len(line) + len(_counts_of("can't tell", of)) == of + 1


@given(st.integers(10, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_lower_is_better_mirrors(of: tuple[int, int]) -> None:
    """As many noes, where fewer yeses are better, is the same band as so many yeses."""
    yes, n = of
    high, low = _beside_peers(yes, n), _beside_peers(n - yes, n, "lower", 1 - MEAN)
    assert low.word == high.word
    other = {"clearly above": "clearly below", "clearly below": "clearly above"}
    assert _beside_peers(yes, n, "lower").word == other.get(high.word, high.word)


def test_clearly_above_is_always_the_better_side_and_says_so() -> None:
    few = _beside_peers(5, 20, "lower")
    assert few.word == "clearly above"
    assert few.why.endswith("sure to be better than similar settings. Lower is better here.")
    assert _beside_peers(5, 20).why == "98.2% sure to be worse than similar settings."


@pytest.mark.parametrize(("counted", "asked"), [(5, 5), (9, 9), (19, 24)])
def test_no_evidence_outweighs_too_few_or_too_many_unknown(counted: int, asked: int) -> None:
    sure = Evidence(above=1.0, below=0.0, close=0.0, reliability=0.99)
    assert band(counted, asked - counted, asked, evidence=sure).word == "can't tell"


def test_what_is_mostly_chance_is_not_banded() -> None:
    """Reliability is that of its peers as much as its own: alike ones leave nothing to tell."""
    found = band(20, 0, 20, evidence=Evidence(0.99, 0.01, 0.0, reliability=0.29))
    assert found.word == "can't tell"
    assert found.why.startswith("Only 29% of what is seen")
    assert band(20, 0, 20, evidence=Evidence(0.99, 0.01, 0.0, 0.30)).word == "clearly above"


def test_want_of_evidence_is_never_in_line() -> None:
    assert band(20, 0, 20, evidence=Evidence(0.5, 0.5, 0.79, 0.5)).word == "can't tell"
    assert band(20, 0, 20, evidence=Evidence(0.5, 0.5, 0.80, 0.5)).word == "in line"


def test_what_may_never_be_compared_is_not_whatever_the_evidence() -> None:
    sure = Evidence(1.0, 0.0, 0.0, 0.99)
    assert band(20, 0, 20, never="Chance.", evidence=sure).word == "not compared"


def test_certainty_is_never_claimed() -> None:
    sure = Evidence(1.0, 0.0, 0.0, 0.99)
    assert band(20, 0, 20, evidence=sure).why.startswith("99.9% sure")


@pytest.mark.parametrize(
    ("reliability", "word"), [(0.46, "low"), (0.7, "fair"), (0.89, "fair"), (0.9, "good")]
)
def test_reliability_in_a_word(reliability: float, word: str) -> None:
    assert Evidence(0.5, 0.5, 0.5, reliability).reliability_word == word


@given(st.floats(0.01, 0.99), st.floats(0.5, 200), st.floats(0.5, 200))
def test_evidence_is_a_set_of_chances(mean: float, alpha: float, beta: float) -> None:
    found = evidence_of_rate(alpha, beta, mean, 0.5)
    assert found.above + found.below == pytest.approx(1)
    assert 0 <= found.close <= 1


def test_the_evidence_of_a_mean() -> None:
    found = evidence_of_mean(0.12, 0.05, 0.02, 0.6)
    assert found.above == pytest.approx(0.97725, abs=1e-5)
    assert found.below == pytest.approx(0.02275, abs=1e-5)
    assert found.close == pytest.approx(0.5, abs=1e-4)
    for close in (0.01, 0.1, 1.0):
        there, back = (evidence_of_mean(x, 0.05, 0.0, 0.6, close) for x in (0.1, -0.1))
        assert there.close == pytest.approx(back.close)
    with pytest.raises(ValueError, match="sd is 0"):
        evidence_of_mean(0.1, 0.0, 0.0, 0.6)


def test_a_survey_may_miss_up_to_two_fifths() -> None:
    assert band(12, 8, 20, complete=COMPLETE_SURVEY).word == "not compared"
    assert band(11, 9, 20, complete=COMPLETE_SURVEY).word == "can't tell"


def test_every_word_says_why_and_has_a_shape_of_its_own() -> None:
    assert "2 pupils are too few" in band(2, 0, 2).why
    assert "1 pupil is too few" in band(1, 0, 1).why
    assert "5 of 24" in band(19, 5, 24).why
    assert len({*SHAPES.values()}) == len(SHAPES)
    assert "either side" in _beside_peers(15, 20).why
    assert "close to similar settings" in _beside_peers(12, 20).why


def test_a_measure_that_is_never_compared_says_so_but_not_before_it_can_tell() -> None:
    assert band(12, 0, 12, never="Chance.").why == "Chance."
    assert "too few" in band(8, 0, 8, never="Chance.").why
