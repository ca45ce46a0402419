"""What a referral copies from the register, and that the copy stays as it was."""

from fair_access.copied import copied_told
from fair_access.steps import COPIED
from fair_access.withheld import Words
from movements.copied import Copied
from movements.redaction import redact
from tests.fair_access.world import BEN, BROOK, CAL, EVE, HILL, LODGE, OFFICER, World, upn


def _copied(world: World, who: str, **answers: str) -> dict[str, Copied]:
    file = world.file(world.refer(who, **answers), OFFICER)
    assert file is not None
    return {one.title: one for one in file.copied}


def test_each_value_names_the_entry_it_was_copied_from(brook: World) -> None:
    told = brook.moved("pupil_details", BEN, BROOK, "2026-09-02", nc_year="9", sen_provision="K")
    brook.moved("pupil_details", BEN, BROOK, "2026-09-03", fsm="Y", dob="2013-02-01")
    out = brook.moved("suspension", BEN, BROOK, "2026-09-08", sessions="4", reason1="PA")
    found = _copied(brook, BEN)
    assert found["National curriculum year"].entry == told.entry
    assert found["SEN provision"].value == "SEN support"
    assert (found["Free school meals"].value, found["Date of birth"].value) == (
        "Yes",
        "1 February 2013",
    )
    assert found["Suspended in the school year"] == Copied(
        "Suspended in the school year", "4 half-days from 8 September 2026", out.entry
    )
    assert found["On the roll of"].value == "Brook School, since 1 September 2026"


def test_only_this_school_years_suspensions_and_placements_with_a_name(brook: World) -> None:
    gus = upn(7)
    brook.moved("on_roll", gus, BROOK, "2026-01-05")
    for day in ("2026-07-14", "2026-09-15"):
        brook.moved("suspension", gus, BROOK, day, sessions="2", reason1="PA")
    for day, until, where in (
        ("2026-09-16", "2026-09-18", {"place": LODGE}),
        ("2026-09-22", "2026-09-29", {"setting_type": "OTH"}),
    ):
        brook.moved("ap_placement", gus, BROOK, day, reason="BHS", **where)
        brook.moved("placement_end", gus, BROOK, until, outcome="returned")
    file = brook.file(brook.refer(gus), OFFICER)
    assert file is not None
    told = [one.value for one in file.copied if one.title.startswith(("Suspended", "Was at"))]
    assert told == [
        "The Lodge, since 16 September 2026 to 18 September 2026",
        "2 half-days from 15 September 2026",
    ]


def test_where_the_child_was_and_who_excluded(brook: World) -> None:
    found = _copied(brook, CAL)
    assert found["Was at"].value == "Brook School, since 1 September 2026 to 18 September 2026"
    assert "On the roll of" not in found
    brook.moved("permanent_exclusion", BEN, BROOK, "2026-09-21", reason1="PA")
    assert _copied(brook, BEN)["Permanently excluded"].value == "21 September 2026"


def test_what_is_told_later_changes_no_copy(brook: World) -> None:
    brook.moved("pupil_details", BEN, BROOK, "2026-09-02", nc_year="9")
    case_id = brook.refer(BEN)
    brook.moved("pupil_details", BEN, BROOK, "2026-10-05", nc_year="10")
    file = brook.file(case_id, OFFICER)
    assert file is not None
    assert {one.title: one.value for one in file.copied}["National curriculum year"] == "Year 9"
    assert brook.refer(BEN) == case_id, "what was copied is no part of what was said"


def test_what_was_redacted_since_is_told_by_no_copy(brook: World) -> None:
    brook.moved("pupil_details", BEN, BROOK, "2026-09-02", nc_year="9")
    name = brook.moved("pupil_details", BEN, BROOK, "2026-09-03", surname="Oldname")
    case_id = brook.refer(BEN)
    redact(brook.session, [name.entry], rule="x", title="x", by=OFFICER)
    file = brook.file(case_id, OFFICER)
    assert file is not None
    assert "National curriculum year" in {one.title for one in file.copied}
    assert "Oldname" not in str(file.copied)


def test_of_a_referral_that_was_redacted_nothing_is_told(brook: World) -> None:
    case_id = brook.refer(BEN)
    brook.step(case_id, "case_agreed", "2026-10-02")
    redact(brook.session, [brook.case(case_id).steps[0].number], rule="x", title="x", by=OFFICER)
    file = brook.file(case_id, OFFICER)
    assert file is not None
    assert (file.answers, file.copied, file.papers) == ((), (), ())
    assert [line.kind for line in file.case.steps] == ["case_agreed"]


def test_a_referral_of_before_that_copied_the_cohort_shows_none(brook: World) -> None:
    words = Words({}, withheld=False)
    copied = [{"field": "cohort", "value": "2012", "entry": None}]
    assert list(copied_told({COPIED: copied}, words)) == []


def test_a_protected_childs_copies_are_kept_and_shown_to_nobody(brook: World) -> None:
    case_id = brook.refer(EVE)
    held = brook.entry(brook.case(case_id).steps[0].number).answers()
    assert held[COPIED]
    file = brook.file(case_id, OFFICER)
    assert file is not None
    assert file.copied == ()
    named = brook.file(case_id, OFFICER, show_protected=True)
    assert named is not None
    assert named.copied


def test_the_papers_a_to_g_are_asked_for_by_name(brook: World) -> None:
    file = brook.file(brook.refer(BEN, referred_by=HILL), OFFICER)
    assert file is not None
    assert [paper.letter for paper in file.papers] == list("ABCDEFG")
    assert not any(paper.entries for paper in file.papers)
