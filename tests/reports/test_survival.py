"""How long until, and which of several: against published tables and each other."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from reports.estimators import aalen_johansen, incidence_interval, kaplan_meier, wilson
from tests.reports.published import Case, case, cases

AP = case("school_weeks_worked_example")


@pytest.mark.parametrize("one", cases("kaplan_meier"), ids=lambda one: one.name)
def test_published_tables_of_kaplan_and_meiers_estimate(one: Case) -> None:
    found = vars(kaplan_meier(**one.given))
    for column, values in one.published.items():
        assert found[column] == pytest.approx(values, abs=one.near), column


@pytest.mark.parametrize(
    "one",
    [one for one in cases("aalen_johansen") if one.name != AP.name],
    ids=lambda one: one.name,
)
def test_published_tables_of_the_cumulative_incidence(one: Case) -> None:
    found = aalen_johansen(**one.given)
    assert found.times.tolist() == one.published["times"]
    for cause, values in one.published["cif"].items():
        assert found.cif[int(cause)] == pytest.approx(values, abs=one.near)
    for cause, values in one.published.get("se", {}).items():
        assert found.se[int(cause)] == pytest.approx(values, abs=one.near)
    for cause, values in one.published.get("variance", {}).items():
        assert found.se[int(cause)] ** 2 == pytest.approx(values, abs=one.near)


def test_the_worked_example_in_school_weeks() -> None:
    found, last = aalen_johansen(**AP.given), AP.published["last"]
    assert found.times[-1] == 39
    for cause, value in last["cif"].items():
        assert found.cif[int(cause)][-1] == pytest.approx(value, abs=AP.near)
    assert found.se[1][-1] == pytest.approx(last["se"]["1"], abs=AP.near)
    wanted = AP.published["interval"]
    interval = incidence_interval(found.cif[1][-1], found.se[1][-1], wanted["of"])
    assert interval == pytest.approx((wanted["low"], wanted["high"]), abs=5e-5)


followed = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 3)), min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(followed)
def test_the_identities_of_the_cumulative_incidence(rows: list[tuple[int, int]]) -> None:
    weeks, event = np.array(rows).T
    found = aalen_johansen(weeks, event)
    whole = found.survival + sum(found.cif.values())
    assert whole == pytest.approx(np.ones(found.times.size), abs=1e-9)
    for cause, cif in found.cif.items():
        assert (np.diff(cif) >= -1e-12).all()
        assert ((cif >= 0) & (cif <= 1 + 1e-9)).all()
        assert np.isfinite(found.se[cause]).all()
        assert (found.se[cause] >= 0).all()
    all_cause = kaplan_meier(weeks, event > 0)
    at = np.searchsorted(found.times, all_cause.times)
    assert found.survival[at] == pytest.approx(all_cause.survival, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(followed)
def test_the_errors_are_those_of_statsmodels_wherever_those_are_numbers(
    rows: list[tuple[int, int]],
) -> None:
    weeks, event = np.array(rows).T
    found = aalen_johansen(weeks, event)
    with np.errstate(all="ignore"):
        theirs = CumIncidenceRight(weeks, event)
    for cause, se in enumerate(theirs.cinc_se, start=1):
        seen = np.isfinite(se)
        assert found.se[cause][seen] == pytest.approx(se[seen], abs=1e-7)


@settings(max_examples=100, deadline=None)
@given(followed)
def test_one_cause_is_what_is_left_of_kaplan_and_meier(rows: list[tuple[int, int]]) -> None:
    weeks, event = np.array(rows).T
    met = (event > 0).astype(int)
    found, survival = aalen_johansen(weeks, met), kaplan_meier(weeks, met)
    at = np.searchsorted(found.times, survival.times)
    assert found.cif[1][at] == pytest.approx(1 - survival.survival, abs=1e-9)
    assert found.se[1][at] == pytest.approx(survival.se, abs=1e-7)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 39), st.integers(1, 3)), min_size=1, max_size=60))
def test_with_everyone_followed_it_is_a_plain_share_with_wilsons_interval(
    rows: list[tuple[int, int]],
) -> None:
    weeks, event = np.array(rows).T
    found = aalen_johansen(weeks, event)
    for cause, cif in found.cif.items():
        yes = int((event == cause).sum())
        assert cif[-1] == pytest.approx(yes / weeks.size, abs=1e-9)
        interval = incidence_interval(cif[-1], found.se[cause][-1], weeks.size)
        assert interval == pytest.approx(wilson(yes, weeks.size), abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(followed, st.randoms(use_true_random=False))
def test_the_order_of_pupils_changes_nothing(rows: list[tuple[int, int]], random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    one, other = (aalen_johansen(*np.array(these).T) for these in (rows, shuffled))
    for cause, cif in one.cif.items():
        assert other.cif[cause].tolist() == cif.tolist()
        assert other.se[cause].tolist() == one.se[cause].tolist()


def test_treating_other_ends_as_unseen_overstates_returns() -> None:
    weeks, event = np.array(AP.given["weeks"]), np.array(AP.given["event"])
    naive = 1 - kaplan_meier(weeks, event == 1).survival[-1]
    assert naive > aalen_johansen(weeks, event).cif[1][-1] + 0.1


def test_when_nothing_was_met() -> None:
    survival, incidence = kaplan_meier([3, 5], [0, 0]), aalen_johansen([3, 5], [0, 0])
    assert survival.times.size == survival.survival.size == survival.se.size == 0
    assert incidence.cif[1].tolist() == incidence.se[1].tolist() == [0, 0]
    assert incidence.survival.tolist() == [1, 1]
    assert incidence_interval(0.0, 0.0, 2) == wilson(0, 2)


def test_an_incidence_a_hair_off_all_or_none_is_all_or_none() -> None:
    assert incidence_interval(1 + 2e-16, 1e-9, 6) == wilson(6, 6)
    assert incidence_interval(1 - 1e-16, 1e-9, 6) == wilson(6, 6)
    assert incidence_interval(1e-17, 1e-9, 6) == wilson(0, 6)


def test_a_cause_that_nobody_met_is_there_with_nothing() -> None:
    found = aalen_johansen([4, 9], [0, 3])
    assert [*found.cif] == [1, 2, 3]
    assert found.cif[2].tolist() == [0, 0]


def test_once_nobody_is_left_the_error_is_nothing_and_not_a_gap() -> None:
    assert kaplan_meier([3, 5], [1, 1]).se[-1] == 0


REFUSED = [
    ([], [], "empty"),
    ([3, -1], [1, 1], "weeks is -1 at position 2.*wrong date"),
    ([3, math.nan], [1, 1], "weeks has a gap"),
    ([3, 4], [1, None], "event has a gap"),
    ([3, 4], [1, 0.5], "event is 0.5 at position 2: give whole numbers"),
    ([3, 4], [1, -1], "event is -1"),
    ([3, 4], [1], "weeks has 2 and event has 1"),
    (np.array([3, 4], dtype="timedelta64[W]"), [1, 0], "weeks holds something that is no number"),
    ([3, 4], ["returned", "left"], "event holds something that is no number"),
]


@pytest.mark.parametrize(("weeks", "event", "why"), REFUSED)
def test_what_cannot_be_followed_is_refused(weeks: Any, event: Any, why: str) -> None:
    for ask in (kaplan_meier, aalen_johansen):
        with pytest.raises(ValueError, match=why):
            ask(weeks, event)


def test_several_causes_are_not_for_kaplan_and_meier() -> None:
    with pytest.raises(ValueError, match="ask aalen_johansen"):
        kaplan_meier([3, 4], [1, 2])
