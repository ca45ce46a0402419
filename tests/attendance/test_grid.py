"""The register of a place over some days, and what a school might put in its own."""

from dataclasses import replace
from datetime import date

import pytest

from movements import expected
from movements.actor import Actor
from movements.expected_now import Whose
from movements.grid import Grid, GridRow, grid, suggested
from movements.intake.attendance_sheet import Given, save_given
from movements.places import PlaceFacts
from movements.register import standing
from movements.take_in import take_in
from tests.attendance.world import AMY, BEN, CAL, DOT, HOME, OTHER, SETTING, World

MONDAY, TUESDAY, FRIDAY = date(2025, 11, 3), date(2025, 11, 4), date(2025, 11, 7)
LODGE, BROOK = f"s_00{SETTING}", f"s_00{HOME}"
OFFICER = Actor("Olive", "la_officer", authority="330")
AT_LODGE = Actor("Lodge", "setting", frozenset({LODGE}))


def row_of(found: Grid, pupil: str) -> GridRow:
    (row,) = [row for row in found.rows if row.pupil == pupil]
    return row


@pytest.fixture(params=[True, False], ids=["made", "not made"])
def made(brook: World, request: pytest.FixtureRequest) -> World:
    if request.param:
        expected.rebuild(brook.session)
    return brook


def test_a_week_has_each_session_of_each_child(made: World) -> None:
    made.sent(f"{BEN},2025-11-04,AM,L", f"{BEN},2025-11-04,PM,\\", to=SETTING)
    found = grid(made.session, LODGE, date(2025, 11, 1), date(2025, 11, 9))
    assert found.days == tuple(date(2025, 11, day) for day in range(3, 8))
    (row,) = found.rows
    assert (row.pupil, len(row.cells)) == (made.pupil(BEN), 10)
    assert all(cell.expected for cell in row.cells)
    assert (row.at(TUESDAY, "AM").mark, row.at(TUESDAY, "PM").mark) == ("L", "\\")
    assert row.at(MONDAY, "AM").mark == ""


def test_a_placement_that_ends_is_expected_no_longer(made: World) -> None:
    made.moved("placement_end", BEN, HOME, "2025-11-05", place=SETTING, outcome="returned")
    row = row_of(grid(made.session, LODGE, MONDAY, FRIDAY), made.pupil(BEN))
    assert [cell.expected for cell in row.cells] == [True] * 4 + [False] * 6
    assert grid(made.session, LODGE, date(2025, 11, 10), date(2025, 11, 14)).rows == ()


def test_with_the_unexpected_everybody_of_the_place_is_on_it(made: World) -> None:
    part = {"pattern": "PT", "week": "0000110000", "place": SETTING, "reason": "BHS"}
    made.moved("ap_placement", AMY, HOME, "2025-11-03", **part)
    amy, ben, cal = (made.pupil(who) for who in (AMY, BEN, CAL))
    assert [row.pupil for row in grid(made.session, LODGE, MONDAY, MONDAY).rows] == [ben]
    everybody = grid(made.session, LODGE, MONDAY, MONDAY, unexpected=True)
    assert {row.pupil for row in everybody.rows} == {amy, ben}
    assert [cell.expected for cell in row_of(everybody, amy).cells] == [False, False]
    # Ben is on the roll of his school, and due nowhere but at the Lodge; cal has left it.
    at_home = grid(made.session, BROOK, MONDAY, MONDAY, unexpected=True)
    assert [cell.expected for cell in row_of(at_home, ben).cells] == [False, False]
    assert cal not in {row.pupil for row in at_home.rows}


@pytest.mark.parametrize(
    ("whose", "count"),
    [
        (Whose(frozenset({LODGE})), 1),
        (Whose(frozenset({BROOK})), 1),
        (Whose(frozenset({f"s_00{OTHER}"})), 0),
        (Whose(authority="330"), 1),
        (Whose(authority="331"), 0),
    ],
)
def test_each_sees_its_own(made: World, whose: Whose, count: int) -> None:
    assert len(grid(made.session, LODGE, MONDAY, FRIDAY, whose=whose).rows) == count


