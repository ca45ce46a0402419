"""The day's register of a setting, for each who placed a child there."""

import pytest

from apregister.audit import looks
from tests.small_authority import place_id
from tests.web.test_mark_sheet import tap
from tests.web.world import BEN, EVE, LODGE, World

GRID = f"/places/{place_id(LODGE)}/grid"


@pytest.mark.parametrize("path", [GRID, f"{GRID}.csv"])
def test_each_role_gets_what_it_may(world: World, path: str) -> None:
    may = dict.fromkeys(("oak", "elm", "lodge", "officer", "auditor"), 200)
    for name, status in {**may, "panel": 403, "admin": 403}.items():
        world.enter(name)
        assert world.see(path).status_code == status, name


def test_a_referrer_sees_its_own_children_and_what_its_register_might_say(world: World) -> None:
    world.enter("lodge")
    tap(world, BEN, "L")
    tap(world, EVE, "/")
    for name in ("oak", "officer"):
        world.enter(name)
        text = world.see(GRID).text
        assert ("Ben Example" in text, "Eve Example" in text) == (True, False), name
        assert "Late, before the register closed (L)" in text
        assert looks(world.engines.looks)[0].what == "grid"
        (row,) = [r for r in world.see(f"{GRID}.csv").text.splitlines() if "Ben Example" in r]
        assert row.split(",")[4:8] == ["L", "yes", "D", "no mark"]
        assert looks(world.engines.looks)[0].what == "export_grid"
    world.enter("lodge")
    assert "Eve Example" in world.see(GRID).text
    for name in ("elm", "far"):
        world.enter(name)
        assert "None of your children was expected" in world.see(GRID).text


def test_another_day_and_no_such_place(world: World) -> None:
    world.enter("oak")
    assert "Not expected" not in world.see(f"{GRID}?on=20/11/2026").text
    assert "None of your children" in world.see(f"{GRID}?on=22/11/2026").text
    assert world.see(f"{GRID}?on=24/11/2026").status_code == 422
    assert world.see(f"{GRID}?on=soon").status_code == 422
    assert world.see("/places/s_none/grid").status_code == 404
