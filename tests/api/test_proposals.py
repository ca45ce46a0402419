"""The two-sided agreement by JSON: proposed by one school, answered by the other."""

from tests.api.world import AMY, BROOK, HILL, World, place_id

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
