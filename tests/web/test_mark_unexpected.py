"""A child of the setting who turns up on a day not expected, and one who is not the setting's."""

from datetime import date

import pytest

from apregister.db import reading, writing
from movements.actor import Actor
from movements.grid import grid
from movements.places import find_place
from movements.take_in import take_in
from tests.small_authority import place_id
from tests.web.test_mark_sheet import DAY, SHEET, marks, tap
from tests.web.world import AMY, BEN, CAL, GUS, LODGE, OAK, World

UNEXPECTED = "Is somebody here who was not expected?"


@pytest.fixture
def wednesdays(world: World) -> World:
    """Amy is at The Lodge on Wednesdays alone, since the 9th; it is Monday."""
    told = {"on": "2026-11-09", "place": LODGE, "reason": "BHS", "pattern": "PT"}
    _moved(world, AMY, "ap_placement", {**told, "week": "0000110000"})
    world.enter("lodge")
    return world


def _moved(world: World, who: str, kind: str, answers: dict[str, str], at: str = OAK) -> None:
    by = Actor(at, "school", frozenset({place_id(at)}))
    with writing(world.engines.register) as session:
        place = find_place(session, at)
        take_in(session, kind, {"upn": who, **answers}, place=place, by=by, source="csv")


def test_a_child_of_its_own_is_offered_apart_from_those_expected(wednesdays: World) -> None:
    text = wednesdays.see(f"{SHEET}?half=AM").text
    expected, _, others = text.partition(UNEXPECTED)
    assert "<strong>2</strong> of 2 still to mark" in expected
    assert "Amy Example" not in expected
    assert f'<option value="{wednesdays.pupil(AMY)}">Amy Example</option>' in others
    wednesday = wednesdays.see(f"{SHEET}?on=18/11/2026&half=AM").text
    assert "Amy Example" in wednesday.partition(UNEXPECTED)[0]


def test_a_tap_on_a_child_not_expected_asks_first_and_saves_nothing(wednesdays: World) -> None:
    told = {"on": DAY, "half": "AM", "pupil": wednesdays.pupil(AMY), "mark": "/", "was": ""}
    answer = wednesdays.send(SHEET, **told)
    assert answer.status_code == 422
    assert "Amy Example is not expected here on Monday 23 November AM, so nothing" in answer.text
    assert "Was the child here?" in answer.text
    assert 'id="unexpected" open' in answer.text
    assert marks(wednesdays, AMY) == []


def test_a_child_said_to_be_here_is_marked_and_then_one_of_the_list(wednesdays: World) -> None:
    assert tap(wednesdays, AMY, "L", unexpected="yes") == 303
    assert marks(wednesdays, AMY) == [("AM", "L", place_id(LODGE))]
    text = wednesdays.see(f"{SHEET}?half=AM").text.partition(UNEXPECTED)[0]
    assert "Amy Example" in text
    assert "(not expected in this session)" in text
    assert tap(wednesdays, AMY, "/", was="L") == 303, "a mark that is held is mended by a tap"


def test_a_child_on_its_roll_and_expected_elsewhere_can_be_marked_too(wednesdays: World) -> None:
    wednesdays.enter("oak")
    sheet = f"/places/{place_id(OAK)}/register"
    told = {"on": DAY, "half": "AM", "pupil": wednesdays.pupil(BEN), "mark": "/", "was": ""}
    assert wednesdays.send(sheet, **told).status_code == 422
    assert wednesdays.send(sheet, **told, unexpected="yes").status_code == 303
    assert marks(wednesdays, BEN) == [("AM", "/", place_id(OAK))]
    assert "Ben Example" in wednesdays.see(f"{sheet}?half=AM").text.partition(UNEXPECTED)[0]


@pytest.mark.parametrize("who", [CAL, GUS])
def test_a_child_who_is_not_its_own_is_nowhere(wednesdays: World, who: str) -> None:
    for more in ({}, {"unexpected": "yes"}):
        assert tap(wednesdays, who, "/", **more) == 404
    assert wednesdays.pupil(who) not in wednesdays.see(SHEET).text


def test_a_child_whose_placement_has_ended_is_nobody_s_to_mark(wednesdays: World) -> None:
    ended = {"on": "2026-11-16", "place": LODGE, "outcome": "returned"}
    _moved(wednesdays, AMY, "placement_end", ended)
    assert tap(wednesdays, AMY, "/", unexpected="yes") == 404


def test_who_asks_for_others_gets_the_children_expected_alone(wednesdays: World) -> None:
    day = date(2026, 11, 23)
    with reading(wednesdays.engines.register) as session:
        alone = grid(session, place_id(LODGE), day, day)
        every = grid(session, place_id(LODGE), day, day, unexpected=True)
    assert (len(alone.rows), len(every.rows)) == (2, 3)
