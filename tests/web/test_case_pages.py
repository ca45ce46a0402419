"""Fair access by pages: refer, agree, allocate, withdraw; and who may see and do what."""

import io
import re

import pytest

from tests.tokens import without_token
from tests.web.world import AMY, DOT, ELM, EVE, FAY, OAK, World, place_id

REFERRAL = {"on": "02/11/2026", "category": "d", "reason": "Excluded; ready for mainstream"}


def opened(world: World, who: str = FAY, by: str = "officer") -> str:
    """The address of a case opened for a pupil."""
    world.enter(by)
    answer = world.send(f"{world.page_of(who)}/cases/new", **REFERRAL)
    assert answer.status_code == 303, answer.text
    return str(answer.location.partition("?")[0])


def agreed(world: World, who: str = FAY) -> str:
    path = opened(world, who)
    answer = world.send(f"{path}/steps/case_agreed", on="03/11/2026")
    assert answer.status_code == 303, answer.text
    return path


def test_a_case_goes_from_referral_to_a_place(world: World) -> None:
    path = agreed(world)
    shown = world.see(path).text
    assert "Due by 1 December 2026" in shown
    assert "Running" in shown
    assert "Allocate a place" in shown

    world.before_the_panel(path)
    world.enter("panel")
    assert "How does the pupil go there?" in world.see(f"{path}/steps/case_allocated").text
    form = world.see(f"{path}/steps/case_allocated?movement=on_roll").text
    assert 'name="to_place"' in form
    assert 'name="enrol_status"' in form
    answer = world.send(
        f"{path}/steps/case_allocated",
        on="23/11/2026",
        to_place=ELM,
        starts_on="30/11/2026",
        movement="on_roll",
        session="AM",
        enrol_status="C",
    )
    assert answer.status_code == 303, answer.text
    moved = world.entries("place_offered")[-1]
    assert (moved.place_id, moved.source) == (place_id(ELM), "panel")
    shown = world.see(path).text
    assert "Met" in shown
    assert f"entry {moved.number}" in shown
    assert "The panel tells the school that a place was allocated there" in shown
    assert f"{path}/steps/case_refused" not in shown, "that is for the school, or the authority"
    world.enter("officer")
    answer = world.send(f"{path}/steps/case_accepted", on="23/11/2026", how="telephone")
    assert answer.status_code == 303, answer.text
    rolled = world.entries("on_roll")[-1]
    assert (rolled.place_id, rolled.on.isoformat()) == (place_id(ELM), "2026-11-30")
    assert "Place accepted by the parent" in world.see(path).text


def test_an_allocation_refused_leaves_neither_step_nor_movement(world: World) -> None:
    path = agreed(world)
    before = len(world.entries())
    answer = world.send(
        f"{path}/steps/case_allocated",
        on="23/11/2026",
        to_place="999999",
        starts_on="",
        movement="on_roll",
    )
    assert answer.status_code == 422
    assert 'href="#starts_on"' in answer.text
    assert 'value="999999"' in answer.text
    assert len(world.entries()) == before


def test_a_case_is_withdrawn_with_a_reason(world: World) -> None:
    path = opened(world)
    assert world.send(f"{path}/steps/case_withdrawn", on="03/11/2026").status_code == 422
    done = world.send(f"{path}/steps/case_withdrawn", on="03/11/2026", because="Moved away")
    assert done.status_code == 303
    assert "Withdrawn: Moved away" in world.see(path).text


def test_a_step_is_corrected_on_its_own_form_and_the_case_shows_both(world: World) -> None:
    path = agreed(world)
    old = world.entries("case_agreed")[-1].number
    assert f"{path}/corrections/{old}" in world.see(path).text
    form = world.see(f"{path}/corrections/{old}").text
    assert f"Correct entry {old}" in form
    assert 'value="03/11/2026"' in form
    assert world.send(f"{path}/corrections/{old}", on="04/11/2026").status_code == 422
    told = {"on": "04/11/2026", "correction_reason": "wrong_date"}
    assert world.send(f"{path}/corrections/{old}", **told).status_code == 303
    shown = world.see(path).text
    assert "Due by 2 December 2026" in shown
    assert f"Entry {old} said, for 3 November 2026" in shown
    assert f"In the place of entry {old}, corrected: wrong date." in shown
    assert world.see(f"{world.page_of(FAY)}").status_code == 200
    assert world.see(f"{path}/corrections/{old}").status_code == 404
    world.before_the_panel(path)
    for who, status in (("panel", 404), ("auditor", 403), ("oak", 404)):
        world.enter(who)
        new = world.entries("case_agreed")[-1].number
        assert world.see(f"{path}/corrections/{new}").status_code == status, who
        assert "/corrections/" not in world.see(path).text


