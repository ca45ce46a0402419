"""Marks as plain columns of JSON: read quickly to what the slower reader reads, or left to it."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from movements.intake.attendance_columns import WANTED, Columns
from movements.intake.attendance_json import read_attendance_json
from movements.intake.attendance_plain_json import plain_marks
from movements.intake.plain_text import Unreadable
from movements.problems import Refused

UPN = "B801200005001"
TOLD = {"upn": [UPN, UPN], "date": "2026-09-14", "session": ["AM", "PM"], "mark": ["/", "\\"]}
BODY = json.dumps(TOLD).encode()

cells = st.sampled_from([UPN, " /", "\\", "é", "", ":", "\x00", "\ud800", '"', "a\nb", 1, None])
columns = st.one_of(cells, st.lists(cells, max_size=3), st.just([UPN] * 9_500))


def cells_of(columns: Columns) -> list[list[str]]:
    told = (columns.upn, columns.date, columns.session, columns.mark)
    return [[one.cell(row) for row in range(len(columns))] for one in told]


def slowly(body: bytes) -> tuple[list[list[str]], str | None, bytes] | None:
    try:
        columns, school = read_attendance_json(body, name="marks.json")
    except (Unreadable, Refused):
        return None
    return cells_of(columns), school, columns.sent.packed()


def agrees(body: bytes) -> bool:
    """Whether it is plain; then it must be what the slower reader makes of it."""
    plain = plain_marks(body, name="marks.json")
    if plain is not None:
        assert (cells_of(plain[0]), plain[1], plain[0].sent.packed()) == slowly(body)
    return plain is not None


@given(
    st.fixed_dictionaries(
        dict.fromkeys(WANTED, columns), optional={"school": columns, "rows": columns}
    ),
    st.booleans(),
)
@example(TOLD, True)
@example(TOLD | {"school": "103423"}, False)
@example(TOLD | {"school": None}, True)
@example(TOLD | {"mark": ["/"]}, True)
def test_it_reads_what_the_slower_reader_reads(told: dict[str, Any], ascii_only: bool) -> None:
    text = json.dumps(told, ensure_ascii=ascii_only)
    agrees(text.encode("utf-8", "surrogatepass"))


@given(st.integers(0, len(BODY)), st.binary(max_size=12), st.integers(0, 12))
def test_a_spoilt_body_is_never_read_otherwise(at: int, put: bytes, out: int) -> None:
    agrees(BODY[:at] + put + BODY[at + out :])


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        json.dumps(TOLD, separators=(",", ":")).encode(),
        json.dumps(TOLD | {"school": "103423"}, indent=2).encode(),
        json.dumps({**TOLD, "upn": [UPN] * 9_500, "session": "AM", "mark": ["L"] * 9_500}).encode(),
    ],
)
def test_what_programs_send_is_plain(body: bytes) -> None:
    assert agrees(body)


@pytest.mark.parametrize("name", ["upn", "date", "session", "mark", "\\u0075pn", "school"])
def test_a_name_that_stands_there_twice_is_left_to_the_slower_reader(name: str) -> None:
    body = b'{"%s": "9", %s' % (name.encode(), BODY[1:])
    assert not agrees(body) or name == "school"
    twice = b'{"%s": "9", "%s": "8", %s' % (name.encode(), name.encode(), BODY[1:])
    assert not agrees(twice)


def test_lines_count_marks_from_one() -> None:
    plain = plain_marks(BODY, name="marks.json")
    assert plain is not None
    assert plain[0].lines.tolist() == [1, 2]
    assert plain[0].upn.values == (UPN,)
