"""Due and ledger by JSON: only the pupils of one's scope, on the day asked for."""

import pytest

from tests.api.world import AMY, BEN, BROOK, CAL, EVE, FAY, LODGE, World, place_id
from tests.commands.world import run


def _due(world: World, who: str, **params: object) -> list[dict]:
    return world.ask(who, "GET", "/due", params=params).body["items"]


def test_due_lists_the_clocks_of_ones_own_pupils(world: World) -> None:
    found = {who: {i["pupil"] for i in _due(world, who)} for who in ("la330", "la331", "hill")}
    assert found["la330"] == {world.pupil(FAY)}
    assert found["la331"] == found["hill"] == set()


def test_a_setting_sees_the_clock_of_a_pupil_placed_with_it(world: World) -> None:
    told = {"upn": BEN, "on": "2025-11-04", "planned_end": "2025-12-19", "place": LODGE}
    world.send("brook", "placement_end", {"upn": BEN, "on": "2025-11-03", "place": LODGE})
    world.send("brook", "ap_placement", told | {"reason": "BHS"})
    [item] = _due(world, "lodge")
    assert (item["pupil"], item["clock"], item["state"]) == (
        world.pupil(BEN),
        "placement_planned_end",
        "running",
    )
    [missed] = _due(world, "lodge", on="2026-01-05")
    assert missed["state"] == "missed"


def test_the_day_is_today_unless_it_is_said(world: World) -> None:
    assert world.ask("la330", "GET", "/due").body["on"] == "2025-12-12"
    assert (
        world.ask("la330", "GET", "/ledger", params={"on": "1/10/2025"}).body["on"] == "2025-10-01"
    )


def test_the_ledger_names_the_pupils_out_of_sight(world: World) -> None:
    body = world.ask("la330", "GET", "/ledger").body
    assert [(item["pupil"], item["cause"]) for item in body["items"]] == [
        (world.pupil(FAY), "no_roll"),
        (world.pupil(FAY), "no_destination"),
    ]
    before = world.ask("la330", "GET", "/ledger", params={"on": "2025-11-01"}).body
    assert (before["total"], before["items"]) == (0, [])
    assert world.ask("la331", "GET", "/ledger").body["total"] == 0


def test_a_claim_shows_in_the_ledger_and_changes_no_scope(world: World) -> None:
    claimed = world.send("hill", "on_roll", {"upn": AMY, "on": "2025-12-01"})
    assert claimed.status == 201
    assert [concern["code"] for concern in claimed.body["concerns"]] == ["claim"]
    causes = {i["pupil"]: i["cause"] for i in world.ask("la330", "GET", "/ledger").body["items"]}
    assert causes[world.pupil(AMY)] == "claim"
    assert world.history("hill", AMY).status == 404


def test_a_protected_childs_places_are_not_in_a_list(world: World) -> None:
    claimed = world.send("hill", "on_roll", {"upn": EVE, "on": "2025-12-01"})
    assert claimed.status == 201
    items = {i["pupil"]: i for i in world.ask("la330", "GET", "/ledger").body["items"]}
    assert items[world.pupil(EVE)]["places"] == []
    assert items[world.pupil(EVE)]["owner"] is None
    told = {"upn": EVE, "on": "2025-12-01", "sessions": 12, "reason1": "DB"}
    world.send("brook", "suspension", told)
    [held] = [i for i in _due(world, "la330") if i["pupil"] == world.pupil(EVE)]
    assert held["place"] is None
    [own] = [i for i in _due(world, "brook") if i["pupil"] == world.pupil(EVE)]
    assert own["place"] == place_id(BROOK)


def test_a_former_school_sees_only_the_clocks_it_started(world: World) -> None:
    told = {"upn": CAL, "on": "2025-12-01", "sessions": 12, "reason1": "DB"}
    assert world.send("hill", "suspension", told).status == 201
    assert world.pupil(CAL) in {i["pupil"] for i in _due(world, "hill")}
    assert {i["place"] for i in _due(world, "brook")} == {place_id(BROOK)}


def test_a_long_list_comes_in_pages(world: World) -> None:
    for upn, who in ((AMY, "brook"), (BEN, "brook"), (CAL, "hill")):
        told = {"upn": upn, "on": "2025-12-01", "sessions": 12, "reason1": "DB"}
        assert world.send(who, "suspension", told).status == 201
    whole = world.ask("la330", "GET", "/due").body
    pages = [
        world.ask("la330", "GET", "/due", params={"limit": 2, "offset": n}).body for n in (0, 2)
    ]
    assert {page["total"] for page in pages} == {whole["total"]}
    assert [*pages[0]["items"], *pages[1]["items"]] == whole["items"][:4]
    assert whole["total"] == len(whole["items"]) > 4
    wrong = world.ask("la330", "GET", "/due", params={"limit": 0})
    assert (wrong.status, wrong.codes[0][0]) == (422, "limit")


def test_lists_and_histories_say_that_their_pupils_are_invented(world: World) -> None:
    for path in ("/due", "/ledger", "/cases"):
        assert world.ask("la330", "GET", path).body["synthetic"] is True
    assert world.history("la330", AMY).body["synthetic"] is True


@pytest.mark.parametrize("what", ["due", "ledger"])
def test_the_command_line_tells_a_list_as_the_api_does(world: World, what: str) -> None:
    ran = run(what, "--on", "2025-12-12", "--json", "--db", world.engines.register.url)
    told = world.ask("la330", "GET", f"/{what}", params={"on": "2025-12-12"}).body
    assert ran.json() == told
    assert told["total"] == len(told["items"]) > 0
