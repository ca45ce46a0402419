"""The two-sided agreement by JSON: proposed by one school, answered by the other."""

import pytest

from tests.api.world import AMY, BROOK, HILL, World, place_id
from tests.small_authority import WHO_TELLS

PROPOSED = {
    "upn": AMY,
    "on": "2025-12-01",
    "to_place": HILL,
    "reason": "relationships",
    "head": "B. Head",
}


def _waiting(world: World, who: str) -> list[dict]:
    return world.ask(who, "GET", "/proposals").body["items"]


def test_a_proposal_waits_for_the_school_asked_until_it_answers(world: World) -> None:
    entry = world.send("brook", "managed_move_proposed", PROPOSED).body["entry"]
    [item] = _waiting(world, "hill")
    assert (item["pupil"], item["entry"], item["party"]) == (
        world.pupil(AMY),
        entry,
        "receiving_school",
    )
    assert (item["from_place"], item["to_place"]) == (place_id(BROOK), place_id(HILL))
    states = {one["party"]: one["state"] for one in item["signatures"]}
    assert states == {
        "sending_school": "agreed",
        "receiving_school": "missing",
        "parent": "missing",
        "pupil": "missing",
    }
    assert _waiting(world, "lodge") == _waiting(world, "far") == []
    answer = {"pupil": item["pupil"], "episode": entry, "party": item["party"], "on": "2025-12-10"}
    unsaid = world.send("hill", "agreement", answer | {"answer": "refused"})
    assert unsaid.codes == [("reason", "missing")]
    said = world.send("hill", "agreement", answer | {"answer": "refused", "reason": "no_place"})
    assert said.status == 201
    assert _waiting(world, "hill") == []


def test_who_proposed_sees_how_it_was_answered(world: World) -> None:
    entry = world.send("brook", "managed_move_proposed", PROPOSED).body["entry"]
    [made] = world.ask("brook", "GET", "/proposals/made").body["items"]
    assert (made["pupil"], made["entry"], made["ended"]) == (world.pupil(AMY), entry, None)
    answer = {"pupil": made["pupil"], "episode": entry, "party": "receiving_school"}
    said = {"on": "2025-12-10", "answer": "refused", "reason": "no_place"}
    assert world.send("hill", "agreement", answer | said).status == 201
    [made] = world.ask("brook", "GET", "/proposals/made").body["items"]
    states = {one["party"]: one["state"] for one in made["signatures"]}
    assert states["receiving_school"] == "refused"
    assert world.ask("hill", "GET", "/proposals/made").body["items"] == []


@pytest.mark.parametrize("who", WHO_TELLS)
def test_an_answer_counts_when_told_by_who_may_tell_it(world: World, who: str) -> None:
    cared_for = {"upn": AMY, "on": "2025-11-20", "looked_after": "Y", "sen_provision": "E"}
    assert world.send("brook", "pupil_details", cared_for).status == 201
    asked = PROPOSED | {"parents": "two", "head": None}
    entry = world.send("brook", "managed_move_proposed", asked).body["entry"]
    key = {"sender": "brook", "receiver": "hill", "authority": "la330"}[who]
    parties = sorted(WHO_TELLS["authority"])
    for party in parties:
        answer = {"pupil": world.pupil(AMY), "episode": entry, "party": party, "on": "2025-12-10"}
        assert world.send(key, "agreement", answer | {"answer": "agreed"}).status == 201
    [made] = world.ask("brook", "GET", "/proposals/made").body["items"]
    states = {one["party"]: one["state"] for one in made["signatures"]}
    assert sorted(states) == parties
    assert {party for party, state in states.items() if state == "agreed"} == WHO_TELLS[who]


def test_those_who_answer_for_a_child_looked_after_are_asked_of_the_childs_authority(
    world: World,
) -> None:
    cared_for = {"upn": AMY, "on": "2025-11-20", "looked_after": "Y", "home_la": "331"}
    assert world.send("brook", "pupil_details", cared_for).status == 201
    world.send("brook", "managed_move_proposed", PROPOSED)
    assert _waiting(world, "la330") == []
    waiting = _waiting(world, "la331")
    assert [one["party"] for one in waiting] == ["social_worker", "virtual_school"]
    for one in waiting:
        said = {"party": one["party"], "answer": "agreed", "on": "2025-12-10", "said_by": "S. W."}
        told = {"pupil": one["pupil"], "episode": one["entry"]}
        assert world.send("la331", "agreement", told | said).status == 201
    assert _waiting(world, "la331") == []
