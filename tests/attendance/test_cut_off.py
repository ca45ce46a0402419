"""A file cut at any byte is refused whole, or taken in to a row that the report states."""

import gzip
import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from movements.intake.attendance import AttendanceReport, settle_attendance
from movements.intake.attendance_check import check_attendance
from movements.intake.attendance_columns import Columns
from movements.intake.attendance_file import read_attendance
from movements.intake.attendance_json import read_attendance_json
from movements.intake.plain_text import Unreadable
from movements.problems import Refused
from tests.attendance.test_wide import FILES
from tests.attendance.world import AMY, BEN, HOME, TODAY, World, world

LONG = "upn,date,session,mark\n" + "".join(
    f"{who},2025-09-08,{half},{mark}\n"
    for who in (AMY, BEN)
    for half, mark in (("AM", "C1"), ("PM", "I"))
)
WIDE = f"upn,Mon 08 Sep AM,Mon 08 Sep PM\n{AMY},C1,J1\n{BEN},/,\\\n"
BY_LINES = {
    "long": LONG.encode(),
    "windows": LONG.replace("\n", "\r\n").encode(),
    "quoted": LONG.replace("C1", '"C1"').encode(),
    "all quoted": re.sub(r"[^,\n]+", r'"\g<0>"', LONG).encode(),
    "with names": re.sub(r"(?m)^", '"a, b",', LONG.strip()).encode() + b"\n",
    "wide": WIDE.encode(),
    "utf-16": LONG.encode("utf-16"),
}
CTF = (FILES / "ctf-24.xml").read_bytes()
ENDLESS = "has no line end"


@pytest.fixture(scope="module")
def place() -> Iterator[World]:
    """One world for every cut: nothing is written to it."""
    with world() as made:
        yield made


def told(made: World, columns: Columns) -> AttendanceReport:
    checked = check_attendance(made.session, columns, made.place(HOME), TODAY)
    return settle_attendance(made.session, checked)


def of_file(made: World, data: bytes) -> AttendanceReport | None:
    try:
        return told(made, read_attendance(data, name="marks.csv"))
    except Unreadable:
        return None


def marks_told(report: AttendanceReport) -> list[tuple[object, ...]]:
    """The good rows: whose mark, when and which, by where it stands."""
    read = report.checked.columns
    return [
        (int(read.lines[row]), *(column.cell(row) for column in _cells(read)))
        for row in range(len(read))
        if report.checked.good[row]
    ]


def _cells(read: Columns) -> tuple:
    return (read.upn, read.date, read.session, read.mark)


def stated(report: AttendanceReport) -> int:
    """The line to which the report says that it read."""
    (line,) = (
        m for note in report.notes if (m := re.fullmatch(r"Its last row is .* (\d+)\.", note))
    )
    return int(line[1])


@pytest.mark.parametrize("form", BY_LINES)
def test_cut_at_any_byte_what_is_taken_in_ends_at_a_stated_row(place: World, form: str) -> None:
    data = BY_LINES[form]
    report = of_file(place, data)
    assert report is not None
    whole = marks_told(report)
    assert whole
    for end in range(len(data)):
        cut = of_file(place, data[:end])
        if cut is None or not len(cut.results):
            assert cut is None or "no rows" in " ".join(cut.notes)
            continue
        taken, last = marks_told(cut), stated(cut)
        sure = [row for row in taken if row[0] < last]
        assert sure == [row for row in whole if row[0] < last]
        if taken != [row for row in whole if row[0] <= last]:
            assert any(note.startswith(f"Line {last}, the last, {ENDLESS}") for note in cut.notes)


def test_a_cut_that_leaves_a_code_that_means_another_is_warned_of(place: World) -> None:
    """C1 cut to C is a mark like any other: only the missing line end tells."""
    cut = of_file(place, LONG.replace("I\n", "C1\n").encode()[:-2])
    assert cut is not None
    assert marks_told(cut)[-1] == (5, BEN, "2025-09-08", "PM", "C")
    assert [note for note in cut.notes if "compare its end with the export" in note]
    whole = of_file(place, LONG.encode())
    assert whole is not None
    assert ENDLESS not in " ".join(whole.notes)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(CTF.rstrip()) - 1))
