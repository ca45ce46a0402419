"""An authority tells of a child whom another has: it is answered as of one nobody knows, and learns
nothing of where the child is, whatever becomes of the child there."""

import json
import re

import pytest

from apregister.db import writing
from movements.kinds import DOOR_KINDS
from tests.api.test_crosschecks import send
from tests.api.test_protected_everywhere import SAYS_WHERE, addresses
from tests.api.tried import tried
from tests.api.world import AMY, BROOK, EVE, FAR, HILL, LODGE, NOBODY, Answer, World
from tests.doors.answers import TOLD
from tests.small_authority import tell

MISSING = {"on": "2025-12-08", "last_seen_on": "2025-12-05", "enquiries": "Told by a neighbour"}
APPLIED = {"on": "2025-12-09", "to_place": FAR}
FIRST = [
    ("child_missing_education", MISSING),
    ("in_year_application", APPLIED),
    ("pupil_details", {"on": "2025-12-10", "forename": "Zed", "dob": "2012-02-03"}),
]


def claimed(world: World, upn: str) -> list[Answer]:
    """What the other authority is answered to what it tells, each thing twice."""
    twice = [one for one in FIRST for _ in range(2)]
    return [world.send("la331", kind, {"upn": upn, **told}) for kind, told in twice]


def told_of(world: World, upn: str, who: str = "la331") -> dict[str, str]:
    """All that an organisation is answered by every address that is read."""
    asked = [*addresses(world, 1), f"/pupils/{world.pupil(upn)}/history"]
    asked += [f"/pupils/{world.pupil(upn)}/{of}?from=2025-09-01" for of in ("marks", "attendance")]
    asked += [f"{one}?as_known_on=2025-12-11" for one in asked if one.endswith("/history")]
    return {one: json.dumps(world.ask(who, "GET", one).body) for one in dict.fromkeys(asked)}


def moves_on(world: World) -> None:
    """Eve's own authority and her schools tell all sorts of things of her."""
    rows = [
        ("suspension", EVE, BROOK, {"on": "2025-12-08", "sessions": "4", "reason1": "DB"}),
        ("placement_end", EVE, BROOK, {"on": "2025-12-09", "place": LODGE}),
        ("removal_from_roll", EVE, BROOK, {"on": "2025-12-10", "ground": "a", "to_place": HILL}),
        ("on_roll", EVE, HILL, {"on": "2025-12-10"}),
        ("pupil_details", EVE, HILL, {"on": "2025-12-10", "forename": "Eva", "dob": "2011-01-01"}),
    ]
    with writing(world.engines.register) as session:
        tell(session, (), rows, "")
    send(world, "hill", "2025-12-11", eve="/")


def test_it_is_answered_as_of_a_child_whom_nobody_knows(world: World) -> None:
    of_another, of_nobody = claimed(world, EVE), claimed(world, NOBODY)
    assert [one.status for one in of_another] == [201, 200] * 3
    for one, other in zip(of_another, of_nobody, strict=True):
        assert one.status == other.status
        assert one.body["concerns"] == other.body["concerns"]
        assert one.body.keys() == other.body.keys()
    first = of_another[0].body["concerns"]
    assert [one["code"] for one in first] == ["first_told"]

    def lines(upn: str) -> list[dict[str, object]]:
        entries = world.history("la331", upn).body["entries"]
        passing = ("entry", "recorded_at")
        return [{k: v for k, v in one.items() if k not in passing} for one in entries]

    assert lines(EVE) == lines(NOBODY)


def test_a_claim_shows_it_no_setting_by_a_child_who_is_placed_there(world: World) -> None:
    def directory() -> object:
        return world.ask("la331", "GET", "/directory").body

    before = directory()
    claimed(world, EVE)
    assert directory() == before


@pytest.mark.parametrize("upn", [EVE, AMY])
def test_it_sees_what_it_told_and_nothing_else(world: World, upn: str) -> None:
    assert world.history("la331", upn).status == 404
    claimed(world, upn)
    found = world.ask("la331", "POST", "/pupils/find", json={"upn": upn})
    assert found.body == {"pupil": world.pupil(upn)}
    seen = world.history("la331", upn).body
    assert (seen["sight"], seen["withheld"]) == ("own", False)
    assert [one["kind"] for one in seen["entries"]] == [kind for kind, _ in FIRST]
    assert {one["organisation"] for one in seen["entries"]} == {"la:331"}
    for address, text in told_of(world, upn).items():
        if world.pupil(upn) in text:
            assert not {*SAYS_WHERE.findall(text)} - {"331", "Far School"}, address
    lists = (world.ask("la331", "GET", one).body for one in ("/due", "/ledger", "/duplicates"))
    assert world.pupil(upn) not in json.dumps([*lists]), "a claimed child is in none of its lists"


