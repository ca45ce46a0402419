"""Finding a pupil and reading the history: who sees what, and what is noted."""

import pytest

from apregister.audit import Wanted, looks
from apregister.sight import WITHHELD
from tests.api.world import (
    AMY,
    BEN,
    BROOK,
    CAL,
    DOT,
    EVE,
    FAY,
    HILL,
    LODGE,
    NAMES,
    NOBODY,
    World,
    place_id,
)

WHO_SEES = {
    AMY: {"brook": "all", "la330": "all"},
    BEN: {"brook": "all", "lodge": "all", "la330": "all"},
    CAL: {"brook": "own", "hill": "all", "la330": "all"},
    DOT: {"far": "all", "la331": "all"},
    EVE: {"brook": "all", "lodge": "all", "la330": "all"},
    FAY: {"brook": "own", "la330": "all"},
}
ASKING = ("brook", "hill", "lodge", "far", "la330", "la331")


@pytest.mark.parametrize("pupil", WHO_SEES)
@pytest.mark.parametrize("who", ASKING)
def test_who_sees_whom_and_how_much(world: World, who: str, pupil: str) -> None:
    sight = WHO_SEES[pupil].get(who)
    seen = world.history(who, pupil)
    found = world.ask(who, "POST", "/pupils/find", json={"upn": pupil})
    assert seen.body.get("sight") == sight
    assert (seen.status, found.status) == ((200, 200) if sight else (404, 404))


def test_a_pupil_out_of_sight_and_nobody_are_answered_alike(world: World) -> None:
    nobody = world.ask("brook", "GET", "/pupils/p_00000000000000000000/history")
    assert (nobody.status, nobody.codes) == (404, [("", "unknown")])
    assert world.history("brook", DOT).body == nobody.body
    found = [world.ask("brook", "POST", "/pupils/find", json={"upn": u}) for u in (DOT, NOBODY)]
    assert found[0].body == found[1].body == nobody.body


def test_a_history_is_told_in_order_as_sentences(world: World) -> None:
    body = world.history("hill", CAL).body
    assert [(e["kind"], e["on"], e["place"]["name"]) for e in body["entries"]] == [
        ("on_roll", "2025-09-01", "Brook School"),
        ("suspension", "2025-09-15", "Brook School"),
        ("removal_from_roll", "2025-10-01", "Brook School"),
        ("on_roll", "2025-10-01", "Hill Academy"),
        ("attainment", "2025-11-01", "Hill Academy"),
    ]
    suspended = body["entries"][1]
    reason = "persistent or general disruptive behaviour"
    assert suspended["sentence"] == f"Suspended for 2 school days ({reason})"
    assert suspended["details"] == {"sessions": 4, "reason1": "DB"}


def test_a_former_place_sees_its_own_entries_only(world: World) -> None:
    kinds = [entry["kind"] for entry in world.history("brook", CAL).body["entries"]]
    assert kinds == ["on_roll", "suspension", "removal_from_roll"]


def test_a_history_as_known_on_a_day(world: World) -> None:
    told = {"upn": AMY, "on": "2025-09-08", "sessions": 2, "reason1": "DB"}
    world.send("brook", "suspension", told)
    counts = {
        day: len(world.history("brook", AMY, params={"as_known_on": day}).body["entries"])
        for day in ("2025-12-11", "2025-12-12", "12/12/2025")
    }
    assert counts == {"2025-12-11": 0, "2025-12-12": 2, "12/12/2025": 2}


def test_the_reference_of_another_organisation_is_not_shown(world: World) -> None:
    def refs(who: str) -> list[str | None]:
        entries = world.history(who, BEN).body["entries"]
        return [entry["details"].get("ref") for entry in entries]

    assert refs("brook")[0] == "row 7"
    assert set(refs("lodge")) == {None}


class TestAProtectedChild:
    def test_other_places_are_withheld_even_within_scope(self, world: World) -> None:
        answer = world.history("la330", EVE)
        assert answer.body["withheld"] is True
        text = str(answer.body)
        assert WITHHELD in text
        for urn in (BROOK, LODGE):
            assert NAMES[urn] not in text
            assert place_id(urn) not in text
        assert "home_la" not in text

    def test_ones_own_place_may_be_named(self, world: World) -> None:
        placed = world.history("lodge", EVE).body["entries"][-1]
        assert placed["sentence"].startswith(
            "Placed full time in alternative provision at The Lodge"
        )
        assert placed["place"] == {"id": None, "name": WITHHELD}

    def test_a_named_role_with_a_reason_sees_them_and_the_reason_is_noted(
        self, world: World
    ) -> None:
        answer = world.history("la330", EVE, headers={"Reason-To-See": "Safety plan review"})
        assert answer.body["withheld"] is False
        assert "The Lodge" in str(answer.body)
        [look] = looks(world.engines.looks, Wanted(what="history"))
        assert look.reason == "Safety plan review"

    @pytest.mark.parametrize("who", ["brook", "lodge"])
    def test_a_reason_does_not_open_them_to_other_roles(self, world: World, who: str) -> None:
        answer = world.history(who, EVE, headers={"Reason-To-See": "Curious"})
        assert answer.body["withheld"] is True

    def test_a_blank_reason_is_none(self, world: World) -> None:
        assert world.history("la330", EVE, headers={"Reason-To-See": " "}).body["withheld"]


def test_every_look_at_a_pupil_is_noted_with_who_and_from_where(world: World) -> None:
    world.ask("brook", "POST", "/pupils/find", json={"upn": AMY})
    world.history("lodge", BEN)
    world.history("lodge", AMY)
    noted = [(n.what, n.pupil_id, n.organisation, n.door) for n in looks(world.engines.looks)]
    assert noted == [
        ("history", world.pupil(BEN), place_id(LODGE), "api"),
        ("find", world.pupil(AMY), place_id(BROOK), "api"),
    ]


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({}, [("upn", "missing")]),
        ({"upn": " "}, [("upn", "missing")]),
        ({"upn": "A1"}, [("upn", "not_a_upn")]),
        ({"upn": ["A1"]}, [("upn", "not_one_value")]),
        ({"upn": AMY, "name": "Amy"}, [("name", "unknown_field")]),
    ],
)
def test_a_search_that_cannot_be_made(
    world: World, body: dict[str, object], codes: list[tuple[str, str]]
) -> None:
    answer = world.ask("brook", "POST", "/pupils/find", json=body)
    assert (answer.status, answer.codes) == (422, codes)


def test_a_upn_is_found_however_it_is_typed(world: World) -> None:
    typed = f" {AMY.lower()[:4]} {AMY.lower()[4:]} "
    answer = world.ask("brook", "POST", "/pupils/find", json={"upn": typed})
    assert answer.body == {"pupil": world.pupil(AMY)}


@pytest.mark.parametrize("day", ["20261301", "yesterday", "31/02/2026", "45000"])
def test_a_day_that_is_none_is_refused_by_its_own_name(world: World, day: str) -> None:
    answer = world.history("brook", AMY, params={"as_known_on": day})
    assert (answer.status, answer.body["problems"][0]["field"]) == (422, "as_known_on")
    assert HILL not in str(answer.body)
