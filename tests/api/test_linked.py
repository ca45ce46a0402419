"""A child with two records by JSON: either id, either UPN, one answer."""

import pytest

from apregister.db import reading
from movements.bearers import bearers
from tests.api.world import AMY, BEN, HILL, NOBODY, World

LINKED = {"upn": AMY, "on": "2025-12-08", "same_as": BEN, "because": "Brook says so"}


@pytest.fixture
def ids(world: World) -> tuple[str, str]:
    """Amy and ben, both of Brook, are one child, kept as amy."""
    assert world.send("la330", "records_linked", LINKED).status == 201
    with reading(world.engines.register) as session:
        borne = bearers(session, [AMY, BEN])
    return next(iter(borne[AMY])), next(iter(borne[BEN]))


def test_either_id_has_the_one_history(world: World, ids: tuple[str, str]) -> None:
    told = [world.ask("lodge", "GET", f"/pupils/{pupil}/history").body for pupil in ids]
    assert told[0]["entries"] == told[1]["entries"]
    assert len(told[0]["entries"]) == 4
    for who in ("hill", "far", "la331"):
        asked = [world.ask(who, "GET", f"/pupils/{pupil}/history") for pupil in ids]
        assert [answer.status for answer in asked] == [404, 404], who


def test_either_upn_finds_the_record_kept(world: World, ids: tuple[str, str]) -> None:
    for upn in (AMY, BEN):
        found = world.ask("brook", "POST", "/pupils/find", json={"upn": upn})
        assert found.body["pupil"] == ids[0]


def test_an_id_and_a_upn_of_the_same_child_agree(world: World, ids: tuple[str, str]) -> None:
    told = {"on": "2025-12-01", "sessions": 4, "reason1": "DB"}
    for pupil, upn in ((ids[0], BEN), (ids[1], AMY), (ids[1], BEN)):
        answer = world.send("brook", "suspension", told | {"pupil": pupil, "upn": upn})
        assert answer.status in (200, 201), answer.body
    assert len(world.entries("suspension")) == 2, "amy's is one, cal's the other"
    other = world.send("brook", "suspension", told | {"pupil": ids[1], "upn": NOBODY})
    assert other.codes == [("upn", "not_yours")]


def test_a_proposal_for_a_linked_child_waits_once(world: World, ids: tuple[str, str]) -> None:
    told = {"on": "2025-12-09", "to_place": HILL, "reason": "behaviour", "pupil": ids[1]}
    answer = world.send("brook", "managed_move_proposed", told)
    assert answer.status == 201, answer.body
    waiting = world.ask("hill", "GET", "/proposals").body["items"]
    assert [item["pupil"] for item in waiting] == [ids[0]]
