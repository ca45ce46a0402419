"""One mark through every door of attendance: the same mark, or the same problems in the same words.

The world is that of tests/attendance/world.py. What a form cannot say is not asked of it: a column
has a half-day, and a Common Transfer File real days of the week.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from movements.intake.attendance import settle_attendance
from movements.intake.attendance_check import check_attendance
from movements.intake.attendance_columns import Columns
from movements.intake.attendance_file import read_attendance
from movements.intake.attendance_json import read_attendance_json
from movements.intake.feed import read_feed
from tests.attendance.world import AMY, BEN, CAL, DOT, HOME, NOBODY, TODAY, World, world

NAMES = ("upn", "date", "session", "mark")
DAY = "2025-09-08"


@dataclass(frozen=True)
class Mark:
    """One mark as it is sent."""

    upn: str
    date: str = DAY
    session: str = "AM"
    mark: str = "I"

    @property
    def cells(self) -> dict[str, str]:
        return dict(zip(NAMES, (self.upn, self.date, self.session, self.mark), strict=True))


Door = Callable[[Mark], Columns]


def _plain(mark: Mark) -> Columns:
    rows = f"{','.join(NAMES)}\n{','.join(mark.cells.values())}\n"
    return read_attendance(rows.encode(), name="marks.csv")


def _quoted(mark: Mark) -> Columns:
    cells = ";".join(f'"{cell}"' for cell in mark.cells.values())
    return read_attendance(f"{';'.join(NAMES)}\n{cells}\n".encode("utf-16"), name="marks.csv")


def _wide(mark: Mark) -> Columns:
    text = f"upn,{mark.date} {mark.session}\n{mark.upn},{mark.mark}\n"
    return read_attendance(text.encode(), name="marks.csv")


def _ctf(mark: Mark) -> Columns:
    string = mark.mark if mark.session == "AM" else f"-{mark.mark}"
    text = (
        f"<CTfile><Header><CTFversion>24</CTFversion></Header><Pupil><UPN>{mark.upn}</UPN>"
        f"<AttendSessions><AttendanceStartDate>{mark.date}</AttendanceStartDate>"
        f"<AttendanceMarks>{string}</AttendanceMarks></AttendSessions></Pupil></CTfile>"
    )
    return read_attendance(text.encode(), name="ctf.xml")


def _json_columns(mark: Mark) -> Columns:
    body = {"upn": [mark.upn], "date": mark.date, "session": mark.session, "mark": [mark.mark]}
    return read_attendance_json(json.dumps(body).encode(), name="marks.json")[0]


def _json_rows(mark: Mark) -> Columns:
    body = json.dumps({"rows": [mark.cells]}).encode()
    return read_attendance_json(body, name="marks.json")[0]


def _json_file(mark: Mark) -> Columns:
    return read_attendance(json.dumps([mark.cells]).encode(), name="marks.json")


def _feed(mark: Mark) -> Columns:
    record = {"surname": "Bell", **mark.cells, "school_urn": HOME}
    feed = read_feed(json.dumps([record]).encode(), name="feed.json")
    return read_attendance(feed.part(HOME), name="feed.json")


ALWAYS: dict[str, Door] = {
    "plain": _plain,
    "quoted": _quoted,
    "json columns": _json_columns,
    "json rows": _json_rows,
    "json file": _json_file,
    "feed": _feed,
}
WIDE: dict[str, Door] = {**ALWAYS, "wide": _wide}
EVERY: dict[str, Door] = {**WIDE, "ctf": _ctf}

# a mark -> the doors it can be sent by
GOOD = [
    (Mark(AMY), EVERY),
    (Mark(AMY, mark="C1"), EVERY),
    (Mark(AMY, mark="/"), EVERY),
    (Mark(AMY, session="PM", mark="\\"), EVERY),
    (Mark(AMY, session="PM", mark="/"), EVERY),
    (Mark(AMY, mark="\\"), EVERY),
    (Mark(AMY, date="08/09/2025"), EVERY),
    (Mark(BEN, date="2025-11-03", mark="D"), EVERY),
    (Mark(AMY.lower(), mark="c1"), EVERY),
    (Mark(AMY, date="2025-10-28", mark="#"), EVERY),
]
BAD = [
    (Mark(NOBODY), EVERY),
    (Mark(DOT), EVERY),
    (Mark(f"X{AMY[1:]}"), EVERY),
    (Mark("8.01E+11"), EVERY),
    (Mark(""), EVERY),
    (Mark(CAL, date="2025-10-02"), EVERY),
    (Mark(AMY, date="2025-10-28"), EVERY),
    (Mark(AMY, date="2026-01-12"), EVERY),
    (Mark(AMY, mark="H"), EVERY),
    (Mark(AMY, mark="Y"), EVERY),
    (Mark(AMY, date="2025-09-13"), WIDE),
    (Mark(AMY, date="45908"), WIDE),
    (Mark(AMY, date="08/09/25"), WIDE),
    (Mark(AMY, mark="F9"), WIDE),
    (Mark(AMY, mark="01-Jan"), WIDE),
    (Mark(AMY, mark="PRESENT"), WIDE),
    (Mark(AMY, session="noon"), ALWAYS),
    (Mark(AMY, session=""), ALWAYS),
    (Mark(AMY, date=""), ALWAYS),
    (Mark(AMY, date="soon"), ALWAYS),
    (Mark(AMY, mark=""), ALWAYS),
    (Mark(NOBODY, date="2025-10-28", session="x", mark="F9"), ALWAYS),
]


@pytest.fixture(scope="module")
def brook() -> Iterator[World]:
    """One world for every mark: nothing is written to it."""
    with world() as made:
        yield made


Said = tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]


def said(brook: World, columns: Columns) -> Said:
    """The result of the one mark, its problems by code and words, and what was noted on it."""
    checked = check_attendance(brook.session, columns, brook.place(HOME), TODAY)
    (outcome,) = settle_attendance(brook.session, checked).row_by_row().outcomes
    problems = tuple((one.code, one.message) for one in outcome.problems)
    return outcome.result, problems, tuple(one.code for one in outcome.concerns)


def named(value: object) -> str:
    """A name for the test: the mark as it is told, or what the doors are called."""
    return "+".join(value) if isinstance(value, dict) else str(value)


@pytest.mark.parametrize(("mark", "doors"), GOOD, ids=named)
def test_every_door_takes_the_same_mark(brook: World, mark: Mark, doors: dict[str, Door]) -> None:
    heard = {name: said(brook, door(mark)) for name, door in doors.items()}
    assert {one[0] for one in heard.values()} == {"accepted"}
    assert len({*heard.values()}) == 1, heard


@pytest.mark.parametrize(("mark", "doors"), BAD, ids=named)
def test_every_door_refuses_in_the_same_words(
    brook: World, mark: Mark, doors: dict[str, Door]
) -> None:
    heard = {name: said(brook, door(mark)) for name, door in doors.items()}
    assert {one[0] for one in heard.values()} == {"refused"}
    assert len({*heard.values()}) == 1, heard


def test_every_code_that_was_ever_in_use_is_told_alike(brook: World) -> None:
    for code in ("L", "K", "V", "P", "W", "B", "D", "M", "J1", "S", "X", "C2", "Q", "Y7", "J"):
        heard = {said(brook, door(Mark(AMY, mark=code))) for door in EVERY.values()}
        assert len(heard) == 1, (code, heard)


def test_the_day_is_one_and_the_same_by_every_door(brook: World) -> None:
    days = {
        check_attendance(brook.session, door(Mark(AMY)), brook.place(HOME), TODAY).days
        for door in EVERY.values()
    }
    assert days == {(date(2025, 9, 8),)}
