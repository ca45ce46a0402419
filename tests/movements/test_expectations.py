"""Where marks are due: the spells say of every session what the fold of the entries says."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from movements.expectations import expectations, expected_spells
from movements.presence import EVER, half_day
from movements.register import standing_of
from movements.responsible import expected_at
from movements.spells import HalfDay
from tests.movements.test_folding import FIRST, entry, histories, told


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(-10, 240))
def test_every_session_is_at_the_places_that_the_fold_says(history, half) -> None:  # type: ignore[no-untyped-def]
    entries = told(history)
    at = HalfDay(FIRST + timedelta(days=half // 2), ("AM", "PM")[half % 2])
    now, slot = half_day(*at), at.slot % 10
    spells = [one for one in expected_spells(entries) if one.since <= now < one.until]
    then = standing_of(entries, *at)
    due = [one.place for one in spells if one.takes(slot) and one.why != "subsidiary"]
    assert sorted(due) == sorted(expected_at(then, slot))
    second = {one.place for one in spells if one.why == "subsidiary"}
    assert second.isdisjoint(one.place for one in spells if one.why != "subsidiary")
    assert {(*o[2:6], *o[7:]) for o in spells} == {(*o[:4], *o[5:]) for o in expectations(then)}


@settings(max_examples=80, deadline=None)
@given(histories())
def test_spells_are_in_order_and_none_is_empty(history) -> None:  # type: ignore[no-untyped-def]
    spells = expected_spells(told(history))
    assert all(one.since < one.until for one in spells)
    assert [one.since for one in spells] == sorted(one.since for one in spells)


PLACED = {"place": "s_bbbbbbbb", "reason": "BHS", "pattern": "PT", "week": "1111100000"}
WHOSE = ("s_a", "330", False)
START = half_day(FIRST, "AM")


def test_a_placement_for_part_of_the_week_leaves_the_rest_at_school() -> None:
    of_one = [entry(1, "on_roll", 0, {}), entry(2, "ap_placement", 4, PLACED)]
    whole, school, setting = expected_spells(of_one)
    assert whole == (START, START + 4, "s_a", None, "main_roll", "s_a", 1, *WHOSE)
    assert school == (START + 4, EVER, "s_a", "0000011111", "main_roll", "s_a", 2, *WHOSE)
    assert setting == (START + 4, EVER, "s_bbbbbbbb", "1111100000", "placement", "s_a", 2, *WHOSE)
    assert [setting.takes(slot) for slot in (4, 5)] == [True, False]


def test_a_placement_is_the_authority_s_where_it_arranged_it() -> None:
    by_school = entry(1, "ap_placement", 0, {**PLACED, "arranged_by": "authority"})
    by_authority = entry(2, "ap_placement", 0, PLACED)._replace(place_id=None)
    for one in (by_school, by_authority):
        assert [spell.arranged_by for spell in expected_spells([one])] == ["la:330"]
    nobody_s = by_authority._replace(authority=None)
    assert [spell.arranged_by for spell in expected_spells([nobody_s])] == [None]


def test_a_second_roll_waits_for_marks_of_its_own() -> None:
    of_one = [
        entry(1, "on_roll", 0, {"enrol_status": "M"}),
        entry(2, "on_roll", 0, {"enrol_status": "S"}, place="s_b"),
        entry(3, "removal_from_roll", 6, {"ground": "a"}),
    ]
    spells = [one for one in expected_spells(of_one) if one.place == "s_b"]
    assert [(one.why, one.since, one.arranged_by) for one in spells] == [
        ("subsidiary", START, "s_a"),
        ("subsidiary", START + 6, None),
    ]


def test_what_begins_and_ends_in_one_half_day_is_no_spell() -> None:
    of_one = [entry(1, "on_roll", 2, {}), entry(2, "removal_from_roll", 2, {"ground": "g"})]
    assert expected_spells(of_one) == []


def test_nothing_is_due_once_a_pupil_has_left_education() -> None:
    left = {"ground": "k"}
    of_one = [entry(1, "on_roll", 0, {}), entry(2, "removal_from_roll", 4, left)]
    (only,) = expected_spells(of_one)
    assert (only.since, only.until) == (START, half_day(FIRST + timedelta(days=2), "AM"))
    assert date.fromordinal(only.until // 2) == date(2025, 9, 3)
