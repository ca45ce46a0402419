"""Change beyond the expected: regression to the mean is taken out, and a true effect is not."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import norm

from reports.estimators import normal_normal
from reports.value_added import value_added
from tests.reports.published import case

Floats = npt.NDArray[np.float64]
MEAN, SPREAD, CUT = 60.0, 15.0, 40.0


def _placed_at_their_worst(
    draw: np.random.Generator, settings: int, pupils: int, again: float
) -> tuple[Floats, Floats, Floats]:
    """Pupils placed because a first reading was below the cut; nothing is done to them.

    `again` is how far two readings of one pupil agree, from 0 to 1.
    """
    wanted = settings * pupils
    before, after = np.empty(0), np.empty(0)
    while before.size < wanted:
        own = draw.normal(MEAN, SPREAD * math.sqrt(again), 40 * wanted)
        first, then = (own + draw.normal(0, SPREAD * math.sqrt(1 - again), own.size) for _ in "12")
        before = np.concatenate([before, first[first < CUT]])
        after = np.concatenate([after, then[first < CUT]])
    return before[:wanted], after[:wanted], np.repeat(np.arange(settings), pupils)


@pytest.mark.parametrize("row", case("barnett_2005_regression").published["effects"])
def test_regression_to_the_mean_is_taken_out(row: list[float]) -> None:
    """Barnett's formula says how large the raw gain is that nobody caused; none of it is left."""
    again, artefact = row
    ratio = norm.pdf((CUT - MEAN) / SPREAD) / norm.cdf((CUT - MEAN) / SPREAD)
    assert SPREAD * (1 - again) * ratio == pytest.approx(artefact, abs=0.0006)
    draw = np.random.default_rng(12)
    found = value_added(*_placed_at_their_worst(draw, 200, 50, again))
    assert found.raw.mean() == pytest.approx(artefact, abs=0.4)
    assert found.mean.mean() == pytest.approx(0, abs=0.1)


def test_what_a_setting_adds_is_found() -> None:
    draw = np.random.default_rng(3)
    before, after, setting = _placed_at_their_worst(draw, 100, 80, 0.5)
    after = after + np.where(setting == 7, 12.0, 0.0)
    found = value_added(before, after, setting)
    assert found.mean[7] == pytest.approx(12, abs=3.5)
    assert found.settings[found.mean.argmax()] == 7


def test_the_error_is_as_large_as_the_spread_of_settings_that_add_nothing() -> None:
    draw = np.random.default_rng(4)
    found = value_added(*_placed_at_their_worst(draw, 400, 15, 0.6))
    assert (found.mean / found.se).std() == pytest.approx(1, abs=0.12)
    assert normal_normal(found.mean, found.se).reliability.max() < 0.3


def test_each_is_judged_by_a_line_through_the_others_alone() -> None:
    draw = np.random.default_rng(5)
    before, after, setting = _placed_at_their_worst(draw, 6, 12, 0.5)
    found = value_added(before, after, setting)
    for one in range(6):
        slope, start = np.polyfit(before[setting != one], after[setting != one], 1)
        own = after[setting == one] - start - slope * before[setting == one]
        assert found.mean[one] == pytest.approx(own.mean())


def test_what_stands_beside_the_start_is_expected_too() -> None:
    """Older pupils gain less anywhere: a setting of older pupils is not to blame."""
    draw = np.random.default_rng(6)
    year = np.repeat([7.0, 8.0, 9.0, 10.0, 11.0], 400)
    setting = np.repeat(np.arange(50), 40)
    before = draw.normal(50, 10, 2000)
    after = before + 30 - 3 * year + draw.normal(0, 5, 2000)
    plain = value_added(before, after, setting)
    told = value_added(before, after, setting, beside=year[:, None])
    assert abs(plain.mean).max() > 4
    assert abs(told.mean).max() < 3


def test_the_order_of_pupils_and_the_names_of_settings_change_nothing() -> None:
    draw = np.random.default_rng(7)
    before, after, setting = _placed_at_their_worst(draw, 8, 9, 0.5)
    named = np.array([f"s_{n:02}" for n in setting])
    order = draw.permutation(before.size)
    one = value_added(before, after, named)
    other = value_added(before[order], after[order], named[order])
    assert one.settings.tolist() == other.settings.tolist() == [f"s_{n:02}" for n in range(8)]
    assert other.mean == pytest.approx(one.mean)
    assert other.se == pytest.approx(one.se)


def test_lower_is_better_mirrors() -> None:
    draw = np.random.default_rng(8)
    before, after, setting = _placed_at_their_worst(draw, 8, 9, 0.5)
    up, down = value_added(before, after, setting), value_added(-before, -after, setting)
    assert down.mean == pytest.approx(-up.mean)
    assert down.se == pytest.approx(up.se)


def test_pupils_who_all_began_alike_are_set_against_the_others_mean() -> None:
    found = value_added([5.0] * 8, [6, 7, 8, 7, 9, 9, 10, 8], [1, 1, 1, 1, 2, 2, 2, 2])
    assert found.mean == pytest.approx([-2, 2])


def test_a_setting_of_one_pupil_has_the_error_of_pupils_elsewhere() -> None:
    draw = np.random.default_rng(9)
    before, after, setting = _placed_at_their_worst(draw, 5, 20, 0.5)
    found = value_added([*before, 35.0], [*after, 50.0], [*setting, 99])
    assert found.pupils[-1] == 1
    assert found.se[-1] > 3 * found.se[:-1].max()


@pytest.mark.parametrize(
    ("before", "after", "setting", "why"),
    [
        ([], [], [], "empty"),
        ([1.0, math.nan], [1, 2], [1, 2], "before has a gap"),
        ([1.0, 2.0], [1.0], [1, 2], "before has 2 and after has 1"),
        ([1.0, 2.0], [1.0, 2.0], [1], "setting has 1"),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1, 1, 1], "Only 0 pupils are in other settings"),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1, 1, 2], "Only 1 pupil is"),
    ],
)
def test_what_cannot_be_expected_is_refused(
    before: Any, after: Any, setting: Any, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        value_added(before, after, setting)
