"""The DfE's daily field list as an export: the week's marks, and the same again as a feed."""

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest

from movements.daily_feed import FIELDS
from movements.intake.feed import read_feed
from reports.returns.daily_attendance import BASIS, Daily, daily_attendance
from tests.attendance.world import AMY, BEN, HOME, SETTING, World, world

ON = date(2025, 11, 10)
NAMES = [field.name for field in FIELDS]


@pytest.fixture
def brook() -> Iterator[World]:
    with world() as made:
        made.sent(f"{AMY},2025-11-03,AM,I", f"{AMY},2025-11-04,AM,/", f"{BEN},2025-11-04,AM,D")
        made.sent(f"{BEN},2025-11-04,AM,L", f"{BEN},2025-11-10,PM,C1", to=SETTING)
        yield made


def told(brook: World, on: date = ON, *places: str) -> Daily:
    ids = [brook.place(place).id for place in places] or None
    return daily_attendance(brook.session, on, ids)


def marks(daily: Daily) -> list[tuple[str, ...]]:
    return [
        tuple(row[name] for name in ("school_urn", "date", "session", "upn", "mark"))
        for row in daily.rows
    ]


def test_the_marks_of_the_week_that_ends_on_the_day(brook: World) -> None:
    assert marks(told(brook)) == [
        (HOME, "2025-11-04", "AM", AMY, "/"),
        (HOME, "2025-11-04", "AM", BEN, "D"),
        (SETTING, "2025-11-04", "AM", BEN, "L"),
        (SETTING, "2025-11-10", "PM", BEN, "C1"),
    ]
    assert marks(told(brook, date(2025, 11, 11)))[0][1] == "2025-11-10"
    assert len(marks(told(brook, ON, SETTING))) == 2
    assert told(brook, date(2025, 9, 30)).rows == []


def test_a_mark_that_was_changed_is_told_as_it_is_now(brook: World) -> None:
    brook.sent(f"{AMY},2025-11-04,AM,O")
    assert marks(told(brook))[0] == (HOME, "2025-11-04", "AM", AMY, "O")


def test_a_row_has_every_field_of_the_list_in_its_order(brook: World) -> None:
    brook.moved("pupil_details", AMY, HOME, "2025-09-02", surname="Bell", dob="2012-01-02", sex="F")
    (row, *_) = told(brook, date(2025, 11, 4), HOME).rows
    assert [*row] == NAMES
    assert (row["surname"], row["dob"], row["sex"], row["la_code"]) == (
        *("Bell", "2012-01-02", "F"),
        "330",
    )
    assert (row["admission_date"], row["expected_leaving_date"], row["leaving_date"]) == (
        *("2025-09-01", "", ""),
    )
    of_ben = next(row for row in told(brook, ON, SETTING).rows)
    assert of_ben["admission_date"] == "2025-11-03", "placed there, and on no roll of it"


def test_who_is_placed_leaves_as_planned_and_who_has_left_on_the_day(brook: World) -> None:
    placed = {"place": SETTING, "reason": "BHS", "planned_end": "2025-12-19"}
    brook.moved("ap_placement", AMY, HOME, "2025-11-05", **placed)
    brook.sent(f"{AMY},2025-11-05,AM,/", to=SETTING)
    brook.moved("removal_from_roll", BEN, HOME, "2025-11-10", ground="g")
    days = ("admission_date", "expected_leaving_date", "leaving_date")
    by_place = {
        (row["upn"], row["school_urn"]): tuple(row[name] for name in days)
        for row in told(brook).rows
    }
    assert by_place == {
        (AMY, HOME): ("2025-09-01", "", ""),
        (AMY, SETTING): ("2025-11-05", "2025-12-19", ""),
        (BEN, HOME): ("2025-09-01", "", "2025-11-10"),
        (BEN, SETTING): ("2025-11-03", "", "2025-11-10"),
    }


def test_protected_children_are_left_out(brook: World) -> None:
    brook.moved("pupil_details", BEN, HOME, "2025-09-02", home_la="330", protected="Y")
    daily = told(brook)
    assert {row["upn"] for row in daily.rows} == {AMY}
    assert daily.withheld == 3


def test_the_list_taken_in_again_as_a_feed_changes_nothing(brook: World) -> None:
    daily = told(brook)
    text = io.StringIO(newline="")
    out = csv.DictWriter(text, NAMES)
    out.writeheader()
    out.writerows(daily.rows)
    feed = read_feed(text.getvalue().encode(), name="daily.csv")
    assert feed.schools() == [HOME, SETTING]
    for school in feed.schools():
        report = brook.sent_file(feed.part(school), school)
        assert (report.accepted, report.already_held, report.refused) == (0, 2, 0)
    assert marks(told(brook)) == marks(daily)


def test_the_list_says_on_what_it_rests() -> None:
    assert "Share your daily school attendance data" in BASIS.words()
