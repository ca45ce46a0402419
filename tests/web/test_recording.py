"""Recording by a form: drawn from the kind, refused as at every door, steered to the lawful way."""

import re

import pytest

from apregister.db import writing
from movements.kinds import DOOR_KINDS
from movements.schools import add_setting
from tests.web.world import AMY, BEN, DOT, ELM, EVE, LODGE, OAK, PASSWORD, TOLD, World

SUSPENDED = {"on": "10/11/2026", "session": "AM", "sessions": "3", "reason1": "DB"}


def test_every_kind_has_a_form_with_each_of_its_questions(world: World) -> None:
    """But a request for a correction: that asks what the kind of its entry asks."""
    world.enter("officer")
    for kind in (kind for kind in DOOR_KINDS.values() if kind.id != "correction_requested"):
        answer = world.see(f"{world.page_of(AMY)}/record/{kind.id}")
        assert answer.status_code == 200, kind.id
        for name in kind.fields():
            asked = re.search(rf'name="{name}(\.0)?"', answer.text)
            assert asked, f"{kind.id}: {name}"


def test_a_movement_is_recorded_and_shown_with_its_concerns(world: World) -> None:
    world.enter("oak")
    answer = world.record(AMY, "suspension", **SUSPENDED)
    assert answer.status_code == 303
    entry = world.entries("suspension")[-1]
    assert (entry.source, entry.recorded_by, entry.on.isoformat()) == ("form", "oak", "2026-11-10")
    assert AMY not in answer.location
    shown = world.see(answer.location)
    assert "Recorded" in shown.text
    assert "3.5 of 45 school days" in shown.text


def test_what_is_wrong_is_said_at_its_field_and_the_answers_stay(world: World) -> None:
    world.enter("oak")
    answer = world.record(AMY, "suspension", on="31/02/2026", sessions="3", reason1="ZZ")
    assert answer.status_code == 422
    assert 'href="#on"' in answer.text
    assert 'value="31/02/2026"' in answer.text
    assert len(world.entries("suspension")) == 1


def test_nobody_records_for_a_pupil_out_of_scope(world: World) -> None:
    world.enter("oak")
    assert world.record(DOT, "suspension", **SUSPENDED).status_code == 404
    world.enter("auditor")
    assert world.record(AMY, "suspension", **SUSPENDED).status_code == 403


def test_the_pupil_of_the_address_is_the_one_recorded_for(world: World) -> None:
    world.enter("oak")
    world.record(AMY, "suspension", **SUSPENDED, pupil=world.pupil(BEN), upn=BEN)
    assert world.entries("suspension")[-1].pupil_id == world.pupil(AMY)


def test_an_officer_says_for_which_school(world: World) -> None:
    world.enter("officer")
    world.record(AMY, "suspension", **SUSPENDED, school=OAK)
    entry = world.entries("suspension")[-1]
    assert (entry.place_id, entry.organisation) == ("s_00900001", "la:330")


def test_somebody_of_two_schools_says_which(world: World) -> None:
    world.enter("both")
    unsaid = world.record(AMY, "suspension", **SUSPENDED)
    assert unsaid.status_code == 422
    assert 'href="#school"' in unsaid.text
    assert world.record(AMY, "suspension", **SUSPENDED, school=OAK).status_code == 303


MOVE = {"on": "02/11/2026", "to_place": ELM, "agreed_on": "20/10/2026"}


def test_a_trial_is_steered_to_an_off_site_direction_with_the_answers(world: World) -> None:
    world.enter("oak")
    answer = world.record(AMY, "managed_move", **MOVE, trial_until="13/11/2026")
    assert answer.status_code == 200
    assert "A managed move has no trial" in answer.text
    assert f'name="place" value="{ELM}"' in answer.text
    assert not world.entries("managed_move")
    carried = world.record(
        AMY, "off_site_direction", instead="yes", on="02/11/2026", place=ELM, days="10"
    )
    assert carried.status_code == 200
    assert f'value="Elm Academy ({ELM})"' in carried.text
    assert 'value="10"' in carried.text
    assert not world.entries("off_site_direction")


