"""Whoever types the UPN of a protected child who is on no roll has the child, and learns nothing.

So of a child whom another authority holds as missing. It is asked of the new place's authority.
"""

import json
import re

import pytest

from apregister.db import writing
from movements.kinds import DOOR_KINDS
from tests.api.test_protected_everywhere import addresses
from tests.api.tried import tried
from tests.api.world import AMY, BROOK, EVE, FAR, FAY, HILL, LODGE, NOBODY, World
from tests.doors.answers import TOLD
from tests.small_authority import place_id, tell

SECRET = "Refuge Road"
ROLL = {"on": "2025-12-02", "enrol_status": "C"}
GUESS = {EVE: ("Guess", "2011-01-01"), NOBODY: ("Other", "2011-01-02")}
QUESTION = "roll_unconfirmed"


@pytest.fixture
def hidden(world: World) -> World:
    """Eve, of whom much was told, was taken off the roll of Brook on 17 November."""
    rows = [
        ("pupil_details", EVE, BROOK, {"on": "2025-09-02", "forename": "Eve", "dob": "2012-02-03"}),
        ("contact_made", EVE, BROOK, {"on": "2025-11-10", "how": "video", "source": "school"}),
        ("removal_from_roll", EVE, BROOK, {"on": "2025-11-17", "ground": "o"}),
    ]
    with writing(world.engines.register) as session:
        tell(session, (), rows, "")
    return world


def far_tells(world: World, upn: str) -> list[object]:
    """What Far School is answered that enters a child, and tells of it, each thing twice."""
    rows = [
        ("on_roll", ROLL),
        ("pupil_details", {"on": "2025-12-02", "surname": GUESS[upn][0], "dob": GUESS[upn][1]}),
        ("pupil_details", {"on": "2025-12-03", "protected": "N", "forename": "Zed"}),
        ("suspension", {"on": "2025-12-04", "sessions": "2", "reason1": "DB"}),
        ("on_roll", {"on": "2025-12-09", "enrol_status": "M"}),
        ("on_roll", {"on": "2025-09-20", "enrol_status": "C"}),
    ]
    answers = [world.send("far", kind, {"upn": upn, **told}) for kind, told in rows for _ in "12"]
    return [(one.status, _same(world, upn, json.dumps(one.body))) for one in answers]


def _same(world: World, upn: str, text: str) -> str:
    """What is told of a child without what names it, or is numbered."""
    for told in (world.pupil(upn), upn, *GUESS.get(upn, ())):
        text = text.replace(told, "X")
    text = re.sub(r'"(recorded_at|facts)": "[^"]*"', "", text)
    return re.sub(r'"(entry|entries|corrects|corrected_by)": (\[[\d, ]*\]|\d+)|entry \d+', "", text)


def lists(world: World, upn: str, who: str = "far") -> dict[str, list[str]]:
    """Everything an organisation is answered about a child, by the address that answers it."""
    pupil = world.pupil(upn)
    asked = [*addresses(world, 1), f"/pupils/{pupil}/history", "/due?state=missed"]
    asked += [f"/pupils/{pupil}/{of}?from=2025-09-01" for of in ("marks", "attendance")]
    found = {}
    for one in dict.fromkeys(re.sub(r"p_\w+", pupil, one) for one in asked):
        body = world.ask(who, "GET", one).body
        about = [json.dumps(item) for item in body.get("items", [body])]
        kept = sorted(_same(world, upn, text) for text in about if pupil in text)
        found[one.replace(pupil, "X")] = kept
    return found


def test_a_school_that_types_upns_is_answered_as_of_a_child_whom_nobody_knows(
    hidden: World,
) -> None:
    assert far_tells(hidden, EVE) == far_tells(hidden, NOBODY)
    of_her, of_nobody = lists(hidden, EVE), lists(hidden, NOBODY)
    assert of_her.pop("/digest")
    assert {one for one, told in of_her.items() if told != of_nobody[one]} == set()
    history = hidden.history("far", EVE).body
    assert (history["sight"], history["withheld"]) == ("all", False)
    assert {one["organisation"] for one in history["entries"]} == {place_id(FAR)}
    assert sum(map(bool, of_her.values())) >= 3, "she is in its lists, as any pupil of its own"


