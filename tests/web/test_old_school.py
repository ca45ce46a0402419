"""A protected child's old school is told the same whether or not another school has the child."""

import re

import pytest

from apregister.db import writing
from tests.small_authority import tell
from tests.web.test_protected_everywhere import addresses
from tests.web.world import ELM, EVE, World


@pytest.fixture
def left(world: World) -> World:
    """Eve was removed from the roll of Oak School on 3 November; it is 23 November."""
    world.enter("oak")
    told = {"on": "03/11/2026", "ground": "o", "go_on": "1"}
    assert world.record(EVE, "removal_from_roll", **told).status_code == 303
    return world


def told(world: World, apart: tuple[str, ...] = ()) -> dict[str, str]:
    """Everything that whoever is signed in is answered, `apart` from some pages."""
    made = {"question": "no_destination", "facts": "0"}
    pages = {}
    for address in dict.fromkeys(addresses(world, made)):
        if address.startswith(apart):
            continue
        answer = world.see(address)
        pages[address] = f"{answer.status_code} {_still(answer.text)}"
    return pages


def _still(text: str) -> str:
    """A page without what is made anew each time it is shown."""
    return re.sub(r'"X-CSRFToken": "[^"]*"|name="(csrf_token|seen)" value="[^"]*"', "", text)


def test_no_page_tells_that_another_school_has_the_child(left: World) -> None:
    before = told(left)
    assert "no_destination" in before["/ledger"]
    with writing(left.engines.register) as session:
        tell(session, (), [("on_roll", EVE, ELM, {"on": "2026-11-05"})], "")
    after = told(left)
    new = after.keys() - before.keys()
    assert {after.pop(address)[:3] for address in new} <= {"403", "404"}
    assert {address for address, text in after.items() if text != before[address]} == set()