def test_a_trial_that_happened_is_recorded_with_its_concern(world: World) -> None:
    world.enter("oak")
    answer = world.record(AMY, "managed_move", **MOVE, trial_until="13/11/2026", go_on="yes")
    assert answer.status_code == 303
    assert "A managed move with a trial period" in world.see(answer.location).text


def test_a_removal_while_a_review_is_open_is_shown_the_lawful_way_first(world: World) -> None:
    world.enter("oak")
    world.record(AMY, "permanent_exclusion", on="16/11/2026", reason1="PA", session="AM")
    answer = world.record(AMY, "removal_from_roll", on="20/11/2026", ground="o")
    assert answer.status_code == 200
    assert "Keep the pupil on the roll until the review has ended" in answer.text
    assert "Record instead: permanent exclusion" not in answer.text
    assert len(world.entries("removal_from_roll")) == 2
    gone = world.record(AMY, "removal_from_roll", on="20/11/2026", ground="o", go_on="yes")
    assert gone.status_code == 303


def test_a_part_time_timetable_for_behaviour_is_steered_to_a_direction(world: World) -> None:
    world.enter("oak")
    answers = {"on": "16/11/2026", "planned_end": "04/12/2026", "week": "1010101010"}
    answer = world.record(AMY, "part_time_timetable", **answers, reason="behaviour")
    assert "must not be used for behaviour" in answer.text
    assert "Record instead: off-site direction" in answer.text
    assert not world.entries("part_time_timetable")
    assert world.record(AMY, "part_time_timetable", **answers, reason="medical").status_code == 303


WAYS = (
    (
        "part_time_timetable",
        {"planned_end": "18/11/2026", "week": "1000000000", "reason": "behaviour"},
        ("cool off is a suspension", "Record instead: suspension", ""),
    ),
    (
        "removal_from_roll",
        {"ground": "g", "deleted_on": "20/11/2026"},
        (
            "from the day on which the name was deleted",
            "Record instead: removal from roll",
            'name="on" value="20/11/2026"',
        ),
    ),
    (
        "managed_move",
        {"to_place": ELM},
        (
            "Propose the managed move first",
            "Record instead: managed move proposed",
            f'name="to_place" value="{ELM}"',
        ),
    ),
    (
        "elective_home_education",
        {"in_writing_on": "13/11/2026"},
        ("If the family was pressed", "Record instead: managed move proposed", ""),
    ),
)


@pytest.mark.parametrize(("kind", "answers", "says"), WAYS)
def test_what_is_unlawful_is_shown_the_lawful_way_first(
    world: World, kind: str, answers: dict[str, str], says: tuple[str, ...]
) -> None:
    world.enter("oak")
    assert world.record(AMY, "suspension", **SUSPENDED).status_code == 303
    before = len(world.entries())
    answer = world.record(AMY, kind, on="16/11/2026", **answers)
    assert answer.status_code == 200
    assert [part for part in says if part not in answer.text] == []
    assert len(world.entries()) == before


def test_a_long_form_is_checked_before_it_is_recorded(world: World) -> None:
    world.enter("oak")
    path = f"{world.page_of(AMY)}/record/suspension"
    assert f'action="{path}/check"' in world.see(path).text
    checked = world.send(f"{path}/check", **SUSPENDED)
    assert "Check your answers" in checked.text
    assert "10 November 2026" in checked.text
    assert len(world.entries("suspension")) == 1
    wrong = world.send(f"{path}/check", **{**SUSPENDED, "on": "31/02/2026"})
    assert wrong.status_code == 422
    back = world.send(path, **SUSPENDED, instead="yes")
    assert 'value="10/11/2026"' in back.text