def answered(world: World, upn: str, kind: str, answers: dict[str, str]) -> str:
    """What Far is answered."""
    return tried(world, "far", FAR, kind, {"upn": upn, **answers})


@pytest.mark.parametrize("first", [True, False])
def test_nor_does_it_learn_by_trying(hidden: World, *, first: bool) -> None:
    if first:
        assert far_tells(hidden, EVE) == far_tells(hidden, NOBODY)
    every = [(t.kind, t.answers | {"on": "2025-12-10"}) for t in TOLD if t.kind in DOOR_KINDS]
    every += [("on_roll", {"on": day}) for day in ("2010-12-01", "2012-02-03", "2025-09-01")]
    every += [("on_roll", {"on": "2025-12-01", "enrol_status": s}) for s in "CMSGFO"]
    for kind, told in every:
        of_her, of_nobody = (answered(hidden, upn, kind, told) for upn in (EVE, NOBODY))
        assert re.sub(r"\d+", "n", of_her) == re.sub(r"\d+", "n", of_nobody), (kind, told)


def test_the_child_is_on_the_roll_at_once_and_nothing_that_was_held_is_overwritten(
    hidden: World,
) -> None:
    far_tells(hidden, EVE)
    history = hidden.history("la331", EVE, headers={"Reason-To-See": "Is it she?"}).body
    assert {FAR, BROOK} <= {
        one["place"]["id"][-6:] for one in history["entries"] if one["place"]
    }, "its authority sees all that was told"
    assert history["sight"] == "all"
    found = hidden.ask("la330", "GET", f"/pupils/{hidden.pupil(EVE)}/history").body
    assert found["withheld"], "she is protected still"
    for who, names in (("la330", r"\b331\b|Far"), ("brook", r"\b331\b|Far")):
        told = json.dumps(lists(hidden, EVE, who))
        assert not re.search(rf"{names}|{place_id(FAR)}", told), who


def test_its_authority_alone_confirms_and_the_old_one_is_told_nothing_but_that_she_is_on_a_roll(
    hidden: World,
) -> None:
    far_tells(hidden, EVE)
    why = {"Reason-To-See": "To find her"}
    body = hidden.history("la330", EVE, headers=why).body
    assert body["withheld"], "no reason shows it the places"
    assert not re.search(rf"\b331\b|Far|{place_id(FAR)}", json.dumps(body))
    [asked] = hidden.ask("la330", "GET", f"/ledger?question={QUESTION}").body["items"]
    assert (asked["owner"], asked["places"]) == (None, [])
    answer = {"upn": EVE, "on": "2025-12-12", "question": QUESTION, "because": "It is she"}
    answer["facts"] = asked["facts"]
    assert hidden.send("la330", "question_answered", answer).status == 422
    assert hidden.send("far", "question_answered", answer).status == 201
    assert hidden.ask("la331", "GET", f"/ledger?question={QUESTION}").body["items"]
    before = json.dumps(hidden.history("far", EVE).body)
    assert "Brook" not in before
    assert "Eve" not in before
    assert hidden.send("la331", "question_answered", answer).status == 201
    assert not hidden.ask("la331", "GET", f"/ledger?question={QUESTION}").body["items"]
    history = hidden.history("far", EVE).body
    assert history["withheld"]
    assert "Eve" in json.dumps(history), "now it reads what was told before"
    assert place_id(BROOK) not in json.dumps(history)
    assert hidden.history("la330", EVE).status == 404, "where she lives is not known any more"


def test_no_other_authority_tries_out_at_which_school_she_is(hidden: World) -> None:
    far_tells(hidden, EVE)
    told = {"on": "2025-12-10", "ground": "g", "upn": EVE}
    said = [
        hidden.send("la330", "removal_from_roll", told | {"school": urn}).codes
        for urn in (FAR, HILL)
    ]
    assert said[0] == [("upn", "not_yours")]
    assert said[1] != said[0], "of a school of its own it may say what it likes: she is not there"


