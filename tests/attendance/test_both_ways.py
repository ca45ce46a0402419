"""The quick way and the careful way come to the same; receipts go back and come in again."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movements.intake import cells_at_once, told_apart, unquoted
from movements.intake.attendance import AttendanceReport, check_attendance, write_attendance
from movements.intake.attendance_columns import WANTED, Columns, PlainLines
from movements.intake.attendance_file import read_attendance
from movements.intake.attendance_plain import read_plain
from movements.intake.attendance_receipts import attendance_receipts, write_attendance_receipts
from movements.intake.plain_text import Unreadable
from movements.intake.reading import LongSheet
from tests.attendance.world import AMY, BEN, NOBODY, TODAY, World

HEADER = "upn,date,session,mark\n"
PLAIN = [
    HEADER + f"{AMY},2025-09-08,AM,/\n{AMY},2025-09-08,PM,\\\n",
    HEADER + f"{AMY},08/09/2025,1,C1",
    HEADER + f"\n{AMY},2025-09-08,AM,/\n\n\n{BEN},2025-09-08,AM,L\n\n",
    HEADER.replace("\n", "\r\n") + f"{AMY},2025-09-08,AM,/\r\n{BEN},2025-09-08,AM,#\r\n",
    HEADER + f'"{AMY}",2025-09-08,AM,"/"\n{BEN},"","AM",L\n',
    f'"upn","date","session","mark"\r\n"{AMY}","2025-09-08","AM"," / "\r\n',
    f"Form;UPN;Mark Date;AM/PM;Mark\n9 A;{AMY};08/09/2025;AM;/\n9 A; {BEN} ;08/09/2025;PM;\n",
]
NOT_PLAIN = [
    HEADER + f'"{AMY},2025-09-08,AM,/\n',
    HEADER + f'"{AMY}","2025-09-08,AM","/"\n',
    HEADER + f'"{AMY}","2025-09-08","AM","/""/"\n',
    HEADER + f'{AMY},2025-09-08,AM,C"1"\n',
    HEADER + f'{AMY},2025-09-08,AM,"C"1\n',
    HEADER + f'{AMY},2025-09-08,AM,"/\n"\n',
    HEADER + f"{AMY},2025-09-08,AM\n",
    HEADER + f"{AMY},2025-09-08,AM,/,x\n{BEN},2025-09-08,AM\n",
    HEADER + f"{AMY},2025-09-08,AM,-\n",
    HEADER + f"{AMY},2025-09-08,AM,=1\n",
    HEADER + ",,,\n",
    HEADER + f"{AMY},2025-09-08,AM,/\r{BEN},2025-09-08,AM,/\r",
    f"upn,date,session,mark,result,entry\n{AMY},2025-09-08,AM,/,accepted,4\n",
    f"upn,date,session,mark,\n{AMY},2025-09-08,AM,/,\n",
    "upn,date,session\nx,y,z\n",
    "\n" + HEADER,
    HEADER,
    HEADER + f"{AMY},2025-09-08,AM,é\n",
    HEADER + f"{AMY},2025-09-08,AM,/\0\n",
    HEADER + f"{AMY},2025-09-08,AM,{'C' * 33}\n",
    f"upn,date,session,mark,name\n{AMY},2025-09-08,AM,/,-x\n",
    f"upn,date,session,mark,name\n{AMY},2025-09-08,AM,/,{'x' * 10_000}\n",
]


@pytest.fixture(scope="module", autouse=True, params=["a day's file", "a year's file"])
def quick_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """A small file has each of its cells made a text; a large one is compared as numbers."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "a year's file":
            patch.setattr(cells_at_once, "_FEW", 0)
        yield


def rows(columns: Columns) -> list[tuple[object, ...]]:
    return [
        (int(columns.lines[i]), *(getattr(columns, name).cell(i) for name in WANTED))
        for i in range(len(columns))
    ]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_file_is_read_the_same_both_ways(text: str) -> None:
    quick = read_attendance(text.encode(), name="marks.csv", plainly=True)
    careful = read_attendance(text.encode(), name="marks.csv", plainly=False)
    assert isinstance(quick.source, PlainLines)
    assert not isinstance(careful.source, PlainLines)
    assert rows(quick) == rows(careful)
    assert (quick.sent.sha256, quick.notes) == (careful.sent.sha256, careful.notes)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_a_file_with_anything_to_mend_is_read_row_by_row(text: str) -> None:
    assert read_plain(text, name="marks.csv") is None


CELLS = st.sampled_from(
    [AMY, BEN, "2025-09-08", "08/09/2025", "AM", "2", "/", "\\", "C1", "", " ", "-", '"', "=x", "'"]
    + [f'"{cell}"' for cell in (AMY, "AM", "/", "", "=x", "a,b", "a\nb")]
)
LINES = st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=6)


@settings(max_examples=200, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_file_both_ways_agree(lines: list[str], end: str) -> None:
    data = end.join([HEADER.strip(), *lines]).encode()
    found = [_read(data, plainly) for plainly in (True, False)]
    assert found[0] == found[1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([AMY, BEN, "", "x" * 8, "x" * 9, "x" * 17]), max_size=40))
