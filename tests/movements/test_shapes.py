"""Answers of a sort that no door means: a number for a week, and more lines than are listed."""

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from movements.intake.attendance_words import no_school
from movements.kind import PlaceRefs
from movements.kinds import fill_in
from movements.places import facts_by_day
from movements.problems import Refused
from movements.reviews import episode_with
from movements.school_days import SchoolDays
from movements.standing import Standing
from tests.spec.world import LONG_AGO, World, place_id


def test_a_week_is_a_text_of_ten_digits() -> None:
    told = {"on": "2026-09-14", "planned_end": "2026-10-09", "reason": "medical"}
    with pytest.raises(Refused) as refused:
        fill_in("part_time_timetable", {**told, "week": 1111100000})
    assert [(one.field, one.code) for one in refused.value.problems] == [("week", "string")]


def test_a_place_is_as_it_was_known_by_then(told: World) -> None:
    ((_, facts),) = facts_by_day(told.session, place_id("brook"), known_at="2026-01-01")
    assert facts.name == "Brook"
    assert facts_by_day(told.session, place_id("brook"), known_at=LONG_AGO[:4]) == []


def test_a_calendar_asked_for_alone_stands_for_every_place() -> None:
    days = SchoolDays("everybody")
    assert days.of("s_00900001") is days.of(None) is days


def test_an_entry_that_is_no_part_of_an_episode_has_none() -> None:
    assert episode_with(Standing(), 1) is None


def test_a_day_off_by_the_built_in_calendar_says_that_no_terms_are_loaded() -> None:
    saturday = no_school(SchoolDays("Far"), date(2025, 9, 6))
    assert saturday is not None
    assert "Its term dates are not loaded" in saturday.message
    assert no_school(SchoolDays("Far"), date(2025, 9, 8)) is None


def test_several_places_come_as_one_text_or_as_a_list_and_as_nothing_else() -> None:
    places = TypeAdapter[tuple[str, ...]](PlaceRefs)
    several = "900001, ukprn:10099999;900001\n900003"
    assert places.validate_python(several) == ("900001", "ukprn:10099999", "900003")
    assert places.validate_python(["900002", ""]) == ("900002",)
    with pytest.raises(ValidationError):
        places.validate_python(900001)
