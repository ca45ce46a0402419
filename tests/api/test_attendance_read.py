"""What a pupil's marks come to, by JSON: to whom all, to whom its own part, to whom nothing."""

from typing import Any

from tests.api.world import AMY, BEN, CAL, EVE, World

FROM = "?from=2025-09-01"


def send(world: World, place: str, who: str, day: str, mark: str) -> None:
    body = {"date": day, "session": "AM", "upn": [who], "mark": [mark]}
    assert world.ask(place, "POST", "/attendance", json=body).body["accepted"] == 1


def told(world: World, place: str, who: str, status: int = 200) -> Any:
    answer = world.ask(place, "GET", f"/pupils/{world.pupil(who)}/attendance{FROM}")
    assert answer.status == status
    return answer.body


def test_home_and_setting_are_one_register(world: World) -> None:
    send(world, "brook", BEN, "2025-12-08", "D")
    send(world, "lodge", BEN, "2025-12-08", "/")
    for place in ("brook", "lodge", "la330"):
        found = told(world, place, BEN)
        (one,) = found["sessions"]
        assert (one["mark"], len(one["held"])) == ("/", 2)
        assert (found["possible"], found["rate"], found["short"]) == (1, 1.0, True)
    told(world, "la331", BEN, 404)
    told(world, "lodge", AMY, 404)


def test_a_former_place_is_told_of_its_own_marks_and_of_no_contact(world: World) -> None:
    send(world, "brook", CAL, "2025-09-08", "N")
    send(world, "hill", CAL, "2025-12-08", "/")
    assert world.send("hill", "contact_made", {"upn": CAL, "on": "2025-12-10", "how": "home_visit"})
    own, whole = told(world, "brook", CAL), told(world, "hill", CAL)
    assert [one["day"] for one in own["sessions"]] == ["2025-09-08"]
    assert (own["last_seen"], own["severe"]) == (None, True)
    assert [one["day"] for one in whole["sessions"]] == ["2025-09-08", "2025-12-08"]


def test_the_places_of_a_protected_child_are_withheld(world: World) -> None:
    send(world, "brook", EVE, "2025-12-08", "D")
    send(world, "lodge", EVE, "2025-12-08", "/")
    found = told(world, "la330", EVE)
    assert found["withheld"]
    assert {held["place"]["id"] for one in found["sessions"] for held in one["held"]} == {None}
