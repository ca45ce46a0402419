"""Marks read once for many pupils: the same for some as for all, and for a child of two records."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements import marks
from movements.attendance import sessions
from movements.ledger import ledger
from movements.mark_window import HalfDay, MarkWindow, first_looked_at, on_days
from movements.recent_marks import recent_marks
from tests.attendance.test_linked_marks import link
from tests.attendance.world import AMY, BEN, CAL, DOT, HOME, OTHER, SETTING, TODAY, World

AT_HOME, AT_SETTING = f"s_00{HOME}", f"s_00{SETTING}"
MONDAY, TUESDAY = date(2025, 11, 3), date(2025, 11, 4)


@pytest.fixture
def marked(brook: World) -> World:
    assert brook.sent(f"{AMY},2025-11-03,AM,/", f"{BEN},2025-11-03,AM,D").refused == 0
    assert brook.sent(f"{BEN},2025-11-04,AM,D", f"{BEN},2025-11-04,PM,C2").refused == 0
    assert brook.sent(f"{BEN},2025-11-04,AM,I", to=SETTING).refused == 0
    assert brook.sent(f"{DOT},2025-11-05,AM,K", to=OTHER).refused == 0
    return brook


def said(window: MarkWindow, pupil: str) -> list[tuple[str, date, list[str]]]:
    return [
        (row.place, day, marks.unpack(pair))
        for row in window.rows(pupil)
        for day, pair in zip(row.days, row.marks, strict=True)
    ]


def test_the_same_for_some_pupils_as_for_all(marked: World) -> None:
    everybody = recent_marks(marked.session, TODAY)
    for who in (AMY, BEN, CAL, DOT):
        pupil = marked.pupil(who)
        some = recent_marks(marked.session, TODAY, pupil_ids=[pupil])
        assert said(some, pupil) == said(everybody, pupil)
        assert set(some.pupils) <= {pupil}
    assert said(everybody, marked.pupil(BEN)) == [
        (AT_HOME, MONDAY, ["D", ""]),
        (AT_HOME, TUESDAY, ["D", "C2"]),
        (AT_SETTING, TUESDAY, ["I", ""]),
    ]
    assert recent_marks(marked.session, TODAY, as_known_on=date(2020, 1, 1)).places == {}


def test_who_has_a_mark_and_on_how_many_days(marked: World) -> None:
    window = recent_marks(marked.session, TODAY)
    ben, dot = marked.pupil(BEN), marked.pupil(DOT)
    assert window.with_mark("D") == {ben}
    assert window.with_mark("K", "C2") == {ben, dot}
    assert window.with_days(lambda held: held != marks.NO_MARK, 2) == {ben}
    assert window.with_days(lambda held: held != marks.NO_MARK, 4) == set()


def test_the_union_and_what_other_places_say(marked: World) -> None:
    window, ben = recent_marks(marked.session, TODAY), marked.pupil(BEN)
    days, held = window.union(ben)
    assert [*days] == [MONDAY, TUESDAY]
    assert marks.unpack(held.ravel()) == ["D", "", "I", "C2"]
    truth = sessions(marked.session, [ben], MONDAY, TUESDAY)
    assert np.array_equal(truth.marks[0], held)
    home, setting = window.rows(ben)
    assert window.elsewhere(ben, home).tolist() == [[False, False], [True, False]]
    assert not window.elsewhere(ben, home, "I").any()
    assert window.elsewhere(ben, setting, "D").tolist() == [[False, True]]
    assert window.told_by(ben, TUESDAY) == setting.told_by(TUESDAY) > home.told_by(TUESDAY)
    assert home.where(home.marks != marks.NO_MARK) == [
        HalfDay(MONDAY, "AM"),
        HalfDay(TUESDAY, "AM"),
        HalfDay(TUESDAY, "PM"),
    ]


def test_a_placement_with_no_place_of_its_own_is_nowhere_to_look(marked: World) -> None:
    marked.moved("ap_placement", AMY, HOME, "2025-11-10", setting_type="OTH", reason="BHS")
    window = recent_marks(marked.session, TODAY, pupil_ids=[marked.pupil(AMY)])
    assert [*window.places] == [AT_HOME]


def test_two_records_of_a_child_are_one_pupil(marked: World) -> None:
    link(marked, AMY, DOT)
    for asked in (None, [marked.pupil(AMY)]):
        window = recent_marks(marked.session, TODAY, pupil_ids=asked)
        assert len(window.rows(marked.pupil(AMY))) == 2
        assert window.rows("p_nobody") == ()


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2026, 7, 1), date(2025, 9, 1)),
        (date(2025, 9, 1), date(2025, 4, 14)),
        (date(2026, 1, 19), date(2025, 9, 1)),
    ],
)
def test_the_school_year_is_looked_at_and_twenty_weeks_at_least(on: date, first: date) -> None:
    assert first_looked_at(on) == first


DAYS = st.lists(st.integers(0, 9), unique=True, max_size=6).map(sorted)


@given(DAYS, DAYS)
def test_days_are_laid_out_on_others(held: list[int], wanted: list[int]) -> None:
    days = [date.fromordinal(700_000 + n) for n in held]
    told = np.ones((len(days), 2), dtype=np.bool_)
    found = on_days(told, days, [date.fromordinal(700_000 + n) for n in wanted])
    assert found.tolist() == [[n in held] * 2 for n in wanted]


def test_a_register_without_marks_asks_nothing_about_them(brook: World) -> None:
    assert [one.cause for one in ledger(brook.session, TODAY)] == []
