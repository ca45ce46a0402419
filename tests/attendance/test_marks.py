"""What a mark is as stored, what it counts as, and that nothing is lost on the way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements import marks
from movements.codes import MARKS

CODES = st.sampled_from(["", *marks.BYTE_OF])


def only(test: object, code: str) -> bool:
    return bool(test(marks.pack([code]))[0])  # type: ignore[operator]


@given(st.lists(CODES))
def test_packed_and_unpacked_is_the_same(codes: list[str]) -> None:
    assert marks.unpack(marks.pack(codes)) == codes


@given(st.lists(st.integers(0, 2**32 - 1), unique=True))
def test_a_roll_stored_and_read_is_the_same(seqs: list[int]) -> None:
    assert marks.roll_of(marks.roll_bytes(seqs)).tolist() == seqs


@given(st.lists(st.tuples(CODES, CODES)))
def test_a_day_stored_and_read_is_the_same(pairs: list[tuple[str, str]]) -> None:
    day = marks.pack([code for pair in pairs for code in pair]).reshape(-1, 2)
    again = marks.column_of(marks.column_bytes(day))
    assert np.array_equal(again, day)


def test_the_bytes_stand_as_the_code_set_says() -> None:
    assert {mark.code: mark.mark_class for mark in MARKS} == marks.CLASS_OF


def test_a_mark_is_one_byte_of_its_own() -> None:
    assert len(set(marks.BYTE_OF.values())) == len(marks.BYTE_OF) == 37
    assert marks.NO_MARK not in marks.BYTE_OF.values()


# code, possible, attended, authorised, unauthorised
COUNTS = [
    ("/", 1, 1, 0, 0),
    ("\\", 1, 1, 0, 0),
    ("L", 1, 1, 0, 0),
    *[(code, 1, 1, 0, 0) for code in ("B", "K", "P", "V", "W", "J")],
    *[(code, 1, 0, 1, 0) for code in ("C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "H")],
    *[(code, 1, 0, 0, 1) for code in ("G", "N", "O", "U")],
    *[(code, 0, 0, 0, 0) for code in ("D", "X", "Q", "Y", "Z", "#", "")],
    *[(f"Y{n}", 0, 0, 0, 0) for n in range(1, 8)],
]


@pytest.mark.parametrize(("code", "possible", "attended", "authorised", "unauthorised"), COUNTS)
def test_what_a_mark_counts_as(
    code: str, possible: int, attended: int, authorised: int, unauthorised: int
) -> None:
    assert only(marks.possible, code) == possible
    assert only(marks.attended, code) == attended
    assert only(marks.authorised, code) == authorised
    assert only(marks.unauthorised, code) == unauthorised


# home school, AP setting -> what the session comes to
UNIONS = [
    ("D", "/", "/"),  # dual registered and there
    ("D", "O", "O"),  # dual registered and absent
    ("D", "", "D"),  # nobody else marked it
    ("", "", ""),
    ("O", "\\", "\\"),  # attended if any place has it attended
    ("I", "O", "I"),
    ("X", "I", "I"),  # possible if any place has it possible
    ("#", "Y1", "Y1"),
    ("D", "Y1", "Y1"),
    ("B", "/", "/"),  # B and K are right where the pupil attended there
    ("B", "O", "O"),
    ("K", "I", "I"),
    ("B", "X", "X"),
    ("B", "D", "B"),
    ("B", "#", "B"),
    ("B", "", "B"),
    ("B", "K", "K"),
    ("P", "O", "P"),
]


@pytest.mark.parametrize(("home", "setting", "comes_to"), UNIONS)
def test_two_registers_one_session(home: str, setting: str, comes_to: str) -> None:
    one, other = marks.pack([home]), marks.pack([setting])
    assert marks.unpack(marks.union(one, other)) == [comes_to]
    assert marks.unpack(marks.union(other, one)) == [comes_to]
