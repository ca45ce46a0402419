"""A referral one thing at a time: sections, a check, and a draft that is no case yet."""

import html
import re

import pytest

from apregister.db import writing
from apregister.form_drafts import FormDraft
from tests.web.test_case_pages import REFERRAL
from tests.web.world import AMY, BEN, ELM, EVE, FAY, World

CATEGORY = {"category": "d", "reason": "Excluded; ready for mainstream"}


@pytest.fixture
def begun(world: World) -> str:
    """Oak has said why Amy is referred: the address of the task list, with its draft."""
    world.enter("oak")
    answer = world.send(f"{_tasks(world)}/category", **CATEGORY)
    assert answer.status_code == 303, answer.text
    return answer.location


def _tasks(world: World, who: str = AMY) -> str:
    return f"{world.page_of(who)}/cases/new/tasks"


def _page(begun: str, name: str) -> str:
    path, _, token = begun.partition("?")
    return f"{path}/{name}?{token}"


def _check(begun: str) -> str:
    return begun.replace("/tasks?", "/check?")


def _kept(text: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    return {name: html.unescape(value) for name, value in found}


def test_a_referral_is_asked_section_by_section_and_then_opens_a_case(
    world: World, begun: str
) -> None:
    listed = world.see(begun).text
    assert "Saved as a draft" in listed
    assert "Copied from entry" in listed
    assert listed.count("Completed") == 1
    for title in ("What child and parents say", "What was tried", "Risk"):
        assert title in listed
    assert not world.entries("case_referred")
    section = world.see(_page(begun, "words")).text
    assert "What child and parents say" in section
    assert 'name="category"' not in section
    world.send(_page(begun, "when"), on="02/11/2026")
    world.send(_page(begun, "words"), words="I'd like <to> go back", not_given="")
    checked = world.see(_check(begun)).text
    assert "I&#39;d like &lt;to&gt; go back" in checked
    assert "D: " in checked, "the category in words"
    assert "Change<" in checked
    assert "Not given" not in checked, "what was left empty is not shown"
    sent = _kept(checked)
    answer = world.send(f"{world.page_of(AMY)}/cases/new", **sent)
    assert answer.status_code == 303, answer.text
    (entry,) = world.entries("case_referred")
    assert entry.answers()["words"] == "I'd like <to> go back"
    assert world.see(begun).status_code == 404, "the draft goes with the referral"


def test_a_draft_of_a_referral_is_listed_and_gone_on_with(world: World, begun: str) -> None:
    needs = world.see("/needs").text
    assert "refer to the fair access panel, saved" in needs
    assert html.escape(begun.partition("?")[2]) in needs
    whole = world.see(begun.replace("/tasks?", "?")).text
    assert CATEGORY["reason"] in whole, "everything on one page, with what was answered"
    world.enter("officer")
    assert world.see(begun).status_code == 404
    assert world.see(_check(begun)).status_code == 404


def test_what_is_wrong_is_said_at_its_section(world: World, begun: str) -> None:
    incomplete = world.see(_check(begun))
    assert incomplete.status_code == 422
    assert 'href="#task-when"' in incomplete.text
    world.send(_page(begun, "when"), on="02/11/2026")
    coded = world.send(_page(begun, "in_year"), plan_type="neither")
    assert coded.status_code == 422
    assert 'href="#plan_type"' in coded.text
    both = world.send(_page(begun, "words"), words="Yes", not_given="declined")
    assert both.status_code == 422
    assert 'href="#not_given"' in both.text
    unknown = world.send(_page(begun, "in_year"), refused_by="999999")
    assert unknown.status_code == 422
    assert 'href="#refused_by"' in unknown.text
    assert world.see(_page(begun, "nothing")).status_code == 404
    assert world.see(_check(f"{_tasks(world)}?")).status_code == 404, "nothing to check yet"


def test_the_check_shows_what_the_register_says_against_it(world: World) -> None:
    world.enter("officer")
    begun = world.send(f"{_tasks(world, BEN)}/category", category="l", reason="Unplaced").location
    world.send(_page(begun, "when"), on="02/11/2026")
    world.send(_page(begun, "in_year"), in_year="not_tried", refused_by="Elm Academy")
    checked = world.see(_check(begun)).text
    assert "in-year" in checked
    assert "Elm Academy" in checked
    assert ELM in _kept(checked)["refused_by"]
    assert not world.entries("case_referred"), "nothing is kept by a check"


def test_a_referral_refused_at_the_end_keeps_its_draft(world: World) -> None:
    world.enter("officer")
    assert world.send(f"{world.page_of(FAY)}/cases/new", **REFERRAL).status_code == 303
    begun = world.send(f"{_tasks(world, FAY)}/category", category="e", reason="Again").location
    world.send(_page(begun, "when"), on="03/11/2026")
    assert "A case is open for this pupil already" in world.see(_check(begun)).text
    token = begun.partition("draft=")[2]
    again = world.send(
        f"{world.page_of(FAY)}/cases/new", **REFERRAL | {"category": "e"}, draft=token
    )
    assert again.status_code == 422
    assert f'name="draft" value="{token}"' in again.text
    assert world.see(begun).status_code == 200


def test_who_may_not_refer_is_shown_no_section(world: World) -> None:
    world.enter("panel")
    assert world.see(_tasks(world)).status_code in (403, 404)


def test_what_an_officer_began_of_a_protected_child_no_colleague_reads(world: World) -> None:
    world.enter("officer")
    begun = {
        who: world.send(f"{_tasks(world, who)}/category", category="g", reason="Elm Road").location
        for who in (EVE, FAY)
    }
    assert all(world.see(address).status_code == 200 for address in begun.values())
    with writing(world.engines.register) as session:
        for address in begun.values():
            held = session.get_one(FormDraft, address.partition("draft=")[2])
            held.author = "a colleague"
            session.add(held)
    assert world.see(begun[FAY]).status_code == 200
    assert world.see(begun[EVE]).status_code == 404
    needs = world.see("/needs").text
    assert begun[FAY].partition("draft=")[2] in needs
    assert begun[EVE].partition("draft=")[2] not in needs
