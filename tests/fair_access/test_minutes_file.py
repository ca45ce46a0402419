"""A minute book as a file: panels by name, meetings by day, members by name, children by UPN."""

import csv
import io
from collections.abc import Iterator

import pytest

from fair_access.meetings.intake import take_in_minutes
from movements.intake.reading import Unreadable, read_rows
from movements.intake.receipts import IntakeReport
from tests.fair_access.world import AMY, BROOK, HILL, OFFICER, World, world

COLUMNS = (
    *("kind", "panel", "on", "meeting", "member", "upn", "phase", "area", "schools", "terms"),
    *("chair", "person", "school", "delegated", "day", "starts_at", "place", "why", "attends"),
)
SET_UP = {"phase": "secondary", "area": "North", "terms": "Protocol 4", "chair": "Admissions"}
ROWS: tuple[dict[str, str], ...] = (
    {"kind": "panel_set_up", "on": "2026-09-01", "schools": f"{BROOK} {HILL}", **SET_UP},
    {"kind": "panel_member", "on": "2026-09-01", "person": "Jo", "school": BROOK, "delegated": "Y"},
    {"kind": "panel_member", "on": "2026-09-01", "person": "Al", "school": HILL, "delegated": "N"},
    {
        "kind": "meeting_called", "on": "2026-09-21", "day": "2026-10-14", "starts_at": "9:30",
        "place": "County Hall",
    },
    {"kind": "meeting_agenda", "on": "2026-10-05", "upn": AMY, "why": "Due"},
    {"kind": "meeting_opened", "on": "2026-10-14"},
    {"kind": "meeting_attendance", "on": "2026-10-14", "member": "Jo", "attends": "present"},
    {"kind": "meeting_attendance", "on": "2026-10-14", "member": "Al", "attends": "apologies"},
    {"kind": "meeting_conflict", "on": "2026-10-14", "member": "Jo", "upn": AMY},
    {"kind": "meeting_closed", "on": "2026-10-14"},
)  # fmt: skip


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        yield made


def sent(here: World, *rows: dict[str, str]) -> IntakeReport:
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    about = {"panel": "North", "meeting": "2026-10-14"}
    table.writerows(about | row for row in rows)
    sheet = read_rows(out.getvalue().encode(), name="minutes.csv")
    return take_in_minutes(here.session, sheet, place=None, by=OFFICER)


def results(report: IntakeReport) -> list[str]:
    return [one.result for one in report.outcomes]


def test_a_whole_meeting_comes_in_once_though_its_case_is_closed_by_now(here: World) -> None:
    case = here.agreed(AMY)
    here.step(case, "case_withdrawn", "2026-11-02", because="Moved away")
    assert results(sent(here, *ROWS)) == ["accepted"] * len(ROWS)
    (meeting,) = here.book().meetings.values()
    (panel,) = here.book().panels.values()
    assert (meeting.cases, meeting.stage) == ((case,), "closed")
    came = {panel.member(one.member): one.attends for one in meeting.attended}
    assert {one.person: how for one, how in came.items() if one} == {
        "Jo": "present", "Al": "apologies",
    }  # fmt: skip
    assert meeting.left(case)
    assert results(sent(here, *ROWS)) == ["already_held"] * len(ROWS)


def test_what_is_wrong_is_said_by_row_and_the_good_rows_are_kept(here: World) -> None:
    here.agreed(AMY)
    wrong = (
        {"kind": "meeting_tea", "on": "2026-10-14"},
        {"kind": "meeting_opened", "on": "14 Octobre"},
        {"kind": "meeting_opened", "on": "2026-10-14", "meeting": "2026-10-15"},
        {"kind": "meeting_opened", "on": "2026-10-14", "panel": "South"},
        {"kind": "meeting_attendance", "on": "2026-10-14", "member": "Di", "attends": "present"},
        {"kind": "meeting_agenda", "on": "2026-10-05", "upn": "A", "why": "Due"},
    )
    report = sent(here, *ROWS[:4], *wrong, *ROWS[5:8])
    assert results(report)[:4] == ["accepted"] * 4
    assert [one.problems[0].code for one in report.outcomes[4:10]] == [
        *("unknown_minute", "not_a_date", "not_yours", "not_yours"),
        *("unknown_member", "unknown_case"),
    ]
    assert results(report)[10:] == ["accepted"] * 3


def test_a_row_that_cannot_be_read_is_refused_and_how_far_it_is_is_said(here: World) -> None:
    far: list[int] = []
    file = b"kind,panel,on\nmeeting_opened,North,2026-10-14,x\n"
    sheet = read_rows(file, name="minutes.csv")
    report = take_in_minutes(here.session, sheet, place=None, by=OFFICER, progress=far.append)
    assert (results(report), far) == (["refused"], [1])


def test_a_file_without_a_panel_column_is_none(here: World) -> None:
    sheet = read_rows(b"kind,on\nmeeting_opened,2026-10-14\n", name="minutes.csv")
    with pytest.raises(Unreadable, match="no column panel"):
        take_in_minutes(here.session, sheet, place=None, by=OFFICER)
