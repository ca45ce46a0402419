"""A COLLECT export of the school census taken in: its rolls, its folder, the list of its schools.

The world and the export are those of tests/intake/census.py.
"""

from datetime import date
from pathlib import Path

import pytest

from movements.intake.collect_export import read_export
from movements.intake.collect_schools import read_schools
from movements.intake.plain_text import Unreadable
from movements.intake.reading import read_rows
from movements.not_in_file import not_in_file
from movements.register import find_pupil, standing
from tests.attendance.world import AMY, BEN, CAL, DOT, HOME, NOBODY, OTHER, SETTING
from tests.intake.census import (
    CENSUS,
    EXCLUSIONS,
    LEAVERS,
    MEALS,
    NEW,
    PLACED,
    PUPILS,
    Census,
    leaver,
    lines,
    pupil,
    told,
)
from tests.intake.world import Files, concerned


def test_a_roll_is_compared_by_school_on_the_census_day(census: Census) -> None:
    rows = (pupil("1", AMY, "Amy"), pupil("2", NEW), pupil("3", DOT, "Dot", "H"))
    report = census.take(pupilonroll=lines(PUPILS, *rows))
    assert told(report, "pupilonroll") == [("accepted", "")] * 3
    held = standing(census.sent.session, str(find_pupil(census.sent.session, NEW)), CENSUS)
    assert (held.details["nc_year"], held.rolls[0].since) == ("9", date(2025, 9, 1))
    missing = not_in_file(census.sent.session, CENSUS)
    assert set(missing) == {find_pupil(census.sent.session, who) for who in (BEN, CAL)}
    assert any(note.startswith("Brook School: 1 on this roll is not") for note in report.notes)


def test_the_same_export_again_changes_nothing(census: Census) -> None:
    tables = {
        "pupilonroll": lines(PUPILS, pupil("1", AMY, "Amy"), pupil("2", BEN, "Ben")),
        "pupilnolongeronroll": lines(f"{LEAVERS},ground", leaver(NOBODY, more=",a")),
        "termlyexclusionsonroll": lines(EXCLUSIONS, "1,B,2025-Oct-01 00:00:00,4.0,DB,,,SUSP"),
        "fsmperiod": lines(MEALS, "1,B,2025-Sep-01 00:00:00,,ENG"),
        "schoolarrangedapdetailonroll": lines(
            PLACED, f"1,B,{SETTING}.0,,2025-Oct-02 00:00:00,,10.0,,BHS,FT,"
        ),
    }
    first = census.take(**tables)
    assert (first.whole.refused, first.whole.already_held) == (0, 0)
    before = census.sent.head()
    again = census.take()
    assert (again.whole.accepted, again.whole.refused) == (0, 0)
    assert census.sent.head() == before
    numbers = {t: [o.entry for o in outcomes] for t, outcomes in first.outcomes.items()}
    same = {t: [o.entry for o in outcomes] for t, outcomes in again.outcomes.items()}
    for table in ("pupilnolongeronroll", "termlyexclusionsonroll", "schoolarrangedapdetailonroll"):
        assert numbers[table] == same[table]


REFUSED = [
    (pupil("1", "5ff4489b-998"), 'upn: "5FF4489B-998" has 12 characters'),
    (pupil("1", NEW, sen="S"), "senprovision: "),
    (pupil("1", NEW).replace("9.0", "99"), 'ncyearactual: "99" is not'),
    (pupil("1", NEW).replace("2025-Sep-01", "2025-Sep-31"), "entrydate: "),
    (pupil("1", NEW).replace(",C,", ",Z,"), 'enrolstatus: "Z" is not'),
    (pupil("1", NEW, school="X"), 'School "X" is not in the list of schools'),
    (pupil("1", NEW).rpartition(",")[0], "has 13 cells and there are 14"),
]


@pytest.mark.parametrize(("row", "words"), REFUSED)
def test_a_bad_row_says_what_is_wrong_by_the_tables_own_column(
    census: Census, row: str, words: str
) -> None:
    report = census.take(pupilonroll=lines(PUPILS, row, pupil("2", AMY, "Amy")))
    (bad, why), good = told(report, "pupilonroll")
    assert (bad, good[0]) == ("refused", "accepted")
    assert words in why
    assert find_pupil(census.sent.session, NEW) is None


def test_a_row_of_a_school_not_listed_is_told_all_that_is_wrong(census: Census) -> None:
    report = census.take(pupilonroll=lines(PUPILS, pupil("1", "Q1", school="X", sen="S")))
    problems = report.outcomes["pupilonroll"][0].problems
    assert {problem.field for problem in problems} == {"nativeid", "upn", "senprovision"}


