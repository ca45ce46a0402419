"""Every code sent by every door, of a school day on each side of 19 August 2024: taken or refused,
and what the sessions come to.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from movements.attendance import summary
from movements.intake.attendance import AttendanceReport, check_attendance, write_attendance
from movements.intake.attendance_columns import Columns
from movements.intake.attendance_file import read_attendance
from movements.intake.attendance_json import read_attendance_json
from movements.people_and_places import TermDate
from tests.attendance.test_classes import ROWS
from tests.attendance.world import HOME, TODAY, TOLD, World, upn, world

FRIDAY, MONDAY = date(2024, 8, 16), date(2024, 8, 19)
CODES = {row[0]: upn(100 + number) for number, row in enumerate(ROWS)}


@pytest.fixture(scope="module")
def august() -> Iterator[World]:
    """A school with a pupil for each code, open in August 2024."""
    with world() as made:
        for who in CODES.values():
            made.moved("on_roll", who, HOME, "2023-09-04")
        term = {"from_date": date(2024, 8, 12), "to_date": date(2024, 8, 23)}
        made.session.add(TermDate(place_or_la=f"s_00{HOME}", kind="term", recorded_at=TOLD, **term))
        made.session.flush()
        yield made


def long(on: date) -> Columns:
    rows = "".join(f"{who},{on},AM,{code}\n" for code, who in CODES.items())
    return read_attendance(f"upn,date,session,mark\n{rows}".encode(), name="long.csv")


def wide(on: date) -> Columns:
    rows = "".join(f"{who},{code}\n" for code, who in CODES.items())
    return read_attendance(f"upn,{on} AM\n{rows}".encode(), name="wide.csv")


def columns(on: date) -> Columns:
    told = {"upn": [*CODES.values()], "mark": [*CODES], "date": str(on), "session": "AM"}
    return read_attendance_json(json.dumps(told).encode(), name="marks.json")[0]


def ctf(on: date) -> Columns:
    """A week of five days from the Monday before, with the mark on its day alone."""
    start = date(2024, 8, 12 if on == FRIDAY else 19)
    before = "-" * 2 * (on - start).days
    pupils = "".join(
        f"<Pupil><UPN>{who}</UPN><YearData><AttendanceStartDate>{start}</AttendanceStartDate>"
        f"<AttendanceMarks>{before}{code}</AttendanceMarks></YearData></Pupil>"
        for code, who in CODES.items()
    )
    head = "<Header><CTFversion>24.0</CTFversion></Header>"
    return read_attendance(f"<CTfile>{head}{pupils}</CTfile>".encode(), name="ctf.xml")


def sent(made: World, read: Columns) -> AttendanceReport:
    checked = check_attendance(made.session, read, made.place(HOME), TODAY)
    return write_attendance(made.session, checked, made.by)


@pytest.mark.parametrize("on", [FRIDAY, MONDAY], ids=str)
@pytest.mark.parametrize("door", [long, wide, columns, ctf])
def test_a_code_is_taken_on_the_days_it_is_of_and_comes_to_its_class(
    august: World, door: Callable[[date], Columns], on: date
) -> None:
    with august.session.begin_nested() as undone:
        report = sent(august, door(on)).row_by_row()
        by_upn = {
            report.checked.columns.upn.cell(at): [one.code for one in outcome.problems]
            for at, outcome in enumerate(report.outcomes)
        }
        for code, of, possible, attended, before, since in ROWS:
            who, in_use = CODES[code], (before if on == FRIDAY else since) == "yes"
            assert by_upn[who] == ([] if in_use else ["unknown_code"]), code
            told = summary(august.session, august.pupil(who), on, on)
            assert (told.possible, told.attended) == (
                int(in_use and possible == "yes"),
                int(in_use and attended == "yes"),
            ), code
            assert told.authorised == int(in_use and of == "authorised"), code
            assert told.unauthorised == int(in_use and of == "unauthorised"), code
        undone.rollback()
