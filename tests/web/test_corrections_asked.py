"""One organisation asks for a correction by a page; the other finds it at home, and answers."""

import re

from movements.entry import Entry
from tests.web.world import BEN, CAL, ELM, EVE, OAK, World

BECAUSE = "Our register shows the pupil later; from the third"


def _placed(world: World, upn: str) -> Entry:
    (placed,) = (e for e in world.entries("ap_placement") if e.pupil_id == world.pupil(upn))
    return placed


def _form(world: World, upn: str, number: int, more: str = "") -> str:
    return world.see(f"{world.page_of(upn)}/record/correction_requested?entry={number}{more}").text


def _drawn(form: str) -> dict[str, str]:
    """What the form would send as it was drawn: inputs with their values, and what is chosen."""
    named = re.findall(r'<(?:input|option)[^>]*name="([^"]+)"[^>]*>', form)
    assert named
    return {
        name: value
        for tag in re.findall(r"<input[^>]*>", form)
        if (name := _of(tag, "name")) and name.startswith("proposed.")
        for value in [_of(tag, "value")]
        if _of(tag, "type") == "text" or "checked" in tag
    }


def _of(tag: str, attribute: str) -> str:
    found = re.search(rf'\b{attribute}="([^"]*)"', tag)
    return found[1] if found else ""


def test_a_setting_asks_and_the_school_answers(world: World) -> None:
    placed = _placed(world, BEN)
    world.enter("lodge")
    link = f"/record/correction_requested?entry={placed.number}"
    assert link in world.see(world.page_of(BEN)).text
    asking = _form(world, BEN, placed.number)
    assert f"Entry {placed.number}, 2 November 2026: AP placement. " in asking
    drawn = _drawn(asking)
    assert drawn["proposed.on"] == "02/11/2026"
    asked = {"on": "20/11/2026", "entry": placed.number, "because": BECAUSE}
    told = drawn | {"proposed.on": "03/11/2026", **asked}
    assert world.record(BEN, "correction_requested", **told).status_code == 303
    request = world.entries("correction_requested")[-1]
    assert request.answers()["proposed"] == {"on": "2026-11-03"}, "only what is changed"
    page = world.see(world.page_of(BEN)).text
    assert "was asked to say otherwise (on)" in page
    assert "It is asked to say" in page
    assert "1 correction asked for" not in world.see("/needs").text

    world.enter("oak")
    home = world.see("/needs").text
    assert "1 correction asked for" in home
    answering = f"/record/correction_answered?episode={request.number}"
    assert answering in home
    form = world.see(f"{world.page_of(BEN)}{answering}").text
    assert f'value="{request.number}"' in form
    (row,) = re.findall(r"<tr[^>]*>\s*<th scope=\"row\".*?</tr>", form, re.DOTALL)
    assert "2 November 2026" in row
    assert "3 November 2026" in row
    assert f"Why: {BECAUSE}" in form
    told = {"on": "23/11/2026", "answer": "approved", "episode": request.number}
    assert world.record(BEN, "correction_answered", **told).status_code == 303
    corrected = world.entries("ap_placement")[-1]
    assert (corrected.corrects, corrected.on.isoformat()) == (placed.number, "2026-11-03")
    assert (corrected.place_id, corrected.reason) == (f"s_00{OAK}", "asked_for")
    assert "1 correction asked for" not in world.see("/needs").text


def test_what_is_wrong_is_said_beside_the_answer_and_nothing_changed_is_refused(
    world: World,
) -> None:
    number = _placed(world, BEN).number
    world.enter("lodge")
    asked = {"on": "20/11/2026", "entry": number, "because": BECAUSE}
    bad = world.record(
        BEN, "correction_requested", **asked, **{"proposed.planned_end": "next week"}
    )
    assert bad.status_code == 422
    assert 'href="#proposed.planned_end"' in bad.text
    assert 'value="next week"' in bad.text
    same = _drawn(_form(world, BEN, number))
    nothing = world.record(BEN, "correction_requested", **same, **asked)
    assert nothing.status_code == 422
    assert "The entry says all of this already" in nothing.text
    assert not world.entries("correction_requested")


