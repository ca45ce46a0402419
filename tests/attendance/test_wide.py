"""The wide form: a line for each pupil, a column for each session."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movements.intake.attendance_file import read_attendance
from movements.intake.attendance_receipts import attendance_receipts
from movements.intake.attendance_titles import TitledDays, split_title
from movements.intake.plain_text import Unreadable
from movements.problems import Problem
from tests.attendance.world import AMY, BEN, TODAY, World

FILES = Path(__file__).parent / "files"


def marks_held(brook: World, who: str) -> list[tuple[str, str, str]]:
    found = brook.marks(who)
    return [(one.day.isoformat(), one.session, one.mark) for one in found]


def test_a_column_for_each_session(brook: World) -> None:
    report = brook.sent_file((FILES / "wide.csv").read_bytes())
    assert (report.accepted, report.already_held, report.refused) == (8, 0, 6)
    assert marks_held(brook, AMY) == [
        ("2025-09-08", "AM", "/"),
        ("2025-09-08", "PM", "\\"),
        ("2025-09-09", "AM", "L"),
        ("2025-09-09", "PM", "I"),
        ("2025-09-10", "AM", "/"),
    ]
    assert report.notes[:3] == (
        "4 cells are empty or -, so there is no mark for them.",
        "Nothing was read from surname: an attendance file has no use for it.",
        "The columns tell no year: their days were read as of the school year 2025/26. If that is "
        "not meant, write the year in them.",
    )


def test_what_is_wrong_is_told_by_line_and_column(brook: World) -> None:
    report = brook.sent_file((FILES / "wide.csv").read_bytes())
    saturday = report.refusals(10)[0]
    assert (saturday.line, saturday.problems[0].field) == (2, "Sat 13 Sep AM")
    assert report.refusals(10)[1].problems[0].field == "upn"


def test_receipts_are_the_file_with_an_outcome_for_each_line(brook: World) -> None:
    receipts = attendance_receipts(brook.sent_file((FILES / "wide.csv").read_bytes()))
    lines = receipts.splitlines()
    assert lines[0].endswith("Sat 13 Sep AM,result,entry,problems,concerns")
    assert lines[1].startswith(f'A,{AMY},/,\\,L,I,/,/,refused,9,"Sat 13 Sep AM: Saturday 13 Sept')
    assert lines[2].startswith(f"B,{BEN},/,/,,'-,C1,,accepted,9,,Mon 08 Sep PM: / is the morning's")
    assert lines[3].count("upn: ") == 1
    again = brook.sent_file(receipts)
    assert (again.accepted, again.already_held, again.refused) == (0, 8, 6)


def test_days_above_and_halves_beneath(brook: World) -> None:
    report = brook.sent_file((FILES / "wide-two-lines.csv").read_bytes())
    assert (report.accepted, report.refused) == (8, 0)
    assert report.outcomes[0].line == 3
    assert marks_held(brook, BEN)[-1] == ("2025-09-09", "PM", "I")


def test_two_columns_that_give_one_session_two_marks(brook: World) -> None:
    report = brook.sent_file(f"upn,Mon 08 Sep AM,08/09/2025 AM\n{AMY},/,I\n{BEN},/,/")
    results = [one.result for one in report.outcomes]
    assert results == ["refused", "refused", "accepted", "already_held"]
    assert report.outcomes[0].problems[0].message.startswith("Line 2, 08/09/2025 AM, has I for")
    assert report.outcomes[3].concerns[0].message.startswith("The same as line 3, Mon 08 Sep AM,")


def test_a_line_that_cannot_be_read_is_refused_whole(brook: World) -> None:
    report = brook.sent_file(f"upn,Mon 08 Sep AM,Mon 08 Sep PM\n{AMY},/\n{BEN},/,\\")
    assert (report.accepted, report.refused) == (2, 1)
    assert report.outcomes[0].problems[0].code == "row_too_short"


def test_sessions_and_nobody_to_give_them_to() -> None:
    with pytest.raises(Unreadable, match="no column upn"):
        read_attendance(b"name,Mon 08 Sep AM\nAmy,/\n", name="marks.csv")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Mon 01 Sep AM", ("Mon 01 Sep", "AM")),
        ("01/09/2025 AM", ("01/09/2025", "AM")),
        ("2025-09-01 PM", ("2025-09-01", "PM")),
        ("AM 01 Sep", ("01 Sep", "AM")),
        ("Monday 1st September 2025 (afternoon)", ("Monday 1st September 2025", "PM")),
        ("01/09AM", ("01/09", "AM")),
        ("Mon_01_Sep_p.m.", ("Mon 01 Sep", "PM")),
        ("45901 AM", ("45901", "AM")),
        ("01/09/25 PM", ("01/09/25", "PM")),
        ("Mon-08-Sep-AM", ("Mon 08-Sep", "AM")),
        ("08/09/2025 - AM", ("08/09/2025", "AM")),
        ("08/09/2025:PM", ("08/09/2025", "PM")),
        ("2025-09-08-AM Session", ("2025-09-08", "AM")),
        ("08/09/2025 Session 2", ("08/09/2025", "PM")),
        ("08/09/2025 1", ("08/09/2025", "AM")),
        ("08 Sep 1", None),
        ("Session 1", None),
        ("AM", None),
        ("Mon AM", None),
        ("01 Sep", None),
        ("Surname", None),
        ("AM PM 01 Sep", None),
    ],
)
def test_what_heads_a_session(title: str, told: tuple[str, str] | None) -> None:
    assert split_title(title) == told


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["Mon 01 Sep"], date(2025, 9, 1)),
        (["01 Sep"], date(2025, 9, 1)),
        (["Fri 04 Jul"], date(2025, 7, 4)),
        (["15 Jan"], date(2025, 1, 15)),
        (["Fri 12 Dec", "Mon 01 Sep"], date(2025, 12, 12)),
        (["Sep 1st"], date(2025, 9, 1)),
        (["29 Feb 2024"], date(2024, 2, 29)),
    ],
)
def test_the_year_is_that_of_the_school_year(texts: list[str], day: date) -> None:
    assert TitledDays(texts, TODAY).read(texts[0]) == day


def test_a_weekday_that_is_not_the_days(brook: World) -> None:
    report = brook.sent_file(f"upn,Tue 08 Sep AM,Mon 08 Sep 2025 PM\n{AMY},/,\\\n")
    assert [one.result for one in report.outcomes] == ["refused", "accepted"]
    wrong = report.outcomes[0].problems[0]
    assert wrong.code == "weekday"
    assert "2025-09-08 is a Monday" in wrong.message
    assert isinstance(TitledDays(["31 Sep"], TODAY).read("31 Sep"), Problem)


def test_a_gzip_of_either_form(brook: World) -> None:
    wide = gzip.compress((FILES / "wide.csv").read_bytes())
    assert brook.sent_file(wide).accepted == 8
    long = f"upn,date,session,mark\n{AMY},2025-09-11,AM,/\n".encode()
    assert brook.sent_file(gzip.compress(long[:30]) + gzip.compress(long[30:])).accepted == 1


WIDE_GZ = gzip.compress((FILES / "wide.csv").read_bytes())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WIDE_GZ) - 1))
def test_a_gzip_cut_anywhere_is_refused_whole(end: int) -> None:
    with pytest.raises(Unreadable):
        read_attendance(WIDE_GZ[:end], name="marks.csv.gz")


def test_a_line_for_each_day_with_a_column_for_each_half_of_it(brook: World) -> None:
    rows = f"{AMY},08/09/2025,/,\\\n{BEN},08/09/2025,L,\n{AMY},2025-09-09,I,-\n{AMY},,/,\\\n"
    report = brook.sent_file(f"UPN,Date,AM Mark,PM Mark\n{rows}")
    assert (report.accepted, report.refused) == (4, 2)
    wrong = [one for one in report.outcomes if one.result == "refused"]
    assert {(one.line, one.problems[0].field) for one in wrong} == {(5, "AM Mark"), (5, "PM Mark")}
    assert {one.problems[0].code for one in wrong} == {"missing"}
    assert marks_held(brook, AMY) == [
        ("2025-09-08", "AM", "/"),
        ("2025-09-08", "PM", "\\"),
        ("2025-09-09", "AM", "I"),
    ]
    assert marks_held(brook, BEN) == [("2025-09-08", "AM", "L")]
