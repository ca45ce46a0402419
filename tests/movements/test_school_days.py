"""School-day arithmetic, told on small calendars and proved on any."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements.built_in_terms import Span, bank_holidays, built_in_terms
from movements.school_days import SchoolDays, academic_year, school_year_start

BUILT_IN = SchoolDays("nowhere in particular")

# Two half terms of autumn 2025, an INSET day and a snow day.
AUTUMN = SchoolDays(
    "Heath School",
    terms=[
        Span(date(2025, 9, 3), date(2025, 10, 24)),
        Span(date(2025, 11, 3), date(2025, 12, 19)),
    ],
    closures=[
        Span(date(2025, 11, 3), date(2025, 11, 3)),
        Span(date(2025, 12, 4), date(2025, 12, 5)),
    ],
)


@pytest.mark.parametrize(
    ("day", "in_session", "why"),
    [
        (date(2025, 9, 2), False, "before term"),
        (date(2025, 9, 3), True, "first day of term"),
        (date(2025, 9, 6), False, "Saturday"),
        (date(2025, 10, 24), True, "last day before half term"),
        (date(2025, 10, 27), False, "half term"),
        (date(2025, 11, 3), False, "INSET day"),
        (date(2025, 11, 4), True, "the day after it"),
        (date(2025, 12, 5), False, "closed for snow"),
        (date(2025, 12, 25), False, "Christmas Day"),
    ],
)
def test_a_school_day_is_a_day_the_school_is_in_session(
    day: date, in_session: bool, why: str
) -> None:
    assert AUTUMN.is_school_day(day) is in_session, why


@pytest.mark.parametrize(
    ("day", "n", "gives"),
    [
        (date(2025, 9, 3), 0, date(2025, 9, 3)),
        (date(2025, 9, 3), 1, date(2025, 9, 4)),
        (date(2025, 9, 5), 1, date(2025, 9, 8)),
        (date(2025, 10, 24), 1, date(2025, 11, 4)),
        (date(2025, 10, 30), 1, date(2025, 11, 4)),
        (date(2025, 11, 4), -1, date(2025, 10, 24)),
        (date(2025, 10, 30), -2, date(2025, 10, 23)),
        (date(2025, 12, 3), 2, date(2025, 12, 9)),
    ],
)
def test_adding_school_days_steps_over_what_is_none(day: date, n: int, gives: date) -> None:
    assert AUTUMN.add(day, n) == gives


def test_counting_leaves_out_the_first_day_and_takes_in_the_last() -> None:
    friday, monday = date(2025, 9, 5), date(2025, 9, 8)
    assert AUTUMN.count(friday, monday) == 1
    assert AUTUMN.count(friday, friday) == 0
    assert AUTUMN.count(monday, friday) == -1
    assert AUTUMN.days(friday, monday) == [friday, monday]


def test_day_six_counts_the_first_day_as_day_one() -> None:
    """Excluded on Wednesday 10 September: day 6 is the Wednesday after."""
    assert AUTUMN.nth(date(2025, 9, 10), 6) == date(2025, 9, 17)
    assert AUTUMN.nth(date(2025, 9, 13), 1) == date(2025, 9, 15), "a Saturday is not day 1"
    assert AUTUMN.next_on_or_after(date(2025, 10, 25)) == date(2025, 11, 4)
    with pytest.raises(ValueError, match="day 1"):
        AUTUMN.nth(date(2025, 9, 10), 0)


def test_a_count_runs_on_through_christmas_into_assumed_dates() -> None:
    assert AUTUMN.add(date(2025, 12, 19), 1) == date(2026, 1, 5)
    assert not AUTUMN.assumed_between(date(2025, 12, 1), date(2025, 12, 19))
    assert AUTUMN.assumed_between(date(2025, 12, 19), date(2026, 1, 5))


def test_a_term_sent_up_to_half_term_goes_on_in_assumed_dates() -> None:
    half_term = date(2027, 2, 12)
    spring = SchoolDays("x", [Span(date(2027, 1, 4), half_term)])
    assert spring.add(half_term, 1) == date(2027, 2, 22), "not after Easter"
    assert spring.add(half_term, 20) == date(2027, 3, 19)
    assert spring.assumed_between(half_term, date(2027, 3, 19))
    assert not spring.assumed_between(date(2027, 1, 4), half_term)
    whole = SchoolDays("x", [Span(date(2027, 1, 4), date(2027, 3, 19))])
    assert whole.add(date(2027, 3, 19), 1) == BUILT_IN.next_on_or_after(date(2027, 4, 5))
    assert not whole.assumed_between(date(2027, 1, 4), date(2027, 3, 19))


def test_the_built_in_calendar_is_owned_up_to() -> None:
    day = date(2025, 9, 10)
    assert BUILT_IN.assumed
    assert BUILT_IN.assumed_between(day, day)
    assert "term dates of nowhere in particular are not loaded" in BUILT_IN.said(day, day)
    assert not AUTUMN.assumed
    assert AUTUMN.said(day, date(2025, 10, 1)) == ""
    assert AUTUMN.assumed_between(date(2026, 9, 10), date(2026, 9, 11)), "another year"
    assert AUTUMN.assumed_between(date(2026, 2, 2), date(2025, 12, 1)), "either way round"


@pytest.mark.parametrize("day", [date(2026, 5, 4), date(2026, 5, 25), date(2026, 4, 3)])
def test_bank_holidays_are_no_school_days_even_in_a_loaded_term(day: date) -> None:
    summer = SchoolDays("x", terms=[Span(date(2026, 4, 1), date(2026, 7, 21))])
    assert day in bank_holidays(2026)
    assert not summer.is_school_day(day)


def test_the_jubilee_and_the_funeral_are_bank_holidays() -> None:
    assert {date(2022, 6, 3), date(2022, 9, 19)} <= bank_holidays(2022)
    assert date(2023, 5, 8) in bank_holidays(2023)


@pytest.mark.parametrize("year", range(2015, 2040))
def test_a_built_in_year_is_near_the_lawful_190_days(year: int) -> None:
    days = BUILT_IN.days(date(year, 8, 1), date(year + 1, 7, 31))
    assert 188 <= len(days) <= 197
    spans = [*built_in_terms(year).values()]
    assert all(a.last < b.first for a, b in pairwise(spans))


def test_the_built_in_year_2025_26_is_what_most_authorities_published() -> None:
    breaks = [(date(2025, 10, 27), date(2025, 10, 31)), (date(2025, 12, 22), date(2026, 1, 2))]
    breaks += [(date(2026, 2, 16), date(2026, 2, 20)), (date(2026, 3, 30), date(2026, 4, 10))]
    breaks += [(date(2026, 5, 25), date(2026, 5, 29)), (date(2026, 7, 22), date(2026, 8, 31))]
    for first, last in breaks:
        assert BUILT_IN.days(first, last) == []
        assert BUILT_IN.add(last, 1) - last <= timedelta(days=3)


def test_years_beyond_the_list_of_bank_holidays_still_have_terms() -> None:
    assert len(BUILT_IN.days(date(2150, 9, 1), date(2151, 7, 31))) > 180


@st.composite
def calendars_of(draw: st.DrawFn) -> SchoolDays:
    """A calendar with some of its terms loaded, and closures anywhere."""
    years = draw(st.lists(st.integers(2022, 2027), max_size=3, unique=True))
    halves = [span for year in years for span in built_in_terms(year).values()]
    terms = [span for span in halves if draw(st.booleans())]
    shut = draw(st.lists(st.dates(date(2022, 9, 1), date(2028, 7, 31)), max_size=20))
    return SchoolDays("any", terms, [Span(day, day) for day in shut])


DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


@given(calendars_of(), DAYS, st.integers(0, 400))
def test_counting_undoes_adding(calendar: SchoolDays, day: date, n: int) -> None:
    assert calendar.count(day, calendar.add(day, n)) == n


@given(calendars_of(), DAYS, st.integers(1, 400))
def test_going_back_undoes_going_forward_from_a_school_day(
    calendar: SchoolDays, day: date, n: int
) -> None:
    start = calendar.next_on_or_after(day)
    assert calendar.add(calendar.add(start, n), -n) == start


@given(calendars_of(), DAYS, DAYS, st.integers(1, 100))
def test_a_later_start_never_ends_earlier(
    calendar: SchoolDays, one: date, other: date, n: int
) -> None:
    first, last = min(one, other), max(one, other)
    assert calendar.add(first, n) <= calendar.add(last, n)
    assert calendar.add(first, n) < calendar.add(first, n + 1)
    assert calendar.add(first, -n) <= calendar.add(last, -n)


@given(calendars_of(), DAYS, DAYS, DAYS)
def test_counts_add_up(calendar: SchoolDays, one: date, two: date, three: date) -> None:
    assert calendar.count(one, two) + calendar.count(two, three) == calendar.count(one, three)


@given(calendars_of(), DAYS, st.integers(1, 60))
def test_all_ways_of_counting_agree(calendar: SchoolDays, day: date, n: int) -> None:
    nth = calendar.nth(day, n)
    assert calendar.is_school_day(nth)
    assert len(calendar.days(day, nth)) == n
    assert calendar.add(day - timedelta(days=1), n) == nth


@pytest.mark.parametrize(
    ("day", "turns", "start"),
    [
        (date(2026, 8, 1), "1 August", date(2026, 8, 1)),
        (date(2026, 7, 31), "1 August", date(2025, 8, 1)),
        (date(2026, 8, 31), "1 September", date(2025, 9, 1)),
        (date(2026, 9, 1), "1 September", date(2026, 9, 1)),
        (date(2026, 1, 5), "1 September", date(2025, 9, 1)),
    ],
)
def test_the_school_year_turns_on_the_day_the_rule_says(day: date, turns: str, start: date) -> None:
    assert school_year_start(day, turns) == start  # type: ignore[arg-type]


def test_a_school_year_is_written_2025_26() -> None:
    year = (date(2025, 9, 1), date(2026, 8, 31))
    assert academic_year("2025-26") == academic_year("2025/26") == academic_year("202526") == year
    assert academic_year("2099-00") == (date(2099, 9, 1), date(2100, 8, 31))
    for wrong in ("2025", "2025-27", "25-26", "next year", "2025-2026"):
        with pytest.raises(ValueError, match="write it as 2025-26"):
            academic_year(wrong)
