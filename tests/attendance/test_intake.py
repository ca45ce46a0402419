"""An attendance file in: what is taken, what is refused and in which words."""

from datetime import date

import pytest

from movements import marks
from movements.intake import attendance
from movements.intake.attendance import AttendanceReport
from movements.intake.plain_text import Unreadable
from tests.attendance.world import AMY, BEN, CAL, DOT, HOME, NOBODY, SETTING, World, add_bearer, upn

DAY = "2025-09-08"


def results(report: AttendanceReport) -> list[str]:
    return [outcome.result for outcome in report.outcomes]


def codes(report: AttendanceReport) -> list[list[str]]:
    return [[problem.code for problem in outcome.problems] for outcome in report.outcomes]


def test_a_good_file_is_one_entry_and_one_version_of_each_day(brook: World) -> None:
    rows = [
        f"{who},2025-09-{day:02},{half},{mark}"
        for who in (AMY, BEN)
        for day in (8, 9, 10)
        for half, mark in (("AM", "/"), ("PM", "\\"))
    ]
    report = brook.sent(*rows)
    assert (report.accepted, report.already_held, report.refused) == (12, 0, 0)
    assert brook.count() == (1, 3)
    assert {outcome.entry for outcome in report.outcomes} == {9}
    assert brook.days_held() == [(date(2025, 9, day), 1) for day in (8, 9, 10)]


def test_the_same_file_again_changes_nothing(brook: World) -> None:
    rows = (f"{AMY},{DAY},AM,/", f"{AMY},{DAY},PM,O")
    first = brook.sent(*rows)
    again = brook.sent(*rows)
    assert results(again) == ["already_held", "already_held"]
    assert [o.entry for o in again.outcomes] == [o.entry for o in first.outcomes]
    assert brook.count() == (1, 1)


def test_a_changed_mark_is_a_new_version_and_the_old_one_is_kept(brook: World) -> None:
    brook.sent(f"{AMY},{DAY},AM,N", f"{BEN},{DAY},AM,/")
    report = brook.sent(f"{AMY},{DAY},AM,I", f"{BEN},{DAY},AM,/")
    assert results(report) == ["accepted", "already_held"]
    assert [concern.code for concern in report.outcomes[0].concerns] == ["changed"]
    assert "1 mark replaces another" in report.notes[-1]
    assert brook.count() == (2, 2)
    assert brook.days_held() == [(date(2025, 9, 8), 2)]


def test_a_file_of_some_pupils_leaves_the_others_marks_alone(brook: World) -> None:
    brook.sent(f"{AMY},{DAY},AM,/")
    brook.sent(f"{BEN},{DAY},AM,L", f"{CAL},{DAY},PM,\\")
    again = brook.sent(f"{AMY},{DAY},AM,/", f"{BEN},{DAY},AM,L", f"{CAL},{DAY},PM,\\")
    assert again.already_held == 3


def test_a_dry_run_says_the_same_and_writes_nothing(brook: World) -> None:
    rows = (f"{AMY},{DAY},AM,/", f"{NOBODY},{DAY},AM,/")
    tried = brook.sent(*rows, dry_run=True)
    assert brook.count() == (0, 0)
    assert results(tried) == results(brook.sent(*rows)) == ["accepted", "refused"]
    assert tried.outcomes[0].entry is None


@pytest.mark.parametrize("am", ["1", "a.m.", "Session 1", "AM Registration", "Mon:AM", "Mon AM"])
@pytest.mark.parametrize("day", [DAY, "Mon 8 Sep 2025", "Monday 08/09/2025"])
def test_sessions_and_days_as_school_systems_write_them(brook: World, am: str, day: str) -> None:
    assert results(brook.sent(f"{AMY},{day},{am},/")) == ["accepted"]
    assert [(one.day.isoformat(), one.session) for one in brook.marks(AMY)] == [(DAY, "AM")]