def test_a_place_is_corrected_without_asking_where(world: World) -> None:
    path = agreed(world)
    told = {"to_place": ELM, "movement": "on_roll", "enrol_status": "C", "session": "AM"}
    days = {"on": "23/11/2026", "starts_on": "30/11/2026", "reasons": "Nearest"}
    assert world.send(f"{path}/steps/case_allocated", **told, **days).status_code == 303
    old = world.entries("case_allocated")[-1].number
    form = world.see(f"{path}/corrections/{old}").text
    assert 'name="to_place"' not in form
    assert 'value="30/11/2026"' in form
    fixed = days | {"starts_on": "01/12/2026", "correction_reason": "wrong_date"}
    answer = world.send(f"{path}/corrections/{old}", **fixed, enrol_status="C", session="AM")
    assert answer.status_code == 303, answer.text
    offers = world.entries("place_offered")
    assert [one.answers()["starts_on"] for one in offers] == ["2026-11-30", "2026-12-01"]
    assert "to start 1 December 2026" in world.see(path).text


def test_a_direction_begins_with_the_schools_that_refused_and_takes_others_by_name(
    world: World,
) -> None:
    path = agreed(world)
    told = {"to_place": OAK, "starts_on": "30/11/2026", "reasons": "x", "movement": "on_roll"}
    days = {"on": "10/11/2026", "enrol_status": "C", "session": "AM"}
    assert world.send(f"{path}/steps/case_allocated", **told, **days).status_code == 303
    why = {"because": "no_place", "evidence": "Numbers"}
    assert world.send(f"{path}/steps/case_refused", on="11/11/2026", **why).status_code == 303
    asked = {"on": "12/11/2026", "route": "maintained", "consulted": "All"}
    assert world.send(f"{path}/steps/case_direction_consulted", **asked).status_code == 303
    form = world.see(f"{path}/steps/case_direction_served").text
    oak = f"Oak School ({OAK})"
    assert oak in form
    served = {"on": "16/11/2026", "route": "maintained", "reasons": "Near"}
    both = {"suitable": f"{oak}\r\nElm Academy"}
    answer = world.send(f"{path}/steps/case_direction_served", **served, **both)
    assert answer.status_code == 422
    assert "permanent exclusion by Elm Academy is recorded" in answer.text
    both |= {"not_each": "Elm is full"}
    assert world.send(f"{path}/steps/case_direction_served", **served, **both).status_code == 303
    assert "Oak School refused on 11 November 2026" in world.see(path).text
    number = world.entries("case_direction_served")[-1].number
    again = world.see(f"{path}/corrections/{number}").text
    assert oak in again
    assert f"Elm Academy ({ELM})" in again


def test_a_school_refers_a_pupil_on_its_roll(world: World) -> None:
    path = opened(world, AMY, by="oak")
    assert "Referred by Oak School" in world.see(path).text
    assert "/steps/" not in world.see(path).text, "a school does not decide"
    assert world.send(f"{path}/steps/case_agreed", on="03/11/2026").status_code == 403


def test_the_referral_asks_again_where_something_is_wrong(world: World) -> None:
    world.enter("officer")
    answer = world.send(f"{world.page_of(FAY)}/cases/new", on="", category="z", reason="")
    assert answer.status_code == 422
    for field in ("on", "category", "reason"):
        assert f'href="#{field}"' in answer.text


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("officer", 200),
        ("panel", 200),
        ("auditor", 200),
        ("oak", 404),
        ("officer_of_far", 404),
        ("lodge", 403),
        ("admin", 403),
    ],
)
def test_who_sees_a_case(world: World, name: str, status: int) -> None:
    path = opened(world)
    world.before_the_panel(path)
    world.enter(name)
    assert world.see(path).status_code == status
    if status == 404:
        unknown = world.see("/cases/c_nobody").text
        assert without_token(unknown) == without_token(world.see(path).text)
        assert world.pupil(FAY) not in world.see("/cases").text


def test_the_list_is_by_state(world: World) -> None:
    path = agreed(world)
    assert path in world.see("/cases?state=agreed").text
    assert path not in world.see("/cases?state=referred").text
    assert "Fay Example" in world.see("/due").text


