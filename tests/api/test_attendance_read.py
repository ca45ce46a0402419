"""What a pupil's marks come to, by JSON: to whom all, to whom its own part, to whom nothing."""

from typing import Any

from apregister.audit import looks
from tests.api.world import AMY, BEN, BROOK, CAL, EVE, HILL, LODGE, World
from tests.small_authority import place_id

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


NUMBERS = ("possible", "attended", "authorised", "unauthorised")
RATES = (*NUMBERS, "rate", "persistent", "severe", "short")


def pupils_of(world: World, who: str, place: str, more: str = "") -> Any:
    answer = world.ask(who, "GET", f"/places/{place}/attendance{FROM}{more}")
    assert answer.status == 200
    return answer.body


def furnished(world: World) -> World:
    for place, who, mark in (
        *(("brook", AMY, "N"), ("brook", BEN, "D"), ("lodge", BEN, "/")),
        *(("brook", EVE, "D"), ("lodge", EVE, "I")),
    ):
        send(world, place, who, "2025-12-08", mark)
    send(world, "brook", CAL, "2025-09-08", "/")
    send(world, "hill", CAL, "2025-12-08", "N")
    return world


def test_a_line_for_each_pupil_says_what_the_view_of_that_pupil_says(world: World) -> None:
    """To Brook Cal is a former pupil, of whom it is told its own marks."""
    furnished(world)
    seen = {
        "brook": (BROOK, {AMY, BEN, CAL, EVE}),
        "lodge": (LODGE, {BEN, EVE}),
        "hill": (HILL, {CAL}),
    }
    for who, (place, pupils) in seen.items():
        listed = pupils_of(world, who, place)
        lines = {one["pupil"]: one for one in listed["items"]}
        assert {world.pupil(one) for one in pupils} <= lines.keys()
        for one in pupils:
            alone, line = told(world, who, one), lines[world.pupil(one)]
            assert {name: line[name] for name in RATES} == {name: alone[name] for name in RATES}
            assert line["sight"] == ("own" if (who, one) == ("brook", CAL) else "all")
        assert all("place" not in line for line in lines.values())
    names = [(one.what, one.place_id) for one in looks(world.engines.looks)]
    assert ("place_attendance", place_id(HILL)) in names


def test_all_together_are_the_sum_of_the_lines_the_lowest_rate_first(world: World) -> None:
    furnished(world)
    listed = pupils_of(world, "brook", BROOK)
    assert (listed["on"], listed["synthetic"], listed["total"]) == ("2025-12-12", True, 5)
    for name in NUMBERS:
        assert listed[name] == sum(one[name] for one in listed["items"])
    assert (listed["possible"], listed["attended"], listed["rate"]) == (4, 2, 0.5)
    assert (listed["persistent"], listed["severe"]) == (2, 2)
    rates = [one["rate"] for one in listed["items"]]
    assert rates == [0.0, 0.0, 1.0, 1.0, None]
    some = pupils_of(world, "brook", BROOK, "&limit=2&offset=1")
    assert some["items"] == listed["items"][1:3]
    assert (some["total"], some["possible"]) == (5, 4)
    nothing = pupils_of(world, "brook", BROOK, "&to=2025-09-02")
    assert (nothing["possible"], nothing["rate"]) == (0, None)


def test_a_protected_child_stands_on_the_list_of_the_place_itself_alone(world: World) -> None:
    furnished(world)
    eve = world.pupil(EVE)
    for place, possible in ((BROOK, 4), (LODGE, 1)):
        listed = pupils_of(world, "la330", place)
        assert eve not in {one["pupil"] for one in listed["items"]}
        assert (listed["withheld"], listed["possible"]) == (1, possible)
    assert pupils_of(world, "lodge", LODGE)["withheld"] == 0


def test_the_pupils_of_another_s_place_are_not_told(world: World) -> None:
    for who, place in (("hill", BROOK), ("la331", BROOK), ("brook", LODGE), ("brook", "s_none")):
        answer = world.ask(who, "GET", f"/places/{place}/attendance{FROM}")
        assert (answer.status, answer.body["problems"][0]["message"]) == (
            404,
            "There is no such place, or not one you may see.",
        )
    wrong = world.ask("brook", "GET", f"/places/{BROOK}/attendance{FROM}&to=2024-09-01")
    assert wrong.codes == [("from", "out_of_range")]