@pytest.mark.parametrize("trial", ["", "17/07/2026"])
def test_no_steer_without_a_trial_or_before_the_law_changed(world: World, trial: str) -> None:
    world.enter("oak")
    on = "01/07/2026" if trial else "02/11/2026"
    answer = world.record(AMY, "managed_move", **{**MOVE, "on": on}, trial_until=trial)
    assert "If it has happened all the same" not in answer.text


def test_a_correction_is_filled_in_and_says_what_it_corrects(world: World) -> None:
    world.enter("oak")
    number = world.entries("suspension")[0].number
    form = world.see(f"{world.page_of(AMY)}/record/suspension?corrects={number}")
    assert 'value="12/10/2026"' in form.text
    assert 'name="correction_reason"' in form.text
    answers = {**SUSPENDED, "on": "12/10/2026", "sessions": "5", "corrects": str(number)}
    assert world.record(AMY, "suspension", **answers).status_code == 422
    done = world.record(AMY, "suspension", **answers, correction_reason="typing_error")
    assert done.status_code == 303
    shown = world.see(done.location).text
    assert "Corrects <a" in shown
    assert "<s>" in shown


def test_an_entry_is_withdrawn_by_an_entry(world: World) -> None:
    world.enter("oak")
    number = world.entries("suspension")[0].number
    answers = {"on": "12/10/2026", "because": "Entered twice", "corrects": str(number)}
    done = world.record(AMY, "withdrawn", **answers, correction_reason="other")
    assert done.status_code == 303
    assert "0 of 45 school days" in world.see(done.location).text


def test_an_entry_of_another_pupil_cannot_be_opened_to_correct(world: World) -> None:
    world.enter("oak")
    other = world.entries("ap_placement")[0].number
    path = f"{world.page_of(AMY)}/record/ap_placement?corrects={other}"
    assert world.see(path).status_code == 404


def test_a_form_without_its_token_is_refused(world: World) -> None:
    world.client.application.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = world.send("/sign-in", name="oak", password=PASSWORD)
        assert answer.status_code == 400
        assert "out of date" in answer.text
    finally:
        world.client.application.config["WTF_CSRF_ENABLED"] = False


def test_places_are_offered_by_name(world: World) -> None:
    world.enter("oak")
    text = world.see(f"{world.page_of(AMY)}/record/ap_placement").text
    assert f'<option value="The Lodge ({LODGE})"></option>' in text
    assert "Far School" not in text


PLACED = {"on": "09/11/2026", "session": "AM", "reason": "BHS"}


@pytest.mark.parametrize("typed", ["The Lodge", " the  lodge", f"The Lodge ({LODGE})", LODGE])
def test_a_place_is_known_by_its_name_on_a_page(world: World, typed: str) -> None:
    world.enter("oak")
    path = f"{world.page_of(AMY)}/record/ap_placement"
    assert world.send(f"{path}/check", **PLACED, place=typed).status_code == 200
    assert world.send(path, **PLACED, place=typed).status_code == 303
    assert world.entries("ap_placement")[-1].answers()["place"] == f"s_00{LODGE}"


def test_a_name_of_no_open_place_of_ones_authority_is_refused_in_the_same_words(
    world: World,
) -> None:
    """Whether it is nobody's, another authority's, or that of two: no word tells which."""
    _named_twice(world)
    world.enter("oak")
    path = f"{world.page_of(AMY)}/record/ap_placement"
    said = set()
    for typed in ("The Moon", "Haven of Far", "Far School", "Twin House"):
        answer = world.send(path, **PLACED, place=typed)
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text, "what was typed stays to be mended"
        said |= {*re.findall(r'href="#place">([^<]*)<', answer.text)}
    assert len(said) == 1
    assert "its whole name as the list there has it" in said.pop()
    twins = re.findall(r'<option value="(Twin House[^"]*)"', answer.text)
    assert len({*twins}) == 2, "the list tells the two apart"
    assert world.send(path, **PLACED, place=twins[0]).status_code == 303