def test_no_case_is_opened_for_a_pupil_out_of_scope(world: World) -> None:
    world.enter("officer")
    assert world.send(f"{world.page_of(DOT)}/cases/new", **REFERRAL).status_code == 404
    world.enter("panel")
    assert world.send(f"{world.page_of(FAY)}/cases/new", **REFERRAL).status_code == 403


def test_the_pupils_page_leads_to_the_case(world: World) -> None:
    path = agreed(world)
    shown = world.see(world.page_of(FAY)).text
    assert path in shown
    assert "20 school days" in shown


def test_a_panel_member_sees_the_file_and_no_link_to_the_pupil(world: World) -> None:
    path = opened(world)
    world.enter("panel")
    assert world.see(path).status_code == 404, "not on an agenda yet"
    assert path not in world.see("/cases").text
    world.before_the_panel(path)
    shown = world.see(path).text
    assert path in world.see("/cases").text
    assert "Permanently excluded on 28 September 2026 by Oak School" in shown
    assert f"/pupils/{world.pupil(FAY)}" not in shown
    assert OAK not in shown


def test_a_referral_shows_what_it_copies_and_keeps_it(world: World) -> None:
    world.enter("officer")
    form = world.see(f"{world.page_of(FAY)}/cases/new").text
    assert "Copied from the register" in form
    assert "Copied from entry" in form
    assert "The child&#39;s own words" in form or "The child's own words" in form
    said = {"words": "I want a fresh start", "strengths": "Football", "gangs": "never"}
    answer = world.send(f"{world.page_of(FAY)}/cases/new", **REFERRAL, **said)
    assert answer.status_code == 303, answer.text
    shown = world.see(str(answer.location.partition("?")[0])).text
    assert "I want a fresh start" in shown
    assert "Copied from the register when the child was referred" in shown
    assert "Permanently excluded" in shown


def test_its_words_or_why_not_and_no_both(world: World) -> None:
    world.enter("officer")
    both = {"words": "I want a fresh start", "not_given": "declined"}
    answer = world.send(f"{world.page_of(FAY)}/cases/new", **REFERRAL, **both)
    assert answer.status_code == 422
    assert 'href="#not_given"' in answer.text
    assert "<details" in answer.text
    assert 'data-module="govuk-details" open' in answer.text


def test_papers_go_with_a_referral_by_their_letter(world: World) -> None:
    path = opened(world)
    shown = world.see(path).text
    assert "A: Attendance print" in shown
    (referral,) = world.entries("case_referred")
    papers = f"{world.page_of(FAY)}/entries/{referral.number}/papers"
    assert 'name="letter"' in world.see(papers).text
    sent = world.send(
        papers, title="Marks of the term", letter="A", file=(io.BytesIO(b"Marks"), "marks.txt")
    )
    assert sent.status_code == 303, sent.text
    (paper,) = world.entries("attachment")
    assert f"Attached, entry {paper.number}" in world.see(path).text


def test_nothing_written_of_a_protected_child_and_no_place_is_quoted(world: World) -> None:
    secret = "Refuge Road"
    world.enter("officer")
    said = dict.fromkeys(("carers", "siblings", "words", "ruled_out", "strengths"), secret)
    page = f"{world.page_of(EVE)}/cases/new"
    answer = world.send(page, **{**REFERRAL, "reason": secret}, **said, refused_by=ELM)
    path = str(answer.location.partition("?")[0])
    place = {"to_place": ELM, "starts_on": "30/11/2026", "movement": "on_roll", "reasons": secret}
    for step, answers in (
        ("case_sent_back", {"what": secret, "needed_by": "20/11/2026"}),
        ("case_information_given", {"given": secret}),
        ("case_agreed", {}),
        ("case_heard", {"presented_by": secret}),
        ("case_allocated", {**place, "options": secret, "enrol_status": "C", "session": "AM"}),
        ("case_notified", {"whom": "school", "how": "email", "said": secret}),
        ("case_refused", {"because": "no_place", "evidence": secret}),
        ("case_direction_consulted", {"route": "maintained", "consulted": secret}),
        ("case_refusal_accepted", {"because": secret}),
    ):
        answer = world.send(f"{path}/steps/{step}", on="18/11/2026", **answers)
        assert answer.status_code == 303, (step, answer.text)
    for address in (path, page, "/cases", world.page_of(EVE), f"{path}/steps/case_allocated"):
        shown = re.sub(
            r"<datalist.*?</datalist>|<nav.*?</nav>", "", world.see(address).text, flags=re.S
        )
        for word in (secret, "Elm Academy", "The Lodge", ELM):
            assert word not in shown, (address, word)
    assert "words that are withheld" in world.see(path).text
