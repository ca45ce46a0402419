"""The pages of whoever typed a protected child's UPN are those of a child whom nobody knows."""

import re
from collections.abc import Iterator

import pytest

from apregister.db import writing
from tests.small_authority import tell
from tests.web.test_old_school import _still
from tests.web.world import EVE, FAR, NOBODY, OAK, World, place_id

NAMES = {EVE: ("Zed", "Guess", "2011-01-01"), NOBODY: ("Nedd", "Smythe", "2011-01-02")}
GIVEN = {"kind": "removal_from_roll", "task": "place"}


@pytest.fixture
def entered(world: World) -> World:
    """Eve left Oak School on 3 November; Far School typed two UPNs on 16 November."""
    rows = [("removal_from_roll", EVE, OAK, {"on": "2026-11-03", "ground": "o"})]
    for upn, told in NAMES.items():
        names = zip(("forename", "surname", "dob"), told, strict=True)
        rows += [
            ("on_roll", upn, FAR, {"on": "2026-11-16"}),
            ("pupil_details", upn, FAR, {"on": "2026-11-16", **dict(names)}),
            ("suspension", upn, FAR, {"on": "2026-11-18", "sessions": "2", "reason1": "DB"}),
        ]
    with writing(world.engines.register) as session:
        tell(session, (), rows, "")
    world.enter("far")
    return world


def pages(world: World, upn: str) -> Iterator[tuple[str, str]]:
    """Every page there is of a child and of its entries, by its rule."""
    pupil = world.pupil(upn)
    theirs = [e for e in world.entries() if (e.pupil_id, e.place_id) == (pupil, place_id(FAR))]
    own = [entry.number for entry in theirs if entry.kind != "roll_unconfirmed"]
    given = GIVEN | {"pupil": pupil, "entry": str(own[-1]), "number": str(own[-1])}
    for rule in world.client.application.url_map.iter_rules():
        asked = "pupil" in rule.arguments and rule.arguments <= given.keys()
        if "GET" in (rule.methods or ()) and asked:
            address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given[found[1]], rule.rule)
            yield rule.rule, _told(world, address, upn)


def _told(world: World, address: str, upn: str) -> str:
    answer, pupil = world.see(address), world.pupil(upn)
    if "text" not in answer.content_type:
        return str(answer.status_code)
    text = _still(answer.text)
    for word in (pupil, upn, *NAMES[upn][:2]):
        text = text.replace(word, "X")
    text = re.sub(r"\b[0-9a-f]{16,}\b|\bq[0-9a-f]{16}\b|nonce=\"[^\"]*\"", "", text)
    text = re.sub(r"\d+", "n", text)
    return f"{answer.status_code} {text}"


def test_every_page_is_that_of_a_child_whom_nobody_knows(entered: World) -> None:
    of_her, of_nobody = dict(pages(entered, EVE)), dict(pages(entered, NOBODY))
    assert {one for one, told in of_her.items() if told != of_nobody[one]} == set()
    assert "X X" in of_her["/pupils/<pupil>"]
    assert "Example" not in str(of_her.values())
    assert sum("X X" in told for told in of_her.values()) > 5


def test_the_officers_of_far_read_all_and_say_that_it_is_she(entered: World) -> None:
    entered.enter("officer_of_far")
    page = entered.see(entered.page_of(EVE)).text
    assert "Eve Example" in page
    ledger = entered.see("/ledger").text
    assert "On a roll, not confirmed" in ledger
    address = re.search(r'href="(/[^"]*roll_unconfirmed[^"]*)"', ledger)
    assert address
    told = {"because": "The school has met her and the worker", "until": ""}
    assert entered.send(address[1], **told).status_code == 303
    entered.enter("far")
    assert "Eve Example" in entered.see(entered.page_of(EVE)).text
