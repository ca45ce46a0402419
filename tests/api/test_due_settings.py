"""What is due of settings by JSON: of whom, to whom, and in the shape of every other clock."""

import pytest

from tests.api.world import BEN, DOT, EVE, LODGE, World, place_id

EVIDENCE = {
    "setting": LODGE,
    "on": "2025-11-03",
    "area": "quality",
    "document": "curriculum",
    "expires_on": "2025-12-31",
}
VISIT = {
    "setting": LODGE,
    "on": "2025-11-10",
    "visited_by": "Officer",
    "reason": "monitoring",
    "findings": "One thing to do",
    "action1": "Keep registers",
    "action1_due": "2025-12-01",
}


def _of_settings(world: World, who: str) -> list[dict]:
    found = world.ask(who, "GET", "/due").body["items"]
    return [item for item in found if item["pupil"] is None]


@pytest.fixture
def told(world: World) -> World:
    assert world.send("la330", "setting_evidence", EVIDENCE).status == 201
    assert world.send("la330", "setting_visit", VISIT).status == 201
    return world


def test_a_clock_of_a_setting_has_the_shape_of_every_other(told: World) -> None:
    late, running = _of_settings(told, "la330")
    assert (late["clock"], late["about"], late["owner_role"], late["state"], late["due"]) == (
        *("visit_action_1", "Keep registers", "setting", "missed", "2025-12-01"),
    )
    assert (running["clock"], running["about"], running["owner_role"], running["state"]) == (
        *("evidence_renewed", "curriculum and assessment plan", "authority", "running"),
    )
    assert late["place"] == running["place"] == place_id(LODGE)
    assert (late["owner"], running["owner"]) == (place_id(LODGE), "la:330")
    of_pupil = next(i for i in told.ask("la330", "GET", "/due").body["items"] if i["pupil"])
    assert {*late} == {*of_pupil}


@pytest.mark.parametrize(
    ("who", "sees"), [("la330", 2), ("lodge", 2), ("brook", 2), ("hill", 0), ("la331", 0)]
)
def test_it_is_seen_by_those_who_answer_for_the_setting_or_have_a_child_there(
    told: World, who: str, sees: int
) -> None:
    assert len(_of_settings(told, who)) == sees


def test_a_school_whose_pupils_have_left_no_longer_waits_for_it(told: World) -> None:
    for child in (BEN, EVE):
        ended = {"upn": child, "on": "2025-12-01", "place": LODGE}
        assert told.send("brook", "placement_end", ended).status == 201
    assert _of_settings(told, "brook") == []
    assert len(_of_settings(told, "la330")) == 2


def test_it_never_tells_another_authority_where_a_protected_child_is(told: World) -> None:
    placed = {"upn": DOT, "on": "2025-11-03", "place": LODGE, "reason": "BHS"}
    assert told.send("far", "ap_placement", placed).status == 201
    assert len(_of_settings(told, "la331")) == len(_of_settings(told, "far")) == 2
    protected = {"upn": DOT, "on": "2025-11-03", "home_la": "331", "protected": "Y"}
    assert told.send("far", "pupil_details", protected).status == 201
    assert _of_settings(told, "la331") == []
    assert len(_of_settings(told, "far")) == 2, "a school knows where it has placed a child"