# what a row says -> the codes of its problems, and words that must be in the sentence
WRONG = [
    (f"{NOBODY},{DAY},AM,/", ["not_yours"], "not a pupil you can record for"),
    (f"{DOT},{DAY},AM,/", ["not_yours"], "not a pupil you can record for"),
    (f"{CAL},2025-10-01,AM,/", ["not_here"], "the morning of Wednesday 1 October 2025"),
    (f"X{AMY[1:]},{DAY},AM,/", ["not_a_upn"], "letter"),
    ("8.01E+11,2025-09-08,AM,/", ["not_a_upn"], "spreadsheet"),
    (f",{DAY},AM,/", ["not_a_upn"], "UPN is missing"),
    (f"{AMY},45567,AM,/", ["date_serial"], "serial number"),
    (f"{AMY},,AM,/", ["missing"], "date is missing"),
    (f"{AMY},2025-12-15,AM,/", ["future"], "has not come yet"),
    (f"{AMY},2025-10-28,AM,/", ["not_a_school_day"], "not a school day of Brook School"),
    (f"{AMY},2025-09-13,AM,/", ["not_a_school_day"], "Saturday 13 September 2025"),
    (f"{AMY},2025-09-13,AM,#", ["not_a_school_day"], "Saturday 13 September 2025"),
    (f"{AMY},{DAY},noon,/", ["session"], "AM or PM"),
    (f"{AMY},{DAY},Period 1,/", ["session"], "AM or PM"),
    (f"{AMY},{DAY},AM/PM,/", ["session"], "AM or PM"),
    (f"{AMY},Tue 08/09/2025,AM,/", ["weekday"], "names another weekday"),
    (f"{AMY},{DAY},AM,", ["missing"], "mark is missing"),
    (f"{AMY},{DAY},AM,-", ["missing"], "leave the row out"),
    (f"{AMY},{DAY},AM,F9", ["unknown_code"], '"F9" is not an attendance mark'),
    (f"{AMY},{DAY},AM,H", ["unknown_code"], "withdrawn"),
    (f"{AMY},{DAY},AM", ["row_too_short"], "has 3 cells"),
    (f"{AMY},{DAY},AM,/,x", ["row_too_long"], "has 5 cells"),
    (f"{AMY},{DAY},AM,=cmd|'/c calc'!A1", ["formula"], "formula"),
    (f"{NOBODY},2025-10-28,x,F9", ["not_yours", "session", "unknown_code", "not_a_school_day"], ""),
]


@pytest.mark.parametrize(("row", "wrong", "words"), WRONG)
def test_a_bad_row_is_refused_in_plain_words_and_the_good_one_kept(
    brook: World, row: str, wrong: list[str], words: str
) -> None:
    report = brook.sent(row, f"{BEN},{DAY},AM,/")
    assert results(report) == ["refused", "accepted"]
    assert codes(report)[0] == wrong
    assert words in " ".join(problem.message for problem in report.outcomes[0].problems)
    assert report.refusals(9) == [report.outcomes[0]]


def test_a_pupil_elsewhere_and_one_nobody_knows_get_the_same_answer(brook: World) -> None:
    known, unknown = brook.sent(f"{DOT},{DAY},AM,/", f"{NOBODY},{DAY},AM,/").outcomes
    assert known.problems == unknown.problems


def test_a_upn_of_two_pupils_is_refused(brook: World) -> None:
    add_bearer(brook.session, AMY)
    add_bearer_words = brook.sent(f"{AMY},{DAY},AM,/").outcomes[0].problems[0]
    assert add_bearer_words.code == "upn_of_two"


def test_a_code_counts_on_the_days_it_was_in_use(brook: World) -> None:
    old = date(2024, 6, 10)
    brook.moved("on_roll", upn(7), HOME, "2024-06-03")
    rows = [f"{upn(7)},{old},AM,H", f"{upn(7)},{old},PM,C1"]
    report = brook.sent(*rows)
    assert results(report) == ["accepted", "refused"]
    assert "built-in" in " ".join(report.notes)


def test_a_planned_closure_may_be_marked_in_the_holidays(brook: World) -> None:
    assert results(brook.sent(f"{AMY},2025-10-28,AM,#")) == ["accepted"]


# sent -> held
SIGNS = [
    ("AM,/", "/"),
    ("PM,\\", "\\"),
    ("PM,/", "\\"),
    ("AM,\\", "/"),
    ("1,/", "/"),
    ("2,/", "\\"),
    ("am,l", "L"),
    ("Afternoon,c1", "C1"),
]