def _named_twice(world: World) -> None:
    with writing(world.engines.register) as session:
        for number in ("10000011", "10000012"):
            add_setting(session, name="Twin House", ukprn=number, la_code="330", recorded_at=TOLD)


def test_of_a_protected_child_the_form_is_not_filled_in_with_the_place(world: World) -> None:
    (placed,) = (e for e in world.entries("ap_placement") if e.pupil_id == world.pupil(EVE))
    for name in ("oak", "officer"):
        world.enter(name)
        text = world.see(f"{world.page_of(EVE)}/record/ap_placement?corrects={placed.number}").text
        asked = re.search(r'<input[^>]*id="place"[^>]*>', text)
        assert asked
        assert "Lodge" not in asked[0]
        assert LODGE not in asked[0]
    world.enter("lodge")
    link = f"{world.page_of(BEN)}/record/correction_requested?entry="
    (placed,) = (e for e in world.entries("ap_placement") if e.pupil_id == world.pupil(BEN))
    text = world.see(f"{link}{placed.number}").text
    assert f'value="The Lodge ({LODGE})"' in text.partition("<datalist")[0]


@pytest.mark.parametrize("name", ["oak", "officer"])
def test_each_kind_that_may_be_recorded_is_offered_once_under_a_heading(
    world: World, name: str
) -> None:
    world.enter(name)
    text = world.see(f"{world.page_of(AMY)}/record").text
    role = "la_officer" if name == "officer" else "school"
    offered = re.findall(rf'href="{world.page_of(AMY)}/record/([a-z0-9_]+)', text)
    elsewhere = {"withdrawn", "question_answered", "correction_requested", "correction_answered"}
    may = {kind.id for kind in DOOR_KINDS.values() if role in kind.recorded_by} - elsewhere
    assert sorted(offered) == sorted(may)
    assert ">Corrections and others</h2>" not in text


def test_the_sessions_of_a_week_are_ticked_and_checked_in_words(world: World) -> None:
    world.enter("oak")
    told = {"on": "09/11/2026", "session": "AM", "place": LODGE, "reason": "BHS", "pattern": "PT"}
    ticked = {f"week.{n}": "1" for n in (0, 1, 4)}
    path = f"{world.page_of(AMY)}/record/ap_placement"
    again = world.send(path, **told, **ticked, instead="yes").text
    boxes = re.findall(r'<input[^>]*name="week[.]([0-9])"([^>]*)>', again)
    assert [n for n, rest in boxes if "checked" in rest] == ["0", "1", "4"]
    checked = world.send(f"{path}/check", **told, **ticked).text
    assert "Monday, Wednesday morning" in checked
    assert world.send(path, **told, **ticked).status_code == 303
    assert world.entries("ap_placement")[-1].answers()["week"] == "1100100000"


def test_what_is_ticked_of_a_week_step_by_step_is_kept_in_the_draft(world: World) -> None:
    world.enter("oak")
    tasks = f"{world.page_of(AMY)}/record/ap_placement/tasks"
    answer = world.send(f"{tasks}/pattern", pattern="PT", **{"week.1": "1", "week.9": "1"})
    path, _, token = answer.location.partition("?")
    text = world.see(f"{path}/pattern?{token}").text
    boxes = re.findall(r'<input[^>]*name="week[.]([0-9])"([^>]*)>', text)
    assert [n for n, rest in boxes if "checked" in rest] == ["1", "9"]


def test_a_hint_beside_choices_in_words_names_no_code_of_files(world: World) -> None:
    world.enter("officer")
    text = world.see(f"{world.page_of(AMY)}/record/contact_made").text
    assert "other_agency where" not in text
    text = world.see(f"{world.page_of(AMY)}/record/off_site_direction").text
    assert "not_able, not_reached" not in text
    assert "Where the pupil&#39;s words are not given" in text
    assert "Yes where it states the address" in text
    text = world.see(f"{world.page_of(AMY)}/record/governors_met").text
    assert "First-class post is given two working days later" in text
