"""What the marks that were sent come to, for one pupil and for many."""

from datetime import date

import numpy as np
import pytest

from movements import attendance
from movements.attendance import MarkAt
from tests.attendance.world import AMY, BEN, CAL, HOME, OTHER, SETTING, World

FIRST, LAST = date(2025, 11, 3), date(2025, 11, 7)
AT_HOME, AT_SETTING = "s_00900001", "s_00900002"


@pytest.fixture
def marked(brook: World) -> World:
    """Ben is dual registered: D at home, marks at the setting; Amy is at home all week.

    |      | Mon 3 | Tue 4 | Wed 5 | Thu 6 | Fri 7 |
    | amy  | / \\  | / \\  | I I   | # #   |       |
    | ben  | D D   | D D   | O D   | D D   |       |   at home
    | ben  | / \\  | L O   | /     | Y1 C  |       |   at the setting
    """
    _week(brook, HOME, AMY, "/ \\ / \\ I I # #")
    _week(brook, HOME, BEN, "D D D D O D D D")
    _week(brook, SETTING, BEN, "/ \\ L O / . Y1 C")
    return brook


def _week(brook: World, place: str, who: str, codes: str) -> None:
    rows = [
        f"{who},2025-11-{3 + n // 2:02},{('AM', 'PM')[n % 2]},{code}"
        for n, code in enumerate(codes.split())
        if code != "."
    ]
    assert brook.sent(*rows, to=place).refused == 0


def test_one_pupil_over_two_registers(marked: World) -> None:
    found = attendance.summary(marked.session, marked.pupil(BEN), FIRST, LAST)
    assert (found.possible, found.attended, found.authorised, found.unauthorised) == (6, 4, 1, 1)
    assert found.by_code == {"/": 2, "\\": 1, "L": 1, "O": 1, "D": 1, "Y1": 1, "C": 1}
    assert found.rate == pytest.approx(4 / 6)


def test_one_pupil_on_one_register(marked: World) -> None:
    found = attendance.summary(marked.session, marked.pupil(AMY), FIRST, LAST)
    assert (found.possible, found.attended, found.authorised, found.unauthorised) == (6, 4, 2, 0)


def test_no_marks_is_no_rate(marked: World) -> None:
    found = attendance.summary(marked.session, marked.pupil(CAL), FIRST, LAST)
    assert (found.possible, found.rate, found.by_code) == (0, None, {})


def test_every_mark_every_place_holds(marked: World) -> None:
    found = attendance.marks_of(marked.session, marked.pupil(BEN), date(2025, 11, 5), LAST)
    assert found[:4] == [
        MarkAt(date(2025, 11, 5), "AM", "O", AT_HOME),
        MarkAt(date(2025, 11, 5), "AM", "/", AT_SETTING),
        MarkAt(date(2025, 11, 5), "PM", "D", AT_HOME),
        MarkAt(date(2025, 11, 6), "AM", "D", AT_HOME),
    ]
    assert len(found) == 7


def test_many_at_once_in_the_order_asked_for(marked: World) -> None:
    pupils = [marked.pupil(who) for who in (BEN, CAL, AMY)]
    found = attendance.rates(marked.session, pupils, FIRST, LAST)
    assert found.possible.tolist() == [6, 0, 6]
    assert found.attended.tolist() == [4, 0, 4]
    assert found.authorised.tolist() == [1, 0, 2]
    assert found.unauthorised.tolist() == [1, 0, 0]
    assert np.isnan(found.rate[1])


def test_at_one_place_only(marked: World) -> None:
    ben = [marked.pupil(BEN)]
    found = attendance.sessions(marked.session, ben, FIRST, LAST, places=[AT_HOME]).counts()
    assert (found.possible.tolist(), found.unauthorised.tolist()) == ([1], [1])


def test_a_corrected_mark_counts_once_as_it_is_now(marked: World) -> None:
    assert marked.sent(f"{BEN},2025-11-04,PM,\\", to=SETTING).accepted == 1
    found = attendance.summary(marked.session, marked.pupil(BEN), FIRST, LAST)
    assert (found.attended, found.unauthorised) == (5, 0)


def test_nothing_was_known_the_day_before_it_was_sent(marked: World) -> None:
    pupil = marked.pupil(BEN)
    before = attendance.summary(marked.session, pupil, FIRST, LAST, as_known_on=date(2020, 1, 1))
    later = attendance.summary(marked.session, pupil, FIRST, LAST, as_known_on=date(2199, 1, 1))
    assert (before.possible, later.possible) == (0, 6)


def test_marks_of_a_place_the_pupil_has_left_still_count(brook: World) -> None:
    brook.sent(f"{CAL},2025-09-30,AM,/")
    brook.sent(f"{CAL},2025-10-01,AM,O", to=OTHER)
    found = attendance.summary(brook.session, brook.pupil(CAL), date(2025, 9, 1), LAST)
    assert (found.possible, found.attended) == (2, 1)


def test_many_pupils_read_every_place_and_come_to_the_same(
    marked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupils = [marked.pupil(who) for who in (AMY, BEN)]
    few = attendance.rates(marked.session, pupils, FIRST, LAST)
    monkeypatch.setattr(attendance, "_FEW", 0)
    many = attendance.rates(marked.session, pupils, FIRST, LAST)
    assert few.attended.tolist() == many.attended.tolist() == [4, 4]
