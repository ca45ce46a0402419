"""An authority that told of another's child sees on every page what it told, and no more."""

import re

import pytest

from apregister.db import writing
from movements.actor import Actor
from movements.take_in import take_in
from tests.small_authority import tell
from tests.web.test_old_school import told
from tests.web.test_protected_everywhere import SAYS_WHERE
from tests.web.world import ELM, EVE, GUS, LODGE, OAK, World

FINN = Actor("Finn", "la_officer", authority="331")
OF_PLACES = ("/directory", "/places", "/attendance", "/funnels", "/sign-in")
"""How many children a setting has is for everybody to see, and the same for each."""
FIRST = (
    ("child_missing_education", {"on": "2026-11-16", "enquiries": "A neighbour asked"}),
    ("pupil_details", {"on": "2026-11-17", "forename": "Zed", "surname": "Other"}),
)


def claim(world: World, upn: str) -> None:
    with writing(world.engines.register) as session:
        for kind, answers in FIRST:
            given = {"upn": upn, **answers}
            take_in(session, kind, given, place=None, by=FINN, source="api")


@pytest.fixture
def claimed(world: World) -> World:
    """The officers of the other authority have told of Eve, who is protected; one is signed in."""
    claim(world, EVE)
    world.enter("officer_of_far")
    return world


def test_the_page_is_of_what_it_told(claimed: World) -> None:
    text = claimed.see(claimed.page_of(EVE)).text
    for said in ("Zed Other", "Reported as missing education", "your authority told", "Correct"):
        assert said in text
    assert not SAYS_WHERE.findall(text.replace("recorded by Finn", ""))
    assert not re.search("Oak School|2012|Eve Example|Protected|protected", text)
    assert claimed.send("/pupils/find", upn=EVE).status_code == 303
    for path in ("/due", "/ledger", "/needs", "/home", "/duplicates"):
        assert claimed.pupil(EVE) not in claimed.see(path).text, path
    assert "1 child told of by you, and not yours yet" in claimed.see("/needs").text
    assert "Zed Other</a>" in claimed.see("/pupils/new").text
    offered = claimed.see(f"{claimed.page_of(EVE)}/record").text
    assert "In-year application" in offered
    assert "Suspension" not in offered


def test_no_page_changes_with_the_child(claimed: World) -> None:
    before = told(claimed, apart=OF_PLACES)
    rows = [
        ("placement_end", EVE, OAK, {"on": "2026-11-17", "place": LODGE}),
        ("removal_from_roll", EVE, OAK, {"on": "2026-11-18", "ground": "a", "to_place": ELM}),
        ("on_roll", EVE, ELM, {"on": "2026-11-18"}),
        ("pupil_details", EVE, ELM, {"on": "2026-11-18", "forename": "Eva"}),
    ]
    with writing(claimed.engines.register) as session:
        tell(session, (), rows, "")
    after = told(claimed, apart=OF_PLACES)
    new = after.keys() - before.keys()
    assert {after.pop(address)[:3] for address in new} <= {"403", "404"}
    assert {address for address, text in after.items() if text != before[address]} == set()


def test_the_childs_own_officers_are_asked_and_see_by_whom(world: World) -> None:
    claim(world, GUS)
    world.enter("officer")
    page = world.see(world.page_of(GUS)).text
    assert "Claimed by another authority" in page
    assert "(331)" in page
    assert not re.search("neighbour|Zed", page)
    ledger = world.see("/ledger?cause=authority_claim").text
    assert world.pupil(GUS) in ledger
    assert "Hand the child over" in ledger
    world.enter("oak")
    assert not re.search("another authority|331", world.see(world.page_of(GUS)).text)


def test_of_a_protected_child_by_whom_is_told_for_a_reason(claimed: World) -> None:
    claimed.enter("officer")
    page = claimed.see(claimed.page_of(EVE)).text
    assert "Claimed by another authority" in page
    assert not re.search("331|Finn", page)
    why = claimed.send(f"{claimed.page_of(EVE)}/unveil", reason="To hand the child over").text
    assert "(331)" in why
