"""Forms that begin with what the register holds: each answer marked, and checked before it goes."""

import re

from tests.web.test_directory import OFFER
from tests.web.world import AMY, BEN, EVE, LODGE, OAK, World

LODGED = f"The Lodge ({LODGE})"
PLACED = {"on": "02/11/2026", "place": LODGE, "reason": "BHS", "cost_per_week": "400"}


def _form(world: World, who: str, kind: str, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return world.see(f"{world.page_of(who)}/record/{kind}?{query}").text


def _value(text: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)
    assert found, name
    value = re.search(r'value="([^"]*)"', found.group())
    return value.group(1) if value else ""


def _copied(text: str) -> set[str]:
    """The questions whose answers a check says were copied."""
    rows = re.findall(r'__key">([^<]+)</dt>(.*?)</div>', text, re.DOTALL)
    return {title for title, answer in rows if "Copied from" in answer}


def test_a_form_begins_with_the_last_of_its_kind_and_says_whence(world: World) -> None:
    world.enter("oak")
    first = world.entries("ap_placement")[0]
    text = _form(world, BEN, "ap_placement")
    assert _value(text, "place") == LODGED
    assert _value(text, "on") == "", "a day is never copied"
    assert f"Copied from AP placement, entry {first.number}, of 2 November 2026. Check it." in text
    assert "Copied from" not in _form(world, AMY, "ap_placement"), "never of another child"


def test_nothing_is_copied_beside_another_place(world: World) -> None:
    world.enter("oak")
    other = _form(world, BEN, "ap_placement", place=OAK)
    assert "Copied from" not in other
    assert "Copied from" in _form(world, BEN, "ap_placement", place=LODGE)


def test_the_check_says_which_answers_were_copied(world: World) -> None:
    world.enter("oak")
    ended = world.record(BEN, "placement_end", on="20/11/2026", place=LODGE, outcome="ended_early")
    assert ended.status_code == 303, ended.text
    path = f"{world.page_of(BEN)}/record/ap_placement/check"
    sent = {"on": "23/11/2026", "place": LODGED, "reason": "OTH", "school": OAK}
    checked = world.send(path, **sent).text
    assert _copied(checked) == {"Setting"}, "another reason was given"
    assert len(world.entries("ap_placement")) == 2, "nothing is recorded by checking"


def test_a_short_form_is_checked_too_once_an_answer_is_copied(world: World) -> None:
    world.enter("lodge")
    path = f"{world.page_of(BEN)}/record/attainment"
    assert f'action="{path}"' in _form(world, BEN, "attainment")
    world.send(path, on="10/11/2026", subject="english", level="level_1", test="Reading age")
    held = world.entries("attainment")
    assert held, "the first was recorded"
    assert f'action="{path}/check"' in _form(world, BEN, "attainment")


def test_a_long_form_step_by_step_keeps_no_copy_that_nobody_has_saved(world: World) -> None:
    world.enter("oak")
    tasks = f"{world.page_of(BEN)}/record/ap_placement/tasks"
    assert "Copied, to check" in world.see(tasks).text
    where = world.see(f"{tasks}/place").text
    assert _value(where, "place") == LODGED
    assert "Copied from AP placement" in where
    saved = world.send(f"{tasks}/when", on="23/11/2026", session="AM").location
    check = world.see(saved.replace("/tasks?", "/check?"))
    assert "Copied from" not in check.text


def test_nothing_is_copied_of_a_protected_child(world: World) -> None:
    for name in ("oak", "officer", "lodge"):
        world.enter(name)
        text = _form(world, EVE, "ap_placement")
        assert "Copied from" not in text, name
        assert _value(text, "place") == "", name
        tasks = f"{world.page_of(EVE)}/record/ap_placement/tasks"
        assert "Copied" not in world.see(tasks).text


def test_what_was_corrected_meanwhile_is_shown_before_its_copy_is_recorded(world: World) -> None:
    world.enter("oak")
    seen = _value(_form(world, BEN, "ap_placement"), "seen_entry")
    wrong = world.entries("ap_placement")[0]
    mended = world.record(
        *(BEN, "ap_placement"),
        **PLACED,
        corrects=wrong.number,
        correction_reason="typing_error",
    )
    assert mended.status_code == 303, mended.text
    answer = world.record(BEN, "ap_placement", **PLACED | {"on": "23/11/2026"}, seen_entry=seen)
    assert answer.status_code == 409
    assert len(world.entries("ap_placement")) == 3


def test_a_setting_begins_with_what_it_offered_last_and_checks_it(world: World) -> None:
    world.enter("lodge")
    place = world.see("/directory").text
    path = re.search(r'href="(/directory/s_[^"]+)"', place)
    assert path
    form = f"{path.group(1)}/record/setting_offer"
    assert "Copied from" not in world.see(form).text
    assert world.send(form, **OFFER).status_code == 303
    text = world.see(form).text
    assert "Copied from what a setting offers, entry" in text
    assert _value(text, "low_age") == OFFER["low_age"]
    checked = world.send(f"{form}/check", **OFFER | {"high_age": "18"}).text
    assert "Nothing is recorded yet" in checked
    assert "Youngest age" in _copied(checked)
    assert "Oldest age" not in _copied(checked)
    again = world.send(form, **OFFER, instead="yes").text
    assert "Copied from" in again
    assert len(world.entries("setting_offer")) == 1


def test_details_show_what_is_held_and_answer_nothing(world: World) -> None:
    world.enter("oak")
    text = _form(world, BEN, "pupil_details")
    assert "The register has Ben, by entry" in text
    assert _value(text, "forename") == ""
    assert "The register has" not in _form(world, EVE, "pupil_details")
    world.enter("elm")
    assert "The register has" not in world.see(f"{world.page_of(BEN)}/record/pupil_details").text
