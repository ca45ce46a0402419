"""One-time links: who may give them, what they show, and that each is good once and not for ever.

Ben and Eve are placed at The Lodge; Eve is protected. It is 23 November 2026.
"""

import re
from datetime import UTC, datetime

import pytest

from apregister.db import reading
from movements.record import stop_clock_at
from movements.register import entries
from tests.web.world import AMY, BEN, EVE, LODGE, NAMES, OAK, World

ANSWERS = {
    "overall": "good", "safe": "disagree", "self_esteem": "agree", "opportunity": "agree",
    "activity": "strongly_agree", "words": "I like the workshop", "token_hash": "x", "asked": "1",
}  # fmt: skip


def _link(world: World, who: str = BEN, name: str = "lodge", of: str = "pupil") -> str:
    """The address of a link that was just given."""
    world.enter(name)
    text = world.send(f"{world.page_of(who)}/voice", of=of).text
    found = re.search(r"/say/[\w-]{43}", text)
    assert found, text
    world.client.post("/sign-out")
    with world.client.session_transaction() as held:
        held.clear()
    return found[0]


def _held(world: World, who: str = BEN) -> list[str]:
    with reading(world.engines.register) as session:
        return [e.kind for e in entries(session, [world.pupil(who)])]


def test_a_link_is_answered_once_without_an_account(world: World) -> None:
    link = _link(world)
    page = world.see(link)
    assert page.status_code == 200
    assert "Hello Ben" in page.text
    assert "Example" not in page.text
    for place in (LODGE, OAK):
        assert NAMES[place] not in page.text
    assert "script>alert" not in page.text
    assert "May your words be shown to the people who work there" in page.text
    done = world.send(link, **ANSWERS)
    assert "Thank you" in done.text
    for answer in (world.see(link), world.send(link, **ANSWERS)):
        assert answer.status_code == 410
        assert "This link has been used" in answer.text
        assert "Ben" not in answer.text
    assert _held(world).count("voice_given") == 1


def test_only_the_hash_of_a_link_is_kept_and_what_was_sent_besides_is_not_read(
    world: World,
) -> None:
    link = _link(world)
    world.send(link, **ANSWERS)
    with reading(world.engines.register) as session:
        of_one = entries(session, [world.pupil(BEN)])
    assert not [e for e in of_one if link.removeprefix("/say/") in str(e.details)]
    given = next(e for e in of_one if e.kind == "voice_given")
    assert given.answers()["words"] == "I like the workshop"
    assert given.answers().get("may_show") is None, "silence is no consent"
    assert given.answers()["asked"] == of_one[-2].number
    assert (given.organisation, given.recorded_by) == ("la:330", "one-time link")


def test_the_setting_and_the_school_never_see_what_was_said_and_the_authority_does(
    world: World,
) -> None:
    world.send(_link(world), **ANSWERS)
    for name, sees in (("lodge", False), ("oak", False), ("officer", True)):
        world.enter(name)
        text = world.see(world.page_of(BEN)).text
        assert ("was told by the pupil" in text) is sees, name
    world.enter("lodge")
    assert ": answered" in world.see(f"{world.page_of(BEN)}/voice").text


def test_a_link_says_what_is_missing_and_keeps_what_was_typed(world: World) -> None:
    link = _link(world, of="parent")
    assert "What is it like for Ben?" in world.see(link).text
    again = world.send(link, safe="agree", words="Kind <b>staff</b>")
    assert again.status_code == 422
    assert "Kind &lt;b&gt;staff" in again.text
    assert "I feel good about myself" not in again.text, "a parent is asked other things"
    assert world.send(link, overall="splendid").status_code == 422
    assert "voice_given" not in _held(world)
    assert "Thank you" in world.send(link, overall="poor").text


def test_a_link_that_is_over_says_so_kindly(world: World) -> None:
    link = _link(world)
    stop_clock_at(datetime(2026, 12, 22, 12, 0, tzinfo=UTC))
    answer = world.send(link, **ANSWERS)
    assert (answer.status_code, "This link is over" in answer.text) == (410, True)
    assert "voice_given" not in _held(world)


def test_guessed_links_are_met_with_a_growing_wait(world: World) -> None:
    _link(world)
    answers = [world.see(f"/say/{n}") for n in range(7)]
    assert {one.status_code for one in answers[:5]} == {404}
    assert "does not work" in answers[0].text
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_who_may_give_links(world: World) -> None:
    for name, status in (("oak", 403), ("elm", 403), ("panel", 403), ("officer_of_far", 404)):
        world.enter(name)
        assert world.see(f"{world.page_of(BEN)}/voice").status_code == status, name
    world.enter("lodge")
    assert world.send(f"{world.page_of(AMY)}/voice", of="pupil").status_code == 404
    world.enter("officer")
    refused = world.send(f"{world.page_of(AMY)}/voice", of="pupil")
    assert refused.status_code == 422
    assert "at no setting about which you may ask" in refused.text
    for wrong in ({"of": ""}, {"of": "teacher"}, {"of": "pupil", "days": "900"}):
        assert world.send(f"{world.page_of(BEN)}/voice", **wrong).status_code == 422, wrong


@pytest.mark.parametrize("name", ["lodge", "officer"])
def test_a_protected_child_is_asked_too_and_no_place_is_named(world: World, name: str) -> None:
    link = _link(world, EVE, name)
    text = world.see(link).text
    assert "Hello Eve" in text
    assert not [place for place in NAMES.values() if place in text]
    world.send(link, **ANSWERS)
    world.enter("officer")
    page = world.see(world.page_of(EVE)).text
    assert "The Lodge" not in page
    assert "I like the workshop" not in page