def test_a_file_read_in_parts_is_read_the_same(upns: list[str]) -> None:
    lines = [f'"{who}",2025-09-08,AM,"/"' if who else "" for who in upns]
    data = "\n".join([HEADER.strip(), *lines]).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells_at_once, "_FIRST", 30)
        patch.setattr(cells_at_once, "_AT_ONCE", 50)
        patch.setattr(unquoted, "_AT_ONCE", 40)
        found = [_read(data, plainly) for plainly in (True, False)]
    assert found[0] == found[1]


def test_a_long_file_is_not_held_row_by_row() -> None:
    """Names make it one that is read by rows, a million of which would not be held at once."""
    name = '"O\'Brien, Zoë"'
    rows = (f"{name},{AMY},2025-09-08,AM,{code}\n" for code in ("/", "C1") * 2_000)
    data = ("name," + HEADER + "".join(rows)).encode()
    tracemalloc.start()
    columns = read_attendance(data, name="marks.csv")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(columns.source, LongSheet)
    assert len(columns) == 4_000
    assert most < 8 * len(data)
    assert [row.line for row in columns.source.rows()] == [*range(2, 4_002)]


UPNS = st.sampled_from(
    [*(f"{letter}80120000500{digit}" for letter in "ABHM" for digit in range(8)), "x", "x" * 32]
)
EVEN = st.tuples(
    UPNS,
    st.sampled_from(["2025-09-08", "2025-09-09", "2025-9-10"]),
    st.sampled_from(["AM", "PM", "1"]),
    st.sampled_from(["/", "\\", "C1", "L", "", " N"]),
).map(",".join)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(EVEN, max_size=60),
    st.sampled_from([1, 3, 17]),
    st.sampled_from([0, 0, 4]),
    st.sampled_from([40, 400]),
)
def test_cells_are_told_apart_however_few_places_there_are_to_find_them_by(
    lines: list[str], slots: int, few: int, letters: int
) -> None:
    data = "\n".join([HEADER.strip(), *lines, ""]).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(told_apart, "_SLOTS", slots)
        patch.setattr(told_apart, "_FEW", few)
        patch.setattr(cells_at_once, "_FIRST", letters)
        patch.setattr(cells_at_once, "_AT_ONCE", letters)
        found = [_read(data, plainly) for plainly in (True, False)]
    assert found[0] == found[1]


def test_cells_that_differ_and_share_a_number_are_read_row_by_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cells_at_once, "_FEW", 0)
    monkeypatch.setattr(told_apart, "_mixed", lambda words: words[0] * 0 + 2**40)
    monkeypatch.setattr(told_apart, "_FEW", 0)
    text = HEADER + f"{AMY},2025-09-08,AM,/\n{BEN},2025-09-08,AM,/\n"
    assert read_plain(text, name="marks.csv") is None
    assert len(read_attendance(text.encode(), name="marks.csv")) == 2


def test_a_plain_file_cut_anywhere_is_read_the_same_both_ways() -> None:
    whole = PLAIN[0].encode()
    for end in range(len(HEADER), len(whole)):
        assert _read(whole[:end], True) == _read(whole[:end], False)


def _read(data: bytes, plainly: bool) -> object:
    try:
        columns = read_attendance(data, name="marks.csv", plainly=plainly)
    except Unreadable as error:
        return error.message
    return rows(columns), dict(columns.misshapen), columns.notes


def taken(brook: World, text: str, plainly: bool) -> AttendanceReport:
    columns = read_attendance(text.encode(), name="marks.csv", plainly=plainly)
    checked = check_attendance(brook.session, columns, brook.place("900001"), TODAY)
    return write_attendance(brook.session, checked, brook.by)


SOME_GOOD = HEADER + "".join(
    f"{who},2025-09-{day:02},{half},{mark}\n"
    for who in (AMY, BEN, NOBODY)
    for day in (8, 9, 13)
    for half, mark in (("AM", "/"), ("PM", "/"))
)


def test_receipts_are_the_same_both_ways(brook: World) -> None:
    quick = attendance_receipts(taken(brook, SOME_GOOD, True))
    with_nothing_new = attendance_receipts(taken(brook, SOME_GOOD, True))
    careful = attendance_receipts(taken(brook, SOME_GOOD, False))
    assert careful == with_nothing_new
    assert quick.count("accepted") == with_nothing_new.count("already_held") == 8


def test_receipts_are_the_file_with_four_more_columns(brook: World) -> None:
    lines = attendance_receipts(taken(brook, SOME_GOOD, True)).splitlines()
    assert lines[0] == "upn,date,session,mark,result,entry,problems,concerns"
    assert lines[1] == f"{AMY},2025-09-08,AM,/,accepted,9,,"
    assert lines[2].startswith(f"{AMY},2025-09-08,PM,/,accepted,9,,/ is the morning's sign")
    assert lines[5].startswith(f'{AMY},2025-09-13,AM,/,refused,,"date: Saturday 13 September 2025')
    assert len(lines) == 19


def test_receipts_sent_again_change_nothing(brook: World) -> None:
    first = taken(brook, SOME_GOOD, True)
    again = brook.sent_file(attendance_receipts(first))
    assert (again.accepted, again.already_held, again.refused) == (0, 8, 10)


def test_receipts_are_written(brook: World, tmp_path: Path) -> None:
    path = tmp_path / "receipts.csv"
    write_attendance_receipts(path, brook.sent(f"{AMY},2025-09-08,AM,/", f"{AMY},2025-09-08,AM,="))
    assert ",accepted,9,," in path.read_text(encoding="utf-8")