def test_nothing_it_is_told_changes_with_the_child(world: World) -> None:
    claimed(world, EVE)
    before = told_of(world, EVE)
    moves_on(world)
    after = told_of(world, EVE)
    assert {one for one, text in after.items() if before.get(one, text) != text} == set()
    assert {*before} == {*after}


def answered(world: World, kind: str, answers: dict[str, str]) -> str:
    """What it is answered."""
    return tried(world, "la331", None, kind, {"upn": EVE, **answers})


@pytest.mark.parametrize("first", [True, False])
def test_nor_does_anything_it_is_answered_by_trying(world: World, *, first: bool) -> None:
    if first:
        claimed(world, EVE)
    own = str(world.entries()[-1].number)
    every = [
        (told.kind, told.answers | {"on": "2025-12-11"})
        for told in TOLD
        if "la_officer" in DOOR_KINDS[told.kind].recorded_by
    ]
    why = {"corrects": own, "correction_reason": "other", "because": "A slip"}
    every += [(kind, told | why) for kind, told in FIRST]
    every += [("withdrawn", {"on": "2025-12-11"} | why), ("pupil_details", {"on": "2025-12-11"})]
    before = [answered(world, *one) for one in every]
    moves_on(world)
    after = [answered(world, *one) for one in every]
    assert [one for one in zip(every, before, after, strict=True) if one[1] != one[2]] == []
    assert {one.split()[0] for one in before} >= {"accepted", "refused"}


def test_the_childs_own_authority_is_asked_and_its_schools_are_told_nothing(world: World) -> None:
    before = told_of(world, AMY, "brook")
    claimed(world, AMY)
    after = told_of(world, AMY, "brook")
    assert {one for one, text in before.items() if after[one] != text} == set()
    [asked] = world.ask("la330", "GET", "/ledger?question=authority_claim").body["items"]
    assert (asked["pupil"], asked["owner"], asked["places"]) == (world.pupil(AMY), "la:330", [])
    claims = [one for one in world.history("la330", AMY).body["entries"] if "claim" in one["kind"]]
    assert [one["details"] for one in claims] == [{"told": kind} for kind, _ in FIRST]
    assert {one["organisation"] for one in claims} == {"la:331"}
    assert not re.search("neighbour|Zed", json.dumps(world.history("la330", AMY).body))


def test_of_a_protected_child_its_own_officers_are_not_told_by_whom_without_a_reason(
    world: World,
) -> None:
    claimed(world, EVE)
    claims = [one for one in world.history("la330", EVE).body["entries"] if "claim" in one["kind"]]
    assert {(one["organisation"], one["recorded_by"]) for one in claims} == {(None, None)}
    assert "331" not in json.dumps(claims)
    why = {"Reason-To-See": "To hand the child over"}
    told = world.history("la330", EVE, headers=why).body["entries"]
    assert {one["organisation"] for one in told if "claim" in one["kind"]} == {"la:331"}


def test_handed_over_the_child_is_the_others_and_nothing_is_asked_any_more(world: World) -> None:
    claimed(world, AMY)
    over = {"upn": AMY, "on": "2025-12-11", "to_authority": "331", "why": "moved"}
    assert world.send("la330", "hand_over", over).status == 201
    [entry] = world.history("la331", AMY).body["entries"]
    assert entry["kind"] == "hand_over"
    accepted = {"upn": AMY, "on": "2025-12-12", "answer": "accepted"}
    assert world.send("la331", "hand_over_answer", accepted).status == 201
    assert world.history("la331", AMY).body["sight"] == "all"
    again = world.send("la331", *[FIRST[0][0], {"upn": AMY, **MISSING}])
    assert again.status == 201, "now it is in force"
    assert world.entries()[-1].kind == "child_missing_education"


def test_withdrawn_the_child_is_out_of_its_sight_again(world: World) -> None:
    told = world.send("la331", "child_missing_education", {"upn": AMY, **MISSING}).body
    gone = {"upn": AMY, "on": "2025-12-12", "because": "A slip", "corrects": told["entry"]}
    done = world.send("la331", "withdrawn", gone | {"correction_reason": "other"})
    assert done.status == 201, done.body
    assert world.history("la331", AMY).status == 404
    asked = world.ask("la330", "GET", "/ledger?question=authority_claim").body
    assert asked["items"] == []
