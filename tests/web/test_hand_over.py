"""A child handed over to another authority: who sees what until it answers, and after."""

import pytest

from apregister.auth.keys import add_key, revoke_key
from apregister.auth.officers import has_officers
from apregister.db import writing
from tests.web.world import AMY, FAY, NAMES, OAK, World

ANSWER = {"on": "23/11/2026", "session": "AM"}


def hand_over(world: World, who: str, **more: str) -> None:
    """By the form of an officer, for the school that it fills in unless told otherwise."""
    world.enter("officer")
    told = {"on": "16/11/2026", "session": "AM", "to_authority": "331", "why": "moved"} | more
    answer = world.record(who, "hand_over", **told, note="The family moved in August")
    assert answer.status_code == 303, answer.text


def pages_of(world: World, who: str) -> str:
    """Every page of the child and every list, as whoever is signed in has them."""
    page = world.page_of(who)
    paths = (page, f"{page}/record", f"{page}/record/hand_over_answer", "/due", "/needs", "/ledger")
    answers = [world.see(path) for path in (*paths, "/due.csv", "/home")]
    return "\n".join(answer.text for answer in answers if answer.status_code == 200)


@pytest.mark.parametrize("more", [{}, {"school": OAK}])
def test_before_it_accepts_the_other_sees_the_hand_over_and_no_place(
    world: World, more: dict[str, str]
) -> None:
    hand_over(world, AMY, **more)
    world.enter("officer_of_far")
    text = pages_of(world, AMY)
    assert "The family moved in August" in text or "Handing over" in text
    assert "keeps the child until you accept" in text
    assert "Answer to a hand-over" in text, "the clock that it owes"
    assert NAMES[OAK] not in text
    assert OAK not in text
    assert "Amy" not in text
    assert AMY not in text
    assert "Correct<" not in text, "the entry is the sender's"


def test_the_sender_goes_on_seeing_the_child_and_may_not_answer(world: World) -> None:
    hand_over(world, FAY)
    text = world.see(world.page_of(FAY)).text
    assert "Handing over" in text
    assert "Birmingham (330)" in text
    heard = {"said_by": "A. Officer, admissions", "how": "letter"}
    answer = world.record(FAY, "hand_over_answer", **ANSWER, **heard, answer="accepted")
    assert "Coventry (331) uses this register and answers for itself" in answer.text


def test_of_an_authority_without_officers_here_the_sender_tells_what_it_answered(
    world: World,
) -> None:
    hand_over(world, FAY, to_authority="332")
    bare = world.record(FAY, "hand_over_answer", **ANSWER, answer="accepted")
    assert "Dudley (332) does not use this register. Say who answered there" in bare.text
    heard = {"said_by": "A. Officer, admissions", "how": "letter"}
    done = world.record(FAY, "hand_over_answer", **ANSWER, **heard, answer="accepted")
    assert done.status_code == 303, done.text
    text = world.see(world.page_of(FAY)).text
    assert "Dudley (332)" in text
    assert "has not answered here itself" in text, "still in the sender's sight, with the concern"


def test_a_key_of_its_officers_is_a_way_in_as_well_until_it_is_revoked(world: World) -> None:
    with writing(world.engines.register) as session:
        assert not has_officers(session, "332")
        made = add_key(session, role="la_officer", authority="332", label="its casework system")
        assert has_officers(session, "332")
        revoke_key(session, made.key.id)
        assert not has_officers(session, "332")


def test_it_is_found_by_upn_and_waits_on_the_first_page(world: World) -> None:
    hand_over(world, FAY)
    world.enter("officer_of_far")
    assert world.send("/pupils/find", upn=FAY).status_code == 303
    needs = world.see("/needs").text
    assert "1 hand-over to accept or refuse" in needs
    world.enter("officer")
    assert "to accept or refuse" not in world.see("/needs").text
    for who in ("far", "auditor"):
        world.enter(who)
        assert "hand-over to accept" not in world.see("/needs").text


def test_accepted_the_child_is_the_others(world: World) -> None:
    hand_over(world, FAY)
    world.enter("officer_of_far")
    done = world.record(FAY, "hand_over_answer", **ANSWER, answer="accepted")
    assert done.status_code == 303, done.text
    text = world.see(world.page_of(FAY)).text
    assert "Fay Example" in text
    assert "Permanent exclusion" in text, "the whole history"
    assert "to accept or refuse" not in world.see("/needs").text
    world.enter("officer")
    assert world.see(world.page_of(FAY)).status_code == 404


def test_refused_the_sender_keeps_the_child_and_the_other_sees_nothing(world: World) -> None:
    hand_over(world, FAY)
    world.enter("officer_of_far")
    wrong = world.record(FAY, "hand_over_answer", **ANSWER, answer="refused")
    assert "Say why it is refused" in wrong.text
    done = world.record(FAY, "hand_over_answer", **ANSWER, answer="refused", refusal="not_here")
    assert done.status_code == 303, done.text
    assert world.see(world.page_of(FAY)).status_code == 404
    assert world.send("/pupils/find", upn=FAY).status_code == 422
    assert "handed over" not in world.see("/due").text
    world.enter("officer")
    text = world.see(world.page_of(FAY)).text
    assert "Hand-over refused" in text
    assert "Birmingham (330)" in text
    hand_over(world, FAY)


def test_a_hand_over_withdrawn_is_out_of_the_others_sight(world: World) -> None:
    hand_over(world, FAY)
    number = str(world.entries("hand_over")[0].number)
    undo = {"on": "16/11/2026", "because": "Sent in error", "correction_reason": "other"}
    assert world.record(FAY, "withdrawn", **undo, corrects=number).status_code == 303
    world.enter("officer_of_far")
    assert world.see(world.page_of(FAY)).status_code == 404
