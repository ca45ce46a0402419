"""Long forms one thing at a time, saved as a draft that is no entry until it is submitted."""

import re
from datetime import timedelta

import pytest

from apregister import moment
from apregister.db import reading, writing
from apregister.form_drafts import FormDraft, expired_drafts
from movements.kinds import DOOR_KINDS
from tests.web.world import AMY, BEN, ELM, LODGE, OAK, World

ANSWERS = {
    "when": {"on": "10/11/2026", "session": "AM"},
    "sessions": {"sessions": "3"},
    "reason1": {"reason1": "DB"},
}


@pytest.fixture
def drafted(world: World) -> str:
    """Oak has answered when Amy was suspended: the address of the task list, with its draft."""
    world.enter("oak")
    answer = world.send(f"{_tasks(world)}/when", **ANSWERS["when"])
    assert answer.status_code == 303
    return answer.location


def _tasks(world: World) -> str:
    return f"{world.page_of(AMY)}/record/suspension/tasks"


def _page(drafted: str, name: str) -> str:
    path, _, token = drafted.partition("?")
    return f"{path}/{name}?{token}"


def _check(drafted: str) -> str:
    return drafted.replace("/tasks?", "/check?")


def test_a_long_kind_begins_with_its_task_list_and_opening_it_keeps_nothing(world: World) -> None:
    world.enter("oak")
    kinds = world.see(f"{world.page_of(AMY)}/record").text
    assert _tasks(world) in kinds
    text = world.see(_tasks(world)).text
    assert "Not yet started" in text
    assert "Optional" in text
    assert "Check your answers" not in text
    assert "draft" not in world.see("/needs").text


def test_every_question_of_every_kind_is_on_one_of_its_pages(world: World) -> None:
    world.enter("officer")
    for kind in DOOR_KINDS.values():
        path = f"{world.page_of(AMY)}/record/{kind.id}/tasks"
        listed = world.see(path).text
        names = {part.partition('"')[0] for part in listed.split('id="task-')[1:]}
        grouped = {name for _, fields in kind.groups for name in fields[1:]}
        when = {"on", "session", "episode", "started_on"}
        assert names == {*kind.fields()} - grouped - when | {"when", "school"}, kind.id


def test_a_draft_is_resumed_checked_and_submitted_once(world: World, drafted: str) -> None:
    assert "1 draft not submitted" in world.see("/needs").text
    assert "Completed" in world.see(drafted).text
    for name in ("sessions", "reason1"):
        assert world.send(_page(drafted, name), **ANSWERS[name]).status_code == 303
    assert 'value="3"' in world.see(_page(drafted, "sessions")).text
    assert len(world.entries("suspension")) == 1
    checked = world.see(_check(drafted)).text
    assert "10 November 2026" in checked
    assert "Change<" in checked
    token = drafted.partition("draft=")[2]
    answers = {name: value for part in ANSWERS.values() for name, value in part.items()}
    assert world.record(AMY, "suspension", **answers, draft=token).status_code == 303
    assert len(world.entries("suspension")) == 2
    assert world.see(drafted).status_code == 404
    assert "draft" not in world.see("/needs").text


def test_what_cannot_be_read_is_said_on_its_own_page(world: World, drafted: str) -> None:
    wrong = world.send(_page(drafted, "when"), on="31/02/2026", session="AM")
    assert wrong.status_code == 422
    assert 'href="#on"' in wrong.text
    missing = world.see(_check(drafted))
    assert missing.status_code == 422
    assert 'href="#task-sessions"' in missing.text


def test_only_the_author_and_their_organisation_see_a_draft(world: World, drafted: str) -> None:
    world.enter("officer")
    assert world.see(drafted).status_code == 404
    assert "draft" not in world.see("/needs").text
    world.enter("both")
    assert world.see(drafted).status_code == 200
    other = drafted.replace(world.pupil(AMY), world.pupil(BEN))
    assert world.see(other).status_code == 404


def test_a_draft_is_discarded(world: World, drafted: str) -> None:
    token = drafted.partition("draft=")[2]
    world.enter("officer")
    assert world.send(f"/drafts/{token}/discard").status_code == 404
    world.enter("oak")
    assert world.send(f"/drafts/{token}/discard").status_code == 303
    assert world.see(drafted).status_code == 404


def test_a_draft_is_gone_after_thirty_days(world: World, drafted: str) -> None:
    today = moment.now().date()
    token = drafted.partition("draft=")[2]
    for days, seen in ((30, 200), (31, 404)):
        with writing(world.engines.register) as session:
            held = session.get(FormDraft, token)
            assert held is not None
            held.saved_on = today - timedelta(days=days)
            session.add(held)
        assert world.see(drafted).status_code == seen
    assert _expired(world) == 1
    world.see("/needs")
    assert _expired(world) == 0


def test_saving_a_draft_deletes_those_that_have_expired(world: World, drafted: str) -> None:
    with writing(world.engines.register) as session:
        held = session.get(FormDraft, drafted.partition("draft=")[2])
        assert held is not None
        held.saved_on -= timedelta(days=99)
        session.add(held)
    assert _expired(world) == 1
    assert world.send(f"{_tasks(world)}/when", on="13/10/2026").status_code == 303
    assert _expired(world) == 0


