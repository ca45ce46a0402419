"""A hand-over by JSON: what the other authority is told before it answers, and after."""

import pytest

from tests.api.world import AMY, BROOK, FAY, World, place_id

ASKED = {"on": "2025-12-01", "to_authority": "331", "why": "moved", "note": "Moved in August"}
ANSWER = {"on": "2025-12-12"}


@pytest.mark.parametrize("more", [{}, {"school": BROOK}])
def test_before_it_accepts_it_has_the_hand_over_alone(world: World, more: dict[str, str]) -> None:
    assert world.send("la330", "hand_over", ASKED | {"upn": AMY} | more).status == 201
    found = world.ask("la331", "POST", "/pupils/find", json={"upn": AMY})
    assert found.body == {"pupil": world.pupil(AMY)}
    told = world.history("la331", AMY).body
    [entry] = told["entries"]
    assert (told["sight"], entry["kind"], entry["organisation"]) == ("own", "hand_over", "la:330")
    assert entry["details"]["note"] == "Moved in August"
    due = world.ask("la331", "GET", "/due").body["items"]
    assert [(one["clock"], one["place"]) for one in due] == [("hand_over_answered", None)]
    everything = str((told, due, world.ask("la331", "GET", "/ledger").body))
    assert place_id(BROOK) not in everything
    assert "Brook" not in everything


def test_who_else_learns_of_it(world: World) -> None:
    world.send("la330", "hand_over", ASKED | {"upn": AMY})
    kinds = [entry["kind"] for entry in world.history("brook", AMY).body["entries"]]
    assert "hand_over" in kinds, "the child's own school sees the whole history"
    for who in ("far", "hill", "lodge"):
        assert world.history(who, AMY).status == 404, who


def test_nobody_but_the_one_asked_answers(world: World) -> None:
    world.send("la330", "hand_over", ASKED | {"upn": FAY})
    told = ANSWER | {"upn": FAY, "answer": "accepted"}
    assert world.send("la330", "hand_over_answer", told).codes == [("answer", "answers_itself")]
    assert world.send("far", "hand_over_answer", told).codes == [("kind", "not_allowed")]
    assert world.send("la331", "wellbeing", {"upn": FAY, "on": "2025-12-12", "score": 20}).codes
    assert world.send("la331", "hand_over_answer", told).status == 201


def test_accepted_it_is_the_others_and_out_of_the_senders_sight(world: World) -> None:
    world.send("la330", "hand_over", ASKED | {"upn": FAY})
    world.send("la331", "hand_over_answer", ANSWER | {"upn": FAY, "answer": "accepted"})
    assert world.history("la331", FAY).body["sight"] == "all"
    assert world.history("la330", FAY).status == 404


def test_refused_it_is_the_senders_still(world: World) -> None:
    world.send("la330", "hand_over", ASKED | {"upn": FAY})
    refused = ANSWER | {"upn": FAY, "answer": "refused", "refusal": "not_here"}
    assert world.send("la331", "hand_over_answer", refused).status == 201
    assert world.history("la331", FAY).status == 404
    assert world.ask("la331", "GET", "/due").body["items"] == []
    told = world.history("la330", FAY).body["entries"][-1]
    assert (told["kind"], told["details"]["refusal"]) == ("hand_over_answer", "not_here")
    again = world.send("la330", "hand_over", ASKED | {"upn": FAY, "on": "2025-12-12"})
    assert again.status == 201, "the sender may ask again"
