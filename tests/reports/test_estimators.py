import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from reports.estimators import wilson

PUBLISHED = Path(__file__).resolve().parents[2] / "fixtures" / "published"


def _published(name: str) -> Iterator[tuple[int, int, float, float, float]]:
    with (PUBLISHED / name).open(newline="") as file:
        for row in csv.DictReader(file):
            yield (
                int(row["numerator"]),
                int(row["denominator"]),
                float(row["confidence"]),
                float(row["low"]),
                float(row["high"]),
            )


@pytest.mark.parametrize(
    ("r", "n", "confidence", "low", "high"), [*_published("newcombe_1998_wilson.csv")]
)
def test_the_table_of_newcombe_1998(
    r: int, n: int, confidence: float, low: float, high: float
) -> None:
    found = wilson(r, n, confidence)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("r", "n", "confidence", "low", "high"), [*_published("phe_indicator_methods_wilson.csv")]
)
def test_the_test_data_of_phe_indicator_methods(
    r: int, n: int, confidence: float, low: float, high: float
) -> None:
    assert wilson(r, n, confidence) == pytest.approx((low, high), abs=1e-10)


counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


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


@pytest.mark.parametrize(("r", "n"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_proportion_is_refused(r: int, n: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson(r, n)
