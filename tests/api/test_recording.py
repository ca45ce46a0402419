"""Movements by JSON: what is answered to what, and the same request twice."""

import pytest
from sqlmodel import select

from apregister.auth.keys import revoke_key
from apregister.db import reading, writing
from apregister.idempotency import IdempotencyKey
from tests.api.world import AMY, BEN, BROOK, DOT, EVE, FAY, HILL, LODGE, NOBODY, World, place_id

SUSPENDED = {"upn": AMY, "on": "2025-12-01", "sessions": 4, "reason1": "DB"}


def test_a_movement_is_recorded_once_and_then_held_already(world: World) -> None:
    first = world.send("brook", "suspension", SUSPENDED)
    again = world.send("brook", "suspension", SUSPENDED)
    assert (first.status, first.body["result"]) == (201, "accepted")
    assert (again.status, again.body["result"]) == (200, "already_held")
    assert first.body["entry"] == again.body["entry"] == world.entries()[-1].number
    assert first.body["pupil"] == world.pupil(AMY)


def test_an_entry_says_who_recorded_it_and_by_which_door(world: World) -> None:
    world.send("brook", "suspension", SUSPENDED | {"ref": "SIMS 4"})
    entry = world.entries()[-1]
    assert (entry.source, entry.organisation) == ("api", place_id(BROOK))
    assert entry.recorded_by.startswith("k_")
    assert entry.answers()["ref"] == "SIMS 4"


def test_concerns_come_back_with_their_law(world: World) -> None:
    told = {"upn": AMY, "on": "2025-12-01", "to_place": HILL, "trial_until": "2026-01-30"}
    answer = world.send("brook", "managed_move", told)
    found = {c["code"]: (c["level"], c["field"]) for c in answer.body["concerns"]}
    assert answer.status == 201
    assert found["trial"] == ("note", "trial_until")
    assert all(c["basis"] and c["message"] for c in answer.body["concerns"])


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"on": "31/02/2026"}, [("on", "date")]),
        ({"on": 20251301}, [("on", "date")]),
        ({"on": None}, [("on", "missing")]),
        ({"sessions": "four"}, [("sessions", "int")]),
        ({"sessions": True}, [("sessions", "int")]),
        ({"sessions": [4]}, [("sessions", "not_one_value")]),
        (
            {"sessions": {"n": 4}, "on": []},
            [("sessions", "not_one_value"), ("on", "not_one_value")],
        ),
        ({"ref": "row\0 7"}, [("ref", "not_text")]),
        ({"reason1": "ZZ"}, [("reason1", "unknown_code")]),
        ({"upn": "A123"}, [("upn", "not_a_upn")]),
        ({"upn": None}, [("upn", "missing")]),
        ({"colour": "red"}, [("colour", "unknown_field")]),
        ({"kind": "suspension"}, [("kind", "unknown_field")]),
        ({"on": "2025-08-01"}, [("upn", "not_yours")]),
        ({"upn": NOBODY}, [("upn", "not_yours")]),
        ({"upn": DOT}, [("upn", "not_yours")]),
        ({"school": HILL}, [("school", "unknown_place")]),
        ({"school": "999999"}, [("school", "unknown_place")]),
        (
            {"upn": AMY, "corrects": 1},
            [
                ("corrects", "other_kind"),
                ("correction_reason", "missing"),
                # Without the roll that it would correct, there is no roll to suspend from.
                ("on", "not_on_roll"),
            ],
        ),
    ],
)
def test_what_cannot_be_taken_in_is_refused_by_field(
    world: World, change: dict[str, object], codes: list[tuple[str, str]]
) -> None:
    held = len(world.entries())
    answer = world.send("brook", "suspension", SUSPENDED | change)
    assert answer.status == 422
    assert sorted(answer.codes) == sorted(codes)
    assert len(world.entries()) == held


def test_an_unknown_pupil_and_another_schools_are_answered_alike(world: World) -> None:
    unknown = world.send("brook", "suspension", SUSPENDED | {"upn": NOBODY})
    elsewhere = world.send("brook", "suspension", SUSPENDED | {"upn": DOT})
    by_id = {k: v for k, v in SUSPENDED.items() if k != "upn"} | {"pupil": world.pupil(DOT)}
    assert unknown.body == elsewhere.body == world.send("brook", "suspension", by_id).body


def test_another_schools_place_and_an_unknown_place_are_answered_alike(world: World) -> None:
    said = [
        world.send("brook", "suspension", SUSPENDED | {"school": ref}).body["problems"][0]
        for ref in (HILL, "999999")
    ]
    assert said[0]["message"].replace(HILL, "X") == said[1]["message"].replace("999999", "X")


