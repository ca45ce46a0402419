"""A child with two records on the pages: the same by either id, and out of scope by neither."""

import pytest

from apregister.audit import Wanted, looks
from apregister.db import reading, writing
from movements.actor import Actor
from movements.bearers import bearers
from movements.take_in import take_in
from tests.tokens import without_token
from tests.web.world import AMY, CAL, NOBODY, World

OFFICER = Actor("an officer", "la_officer", authority="330")


@pytest.fixture
def ids(world: World) -> tuple[str, str]:
    """Amy of Oak and cal, once of Oak and now of Elm, are one child, kept as cal."""
    with writing(world.engines.register) as session:
        told = {"upn": CAL, "on": "2026-11-16", "same_as": AMY, "because": "Elm says so"}
        take_in(session, "records_linked", told, place=None, by=OFFICER, source="form")
    with reading(world.engines.register) as session:
        borne = bearers(session, [CAL, AMY])
    return next(iter(borne[CAL])), next(iter(borne[AMY]))


def test_either_address_shows_the_one_child(world: World, ids: tuple[str, str]) -> None:
    world.enter("officer")
    pages = [world.see(f"/pupils/{pupil}") for pupil in ids]
    assert [page.status_code for page in pages] == [200, 200]
    first, second = (
        without_token(page.text).replace(one, "ID") for page, one in zip(pages, ids, strict=True)
    )
    assert first == second
    assert all(words in first for words in (AMY, CAL, "Elm Academy", "Records linked"))


def test_scope_is_the_childs_by_either_id(world: World, ids: tuple[str, str]) -> None:
    expected = {"elm": 200, "oak": 200, "lodge": 404, "far": 404, "officer_of_far": 404}
    for who, status in expected.items():
        world.enter(who)
        assert [world.see(f"/pupils/{p}").status_code for p in ids] == [status] * 2, who
        found = [world.send("/pupils/find", upn=u).status_code for u in (AMY, CAL)]
        assert found == [303 if status == 200 else 422] * 2, who


def test_both_upns_lead_to_the_record_kept(world: World, ids: tuple[str, str]) -> None:
    world.enter("elm")
    for upn in (AMY, CAL):
        assert world.send("/pupils/find", upn=upn).location == f"/pupils/{ids[0]}"


def test_lists_name_the_child_once(world: World, ids: tuple[str, str]) -> None:
    world.enter("officer")
    for path in ("/due", "/ledger", "/needs"):
        text = world.see(path).text
        assert ids[1] not in text, path


def test_recorded_by_either_address_it_is_one_history(world: World, ids: tuple[str, str]) -> None:
    world.enter("elm")
    told = {"on": "17/11/2026", "session": "AM", "sessions": "2", "reason1": "DB"}
    for pupil in ids:
        answer = world.send(f"/pupils/{pupil}/record/suspension", **told)
        assert answer.status_code == 303, answer.text
    assert len([e for e in world.entries("suspension") if str(e.on) == "2026-11-17"]) == 1


def test_the_book_of_looks_has_those_of_both_by_either_id(
    world: World, ids: tuple[str, str]
) -> None:
    world.enter("officer")
    for pupil in ids:
        world.see(f"/pupils/{pupil}")
    noted = looks(world.engines.looks, Wanted(pupil_ids=frozenset(ids), what="history"))
    assert {look.pupil_id for look in noted} == {*ids}
    world.enter("auditor")
    for pupil in ids:
        text = world.see(f"/looks?pupil_id={pupil}&what=history").text
        assert text.count(ids[0]) >= 1, text
        assert text.count(ids[1]) >= 1, text


def test_a_upn_taken_back_is_on_no_page_and_finds_nobody(world: World) -> None:
    with writing(world.engines.register) as session:
        told = {"upn": AMY, "on": "2026-11-16", "new_upn": NOBODY, "why": "corrected"}
        made = take_in(session, "upn_changed", told, place=None, by=OFFICER, source="form")
    world.enter("oak")
    assert NOBODY in world.see(world.page_of(AMY)).text
    number = str(made.entry)
    told = {"on": "2026-11-16", "because": "Typed wrongly", "corrects": number}
    told |= {"upn": AMY, "correction_reason": "wrong_details"}
    with writing(world.engines.register) as session:
        take_in(session, "withdrawn", told, place=None, by=OFFICER, source="form")
    assert NOBODY not in world.see(world.page_of(AMY)).text
    assert world.send("/pupils/find", upn=NOBODY).status_code == 422
    assert AMY in world.see(world.page_of(AMY)).text
