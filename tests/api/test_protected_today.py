"""A child who is protected today is so on every day that is asked for: a list of the day before
would say where the child is."""

import json

import pytest

from tests.api.test_crosschecks import LODGE_ID, send
from tests.api.world import BEN, FAY, World

DAY = "2025-12-09"
LISTS = ("/crosschecks", "/ledger", "/due", "/morning", f"/places/{LODGE_ID}/grid", "/restate")


def of_ben(world: World, who: str, path: str) -> list[str]:
    """What a list of a day already past tells of ben."""
    answer = world.ask(who, "GET", f"{path}?on={DAY}")
    items = answer.body["items"] if answer.status == 200 else []
    return [json.dumps(one) for one in items if one["pupil"] == world.pupil(BEN)]


@pytest.mark.parametrize("who", ["la330", "brook"])
def test_no_list_of_an_earlier_day_says_where(world: World, who: str) -> None:
    send(world, "brook", "2025-12-08", ben="D")
    named = [path for path in LISTS if any(LODGE_ID in one for one in of_ben(world, who, path))]
    assert {"/crosschecks", "/morning"} <= {*named}
    assert of_ben(world, who, f"/places/{LODGE_ID}/grid")
    protected = {"upn": BEN, "on": "2025-12-12", "protected": "Y"}
    assert world.send("brook", "pupil_details", protected).status == 201
    for path in LISTS:
        assert not any(LODGE_ID in one for one in of_ben(world, who, path)), path
    assert not of_ben(world, who, f"/places/{LODGE_ID}/grid")
    assert any(of_ben(world, who, path) for path in ("/crosschecks", "/morning"))


def test_a_school_that_was_left_learns_from_no_clock_that_there_is_another(world: World) -> None:
    """The record is owed from a registration elsewhere: of a protected child that would say it."""
    joined = {"upn": FAY, "on": "2025-11-20"}
    assert world.send("hill", "on_roll", joined).status == 201
    fay, days = world.pupil(FAY), (DAY, "2025-12-12")

    def records_owed(on: str) -> list[str]:
        items = world.ask("brook", "GET", f"/due?on={on}").body["items"]
        return [
            one["started"] for one in items if (one["clock"], one["pupil"]) == ("ctf_sent", fay)
        ]

    assert [records_owed(on) for on in days] == [["2025-11-20"]] * 2
    protected = {"upn": FAY, "on": "2025-12-11", "protected": "Y"}
    assert world.send("la330", "pupil_details", protected).status == 201
    assert [records_owed(on) for on in days] == [[], []]
