"""Three years of panels: as many cases as are published, what became of them, and who met."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from fixtures.synth.measure import panel_cases
from fixtures.synth.panel_told import Told
from fixtures.synth.panels import Minute, minutes
from fixtures.synth.simulate import simulate
from fixtures.synth.targets import (
    ABSENT,
    APOLOGIES,
    CONFLICTS,
    DECISIONS_DEFERRED,
    PLACES_BROKE_DOWN,
    PLACES_DECLINED,
    PLACES_REFUSED,
    REFUSALS_DIRECTED,
    TARGETS,
    WITHOUT_A_PLACE,
)
from fixtures.synth.term_dates import school_year
from fixtures.synth.world import World


@pytest.fixture(scope="module")
def world() -> World:
    """4,000 pupils through three whole years in which the panels sat."""
    return simulate(4000, 3, 11, date(2027, 8, 31), None, None)


@pytest.fixture(scope="module")
def book(world: World) -> list[Minute]:
    return minutes(world, world.cases)


def kinds(one: Told) -> set[str]:
    return {step.kind.removeprefix("case_") for step in one.steps}


def share(found: list[Told], *with_kinds: str) -> float:
    return sum({*with_kinds} <= kinds(one) for one in found) / len(found)


def test_as_many_cases_as_schools_week_counted(world: World) -> None:
    target = next(one for one in TARGETS if one.id == "panel_cases")
    assert panel_cases(world) == pytest.approx(target.value, abs=0.03)
    years = Counter(school_year(one.steps[0].on) for one in world.cases)
    assert years.keys() == {2024, 2025, 2026}
    assert min(years.values()) > 8


def test_what_became_of_them_is_as_declared(world: World) -> None:
    every, started = world.cases, [one for one in world.cases if "started" in kinds(one)]
    ended = {
        "not_eligible": sum(_not_eligible(one) for one in every) / len(every),
        "supported": share(every, "supported"),
        "lapsed": share(every, "declined", "not_eligible"),
    }
    assert ended == pytest.approx(WITHOUT_A_PLACE, abs=0.06)
    assert share(started, "refused") == pytest.approx(PLACES_REFUSED, abs=0.05)
    refused = [one for one in started if "refused" in kinds(one) and not one.secondary]
    assert len(refused) * REFUSALS_DIRECTED == pytest.approx(
        len(refused) * share(refused, "directed"), abs=1
    )
    routes = {kind for one in started for kind in kinds(one)}
    assert {"direction_served", "secretary_asked"} <= routes, "a maintained school, and an academy"
    assert share(started, "declined") == pytest.approx(PLACES_DECLINED, abs=0.05)
    assert share(started, "broke_down") == pytest.approx(PLACES_BROKE_DOWN, abs=0.05)
    free = [one for one in started if not kinds(one) & {"refused", "declined"}]
    assert share(free, "deferred") == pytest.approx(DECISIONS_DEFERRED, abs=0.06)
    assert share(started, "agreed", "allocated", "notified", "on_roll_checked") == 1


def _not_eligible(one: Told) -> bool:
    return "not_eligible" in kinds(one) and "allocated" not in kinds(one)


def test_steps_follow_each_other_and_no_case_is_told_twice(world: World) -> None:
    for one in world.cases:
        days = [step.on for step in one.steps]
        assert days == sorted(days), one
        assert all(listed <= met for met, listed in one.meetings)
    assert len({one.pupil.number for one in world.cases}) == len(world.cases)


def test_panels_meet_through_the_three_years_with_apologies_and_conflicts(
    world: World, book: list[Minute]
) -> None:
    said = Counter(one.kind for one in book)
    assert said["panel_set_up"] == 2
    held = Counter(school_year(one.on) for one in book if one.kind == "meeting_opened")
    assert held.keys() == {2024, 2025, 2026}
    assert min(held.values()) >= 16, "two panels, every fourth week"
    listed = sum(len(one.meetings) for one in world.cases)
    assert said["meeting_agenda"] == listed
    of_schools = said["meeting_attendance"] - said["meeting_opened"]
    came = Counter(one.fields["attends"] for one in book if one.kind == "meeting_attendance")
    assert came["apologies"] / of_schools == pytest.approx(APOLOGIES, abs=0.03)
    assert came["absent"] / of_schools == pytest.approx(ABSENT, abs=0.03)
    members = {one.fields.get("school") for one in book if one.kind == "panel_member"}
    theirs = sum(len(one.meetings) for one in world.cases if one.school.urn in members)
    assert said["meeting_conflict"] / theirs == pytest.approx(CONFLICTS, abs=0.1)
