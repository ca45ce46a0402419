"""Due and the ledger: in scope, filtered without scripts, taken away safely, claims confirmed."""

import re

from apregister.audit import looks
from apregister.db import writing
from tests.small_authority import tell
from tests.web.world import AMY, BEN, DOT, ELM, FAY, GUS, OAK, World, place_id


def test_due_lists_clocks_of_pupils_in_scope(world: World) -> None:
    world.enter("officer")
    text = world.see("/due").text
    assert "Fay Example" in text
    assert world.pupil(DOT) not in text
    world.enter("officer_of_far")
    assert "Nothing is due" in world.see("/due").text


def test_due_is_filtered_by_state_and_owner(world: World) -> None:
    world.enter("officer")
    everything = world.see("/due").text
    missed = world.see("/due?state=missed").text
    nothing = world.see("/due?state=missed&owner=setting").text
    assert "Missed" in missed
    assert ">Running</strong>" not in missed
    assert "Nothing is due" in nothing
    assert everything.count("<tr") >= missed.count("<tr")


def test_htmx_gets_the_rows_alone(world: World) -> None:
    world.enter("officer")
    part = world.see("/due?state=missed", **{"HX-Request": "true"})
    assert "<html" not in part.text
    assert "HX-Request" in part.headers["Vary"]


def test_the_ledger_says_who_is_out_of_sight_and_why(world: World) -> None:
    world.enter("officer")
    text = world.see("/ledger").text
    assert "Fay Example" in text
    assert "On no school" in text
    assert "Gus Example" in text
    assert "Amy Example" not in text
    only = world.see("/ledger?cause=claim").text
    assert "Fay Example" not in only
    assert "Gus Example" in only


def test_the_ledger_as_it_was_known_on_an_earlier_day(world: World) -> None:
    """All of this world was told on 23 November."""
    world.enter("officer")
    before = world.see("/ledger?as_known_on=22/11/2026").text
    assert "As it was known on 22 November 2026" in before
    assert "<strong>0</strong> questions" in before
    then = world.see("/ledger?as_known_on=2026-11-23&cause=claim").text
    assert "Gus Example" in then
    assert "/claims/" not in then, "a day that is past is not acted on"
    assert "/questions/" not in then
    assert "as_known_on=2026-11-23" in then, "the download is of that day too"
    rows = world.see("/ledger.csv?as_known_on=22/11/2026").text
    assert world.pupil(GUS) not in rows
    wrong = world.see("/ledger?as_known_on=31/02/2026")
    assert (wrong.status_code, 'href="#as_known_on"' in wrong.text) == (422, True)


def test_a_claim_is_confirmed_by_the_authority(world: World) -> None:
    world.enter("officer")
    path = f"/pupils/{world.pupil(GUS)}/claims/{place_id(ELM)}/confirm"
    assert f'action="{path}"' in world.see("/ledger").text
    assert world.send(path).status_code == 303
    entered = world.entries("on_roll")[-1]
    assert (entered.pupil_id, entered.place_id) == (world.pupil(GUS), place_id(ELM))
    assert world.send(path).status_code == 422, "a claim is confirmed once"


def test_nobody_but_the_childs_authority_confirms_a_claim(world: World) -> None:
    path = f"/pupils/{world.pupil(GUS)}/claims/{place_id(ELM)}/confirm"
    for name, status in (("elm", 404), ("auditor", 403), ("officer_of_far", 404)):
        world.enter(name)
        assert world.send(path).status_code == status, name
    assert len([e for e in world.entries("on_roll") if e.place_id == place_id(ELM)]) == 1


def test_a_claim_left_alone_is_for_the_authority_of_the_school_that_claims(world: World) -> None:
    with writing(world.engines.register) as session:
        tell(session, (), [("on_roll", DOT, ELM, {"on": "2026-11-02"})], "")
    world.enter("officer")
    assert world.see(world.page_of(DOT)).status_code == 404
    assert world.pupil(DOT) not in world.see("/ledger").text
    world.enter("officer_of_far")
    (theirs,) = (e.number for e in world.entries("on_roll") if e.pupil_id == world.pupil(DOT))
    gone = {"on": "2026-11-03", "because": "Another", "correction_reason": "other"}
    assert world.record(DOT, "withdrawn", **gone, corrects=theirs).status_code == 303
    assert world.see(world.page_of(DOT)).status_code == 404
    world.enter("officer")
    path = f"/pupils/{world.pupil(DOT)}/claims/{place_id(ELM)}/confirm"
    assert f'action="{path}"' in world.see("/ledger").text
    assert world.send(path).status_code == 303
    assert "On roll, registered here only" in world.see(world.page_of(DOT)).text
    assert world.pupil(DOT) not in world.see("/ledger").text


def test_exports_say_synthetic_escape_formulas_and_are_noted(world: World) -> None:
    world.enter("oak")
    world.record(AMY, "pupil_details", on="02/11/2026", surname="=cmd|calc")
    world.enter("officer")
    answer = world.see("/due.csv?state=missed")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "SYNTHETIC" in answer.text
    assert looks(world.engines.looks)[0].what == "export_due"
    ledger = world.see("/ledger.csv")
    assert world.pupil(FAY) in ledger.text
    assert looks(world.engines.looks)[0].what == "export_ledger"


def test_each_role_gets_what_it_may(world: World) -> None:
    may = {
        "oak": (200, 200, 200, 200),
        "lodge": (200, 200, 200, 200),
        "officer": (200, 200, 200, 200),
        "auditor": (200, 200, 200, 200),
        "panel": (403, 403, 403, 403),
        "admin": (403, 403, 403, 403),
    }
    for name, answers in may.items():
        world.enter(name)
        paths = ("/due", "/ledger", "/due.csv", "/ledger.csv")
        assert tuple(world.see(path).status_code for path in paths) == answers, name


