"""A protected child's old school is told the same, by JSON, wherever the child is by now."""

import json

import pytest

from apregister.db import writing
from movements.kind import Placed
from movements.kinds import DOOR_KINDS
from tests.api.test_protected_everywhere import addresses
from tests.api.tried import tried
from tests.api.world import BROOK, EVE, FAR, HILL, LODGE, World
from tests.doors.answers import TOLD
from tests.small_authority import tell

REMOVED = {"upn": EVE, "on": "2025-11-17", "ground": "o"}
PLACES = (HILL, FAR, LODGE)
NEST = "900009"
NOW = "2025-12-01T08:00:00.000000Z"


@pytest.fixture
def left(world: World) -> World:
    """Eve was removed from the roll of Brook School on 17 November; it is 12 December."""
    assert world.send("brook", "removal_from_roll", REMOVED).status == 201
    return world


def entered(world: World, urn: str) -> None:
    told = {"upn": EVE, "on": "2025-11-19", "school": urn}
    assert world.send("la330", "on_roll", told).status == 201
    with writing(world.engines.register) as session:
        details = {"on": "2025-11-20", "nc_year": "9", "home_la": "331", "protected": "Y"}
        tell(session, (), [("pupil_details", EVE, urn, details)], "")


def own(world: World, kind: str) -> str:
    """The number of Brook's own entry of a kind about Eve."""
    lines = world.history("brook", EVE).body["entries"]
    return next(str(line["entry"]) for line in lines if line["kind"] == kind)


def test_no_answer_tells_that_another_school_has_the_child(left: World) -> None:
    entry = int(own(left, "removal_from_roll"))

    def told() -> dict[str, str]:
        asked = [*addresses(left, entry), "/due?on=2025-11-14", "/ledger?answered=true"]
        return {one: json.dumps(left.ask("brook", "GET", one).body) for one in asked}

    before = told()
    assert "no_destination" in before["/ledger"]
    entered(left, FAR)
    after = told()
    assert {one for one, text in after.items() if text != before[one]} == set()


def named(urns: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    """Everything that Brook could say of Eve, with each of some places where one is named."""
    found = []
    for told in TOLD:
        if told.kind in DOOR_KINDS and told.sender == "brook":
            asked = [name for name in DOOR_KINDS[told.kind].marked(Placed) if name in told.answers]
            for urn in urns if asked else ("",):
                answers = told.answers | dict.fromkeys(asked, urn) | {"on": "2025-12-10"}
                found.append((told.kind, answers))
    return found


def of_its_own(world: World) -> list[tuple[str, dict[str, str]]]:
    """What Brook could say otherwise of what it told of Eve, or take back."""
    removal, roll = own(world, "removal_from_roll"), own(world, "on_roll")
    why = {"correction_reason": "other", "because": "A slip"}
    corrected = {"corrects": removal, "on": "2025-11-17", "ground": "a", **why}
    details = {"corrects": own(world, "pupil_details"), "on": "2025-09-01", **why}
    return [
        *(("removal_from_roll", corrected | {"to_place": urn}) for urn in PLACES),
        ("withdrawn", corrected),
        ("on_roll", {"on": "2025-12-10"}),
        ("on_roll", {"on": "2025-12-10", "corrects": roll, **why}),
        ("pupil_details", {"on": "2025-12-10", "protected": "N"}),
        ("pupil_details", details | {"protected": "N", "home_la": "330"}),
        ("withdrawn", details),
    ]


def answered(world: World, kind: str, answers: dict[str, str]) -> str:
    """What Brook is answered."""
    return tried(world, "brook", BROOK, kind, {"upn": EVE, **answers})


@pytest.mark.parametrize("urn", PLACES)
def test_nobody_learns_by_trying_where_the_child_went(left: World, urn: str) -> None:
    every = [*named(PLACES), *of_its_own(left)]
    before = [answered(left, *one) for one in every]
    assert len({*before}) > 20
    entered(left, urn)
    after = [answered(left, *one) for one in every]
    assert [each for each in zip(every, before, after, strict=True) if each[1] != each[2]] == []


def test_nobody_learns_by_trying_where_another_has_placed_the_child(world: World) -> None:
    ended = {"upn": EVE, "on": "2025-12-01", "place": LODGE}
    assert world.send("brook", "placement_end", ended).status == 201
    with writing(world.engines.register) as session:
        tell(session, [(NEST, "The Nest", "14", "4", "330")], (), NOW)
    placed = {"upn": EVE, "on": "2025-12-02", "place": LODGE, "reason": "BHS"}
    entry = world.send("la330", "ap_placement", placed).body["entry"]
    asked = {"entry": str(entry), "because": "It is wrong", "on": "2025-12-10"}
    since = {"on": "2025-12-02", "started_on": "2025-12-02"}
    for kind, answers in (
        *named(("X",)),
        ("correction_requested", asked | {"proposed": "place=X"}),
        ("placement_end", {"on": "2025-12-10", "place": "X"}),
        ("placement_end", since | {"place": "X"}),
    ):
        if "X" in str(answers):
            right, wrong = (
                answered(world, kind, {n: v.replace("X", urn) for n, v in answers.items()})
                for urn in (LODGE, NEST)
            )
            assert right == wrong.replace(NEST, LODGE).replace("The Nest", "The Lodge"), (
                kind,
                answers,
            )
    assert "accepted" in answered(world, "placement_end", {"on": "2025-12-10"})
