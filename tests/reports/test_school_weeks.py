from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements.school_days import SchoolDays
from reports.school_weeks import SchoolWeeks, monday_of

# The built-in calendar: half term from 27 October 2025, Christmas from 22 December to 2 January.
AFTER = [
    (date(2025, 9, 8), 0, date(2025, 9, 8)),
    (date(2025, 9, 8), 6, date(2025, 10, 20)),
    (date(2025, 9, 8), 7, date(2025, 11, 3)),  # half term is no school week
    (date(2025, 9, 10), 14, date(2026, 1, 7)),
    (date(2025, 10, 29), 0, date(2025, 11, 5)),  # from a holiday, the next school week
    (date(2026, 1, 7), -14, date(2025, 9, 10)),
    (date(2025, 1, 13), 39, date(2026, 1, 5)),
]


@pytest.fixture
def weeks() -> SchoolWeeks:
    return SchoolWeeks(SchoolDays("a school"), date(2025, 9, 1))


@pytest.mark.parametrize(("day", "number", "expected"), AFTER)
def test_school_weeks_later(weeks: SchoolWeeks, day: date, number: int, expected: date) -> None:
    assert weeks.after(day, number) == expected


def test_beyond_the_years_held_it_goes_on_by_weeks(weeks: SchoolWeeks) -> None:
    far, early = weeks.after(date(2029, 7, 2), 40), weeks.after(date(2021, 10, 4), -40)
    assert far > date(2029, 12, 1)
    assert early < date(2021, 4, 1)


def test_weeks_and_days_between(weeks: SchoolWeeks) -> None:
    assert weeks.between(date(2025, 10, 20), date(2025, 11, 7)) == 2
    assert weeks.school_days(date(2025, 10, 20), date(2025, 11, 4)) == 6
    assert weeks.school_days(date(2025, 10, 20), date(2025, 10, 20)) == 0


@given(st.dates(date(2020, 1, 1), date(2031, 1, 1)), st.integers(-20, 900))
def test_weeks_between_are_those_that_have_a_day(first: date, more: int) -> None:
    """In the years held and beyond, and none between days the wrong way round."""
    last = first + timedelta(days=more)
    days = SchoolDays("a school")
    told = SchoolWeeks(days, date(2025, 9, 1)).between(first, last)
    assert told == len({monday_of(day) for day in days.days(first, last)})
