"""The two-sided agreement by pages: one school proposes, the other agrees or refuses."""

import pytest

from apregister.audit import Wanted, looks
from tests.small_authority import WHO_TELLS
from tests.web.world import AMY, ELM, World

PROPOSED = {
    "on": "16/11/2026",
    "to_place": ELM,
    "reason": "relationships",
    "interests": "A fresh start",
    "support": "Mentoring",
    "head": "O. Head",
    "parents": "one",
}
ANSWERED = {"party": "receiving_school", "on": "18/11/2026", "said_by": "E. Head"}


@pytest.fixture
def asked(world: World) -> str:
    """Oak School has proposed that Amy moves to Elm Academy: the address of the proposal."""
    world.enter("oak")
    return _proposed(world)


def _proposed(world: World, **said: str) -> str:
    assert world.record(AMY, "managed_move_proposed", **PROPOSED | said).status_code == 303
    entry = world.entries("managed_move_proposed")[0].number
    return f"{world.page_of(AMY)}/proposals/{entry}"


def test_the_school_asked_is_told_at_home_and_sees_what_is_proposed(
    world: World, asked: str
) -> None:
    world.enter("elm")
    needs = world.see("/needs").text
    assert "1 answer to a proposed managed move" in needs
    assert asked in needs
    text = world.see(asked).text
    assert "Oak School asks Elm Academy to take Amy Example" in text
    assert "The receiving school has not answered" in text
    assert "A fresh start" in text
    assert AMY not in text
    assert "Date of birth" not in text


def test_a_refusal_needs_its_reason(world: World, asked: str) -> None:
    world.enter("elm")
    unsaid = world.send(asked, **ANSWERED, answer="refused")
    assert unsaid.status_code == 422
    assert "Give the reason for refusing" in unsaid.text
    assert world.send(asked, **ANSWERED, answer="refused", reason="no_place").status_code == 303
    entry = world.entries("agreement")[0]
    assert (entry.recorded_by, entry.place_id) == ("elm", "s_00900002")
    world.enter("oak")
    assert "The receiving school has refused" in world.see(asked).text
    needs = world.see("/needs").text
    assert "1 proposed managed move of yours, answered" in needs
    assert "the receiving school has refused" in needs


def test_key_information_is_handed_over_when_the_school_agrees_and_its_receipt_noted(
    world: World, asked: str
) -> None:
    world.enter("elm")
    assert world.send(asked, **ANSWERED, answer="agreed").status_code == 303
    world.enter("oak")
    assert "has not yet opened the key information" in world.see(asked).text
    world.enter("elm")
    text = world.see(asked).text
    assert AMY in text
    assert "2 of 45 school days" in text
    noted = looks(world.engines.looks, Wanted(what="handover"))
    assert (noted[0].who, noted[0].pupil_id) == ("elm", world.pupil(AMY))
    world.enter("oak")
    assert "has had the key information since" in world.see(asked).text


def test_each_answers_for_its_own_party_only(world: World, asked: str) -> None:
    world.enter("elm")
    wrong = world.send(asked, party="parent", answer="agreed", on="18/11/2026")
    assert wrong.status_code == 422
    assert not world.entries("agreement")
    world.enter("oak")
    assert world.send(asked, **ANSWERED, answer="agreed").status_code == 422


def test_once_everybody_has_agreed_the_move_is_recorded(world: World, asked: str) -> None:
    world.enter("elm")
    world.send(asked, **ANSWERED, answer="agreed")
    world.enter("oak")
    for party in ("parent", "pupil"):
        assert world.send(asked, party=party, answer="agreed", on="19/11/2026").status_code == 303
    text = world.see(asked).text
    assert "Everybody has agreed, the last on 19 November 2026" in text
    assert "Record the managed move" in text


def test_who_is_not_asked_sees_no_proposal(world: World, asked: str) -> None:
    for name, status in (("lodge", 404), ("far", 404), ("officer", 200), ("panel", 403)):
        world.enter(name)
        assert world.see(asked).status_code == status, name
    world.enter("auditor")
    assert "Record the answer" not in world.see(asked).text
    assert world.send(asked, **ANSWERED, answer="agreed").status_code == 403


@pytest.mark.parametrize("who", WHO_TELLS)
def test_each_is_offered_the_parties_whose_answers_count_from_them(world: World, who: str) -> None:
    world.enter("oak")
    world.record(AMY, "pupil_details", on="10/11/2026", looked_after="Y", sen_provision="E")
    asked = _proposed(world, head="", parents="two")
    world.enter({"sender": "oak", "receiver": "elm", "authority": "officer"}[who])
    text = world.see(asked).text
    offered = {party for party in WHO_TELLS["authority"] if f'value="{party}"' in text}
    assert offered == WHO_TELLS[who]


def test_a_child_looked_after_moves_when_those_who_answer_for_the_child_have_signed(
    world: World,
) -> None:
    world.enter("oak")
    world.record(AMY, "pupil_details", on="10/11/2026", looked_after="Y")
    asked = _proposed(world)
    for party in ("parent", "pupil"):
        world.send(asked, party=party, answer="agreed", on="19/11/2026")
    world.enter("elm")
    world.send(asked, **ANSWERED, answer="agreed")
    world.enter("officer")
    assert "2 answers to a proposed managed move" in world.see("/needs").text
    for party, named in (("social_worker", "S. Worker"), ("virtual_school", "V. Head")):
        text = world.see(asked).text
        assert f'value="{party}" checked' in text
        assert "Record the managed move" not in text
        sent = world.send(asked, party=party, answer="agreed", on="20/11/2026", said_by=named)
        assert sent.status_code == 303
    world.enter("oak")
    assert "Everybody has agreed, the last on 20 November 2026" in world.see(asked).text