def test_no_day_no_register(made: World) -> None:
    found = grid(made.session, LODGE, date(2025, 11, 8), date(2025, 11, 9))
    assert (found.days, found.rows) == ((), ())


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("/", "B"),
        ("L", "B"),
        ("W", "B"),
        ("I", "I"),
        ("U", "U"),
        ("", None),
        ("D", None),
        ("#", None),
    ],
)
def test_what_a_school_might_put_in_its_own_register(
    brook: World, mark: str, code: str | None
) -> None:
    if mark:
        brook.sent(f"{BEN},2025-11-04,AM,{mark}", to=SETTING)
    row = row_of(grid(brook.session, LODGE, TUESDAY, TUESDAY), brook.pupil(BEN))
    then = standing(brook.session, brook.pupil(BEN), TUESDAY)
    cell = row.at(TUESDAY, "AM")
    assert suggested(row, cell, then, _no_school(brook)) == code
    assert suggested(row, cell, then, brook.place(SETTING)) == ("D" if code else None)
    college = replace(brook.place(SETTING), type_code="18")
    assert suggested(row, cell, then, college) == code


def _no_school(brook: World) -> PlaceFacts:
    """The setting as if it were in no list of schools."""
    return replace(brook.place(SETTING), urn=None, setting_type="OTH")


def _suggested(brook: World, who: str, day: date) -> str | None:
    brook.sent(f"{who},{day},AM,/", to=SETTING, today=max(day, date(2025, 12, 12)))
    row = row_of(grid(brook.session, LODGE, day, day), brook.pupil(who))
    then = standing(brook.session, brook.pupil(who), day)
    return suggested(row, row.at(day, "AM"), then, _no_school(brook))


def test_d_where_the_child_is_on_the_setting_s_roll_too(brook: World) -> None:
    brook.moved("on_roll", BEN, SETTING, "2025-11-04", enrol_status="S")
    assert _suggested(brook, BEN, TUESDAY) == "D"


def test_k_for_what_the_authority_arranged(brook: World) -> None:
    answers = {"place": SETTING, "reason": "BHS", "on": "2025-11-04", "pupil": brook.pupil(AMY)}
    take_in(brook.session, "ap_placement", answers, place=None, by=OFFICER, source="csv")
    assert _suggested(brook, AMY, TUESDAY) == "K"


def test_nothing_where_there_is_no_other_school(brook: World) -> None:
    brook.moved("ap_placement", CAL, OTHER, "2025-11-03", place=SETTING, reason="BHS")
    brook.moved("on_roll", CAL, SETTING, "2025-11-03")
    assert _suggested(brook, CAL, TUESDAY) is None


def given(brook: World, who: str, mark: str, was: str = "", half: str = "AM") -> Given:
    return Given(brook.pupil(who), who, TUESDAY, half, mark, was)


def test_marks_given_on_a_page_are_a_submission_with_a_receipt(brook: World) -> None:
    saved = save_given(brook.session, brook.place(SETTING), [given(brook, BEN, "/")], AT_LODGE)
    assert saved.report is not None
    assert (saved.report.accepted, saved.report.is_new, saved.overtaken) == (1, True, ())
    assert [(one.mark, one.place) for one in brook.marks(BEN)] == [("/", LODGE)]


def test_what_changed_since_comes_back_and_the_rest_is_taken(brook: World) -> None:
    brook.moved("ap_placement", AMY, HOME, "2025-11-03", place=SETTING, reason="BHS")
    brook.sent(f"{BEN},2025-11-04,AM,N", to=SETTING)
    both = [given(brook, BEN, "/"), given(brook, AMY, "/")]
    saved = save_given(brook.session, brook.place(SETTING), both, AT_LODGE)
    assert saved.overtaken == ((both[0], "N"),)
    assert [one.mark for one in brook.marks(BEN)] == ["N"]
    assert [one.mark for one in brook.marks(AMY)] == ["/"]
    again = save_given(brook.session, brook.place(SETTING), both[:1], AT_LODGE)
    assert (again.report, len(again.overtaken)) == (None, 1)


def test_the_same_marks_again_are_another_submission_and_hold(brook: World) -> None:
    place = brook.place(SETTING)
    for mark, was in (("/", ""), ("I", "/"), ("/", "I")):
        save_given(brook.session, place, [given(brook, BEN, mark, was)], AT_LODGE)
    assert [one.mark for one in brook.marks(BEN)] == ["/"]
    assert brook.count() == (3, 3)


def test_marks_of_a_linked_record_are_compared_as_the_child_s(brook: World) -> None:
    brook.sent(f"{BEN},2025-11-04,AM,I", to=SETTING)
    link = {"pupil": brook.pupil(DOT), "on": "2025-11-04", "same_as": BEN, "because": "Yes"}
    take_in(brook.session, "records_linked", link, place=None, by=OFFICER, source="csv")
    place = brook.place(SETTING)
    saved = save_given(brook.session, place, [given(brook, BEN, "/")], AT_LODGE)
    assert saved.overtaken == ((given(brook, BEN, "/"), "I"),)
