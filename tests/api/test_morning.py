"""The list of the morning by the API: each sees its own children, and protected ones nowhere."""

from apregister.audit import looks
from tests.api.world import BEN, BROOK, EVE, LODGE, World
from tests.small_authority import place_id

CONTACT = {
    "setting": LODGE,
    "on": "2025-12-01",
    "contact": "Attendance lead",
    "telephone": "0121 496 0000",
}


def listed(world: World, who: str, asked: str = "") -> dict[str, dict]:  # type: ignore[type-arg]
    body = world.ask(who, "GET", f"/morning{asked}").body
    return {item["pupil"]: item for item in body["items"]}


def test_a_child_with_no_mark_is_told_to_each_who_has_to_do_with_it(world: World) -> None:
    assert world.send("lodge", "setting_contact", CONTACT).status == 201
    ben, eve = world.pupil(BEN), world.pupil(EVE)
    for who in ("brook", "la330", "lodge"):
        assert {*listed(world, who)} == {ben, eve}, who
    for who in ("hill", "far", "la331"):
        assert listed(world, who) == {}, who
    found = listed(world, "la330")[ben]
    assert (found["state"], found["owner"], found["owner_role"]) == (
        "no_mark",
        place_id(BROOK),
        "school",
    )
    assert found["place"] == {"id": place_id(LODGE), "name": "The Lodge"}
    assert found["contact"]["words"] == "Attendance lead, 0121 496 0000"
    assert looks(world.engines.looks)[0].what == "morning"


def test_where_a_protected_child_is_expected_is_told_to_the_setting_alone(world: World) -> None:
    world.send("lodge", "setting_contact", CONTACT)
    eve = world.pupil(EVE)
    for who in ("brook", "la330"):
        answer = world.ask(who, "GET", "/morning").body
        told = listed(world, who)[eve]
        assert (told["place"]["id"], told["contact"]) == (None, None)
        assert told["owner"] == (place_id(BROOK) if who == "brook" else None)
        assert [(one["expected"], one["marked"]) for one in answer["settings"]] == [(1, 0)]
    assert listed(world, "lodge")[eve]["place"]["id"] == place_id(LODGE)
    assert world.ask("lodge", "GET", "/morning").body["settings"][0]["expected"] == 2


def test_a_mark_takes_the_child_off_and_a_late_one_says_so(world: World) -> None:
    sent = {"upn": [BEN, EVE], "date": "2025-12-12", "session": "AM", "mark": ["L", "/"]}
    assert world.ask("lodge", "POST", "/attendance", json=sent).status == 201
    (late,) = listed(world, "brook").values()
    assert (late["pupil"], late["state"], late["mark"]) == (world.pupil(BEN), "late", "L")


def test_before_the_time_of_the_list_children_wait(world: World) -> None:
    before = world.ask("la330", "GET", "/morning?at=09:59").body
    assert (before["total"], before["waiting"], before["expected"]) == (0, 2, 2)
    after = world.ask("la330", "GET", "/morning?at=10:00&limit=1&offset=1").body
    assert (after["total"], after["waiting"], len(after["items"])) == (2, 0, 1)


def test_the_afternoon_has_a_list_and_a_time_of_its_own(world: World) -> None:
    sent = {"upn": [BEN, EVE], "date": "2025-12-12", "session": "AM", "mark": ["/", "/"]}
    world.ask("lodge", "POST", "/attendance", json=sent)
    assert world.ask("la330", "GET", "/morning").body["total"] == 0
    after = world.ask("la330", "GET", "/morning?session=PM&at=14:00").body
    assert (after["session"], after["total"], after["waiting"]) == ("PM", 2, 0)
    before = world.ask("la330", "GET", "/morning?session=PM&at=13:59").body
    assert (before["total"], before["waiting"]) == (0, 2)
    assert world.ask("la330", "GET", "/morning?session=NOON").status == 422


def test_another_day_is_told_by_its_last_school_day(world: World) -> None:
    assert world.ask("la330", "GET", "/morning?on=2025-12-07").body["on"] == "2025-12-05"
    assert world.ask("la330", "GET", "/morning?on=2025-10-20").body["total"] == 0
    assert world.ask("la330", "GET", "/morning?on=2025-12-13").codes == [("on", "future")]


def test_the_day_s_grid_of_a_setting_for_each_referrer(world: World) -> None:
    sent = {"upn": [BEN, EVE], "date": "2025-12-12", "session": "AM", "mark": ["U", "/"]}
    world.ask("lodge", "POST", "/attendance", json=sent)
    for who in ("brook", "la330"):
        (ben,) = world.ask(who, "GET", f"/places/{LODGE}/grid").body["items"]
        assert (ben["pupil"], ben["am"]["mark"], ben["am"]["late"]) == (world.pupil(BEN), "U", True)
        assert (ben["am"]["counts"], ben["am"]["suggested"]) == ("unauthorised", "D")
        assert (ben["pm"]["expected"], ben["pm"]["mark"], ben["pm"]["suggested"]) == (
            True,
            "",
            None,
        )
    assert world.ask("lodge", "GET", f"/places/{LODGE}/grid").body["total"] == 2
    for who in ("hill", "la331"):
        assert world.ask(who, "GET", f"/places/{LODGE}/grid").body["items"] == []
    assert world.ask("brook", "GET", "/places/999999/grid").status == 404
    assert world.ask("brook", "GET", f"/places/{LODGE}/grid?on=2025-12-07").body["total"] == 0