@pytest.mark.parametrize(("sent", "held"), SIGNS)
def test_a_mark_is_read_as_meant(brook: World, sent: str, held: str) -> None:
    report = brook.sent(f"{AMY.lower()},08/09/2025,{sent}")
    assert results(report) == ["accepted"]
    stored = marks.unpack(report.checked.mark)
    assert stored == [held]
    mended = sent in ("PM,/", "AM,\\", "2,/")
    assert [c.code for c in report.outcomes[0].concerns] == (["sign"] if mended else [])


def test_the_same_row_twice_counts_once(brook: World) -> None:
    report = brook.sent(f"{AMY},{DAY},AM,/", f"{AMY},08/09/2025,1,/")
    assert results(report) == ["accepted", "already_held"]
    assert report.outcomes[1].entry == report.outcomes[0].entry
    assert "The same as line 2" in report.outcomes[1].concerns[0].message


def test_two_marks_for_one_session_are_both_refused(brook: World) -> None:
    report = brook.sent(f"{AMY},{DAY},AM,/", f"{AMY},{DAY},AM,O", f"{AMY},{DAY},PM,\\")
    assert results(report) == ["refused", "refused", "accepted"]
    first, second, _ = report.outcomes
    assert "Line 3 has O" in first.problems[0].message
    assert "Line 2 has /" in second.problems[0].message


def test_three_rows_of_which_one_differs_are_all_refused(brook: World) -> None:
    report = brook.sent(*(f"{AMY},{DAY},AM,{mark}" for mark in "//O"))
    assert codes(report) == [["conflict"]] * 3
    assert [o.concerns for o in report.outcomes] == [()] * 3


def test_a_setting_marks_a_placed_pupil_while_placed(brook: World) -> None:
    rows = [f"{BEN},{day},AM,/" for day in ("2025-10-24", "2025-11-03", "2025-11-27", "2025-11-28")]
    report = brook.sent(*rows, to=SETTING)
    assert results(report) == ["refused", "accepted", "accepted", "refused"]
    assert results(brook.sent(f"{AMY},2025-11-03,AM,/", to=SETTING)) == ["refused"]


def test_an_afternoon_is_after_a_removal_in_the_afternoon(brook: World) -> None:
    brook.moved("removal_from_roll", AMY, HOME, DAY, session="PM", ground="a", to_place="900003")
    report = brook.sent(f"{AMY},{DAY},AM,/", f"{AMY},{DAY},PM,\\")
    assert results(report) == ["accepted", "refused"]


def test_a_file_with_nothing_good_in_it_is_kept_and_one_of_no_rows_is_not(brook: World) -> None:
    assert brook.sent().notes[-1].startswith("The file has column names and no rows")
    assert brook.count() == (0, 0)
    assert brook.sent(f"{NOBODY},{DAY},AM,/").refused == 1
    assert brook.count() == (1, 0)


UNREADABLE = [
    ("", "is empty"),
    ("upn,date,session\nx,y,z", "has no column mark"),
    ("pupil,when\n1,2", "no column upn and no column date"),
    ("upn,date,session,code,mark_code\na,b,c,d,e", "more than one column that could be mark"),
    ("upn,date,session,mark,mark\na,b,c,d,e", "more than once"),
]


@pytest.mark.parametrize(("content", "words"), UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(brook: World, content: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        brook.sent_file(content)


SAVED = [
    ("utf-8-sig", ","),
    ("cp1252", ";"),
    ("utf-16", "\t"),
    ("utf-8", "|"),
]


@pytest.mark.parametrize(("encoding", "separator"), SAVED)
def test_whatever_saved_the_file(brook: World, encoding: str, separator: str) -> None:
    lines = [
        "Unique Pupil Number,Mark Date,AM/PM,Mark,Pupil",
        "",
        f"{AMY},08/09/2025,AM,/,Zoë",
        f"{BEN},2025-09-08,PM,\\,Bén",
        "",
    ]
    data = "\r\n".join(lines).replace(",", separator).encode(encoding)
    report = brook.sent_file(data)
    assert (report.accepted, report.refused) == (2, 0)
    assert [outcome.line for outcome in report.outcomes] == [3, 4]
    assert "Nothing was read from pupil" in " ".join(report.notes)


def test_a_report_on_very_many_rows_lists_none_of_them(
    brook: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "MOST_OUTCOMES", 1)
    report = brook.sent(f"{AMY},2025-09-08,AM,/", f"{AMY},2025-09-08,PM,/")
    assert (report.accepted, report.outcomes) == (2, ())
