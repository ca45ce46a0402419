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


Read = tuple[list[list[str]], str | None, bytes]


def quickly(body: bytes) -> Read | None:
    """What the quick reader makes of a body; None where it leaves it to the slower one."""
    read = plain_marks(body, name="marks.json")
    return read and (cells_of(read[0]), read[1], read[0].sent.packed())


def slowly(body: bytes) -> Read | None:
    """What the slower reader makes of a body; None where it refuses it."""
    try:
        columns, school = read_attendance_json(body, name="marks.json")
    except (Unreadable, Refused):
        return None
    return cells_of(columns), school, columns.sent.packed()


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
    body = json.dumps(told, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert quickly(body) in (None, slowly(body))


@given(st.integers(0, len(BODY)), st.binary(max_size=12), st.integers(0, 12))
def test_a_spoilt_body_is_never_read_otherwise(at: int, put: bytes, out: int) -> None:
    body = BODY[:at] + put + BODY[at + out :]
    assert quickly(body) in (None, slowly(body))


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
    assert quickly(body) == slowly(body) is not None


@pytest.mark.parametrize("name", ["upn", "date", "session", "mark", "\\u0075pn", "school"])
def test_a_name_that_stands_there_twice_is_left_to_the_slower_reader(name: str) -> None:
    body = b'{"%s": "9", %s' % (name.encode(), BODY[1:])
    assert quickly(body) == (slowly(body) if name == "school" else None)
    twice = b'{"%s": "9", "%s": "8", %s' % (name.encode(), name.encode(), BODY[1:])
    assert quickly(twice) is None


def test_lines_count_marks_from_one() -> None:
    plain = plain_marks(BODY, name="marks.json")
    assert plain is not None
    assert plain[0].lines.tolist() == [1, 2]
    assert plain[0].upn.values == (UPN,)