def _expired(world: World) -> int:
    with reading(world.engines.register) as session:
        return expired_drafts(session, moment.now().date())


def test_an_officer_says_for_which_school_on_a_page_of_its_own(world: World) -> None:
    world.enter("officer")
    first = world.send(f"{_tasks(world)}/school", school=OAK)
    assert first.status_code == 303
    assert f'value="Oak School ({OAK})"' in world.see(_page(first.location, "school")).text


def test_a_form_resumed_from_a_draft_says_what_was_told_meanwhile(world: World) -> None:
    world.enter("oak")
    tasks = f"{world.page_of(AMY)}/record/exclusion_notice/tasks"
    told = {"on": "13/10/2026", "started_on": "12/10/2026"}
    begun = world.send(f"{tasks}/when", **told, session="AM").location
    world.send(_page(begun, "to"), to="authority")
    assert world.record(AMY, "exclusion_notice", **told, to="governors").status_code == 303
    kept = _kept(world.see(_check(begun)).text)
    answer = world.record(AMY, "exclusion_notice", **kept)
    assert answer.status_code == 409
    assert "Someone changed this since you opened it" in answer.text
    assert world.see(begun).status_code == 200, "the draft is kept until it is submitted"
    again = world.record(AMY, "exclusion_notice", **_kept(answer.text))
    assert again.status_code == 303
    assert world.see(begun).status_code == 404


def test_a_draft_begun_after_it_was_told_has_nothing_to_say(world: World) -> None:
    world.enter("oak")
    told = {"on": "13/10/2026", "started_on": "12/10/2026"}
    assert world.record(AMY, "exclusion_notice", **told, to="governors").status_code == 303
    tasks = f"{world.page_of(AMY)}/record/exclusion_notice/tasks"
    begun = world.send(f"{tasks}/when", **told, session="AM").location
    world.send(_page(begun, "to"), to="authority")
    answer = world.record(AMY, "exclusion_notice", **_kept(world.see(_check(begun)).text))
    assert answer.status_code == 303


def test_what_is_checked_says_for_whom(world: World, drafted: str) -> None:
    for name in ("sessions", "reason1"):
        world.send(_page(drafted, name), **ANSWERS[name])
    assert _answer(world.see(_check(drafted)).text, "Recorded for") == "Oak School"
    world.enter("officer")
    first = world.send(f"{_tasks(world)}/school", school=OAK).location
    for name, answers in ANSWERS.items():
        world.send(_page(first, name), **answers)
    text = world.see(_check(first)).text
    assert _answer(text, "Recorded for") == "Oak School"
    assert _page(first, "school").replace("&", "&amp;") in text, "it can be changed"


def test_a_correction_is_checked_with_its_reason(world: World) -> None:
    world.enter("officer")
    number = str(world.entries("suspension")[0].number)
    told = {"on": "12/10/2026", "session": "AM", "sessions": "5", "reason1": "DB"}
    path = f"{world.page_of(AMY)}/record/suspension/check"
    more = {"corrects": number, "correction_reason": "wrong_details", "school": OAK}
    text = world.send(path, **told, **more).text
    assert _answer(text, "Corrects entry") == number
    assert _answer(text, "Reason for the correction") == "Wrong details"
    assert _answer(text, "Recorded for") == "Oak School"
    plain = world.send(path, **told | {"on": "10/11/2026"}, school=OAK).text
    assert "Reason for the correction" not in plain


def _kept(text: str) -> dict[str, str]:
    """What a page would send with its button."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))


def _answer(text: str, title: str) -> str:
    """The answer beside a question that is checked."""
    found = re.search(rf'__key">{title}</dt>\s*<dd class="[^"]*">([^<]*)</dd>', text)
    assert found, title
    return found[1].strip()


def test_a_place_nobody_knows_is_said_on_its_own_page(world: World) -> None:
    world.enter("oak")
    address = f"{world.page_of(AMY)}/record/managed_move/tasks/to_place"
    answer = world.send(address, to_place="999999")
    assert answer.status_code == 422
    assert 'href="#to_place"' in answer.text
    assert 'value="999999"' in answer.text
    assert world.send(address, to_place=ELM).status_code == 303


def test_a_place_one_may_not_record_for_is_said_on_its_own_page(world: World) -> None:
    world.enter("both")
    answer = world.send(f"{_tasks(world)}/school", school=LODGE)
    assert answer.status_code == 422
    assert "is not a place you can record for" in answer.text


def test_a_question_alone_on_its_page_is_the_heading(world: World) -> None:
    world.enter("oak")
    address = f"{world.page_of(AMY)}/record/managed_move/tasks"
    alone = world.see(f"{address}/to_place").text
    assert alone.count("<h1") == 1
    assert re.search(r'<h1 class="govuk-label-wrapper">\s*<label[^>]*for="to_place"', alone)
    assert '<h1 class="govuk-heading-l">When</h1>' in world.see(f"{address}/when").text