def test_the_whole_entry_may_be_said_to_be_wrong(world: World) -> None:
    number = _placed(world, BEN).number
    world.enter("lodge")
    form = _form(world, BEN, number, "&withdrawal=yes")
    assert "proposed." not in form
    asked = {"on": "20/11/2026", "entry": number, "because": BECAUSE, "withdrawal": "yes"}
    assert world.record(BEN, "correction_requested", **asked).status_code == 303
    request = world.entries("correction_requested")[-1]
    world.enter("oak")
    form = world.see(
        f"{world.page_of(BEN)}/record/correction_answered?episode={request.number}"
    ).text
    assert "That the whole entry be withdrawn." in form


def test_an_entry_corrected_since_is_told_before_another_correction_is_asked(world: World) -> None:
    placed = _placed(world, BEN)
    world.enter("officer")
    told = {"on": "03/11/2026", "corrects": placed.number, "correction_reason": "typing_error"}
    world.enter("lodge")
    seen = re.search(r'name="seen_entry" value="(\d+)"', _form(world, BEN, placed.number))
    assert seen
    world.enter("oak")
    details = {k: v for k, v in placed.answers().items() if isinstance(v, str)}
    assert world.record(BEN, "ap_placement", **details, **told).status_code == 303
    world.enter("lodge")
    asked = {"on": "20/11/2026", "entry": placed.number, "because": BECAUSE}
    again = world.record(BEN, "correction_requested", seen_entry=seen[1], **asked)
    assert again.status_code == 409


def test_of_a_protected_child_no_place_is_in_the_form_or_before_who_decides(world: World) -> None:
    """The setting and its words are withheld from the school; what it may see can be asked."""
    number = _placed(world, EVE).number
    world.enter("lodge")
    asked = {"on": "20/11/2026", "entry": number, "because": "Seen at Refuge Road, not there"}
    told = {**asked, "proposed.place": ELM, "proposed.planned_end": "18/12/2026"}
    assert world.record(EVE, "correction_requested", **told).status_code == 303
    request = world.entries("correction_requested")[-1]
    world.enter("oak")
    form = _form(world, EVE, number)
    assert 'name="proposed.planned_end"' in form
    assert 'name="proposed.place"' not in form
    page = world.see(f"{world.page_of(EVE)}/record/correction_answered?episode={request.number}")
    assert "Some of what is asked is withheld" in page.text
    assert "18 December 2026" in page.text
    for text in (page.text, world.see(world.page_of(EVE)).text):
        body = text.partition("<datalist")[0]
        assert "Elm Academy" not in body
        assert "Lodge" not in body
        assert "Refuge Road" not in body


def test_a_former_school_reads_what_is_asked_of_its_entry_and_not_who_asks(world: World) -> None:
    (entered, *_) = (e for e in world.entries("on_roll") if e.pupil_id == world.pupil(CAL))
    world.enter("elm")
    asked = {"on": "20/11/2026", "entry": entered.number, "because": BECAUSE}
    told = {**asked, "proposed.on": "02/09/2026"}
    assert world.record(CAL, "correction_requested", **told).status_code == 303
    request = world.entries("correction_requested")[-1].number
    world.enter("oak")
    answering = f"/record/correction_answered?episode={request}"
    home = world.see("/needs").text
    assert answering in home
    assert f"A former pupil: entry {entered.number}" in home
    form = world.see(f"{world.page_of(CAL)}{answering}").text
    what = form.partition(">What is asked<")[2].partition("<datalist")[0]
    assert "2 September 2026" in what
    assert f"Why: {BECAUSE}" in what
    assert "Elm" not in what
    told = {"on": "23/11/2026", "answer": "rejected", "episode": request}
    again = world.record(CAL, "correction_answered", **told)
    assert again.status_code == 422
    assert "2 September 2026" in again.text, "what is asked stays to be read"
    answer = {**told, "rejected_as": "entry_is_right"}
    assert world.record(CAL, "correction_answered", **answer).status_code == 303
