"""Persistent and severe absence, runs, weeks, the union register; when a child was last seen."""

import itertools
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements import marks
from movements.absence import (
    UnionSession,
    Week,
    is_persistent,
    is_severe,
    is_short,
    pooled,
    union_of,
    union_register,
    weeks,
)
from movements.asked_and_seen import LastSeen
from movements.attendance import AttendanceSummary, Counts, MarkAt
from movements.last_seen import last_contact
from movements.mark_window import has_mark
from movements.marks import Marks
from movements.runs import Run, last_attended, runs
from movements.standing import Standing
from tests.attendance.world import BEN, HOME, SETTING, World

MONDAY = date(2025, 9, 8)
CODES = st.sampled_from(["", *marks.BYTE_OF])


def days_of(*pairs: str) -> tuple[list[date], Marks]:
    """School days from a Monday on, weekends left out; each pair is AM and PM, `.` for no mark."""
    on = [MONDAY + timedelta(days=n + 2 * (n // 5)) for n in range(len(pairs))]
    codes = ["" if code == "." else code for pair in pairs for code in pair.split()]
    return on, marks.pack(codes).reshape(-1, 2)


def said(possible: int, attended: int) -> AttendanceSummary:
    return AttendanceSummary(possible, attended, possible - attended, 0, {})


@pytest.mark.parametrize(
    ("possible", "attended", "persistent", "severe"),
    [
        (100, 91, False, False),
        (100, 90, True, False),
        (100, 51, True, False),
        (100, 50, True, True),
        (10, 9, True, False),
        (0, 0, False, False),
    ],
)
def test_persistent_from_a_tenth_and_severe_from_a_half(
    possible: int, attended: int, persistent: bool, severe: bool
) -> None:
    one = said(possible, attended)
    assert (bool(is_persistent(one)), bool(is_severe(one))) == (persistent, severe)


@pytest.mark.parametrize(("possible", "short"), [(59, True), (60, False)])
def test_a_short_enrolment_is_said(possible: int, short: bool) -> None:
    assert bool(is_short(said(possible, possible))) == short


def test_pooled_is_of_all_sessions_and_each_rate_of_ones_own() -> None:
    some = Counts(*(np.array(one) for one in ([100, 10], [95, 5], [5, 0], [0, 5])))
    assert pooled(some).rate == pytest.approx(100 / 110)
    assert some.rate.tolist() == [0.95, 0.5]
    assert is_persistent(some).tolist() == [False, True]
    assert is_severe(some).tolist() == [False, True]


def test_a_run_goes_over_weekends_and_days_without_a_possible_session() -> None:
    on, held = days_of("/ \\", "I I", "D D", "Y4 Y4", "X X", "O .", "N I", "L I")
    assert runs(on, held) == [Run(on[1], on[6], 3, False)]


def test_a_day_attended_in_part_ends_a_run_and_the_last_run_goes_on() -> None:
    on, held = days_of("I I", "I /", "I I", "# #", "I I")
    assert runs(on, held) == [Run(on[0], on[0], 1, False), Run(on[2], on[4], 2, True)]
    unauthorised = runs(on, held, marks.unauthorised)
    assert unauthorised == []
    assert runs([], held[:0]) == []


@given(st.lists(st.tuples(CODES, CODES), max_size=40))
def test_runs_hold_every_day_wholly_absent_once_and_in_order(pairs: list[tuple[str, str]]) -> None:
    held = marks.pack([code for pair in pairs for code in pair]).reshape(-1, 2)
    on = [MONDAY + timedelta(days=n) for n in range(len(pairs))]
    found = runs(on, held)
    possible, attended = marks.possible(held), marks.attended(held)
    whole = [bool(p.any() and not a.any()) for p, a in zip(possible, attended, strict=True)]
    assert sum(run.days for run in found) == sum(whole)
    assert all(one.last < other.first for one, other in itertools.pairwise(found))
    assert [run.goes_on for run in found[:-1]] == [False] * len(found[:-1])


def test_weeks_count_what_was_offered() -> None:
    on, held = days_of("/ \\", "C2 C2", "E E", "I L", "D D", "/ C2")
    assert weeks(on, held) == [Week(MONDAY, 8, 4, 3, 2), Week(date(2025, 9, 15), 2, 1, 1, 1)]
    assert has_mark(held, "C2", "E").sum() == 5


def test_last_attended_of_each() -> None:
    on, held = days_of("/ \\", "I L", "O O")
    nobody = np.zeros_like(held)
    assert last_attended(on, np.stack([held, nobody])) == [on[1], None]
    assert last_attended([], held[np.newaxis, :0]) == [None]


@pytest.mark.parametrize(
    ("attended", "seen", "how", "found"),
    [
        (None, None, "", None),
        (date(2025, 9, 8), None, "", "attended"),
        (date(2025, 9, 8), date(2025, 9, 9), "home_visit", "home_visit"),
        (date(2025, 9, 8), date(2025, 9, 9), "telephone", "attended"),
        (date(2025, 9, 10), date(2025, 9, 9), "home_visit", "attended"),
        (None, date(2025, 9, 20), "home_visit", None),
    ],
)
def test_a_child_was_seen_at_school_or_by_somebody_and_no_voice_is_a_sight(
    attended: date | None, seen: date | None, how: str, found: str | None
) -> None:
    standing = Standing(last_seen=LastSeen(1, seen, how) if seen else None)
    contact = last_contact(attended, standing, date(2025, 9, 15))
    assert (contact.how if contact else None) == found


def test_one_register_over_home_and_setting(brook: World) -> None:
    assert brook.sent(f"{BEN},2025-11-03,AM,D", f"{BEN},2025-11-03,PM,O").refused == 0
    assert brook.sent(f"{BEN},2025-11-03,AM,/", to=SETTING).refused == 0
    day, home, setting = date(2025, 11, 3), f"s_00{HOME}", f"s_00{SETTING}"
    found = union_register(brook.session, brook.pupil(BEN), day, day)
    assert found == [
        UnionSession(
            day, "AM", "/", (MarkAt(day, "AM", "D", home), MarkAt(day, "AM", "/", setting))
        ),
        UnionSession(day, "PM", "O", (MarkAt(day, "PM", "O", home),)),
    ]


def _tells(code: str) -> tuple[bool, bool, bool, int]:
    """B, K and D send to another place; what that place says comes before, and then no school."""
    byte = marks.BYTE_OF[code]
    return byte >= marks.BYTE_OF["Z"], code == "D", code in ("B", "K"), byte if code != "B" else 255


@given(st.lists(st.tuples(st.booleans(), CODES), max_size=8))
def test_the_union_loses_no_session_and_counts_what_tells_most(
    told: list[tuple[bool, str]],
) -> None:
    held = [MarkAt(MONDAY, "AM", code, f"s_{n}") for n, (_, code) in enumerate(told) if code]
    found = list(union_of(held))
    assert len(found) == (1 if held else 0)
    for one in found:
        assert one.mark == min((mark.mark for mark in held), key=_tells)
        assert len(one.held) == len(held)
