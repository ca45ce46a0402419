"""Finding a pupil and a pupil's page: who sees what, and what is withheld."""

import pytest

from apregister.audit import looks
from tests.tokens import without_token
from tests.web.world import (
    AMY,
    BEN,
    CAL,
    DOT,
    EVE,
    FAY,
    GUS,
    LODGE,
    NOBODY,
    OAK,
    World,
)


def test_the_page_tells_where_a_mark_is_due_in_a_week(world: World) -> None:
    world.enter("officer")
    told = {"reason": "BHS", "pattern": "PT", "week": "1111100000", "place": LODGE, "school": OAK}
    world.record(AMY, "ap_placement", on="2026-11-09", planned_end="2026-12-18", **told)
    text = world.see(world.page_of(AMY)).text
    assert "The Lodge, 5 of 10 sessions a week" in text
    assert "Oak School, 5 of 10 sessions a week" in text


def test_a_pupil_is_found_by_a_form_and_the_upn_is_in_no_address(world: World) -> None:
    world.enter("oak")
    answer = world.send("/pupils/find", upn=AMY.lower())
    assert answer.status_code == 303
    assert answer.location == world.page_of(AMY)
    assert AMY not in answer.location
    assert looks(world.engines.looks)[0].pupil_id == world.pupil(AMY)


@pytest.mark.parametrize("who", [DOT, NOBODY])
def test_a_pupil_of_another_place_is_answered_as_one_nobody_knows(world: World, who: str) -> None:
    world.enter("oak")
    answer = world.send("/pupils/find", upn=who)
    assert answer.status_code == 422
    assert "No pupil you can see has this UPN" in answer.text


def test_a_wrong_check_letter_is_said_before_anything_is_looked_up(world: World) -> None:
    world.enter("oak")
    answer = world.send("/pupils/find", upn="A" + AMY[1:] if AMY[0] != "A" else "B" + AMY[1:])
    assert answer.status_code == 422
    assert "letter" in answer.text


def test_the_page_of_a_pupil_out_of_scope_is_that_of_an_unknown_one(world: World) -> None:
    world.enter("oak")
    known, unknown = world.see(world.page_of(DOT)), world.see("/pupils/p_nobody")
    assert known.status_code == unknown.status_code == 404
    assert without_token(known.text) == without_token(unknown.text)


SEEN_BY = {
    "oak": {AMY, BEN, CAL, EVE, FAY, GUS},
    "elm": {CAL},
    "lodge": {BEN, EVE},
    "far": {DOT},
    "officer": {AMY, BEN, CAL, EVE, FAY, GUS},
    "officer_of_far": {DOT},
    "auditor": {AMY, BEN, CAL, EVE, FAY, GUS},
}


@pytest.mark.parametrize("name", SEEN_BY)
def test_each_sees_the_pupils_of_their_scope(world: World, name: str) -> None:
    world.enter(name)
    everyone = {AMY, BEN, CAL, DOT, EVE, FAY, GUS}
    seen = {who for who in everyone if world.see(world.page_of(who)).status_code == 200}
    assert seen == SEEN_BY[name]


@pytest.mark.parametrize("name", ["panel", "admin"])
def test_those_without_the_permission_see_no_pupil(world: World, name: str) -> None:
    world.enter(name)
    assert world.see(world.page_of(AMY)).status_code == 403


def test_the_page_says_who_where_and_what_happened(world: World) -> None:
    world.enter("oak")
    text = world.see(world.page_of(AMY)).text
    assert "Amy Example" in text
    assert "aged 14" in text
    assert "2 of 45 school days" in text
    assert "Oak School" in text
    assert "Suspended" in text


def test_a_former_place_sees_its_own_entries_only(world: World) -> None:
    world.enter("oak")
    text = world.see(world.page_of(CAL)).text
    assert "your own place only" in text
    assert "Pupil on roll" in text
    assert "since 1 October 2026" not in text


def test_as_known_on_leaves_out_what_was_recorded_later(world: World) -> None:
    world.enter("oak")
    answer = world.see(f"{world.page_of(AMY)}?as_known_on=22/11/2026")
    assert "Nothing is recorded up to that day" in answer.text
    wrong = world.see(f"{world.page_of(AMY)}?as_known_on=tomorrow")
    assert wrong.status_code == 422


def test_where_a_protected_child_is_asks_for_a_reason_that_is_noted(world: World) -> None:
    world.enter("officer")
    path = world.page_of(EVE)
    assert "The Lodge" not in world.see(path).text
    assert "Oak School" not in world.see(path).text
    assert world.send(f"{path}/unveil", reason=" ").status_code == 422
    shown = world.send(f"{path}/unveil", reason="Meeting with police")
    assert "The Lodge" in shown.text
    assert looks(world.engines.looks)[0].reason == "Meeting with police"


def test_the_place_of_a_protected_child_is_not_shown_to_those_without_the_role(
    world: World,
) -> None:
    world.enter("auditor")
    assert world.send(f"{world.page_of(EVE)}/unveil", reason="Curious").status_code == 403
    assert "The Lodge" not in world.see(world.page_of(EVE)).text
    world.enter("oak")
    assert "The Lodge" not in world.see(world.page_of(EVE)).text


def test_correcting_an_entry_does_not_say_where_a_protected_child_is(world: World) -> None:
    world.enter("officer")
    assert "Correct<" not in world.see(world.page_of(EVE)).text
    number = world.entries("ap_placement")[1].number
    form = world.see(f"{world.page_of(EVE)}/record/ap_placement?corrects={number}").text
    asked = form.partition("<datalist")[0]
    assert not {word for word in (LODGE, "The Lodge", OAK, "Oak School (") if word in asked}
    assert 'value="02/11/2026"' in form


def test_every_look_at_a_pupil_is_noted(world: World) -> None:
    world.enter("lodge")
    world.see(world.page_of(BEN))
    last = looks(world.engines.looks)[0]
    assert (last.who, last.what, last.pupil_id) == ("lodge", "history", world.pupil(BEN))