def test_a_pupil_current_elsewhere_is_claimed(census: Census) -> None:
    report = census.take(pupilonroll=lines(PUPILS, pupil("1", DOT, "Dot")))
    assert "the authority has been asked to confirm" in concerned(report.outcomes["pupilonroll"][0])
    assert census.sent.kinds(DOT) == ["on_roll", "roll_claim"]


def test_a_guest_is_not_returned_and_so_not_missing(census: Census) -> None:
    census.sent.roll(
        "upn,surname,forename,dob,entry_date,enrol_status,on",
        f"{NEW},Bell,Pat,2012-01-02,2025-09-08,G,2025-09-08",
    )
    census.take(pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy"), pupil("2", BEN, "Ben")))
    assert not_in_file(census.sent.session, CENSUS) == {}


@pytest.mark.parametrize(
    ("more", "on", "expected"),
    [
        ({"schoolcensus": "NativeId,referencedate\nB,2025-Oct-02 00:00:00"}, None, "2025-10-02"),
        ({"schoolcensus": "NativeId,referencedate\nB,2025-Oct-02 00:00:00"}, CENSUS, "2025-10-06"),
        ({"schoolcensus": "NativeId,referencedate\nH,2025-Oct-02 00:00:00\nB,"}, None, None),
        ({}, None, None),
    ],
    ids=["the census day", "the day asked for", "another school's", "today"],
)
def test_the_day_a_roll_speaks_for(
    census: Census, more: dict[str, str], on: date | None, expected: str | None
) -> None:
    census.on = on
    (census.folder / "read me.txt").write_text("not a table")
    census.take(pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy")), **more)
    told_on = not_in_file(census.sent.session, date.max)
    ((missing,),) = told_on.values()
    assert expected is None or missing.since.isoformat() == expected


def test_a_census_day_that_is_no_date_is_said(census: Census) -> None:
    census.on = None
    with pytest.raises(Unreadable, match="column referencedate"):
        census.take(
            pupilonroll=lines(PUPILS, pupil("1", AMY)),
            schoolcensus="NativeId,referencedate\nB,last week",
        )


def test_tables_that_are_not_held_are_named_and_not_read(census: Census) -> None:
    report = census.take(
        pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy")),
        senneeds="a,b\n1,2",
    )
    assert list(report.outcomes) == ["pupilonroll"]
    assert "Not held by the register, and not read: senneeds.csv." in report.notes
    assert "The export has no school H: nothing was sent for Hill School." in report.notes


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"senneeds.csv": "a,b\n1,2"}, "has no pupilonroll.csv"),
        ({"pupilonroll.csv": "upn,dob\n1,2"}, "table pupilonroll has no column pupilonrolltableid"),
        ({"pupilonroll.csv": PUPILS, "PupilOnRoll.CSV": PUPILS}, "are one table"),
    ],
)
def test_a_folder_that_is_no_export_is_not_read(
    tmp_path: Path, files: dict[str, str], words: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(Unreadable, match=words):
        read_export(tmp_path)


def test_a_folder_that_is_not_there_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="There is no folder"):
        read_export(tmp_path / "elsewhere")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,place\nB,900001", "has no column school"),
        ("school,urns\nB,900001", "has no column place"),
        ("school,place\nB,", "line 2: place is empty"),
        ("school,place\n,900001", "line 2: school is empty"),
        ("school,place\nB,123456", "line 2: No place '123456' is known"),
        (f"school,place\nB,{HOME}\nb.0,{OTHER}", "line 3: school b.0 stands on a line before"),
        (f"school,place\nB,{HOME}\nH,{HOME}", "line 3: Brook School is given for school B too"),
        (f"school,place\nB,{HOME},x", "line 2: Line 2 has 3 cells"),
        ("school,place\n", "names no school"),
    ],
)
def test_a_wrong_list_of_schools_says_so_by_line(sent: Files, text: str, words: str) -> None:
    sheet = read_rows(text.encode(), name="map.csv")
    with pytest.raises(Unreadable) as unreadable:
        read_schools(sent.session, sheet, name="map.csv")
    assert words in unreadable.value.message


def test_schools_may_be_called_by_their_number_and_places_written_as_floats(sent: Files) -> None:
    text = f"LAESTAB,URN\n3304001.0,{HOME}.0\n"
    found = read_schools(sent.session, read_rows(text.encode(), name="m"), name="m")
    assert [(key, place.urn) for key, place in found.items()] == [("3304001", HOME)]
