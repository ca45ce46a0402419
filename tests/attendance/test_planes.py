"""Marks counted row by row come to what counting them one by one does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements import marks, planes
from movements.planes import count_each

TESTS = (marks.possible, marks.attended, marks.authorised, marks.unauthorised)


@given(st.integers(0, 9), st.integers(0, 50), st.integers(0, 2**32 - 1), st.sampled_from(TESTS))
def test_every_byte_counts_as_one_by_one(rows: int, days: int, seed: int, test) -> None:  # type: ignore[no-untyped-def]
    packed = np.random.default_rng(seed).integers(0, 256, (rows, days, 2), dtype=np.uint8)
    (found,) = count_each(packed, test)
    assert found.tolist() == test(packed).sum(axis=(1, 2)).tolist()


@pytest.mark.parametrize("sessions", [63, 64, 65, 5_000])
def test_rows_end_within_words_and_with_them(sessions: int) -> None:
    packed = np.full((3, sessions), marks.pack(["/"])[0])
    packed[1] = marks.NO_MARK
    (found,) = count_each(packed, marks.attended)
    assert found.tolist() == [sessions, 0, sessions]


@pytest.mark.parametrize("at_once", [50, 1_000])
def test_more_rows_than_are_taken_at_once(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(planes, "_IN_CACHE", 64)
    monkeypatch.setattr(planes, "_AT_ONCE", at_once)
    packed = marks.pack(["/", "I", "X", "O", ""] * 30).reshape(50, 3)
    for found, test in zip(count_each(packed, *TESTS), TESTS, strict=True):
        assert found.tolist() == test(packed).sum(axis=1).tolist()


@pytest.mark.parametrize("test", TESTS)
def test_a_class_of_marks_is_its_range_for_every_byte(test) -> None:  # type: ignore[no-untyped-def]
    every = np.arange(256, dtype=np.uint8)
    held = [int(byte) for byte in every[test(every)]]
    codes = {int(marks.pack([code])[0]) for code in marks.BYTE_OF if test(marks.pack([code]))[0]}
    assert held == list(range(held[0], held[-1] + 1))
    assert codes <= {*held}
    assert marks.NO_MARK not in held
