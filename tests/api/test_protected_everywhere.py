"""A protected child of whom all is told, asked for at every address: no item says where she is."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.api.test_crosschecks import LODGE_ID, send
from tests.api.world import EVE, HILL, LODGE, World

SECRET = "Refuge Road"
SAYS_WHERE = re.compile(rf"The Lodge|Hill Academy|{LODGE}|{HILL}|{SECRET}|Far School|\b331\b")
PARAMETERS = {"place_id": LODGE_ID, "place": LODGE_ID, "ref": LODGE_ID}


def tell_all(world: World) -> int:
    """Everything that could say where Eve is; the number of her placement."""
    placed = next(e for e in world.history("brook", EVE).body["entries"] if "ap_" in e["kind"])
    number = int(placed["entry"])
    told = (
        ("lodge", "contact_made", {"how": "in_person", "source": "setting", "by": SECRET}),
        (
            "lodge",
            "correction_requested",
            {"entry": number, "because": SECRET, "proposed": {"place": HILL}},
        ),
        (
            "brook",
            "managed_move_proposed",
            {"to_place": HILL, "reason": "behaviour", "interests": SECRET},
        ),
        ("brook", "suspension", {"sessions": "12", "reason1": "DB"}),
        ("la330", "hand_over", {"why": "moved", "to_authority": "331", "note": SECRET}),
    )
    for who, kind, answers in told:
        answer = world.send(who, kind, {"upn": EVE, "on": "2025-12-08", **answers})
        assert answer.status == 201, answer.body
    send(world, "brook", "2025-12-08", eve="D")
    return number


def addresses(world: World, entry: int) -> Iterator[str]:
    """Every address that is read, with what it names filled in."""
    paths = world.client.app.openapi()["paths"]  # type: ignore[attr-defined]
    given = PARAMETERS | {"pupil": world.pupil(EVE), "pupil_id": world.pupil(EVE)}
    given |= {"entry": str(entry), "number": str(entry)}
    for path, told in paths.items():
        asked = re.findall(r"{(\w+)}", path)
        if "get" not in told or not {*asked} <= given.keys():
            continue
        yield re.sub(r"{(\w+)}", lambda found: given[found[1]], path).removeprefix("/v1")


@pytest.mark.parametrize("who", ["la330", "brook", "far", "la331"])
def test_no_answer_says_where_a_protected_child_is(world: World, who: str) -> None:
    entry = tell_all(world)
    pupil, seen = world.pupil(EVE), 0
    for address in addresses(world, entry):
        items = read(world, who, address)
        own = [one for one in items if pupil in one]
        seen += bool(own)
        assert not own or LODGE_ID not in address, f"{address} is of The Lodge, and lists her"
        words = {word for one in own for word in SAYS_WHERE.findall(one)}
        assert not words - ({"331"} if who == "la331" else set()), address
        if address in ("/due", "/ledger"):
            of_lodge = read(world, who, f"{address}?place={LODGE_ID}")
            assert len(of_lodge) == len(items) or not [one for one in of_lodge if pupil in one]
    assert seen >= {"la330": 4, "brook": 4}.get(who, 0)


def read(world: World, who: str, address: str) -> list[str]:
    """The items of a list, or the one answer of an address, as text."""
    body = world.ask(who, "GET", address).body
    return [json.dumps(one) for one in body.get("items", [body])]
