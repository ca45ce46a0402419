"""Common Transfer Files: the strings of marks in them, and what cannot be read in one way only."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movements.intake.attendance_file import read_attendance
from movements.intake.attendance_receipts import attendance_receipts
from movements.intake.ctf_file import read_ctf
from movements.intake.ctf_marks import as_written, dated, form_of, may_be_weeks_of, readings
from movements.intake.plain_text import Unreadable
from movements.marks import CLASS_OF
from movements.people_and_places import PlaceVersion
from movements.problems import Problem
from tests.attendance.world import AMY, BEN, HOME, NOBODY, World

FILES = Path(__file__).parent / "files"
NEW = (FILES / "ctf-24.xml").read_bytes()
OLD = (FILES / "ctf-21.xml").read_bytes()
MONDAY = date(2025, 9, 8)


def held(brook: World, who: str) -> str:
    return " ".join(f"{one.day.day}{one.session[0].lower()}{one.mark}" for one in brook.marks(who))


def split_marks(text: str) -> list[str] | Problem:
    """The marks of a string that stands alone in its file."""
    found = readings(text)
    told = found if isinstance(found, Problem) else as_written(found, form_of([found]))
    return told if isinstance(told, Problem) else [*told]


def test_a_string_with_weekends_and_marks_of_two_letters(brook: World) -> None:
    report = brook.sent_file(NEW)
    assert (report.accepted, report.refused) == (25, 0)
    assert held(brook, AMY).startswith("8a/ 8p\\ 9aC1 9pC2 10aJ1 10p\\ 11aY7 11pL 12a/ 12p\\ 15a/")
    assert held(brook, AMY).endswith("19aI 19pI 22p\\")
    assert held(brook, BEN) == "8a/ 8p\\ 9a/ 9p\\"


def test_an_older_edition_with_the_other_wrapper_and_weeks_of_five_days(brook: World) -> None:
    report = brook.sent_file(OLD)
    assert (report.accepted, report.refused) == (13, 3)
    assert held(brook, AMY).endswith("12p\\ 15a/ 15p\\ 16p\\")
    wrong = [one.problems[0] for one in report.refusals(9)]
    assert wrong[0].code == "ambiguous"
    assert wrong[0].message.startswith("C may be C, C1 or C2 here: CTF 21 has one letter")
    assert wrong[0].field == "mark 13 of AttendanceMarks"
    assert {one.code for one in wrong[1:]} == {"unknown_pupil"} or wrong[1].field == "upn"
    assert NOBODY not in held(brook, AMY)


def test_its_receipts_are_rows_to_mend_and_send(brook: World) -> None:
    receipts = attendance_receipts(brook.sent_file(OLD))
    lines = receipts.splitlines()
    assert lines[:2] == [
        "upn,date,session,mark,result,entry,problems,concerns",
        f"{AMY},2025-09-08,AM,/,accepted,9,,",
    ]
    mended = receipts.replace("2025-09-16,AM,C,", "2025-09-16,AM,C2,")
    again = brook.sent_file(mended)
    assert (again.accepted, again.already_held, again.refused) == (1, 13, 2)


def test_marks_that_the_file_says_are_another_schools(brook: World) -> None:
    version = PlaceVersion(
        place_id=f"s_00{HOME}",
        urn=HOME,
        name="Brook School",
        type_code="01",
        group_code="4",
        la_code="330",
        estab="4001",
        on=MONDAY,
        recorded_at="2025-09-08T08:00:00.000000Z",
        source="test",
    )
    brook.session.add(version)
    brook.session.flush()
    other = NEW.replace(b"<Year>2025</Year><LEA>330</LEA><Estab>4001", b"<LEA>330</LEA><Estab>4009")
    report = brook.sent_file(other)
    assert report.accepted == 0
    assert report.refusals(1)[0].problems[0].code == "other_school"
    assert brook.sent_file(NEW).refused == 0


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("/\\", ["/", "\\"]),
        ("/C1C", ["/", "C1", "C"]),
        ("CC2J1Y1Y7Y", ["C", "C2", "J1", "Y1", "Y7", "Y"]),
        ("-# /", ["-", "#", " ", "/"]),
        ("\n   /\\  \n", ["/", "\\"]),
        ("/l", ["/", "L"]),
        # Filled up to two letters, on either side.
        ("/ \\ / \\ ", ["/", "\\", "/", "\\"]),
        ("/ C1  \\ / C2", ["/", "C1", " ", "\\", "/", "C2"]),
        (" / \\C1 I", ["/", "\\", "C1", "I"]),
        ("/ - I \\", ["/", "-", "I", "\\"]),
        # A child marked in mornings alone; and with something between two marks.
        ("/ / / ", ["/", " ", "/", " ", "/"]),
        ("/ C1\\ ", ["/", " ", "C1", "\\"]),
        ("/ \\ C1 \\", ["/", "\\", "C1", "\\"]),
        ("/,\\,,c2,/", ["/", "\\", " ", "C2", "/"]),
        ("/;\\;-;C2", ["/", "\\", "-", "C2"]),
        ("\n  /\\/\\\n  C1J1\n", ["/", "\\", "/", "\\", "C1", "J1"]),
    ],
)
def test_a_string_is_split_into_its_marks(text: str, marks: list[str]) -> None:
    assert split_marks(text) == marks


@pytest.mark.parametrize(
    "text", ["I D I D ", "D D \\ D ", "1/", "/C11", "B1", "/,;", "C3/", "A/", "/,A,\\"]
)
def test_what_may_be_read_in_two_ways_or_none_is_refused(text: str) -> None:
    found = split_marks(text)
    assert isinstance(found, Problem)
    assert found.code == "ambiguous"


@pytest.mark.parametrize(
    ("beside", "marks"),
    [
        ("/ \\ ", ["I", "D", "I"]),
        ("/\\", ["I", " ", "D", " ", "I"]),
        ("C1 \\", ["I", "D", "I"]),
    ],
)
def test_one_string_of_a_file_tells_how_another_is_written(beside: str, marks: list[str]) -> None:
    both = [
        found for text in (beside, "I D I ") if not isinstance(found := readings(text), Problem)
    ]
    assert as_written(both[1], form_of(both)) == (*marks,)


def test_strings_that_tell_different_forms_leave_what_is_open_open() -> None:
    texts = ("/ \\ ", "/\\/\\", "I D I ")
    found = [one for text in texts if not isinstance(one := readings(text), Problem)]
    form = form_of(found)
    assert form == frozenset()
    told = as_written(found[2], form)
    assert isinstance(told, Problem)
    assert as_written(found[1], form) == ("/", "\\", "/", "\\")


CODES = st.lists(st.sampled_from([*CLASS_OF, "-"]), min_size=1, max_size=60)


@given(CODES)
def test_any_marks_written_one_after_another_are_split_again(codes: list[str]) -> None:
    assert split_marks("".join(codes)) == codes


@given(st.lists(st.sampled_from([*CLASS_OF, "-"]), max_size=30).map(lambda c: ["/", "\\", *c]))
def test_any_marks_filled_up_to_two_letters_are_never_read_as_others(codes: list[str]) -> None:
    told = split_marks("".join(code.ljust(2) for code in codes))
    assert isinstance(told, Problem) or told == codes


@given(CODES)
def test_weeks_of_five_and_of_seven_come_to_the_same_marks(codes: list[str]) -> None:
    weeks = [codes[n : n + 10] + ["#"] * 4 for n in range(0, len(codes), 10)]
    seven = [mark for week in weeks for mark in week]
    of_five = [(one.day, one.half, one.mark) for one in dated(codes, MONDAY, 5)]
    full = len(codes) % 10 == 0
    if full:
        of_seven = [(one.day, one.half, one.mark) for one in dated(seven, MONDAY, 7)]
        assert of_seven == of_five


@pytest.mark.parametrize(
    ("marks", "start", "sent", "weeks"),
    [
        ("/" * 10, MONDAY, None, {5, 7}),
        ("/" * 12, MONDAY, None, {5}),
        ("/" * 10 + "#" * 4, MONDAY, None, {5, 7}),
        ("/" * 10 + "#" * 4, MONDAY, date(2025, 9, 14), {7}),
        (("/" * 10 + "#" * 4) * 2, MONDAY, None, {7}),
        ("##//", date(2025, 9, 7), None, {7}),
        ("////", date(2025, 9, 7), None, set()),
    ],
)
def test_of_how_many_days_its_weeks_are(
    marks: str, start: date, sent: date | None, weeks: set[int]
) -> None:
    assert may_be_weeks_of([*marks], start, sent) == weeks


def test_weeks_that_may_be_of_five_days_or_of_seven_are_refused(brook: World) -> None:
    one = OLD.replace(b"/\\/\\/\\/\\/\\/\\C\\", b"/\\/\\/\\/\\/\\####/\\")
    report = brook.sent_file(one)
    assert report.accepted == 0
    assert report.refusals(1)[0].problems[0].message.startswith("These AttendanceMarks from 2025-")


ENTITY = b'<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BOMB = b'<!DOCTYPE CTfile [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("doctype", [ENTITY, BOMB])
def test_entities_are_refused_and_nothing_is_opened(doctype: bytes) -> None:
    with pytest.raises(Unreadable, match="entities of its own"):
        read_attendance(doctype + b"<CTfile><Header>&a;</Header></CTfile>", name="x.xml")


def test_a_file_without_marks_or_start(brook: World) -> None:
    empty = brook.sent_file(b"<CTfile><CTFpupilData></CTFpupilData></CTfile>")
    assert "there was nothing to take in" in empty.notes[1]
    report = brook.sent_file(NEW.replace(b"2025-09-08", b""))
    assert report.refusals(1)[0].problems[0].message == (
        "AttendanceStartDate is missing, so nobody can tell what days the marks are of."
    )
    odd = brook.sent_file(NEW.replace(b"2025-09-08", b"soon").replace(b"DateTime", b"Made"))
    assert odd.refusals(1)[0].problems[0].message.startswith("AttendanceStartDate: 'soon'")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(NEW) - 2))
def test_a_file_cut_anywhere_is_refused_whole(end: int) -> None:
    whole = len(NEW.rstrip())
    if end < whole:
        with pytest.raises(Unreadable):
            read_attendance(NEW[:end], name="x.xml")


BARE = NEW.replace(b"<AttendSessions>", b"").replace(b"</AttendSessions>", b"")


def test_marks_that_stand_in_the_year_itself_are_taken_in_as_well(brook: World) -> None:
    assert b"AttendSessions" not in BARE
    report = brook.sent_file(BARE)
    assert (report.accepted, report.refused) == (25, 0)
    assert held(brook, BEN) == "8a/ 8p\\ 9a/ 9p\\"


def test_no_run_is_lost_however_many_stand_in_a_year_and_wherever(brook: World) -> None:
    two = b"<AttendanceStartDate>2025-09-10</AttendanceStartDate>"
    two += b"<AttendanceMarks>II</AttendanceMarks>"
    own = b"<AttendSessions>" + two.replace(b"09-10", b"09-11") + b"</AttendSessions>"
    none = b"<AttendanceMarks>BB</AttendanceMarks>"
    after = b"/\\/\\</AttendanceMarks>"
    report = brook.sent_file(BARE.replace(after, after + two + own + none))
    assert held(brook, BEN) == "8a/ 8p\\ 9a/ 9p\\ 10aI 10pI 11aI 11pI"
    (wrong,) = [one.problems[0] for one in report.refusals(9)]
    assert wrong.message.startswith("AttendanceStartDate is missing")


def test_the_school_and_the_upn_may_stand_after_the_marks(brook: World) -> None:
    school, upn = b"<LEA>330</LEA><Estab>4009</Estab>", b"<UPN>H001000000002</UPN>"
    later = BARE.replace(b"<LEA>330</LEA><Estab>4001</Estab>", b"")
    later = later.replace(b"</YearData>", school + b"</YearData>")
    later = later.replace(upn, b"").replace(b"</Attendance>", b"</Attendance>" + upn)
    columns = read_attendance(later, name="x.xml")
    assert columns.schools is not None
    assert {columns.schools.cell(row) for row in range(len(columns))} == {"330/4009"}
    assert {columns.upn.cell(row) for row in range(len(columns))} == {AMY, BEN}


def test_the_edition_is_known_by_either_way_of_writing_its_name() -> None:
    assert read_ctf(OLD, name="ctf.xml").version == 21
    assert read_ctf(OLD.replace(b"CTFversion", b"CTFVersion"), name="ctf.xml").version == 21


def test_utf_16_and_namespaces_are_read() -> None:
    text = NEW.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    text = text.replace("<CTfile>", '<CTfile xmlns="urn:ctf">')
    columns = read_attendance(text.encode("utf-16"), name="x.xml")
    assert len(columns) == len(read_attendance(NEW, name="x.xml"))


def test_a_file_of_no_known_day_and_a_pupil_without_marks(brook: World) -> None:
    """What a file says of its own day is only a hint; a pupil may stand in it with no mark."""
    data = NEW.replace(b"2025-12-01T09:00:00", b"yesterday").replace(
        b"<AttendanceMarks>/\\/\\</AttendanceMarks>", b"<AttendanceMarks> </AttendanceMarks>"
    )
    assert data.count(b"<AttendanceMarks> </AttendanceMarks>") == 1
    brook.sent_file(data)
    assert held(brook, AMY).startswith("8a/ 8p\\ 9aC1")
    assert held(brook, BEN) == ""


def test_marks_that_cannot_be_told_apart_are_refused_as_one(brook: World) -> None:
    report = brook.sent_file(NEW.replace(rb">/\/\</AttendanceMarks>", rb">/\~\</AttendanceMarks>"))
    (wrong,) = [o.problems[0] for o in report.refusals(9)]
    assert wrong.message.startswith("These AttendanceMarks cannot be told apart. '~' (letter 3)")
    assert held(brook, BEN) == ""