def test_an_authority_names_the_school_or_acts_for_a_child_who_has_none(world: World) -> None:
    told = {"upn": FAY, "on": "2025-12-01", "place": LODGE, "reason": "PHN"}
    assert world.send("la330", "ap_placement", told).status == 201
    assert world.entries()[-1].place_id is None
    assert world.entries()[-1].organisation == "la:330"
    assert world.send("la330", "suspension", SUSPENDED | {"school": BROOK}).status == 201
    assert world.entries()[-1].place_id == place_id(BROOK)
    assert world.send("la330", "suspension", SUSPENDED | {"school": "x"}).codes == [
        ("school", "unknown_place")
    ]


def test_another_authority_may_not_record_for_the_pupil(world: World) -> None:
    answer = world.send("la331", "suspension", SUSPENDED | {"school": BROOK})
    assert answer.codes == [("upn", "not_yours")]


def test_a_refused_first_roll_leaves_no_pupil_behind(world: World) -> None:
    told = {"upn": NOBODY, "on": "2025-12-01", "enrol_status": "C"}
    assert world.send("la330", "on_roll", told).codes == [("school", "missing")]
    assert world.ask("la330", "POST", "/pupils/find", json={"upn": NOBODY}).status == 404
    assert world.send("brook", "on_roll", told).status == 201
    assert world.ask("brook", "POST", "/pupils/find", json={"upn": NOBODY}).status == 200


def test_an_entry_is_corrected_by_an_entry(world: World) -> None:
    first = world.send("brook", "suspension", SUSPENDED).body["entry"]
    other = SUSPENDED | {"sessions": 6}
    assert world.send("brook", "suspension", other).codes == [
        ("on", "already_suspended"),
        ("corrects", "differs"),
    ]
    told = other | {"corrects": first, "correction_reason": "typing_error"}
    assert world.send("brook", "suspension", told).status == 201
    lines = {e["entry"]: e for e in world.history("brook", AMY).body["entries"]}
    assert (lines[first]["in_force"], lines[first]["corrected_by"]) == (False, first + 1)


class TestTheSameRequestTwice:
    def test_the_same_key_and_body_are_answered_alike(self, world: World) -> None:
        first = world.send("brook", "suspension", SUSPENDED, key="one")
        reordered = dict(reversed(SUSPENDED.items()))
        again = world.send("brook", "suspension", reordered, key="one")
        assert (first.status, first.body) == (again.status, again.body) == (201, first.body)
        assert world.entries()[-1].number == first.body["entry"]

    def test_the_same_key_with_another_body_is_a_conflict(self, world: World) -> None:
        world.send("brook", "suspension", SUSPENDED, key="one")
        held = len(world.entries())
        answer = world.send("brook", "suspension", SUSPENDED | {"on": "2025-12-08"}, key="one")
        assert (answer.status, answer.codes) == (409, [("Idempotency-Key", "key_reused")])
        assert len(world.entries()) == held

    def test_the_same_key_and_body_for_another_kind_is_a_conflict(self, world: World) -> None:
        told = {"upn": AMY, "on": "2025-12-01"}
        world.send("brook", "pupil_details", told | {"sex": "F"}, key="one")
        assert world.send("brook", "suspension", told | {"sex": "F"}, key="one").status == 409

    def test_two_organisations_may_choose_the_same_key(self, world: World) -> None:
        assert world.send("brook", "suspension", SUSPENDED, key="one").status == 201
        told = {"upn": BEN, "on": "2025-12-02", "score": 21}
        assert world.send("lodge", "wellbeing", told, key="one").status == 201

    def test_a_refused_body_may_be_mended_under_the_same_key(self, world: World) -> None:
        assert world.send("brook", "suspension", SUSPENDED | {"on": ""}, key="one").status == 422
        assert world.send("brook", "suspension", SUSPENDED, key="one").status == 201

    def test_the_key_outlives_a_correction_of_the_entry(self, world: World) -> None:
        first = world.send("brook", "suspension", SUSPENDED, key="one")
        change = {"corrects": first.body["entry"], "correction_reason": "typing_error"}
        world.send("brook", "suspension", SUSPENDED | change | {"sessions": 2})
        assert world.send("brook", "suspension", SUSPENDED, key="one").body == first.body

    def test_a_key_too_long_to_keep_is_refused_and_an_empty_one_is_none(self, world: World) -> None:
        assert world.send("brook", "suspension", SUSPENDED, key="x" * 256).status == 400
        assert world.send("brook", "suspension", SUSPENDED, key="").status == 201
        with reading(world.engines.register) as session:
            assert session.exec(select(IdempotencyKey)).all() == []


def test_a_revoked_key_opens_nothing(world: World) -> None:
    world.send("brook", "suspension", SUSPENDED)
    with writing(world.engines.register) as session:
        revoke_key(session, world.entries()[-1].recorded_by)
    answer = world.send("brook", "suspension", SUSPENDED)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("who", ["brook", "lodge"])
def test_a_protected_child_is_recorded_for_like_any_other(world: World, who: str) -> None:
    told = {"upn": EVE, "on": "2025-12-02", "score": 21}
    assert world.send(who, "wellbeing", told).status == 201
