"""The agenda that the register builds: each matter with why it is there."""

from datetime import date

import pytest

from fair_access.meetings.agenda import Matter, matters
from fair_access.meetings.sight import book_for
from movements.actor import Actor
from tests.fair_access.world import (
    AMY,
    AUDITOR,
    BEN,
    BROOK,
    CAL,
    DOT,
    FAR,
    HILL,
    LODGE,
    OFFICER,
    PANEL,
    SCHOOL,
    TODAY,
    World,
    upn,
)

NOW = date(2026, 10, 12)
FAY, GUS = upn(6), upn(7)


def _matters(brook: World, meeting: str, today: date = NOW) -> list[Matter]:
    held = brook.book(today=today)
    return matters(brook.session, held, held.meetings[meeting], today)


def _told(brook: World, meeting: str, heading: str, today: date = NOW) -> list[tuple[str, str]]:
    found = _matters(brook, meeting, today)
    return [(one.pupil, one.why) for one in found if one.heading == heading]


def test_open_cases_in_order_of_what_is_due_next(brook: World) -> None:
    amy = brook.agreed(AMY)
    ben = brook.refer(BEN, "2026-10-06")
    meeting = brook.called(brook.panel())
    found = [one for one in _matters(brook, meeting) if one.heading == "case"]
    assert {one.case for one in found} == {amy, ben}
    days = [one.due for one in found if one.due]
    assert days == sorted(days)
    assert "A place under the fair access protocol: due 6 November 2026" in {
        part for one in found for part in one.why.split(". ")
    }


def test_children_without_a_school_and_those_excluded_since_the_last_meeting(brook: World) -> None:
    brook.moved("permanent_exclusion", AMY, BROOK, "2026-09-21", reason1="PA")
    brook.moved("permanent_exclusion", DOT, FAR, "2026-09-21", reason1="PA")
    panel = brook.panel()
    first = brook.called(panel, day="2026-09-22")
    pupil = brook.pupil(AMY)
    assert _told(brook, first, "excluded") == [(pupil, "Permanently excluded on 21 September 2026")]
    second = brook.called(panel, day="2026-10-14")
    assert _told(brook, second, "excluded") == []
    unplaced = _told(brook, second, "unplaced")
    assert [who for who, _ in unplaced] == [brook.pupil(CAL)]


def test_no_child_of_another_authority_and_no_exclusion_of_long_before(brook: World) -> None:
    told = {"place": LODGE, "reason": "BHS", "planned_end": "2027-02-12"}
    brook.moved("ap_placement", DOT, FAR, "2026-09-02", **told)
    brook.moved("on_roll", FAY, FAR, "2026-09-02")
    brook.moved("removal_from_roll", FAY, FAR, "2026-09-03", ground="g")
    brook.moved("on_roll", GUS, HILL, "2026-09-01")
    brook.moved("permanent_exclusion", GUS, HILL, "2026-09-03", reason1="PA")
    brook.moved("removal_from_roll", GUS, HILL, "2026-09-10", ground="o")
    brook.moved("on_roll", GUS, BROOK, "2026-09-14")
    brook.moved("permanent_exclusion", GUS, BROOK, "2026-09-23", reason1="PA")
    panel = brook.panel()
    brook.called(panel, day="2026-09-22")
    meeting = brook.called(panel, day="2026-11-04")
    found = _matters(brook, meeting)
    assert {one.pupil for one in found} == {brook.pupil(who) for who in (BEN, CAL, GUS)}
    excluded = [one.why for one in found if one.heading == "excluded"]
    assert excluded == ["Permanently excluded on 23 September 2026"]


def test_a_case_from_before_the_code_owes_nothing_and_is_open(brook: World) -> None:
    brook.moved("on_roll", GUS, BROOK, "2021-03-01")
    case = brook.agreed(GUS, "2021-03-08")
    meeting = brook.called(brook.panel())
    (found,) = [one for one in _matters(brook, meeting) if one.heading == "case"]
    assert (found.case, found.due) == (case, None)


def test_reviews_due_by_the_meeting(brook: World) -> None:
    told = {"place": LODGE, "reason": "BHS", "planned_end": "2027-02-12"}
    brook.moved("ap_placement", AMY, BROOK, "2026-09-07", **told)
    meeting = brook.called(brook.panel(), day="2026-10-14")
    assert _told(brook, meeting, "review") == []
    later = brook.called(brook.panel(), day="2026-11-04")
    whose = {who for who, _ in _told(brook, later, "review")}
    assert whose == {brook.pupil(AMY), brook.pupil(BEN)}


def test_an_update_comes_back_until_it_is_given(brook: World) -> None:
    panel, amy = brook.panel(), brook.agreed(AMY)
    first = brook.called(panel, amy, day="2026-10-05")
    told = {"case": amy, "what": "A place?", "promised_by": "Head of Hill", "due": "2026-10-09"}
    promised = brook.minute("meeting_update", first, "2026-10-05", **told).entry
    second = brook.called(panel, day="2026-11-04")
    (update,) = [one for one in _matters(brook, second) if one.heading == "update"]
    assert update.why == (
        "Head of Hill promised on 5 October 2026 to tell by 9 October 2026: A place?"
    )
    assert (update.case, update.due) == (amy, date(2026, 10, 9))
    assert update.as_dict()["title"] == "Updates promised before"
    assert [one for one in _matters(brook, first) if one.heading == "update"] == []
    brook.minute("meeting_update_given", first, "2026-10-12", update=str(promised), what="Yes")
    assert [one for one in _matters(brook, second) if one.heading == "update"] == []


@pytest.mark.parametrize(("year", "there"), [("9", True), ("4", False), ("X", True)])
def test_a_panel_is_asked_of_the_children_of_its_phase(
    brook: World, year: str, there: bool
) -> None:
    brook.moved("pupil_details", AMY, BROOK, "2026-09-02", nc_year=year, dob="2013-01-01")
    brook.agreed(AMY)
    meeting = brook.called(brook.panel())
    whose = [one.pupil for one in _matters(brook, meeting) if one.heading == "case"]
    assert whose == [brook.pupil(AMY)] * there


def test_whose_book_it_is(brook: World) -> None:
    amy, ben = brook.agreed(AMY), brook.agreed(BEN)
    panel = brook.panel(PANEL.name)
    meeting = brook.called(panel, amy, ben)
    brook.called(brook.minute(
        "panel_set_up", "", "2026-09-01", name="South", phase="all", area="South", terms="x",
        schools=BROOK, chair="x",
    ).panel)  # fmt: skip
    (pat,) = brook.book().panels[panel].members
    brook.minute("meeting_conflict", meeting, "2026-10-12", member=pat.id, case=ben)
    told = {"case": ben, "what": "x", "promised_by": "x", "due": "2026-10-20"}
    brook.minute("meeting_update", meeting, "2026-10-12", **told)
    for by in (OFFICER, AUDITOR):
        assert len(book_for(brook.session, by, TODAY).meetings) == 2
    own = book_for(brook.session, PANEL, date(2026, 10, 14))
    assert {*own.panels} == {panel}
    (seen,) = own.meetings.values()
    assert (seen.cases, seen.updates) == ((amy,), ())
    assert len(seen.conflicts) == 1
    assert ben not in {line.case for line in own.lines}
    for by in (SCHOOL, Actor("x", "la_officer"), Actor("y", "panel_member", authority="331")):
        assert book_for(brook.session, by, TODAY).meetings == {}