def test_a_ctf_cut_anywhere_is_refused_whole(end: int) -> None:
    with pytest.raises(Unreadable):
        read_attendance(CTF[:end], name="ctf.xml")


def _json(sort: str) -> bytes:
    rows = [
        {"upn": AMY, "date": "2025-09-08", "session": half, "mark": "C1"} for half in ("AM", "PM")
    ]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return json.dumps({"rows": rows} if sort == "rows" else columns).encode()


@pytest.mark.parametrize("sort", ["rows", "columns"])
def test_json_cut_anywhere_is_refused_whole(sort: str) -> None:
    data = _json(sort)
    assert len(read_attendance_json(data, name="marks.json")[0]) == 2
    for end in range(len(data)):
        with pytest.raises((Unreadable, Refused)):
            read_attendance_json(data[:end], name="marks.json")


def test_a_ctf_whose_marks_stand_in_the_year_cut_anywhere_is_refused_whole() -> None:
    bare = CTF.replace(b"<AttendSessions>", b"").replace(b"</AttendSessions>", b"")
    for end in range(0, len(bare.rstrip()), 7):
        with pytest.raises(Unreadable):
            read_attendance(bare[:end], name="ctf.xml")


def test_records_in_json_cut_anywhere_are_refused_whole() -> None:
    """Also as a file, and as a list: what is left is no whole JSON."""
    data = json.dumps(json.loads(_json("rows"))["rows"]).encode()
    assert len(read_attendance(data, name="feed.json")) == 2
    for end in range(1, len(data)):
        with pytest.raises(Unreadable):
            read_attendance(data[:end], name="feed.json")


def test_a_gzip_cut_between_its_parts_is_read_to_a_stated_row(place: World) -> None:
    """Parts of a gzip that stand whole cannot be told from a whole gzip: its last row is told."""
    data = LONG.encode()
    middle = data.index(b"\n", len(data) // 2) + 1
    one, other = gzip.compress(data[:middle]), gzip.compress(data[middle:])
    cut, whole = of_file(place, one), of_file(place, one + other)
    assert cut is not None
    assert whole is not None
    assert (stated(cut), stated(whole)) == (data[:middle].count(b"\n"), 5)
    for end in range(len(one) + 1, len(one + other)):
        assert of_file(place, (one + other)[:end]) is None


def is_read_or_refused(data: bytes) -> bool:
    """Whatever it is, there are columns of one length, or a sentence."""
    try:
        read = read_attendance(data, name="marks.csv")
    except Unreadable as error:
        return error.message.endswith((".", "?", "!"))
    return len(read) == len(read.upn.ids) == len(read.mark.ids)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.binary(max_size=120).map(lambda tail: LONG.encode() + tail))
def test_whatever_the_bytes(data: bytes) -> None:
    assert is_read_or_refused(data)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40), st.integers(0, len(CTF)), st.integers(0, 40))
def test_whatever_is_written_over_a_ctf(data: bytes, at: int, over: int) -> None:
    assert is_read_or_refused(CTF[:at] + data + CTF[at + over :])


CELLS = st.sampled_from(
    [AMY, "upn", "date", "session", "mark", "2025-09-08", "Mon 08 Sep AM", "AM", "/", "", '"', ";"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=6).map("\n".join))
def test_whatever_the_lines(text: str) -> None:
    assert is_read_or_refused(text.encode())


FIELDS = st.sampled_from(["upn", "date", "session", "mark", "rows", "school", "x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("AM"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_whatever_the_json(value: object) -> None:
    try:
        read, _ = read_attendance_json(json.dumps(value).encode(), name="marks.json")
    except (Unreadable, Refused):
        read = None
    assert read is None or len(read) == len(read.upn.ids)