@pytest.mark.parametrize("word", ["removal", "move"])
def test_a_school_whose_word_is_not_confirmed_passes_the_child_on_to_nobody(
    hidden: World, word: str
) -> None:
    far_tells(hidden, EVE)
    if word == "removal":
        gone = {"upn": EVE, "on": "2025-12-10", "ground": "a", "to_place": HILL}
    else:
        moved = {"upn": EVE, "on": "2025-12-09", "to_place": HILL}
        assert hidden.send("far", "managed_move", moved).status == 201
        gone = {"upn": EVE, "on": "2025-12-10", "ground": "a"}
    assert hidden.send("far", "removal_from_roll", gone).status == 201
    assert hidden.send("hill", "on_roll", {"upn": EVE, "on": "2025-12-10"}).status == 201
    assert "Eve" not in json.dumps(hidden.history("hill", EVE).body)
    assert "Eve" not in json.dumps(hidden.history("far", EVE).body)


def test_nor_does_a_setting_that_it_places_the_child_at(hidden: World) -> None:
    far_tells(hidden, EVE)
    placed = {"upn": EVE, "on": "2025-12-10", "place": LODGE, "reason": "BHS"}
    assert hidden.send("far", "ap_placement", placed).status == 201
    told = hidden.history("lodge", EVE).body
    assert "Eve" in json.dumps(told), "it had her before, and knows what it knew then"
    assert "Guess" in json.dumps(told)


@pytest.mark.parametrize("upn", [AMY, FAY])
def test_a_child_held_as_missing_by_another_authority_comes_so_too(world: World, upn: str) -> None:
    """Fay is on no roll and held as missing; Amy is on a roll, so that it is a claim."""
    missing = {"upn": FAY, "on": "2025-11-20", "last_seen_on": "2025-11-03"}
    assert world.send("la330", "child_missing_education", missing).status == 201
    done = world.send("far", "on_roll", {"upn": upn, **ROLL})
    if upn == AMY:
        assert "claim" in [one["code"] for one in done.body["concerns"]]
        return
    told = [one["kind"] for one in world.history("far", FAY).body["entries"]]
    assert told == ["on_roll"]
    assert world.history("la331", FAY).body["sight"] == "all"
    assert not world.ask("la330", "GET", "/ledger?question=no_roll").body["items"]


def test_where_the_old_school_said_where_the_child_goes_nothing_is_asked(world: World) -> None:
    gone = {"upn": EVE, "on": "2025-11-17", "ground": "a", "to_place": FAR}
    assert world.send("brook", "removal_from_roll", gone).status == 201
    assert world.send("far", "on_roll", {"upn": EVE, "on": "2025-11-18"}).status == 201
    assert world.history("far", EVE).body["sight"] == "all"
    assert len(world.history("far", EVE).body["entries"]) > 3
    assert not world.ask("la331", "GET", f"/ledger?question={QUESTION}").body["items"]


def test_what_the_register_noted_stands_and_one_who_is_not_the_child_is_taken_off(
    hidden: World,
) -> None:
    assert hidden.send("far", "on_roll", {"upn": EVE, **ROLL}).status == 201
    noted, *_ = hidden.entries(QUESTION)
    back = {"upn": EVE, "on": "2025-12-12", "because": "Not she", "correction_reason": "other"}
    for who in ("far", "la330", "la331"):
        refused = hidden.send(who, "withdrawn", back | {"corrects": noted.number})
        assert refused.status == 422, who
    roll = next(
        e
        for e in hidden.entries("on_roll")
        if e.pupil_id == hidden.pupil(EVE) and e.place_id == place_id(FAR)
    )
    back |= {"corrects": roll.number}
    for school in (None, FAR):
        assert hidden.send("la330", "withdrawn", back | {"school": school}).status == 422
    assert hidden.send("la331", "withdrawn", back | {"school": FAR}).status == 201
    assert hidden.history("far", EVE).status == 404
    asked = hidden.ask("la330", "GET", "/ledger?question=no_roll").body["items"]
    assert hidden.pupil(EVE) in {one["pupil"] for one in asked}