def test_a_school_sees_the_clocks_of_its_own_pupils(world: World) -> None:
    world.enter("oak")
    assert world.pupil(BEN) not in world.see("/due?state=missed").text
    world.enter("elm")
    assert world.pupil(FAY) not in world.see("/due").text


def _question(world: World, who: str) -> str:
    """The address of the first question about a pupil in the ledger of whoever is signed in."""
    found = re.search(
        rf"/pupils/{world.pupil(who)}/questions/[a-z_0-9]+/q[0-9a-f]{{16}}", _ledger(world)
    )
    assert found
    return found[0]


def _ledger(world: World, asked: str = "") -> str:
    return world.see(f"/ledger{asked}").text


def test_a_question_is_answered_on_its_page_and_leaves_the_ledger(world: World) -> None:
    world.enter("officer")
    asked = _question(world, FAY)
    assert "Where is the child educated?" in world.see(asked).text
    empty = world.send(asked, because="", until="12/12/2025")
    assert empty.status_code == 422
    assert 'href="#because"' in empty.text
    assert 'value="12/12/2025"' in empty.text
    assert world.send(asked, because="Taught at home", until="").status_code == 303
    assert asked not in _ledger(world)
    assert asked in _ledger(world, "?show=all")
    assert "Taught at home" in world.see(asked).text
    assert "Taught at home" in world.see("/ledger.csv?show=all").text


def test_a_question_on_other_facts_is_asked_no_more(world: World) -> None:
    world.enter("officer")
    other = _question(world, FAY)[:-16] + "0" * 16
    for answer in (world.see(other), world.send(other, because="So")):
        assert "is not asked on these facts any more" in answer.text
    assert not world.entries("question_answered")


def test_the_school_that_is_asked_answers_and_nobody_else_may(world: World) -> None:
    world.enter("officer")
    of_officer = _question(world, FAY)
    world.enter("oak")
    assert of_officer not in _ledger(world)
    assert "is not asked" in world.send(of_officer, because="So").text
    asked = _question(world, FAY)
    assert "/questions/no_destination/" in asked
    world.enter("auditor")
    assert "Record the answer" not in world.see(asked).text
    assert world.send(asked, because="So").status_code == 403
    for name in ("elm", "lodge", "officer_of_far"):
        world.enter(name)
        assert "is not asked" in world.see(asked).text, name
    world.enter("oak")
    assert world.send(asked, because="The parents told us: Wales").status_code == 303
    assert asked not in _ledger(world)
    [entry] = world.entries("question_answered")
    assert entry.place_id == place_id(OAK)


def test_an_answered_question_is_asked_again_when_its_facts_change(world: World) -> None:
    world.enter("officer")
    asked = _question(world, FAY)
    assert world.send(asked, because="Taught at home", until="").status_code == 303
    there = {"session": "AM", "school": ELM}
    assert (
        world.record(FAY, "on_roll", on="02/11/2026", enrol_status="C", **there).status_code == 303
    )
    left = world.record(FAY, "removal_from_roll", on="16/11/2026", ground="g", **there)
    assert left.status_code == 303, left.text
    again = _question(world, FAY)
    assert "/questions/no_roll/" in again
    assert again != asked
    assert again in _ledger(world)
    assert "is not asked on these facts any more" in world.see(asked).text


def _due_rows(text: str) -> int:
    return text.count('data-label="Due"')


def test_due_is_filtered_by_day_place_and_clock(world: World) -> None:
    world.enter("officer")
    every = world.see("/due").text
    place, clock = (
        place_id(OAK),
        re.findall(r'<select[^>]*name="clock".*?</select>', every, re.S)[0],
    )
    assert f'<option value="{place}"' in every
    overdue = world.see("/due?within=overdue").text
    assert 0 < _due_rows(overdue) < _due_rows(every)
    ids = [one for one in re.findall(r'value="([^"]+)"', clock) if one]
    counts = [_due_rows(world.see(f"/due?clock={one}").text) for one in ids]
    assert all(counts)
    assert sum(counts) == _due_rows(every)
    of_oak = world.see(f"/due?place={place}").text
    assert 0 < _due_rows(of_oak) < _due_rows(every)
    assert "Nothing is due" in world.see("/due?place=s_nowhere").text


def test_a_filter_by_place_does_not_tell_where_a_protected_child_is(world: World) -> None:
    world.enter("officer")
    path = f"/due?place={place_id(OAK)}"
    assert world.pupil(FAY) in world.see(path).text
    world.record(FAY, "pupil_details", on="02/11/2026", protected="Y", school=OAK)
    assert world.pupil(FAY) in world.see("/due").text
    assert world.pupil(FAY) not in world.see(path).text
    assert (
        world.pupil(FAY)
        not in world.see(path.replace("due", "ledger").replace("place", "owner")).text
    )


def test_how_soon_each_school_tells_stands_by_place_and_as_a_file(world: World) -> None:
    world.enter("officer")
    text = world.see("/told-late?days=365").text
    assert "Oak School" in text
    assert "Far School" not in text
    assert "suspension" not in text.partition("<tbody")[2]
    rows = world.see("/told-late.csv").get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert rows[0].startswith("place,name,told,ahead,soon,late,usually,longest")
    world.enter("elm")
    assert "Oak School" not in world.see("/told-late").text
