"""Compulsory school age: from when to when a child must be educated (Education Act 1996 s.8)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any


def of_school_age(dob: str | None, on: date) -> bool:
    """Whether a child is of compulsory school age on a day; counted so where the birth is unknown.

    `dob` is the date of birth as details hold it, 2010-03-05.
    """
    if dob is None:
        return True
    born = date.fromisoformat(dob)
    return school_age_begins(born) <= on <= school_age_ends(born)


def up_to_school_age(dob: str | None, on: date) -> bool:
    """Whether a child is not past compulsory school age on a day; so where the birth is unknown."""
    return dob is None or on <= school_age_ends(date.fromisoformat(dob))


def asked_between(dob: str | None) -> tuple[date, date]:
    """From which day on, and up to which, it is asked where a child is educated.

    From the first day of compulsory school age up to, but not including, the first day past it; of
    a child whose birth is unknown, always. Nobody need educate a child at school before, and from
    16 to 18 a young person takes part in education or training, which is no school's roll
    (Education and Skills Act 2008 s.2).
    """
    if dob is None:
        return date.min, date.max
    return school_age_begins(date.fromisoformat(dob)), first_day_past(dob)


def first_day_past(dob: str | None) -> date:
    """The first day past compulsory school age; `date.max` where the birth is unknown."""
    if dob is None:
        return date.max
    return school_age_ends(date.fromisoformat(dob)) + timedelta(days=1)


def is_past(details: Mapping[str, Any], on: date) -> bool:
    """Whether a child is past compulsory school age on a day: so where nothing held gainsays it.

    By the birth; where that is unknown by the year group, which may be that of the year before.
    """
    dob, group = details.get("dob"), str(details.get("nc_year"))
    if dob is not None:
        return on >= school_age_ends(date.fromisoformat(dob))
    if group == "11":
        return on.month > 6 or on >= _last_friday_in_june(on.year)
    return not (group == "R" or (group.isdigit() and int(group) < 11))


def is_on_study_leave(details: Mapping[str, Any], on: date) -> bool:
    """Whether a pupil may be at home to study for public exams: from Year 11 on, April to July."""
    group, dob = str(details.get("nc_year")), details.get("dob")
    held = [int(group)] if group.isdigit() else []
    held += [_year_by_birth(date.fromisoformat(dob), on)] if dob else []
    return on.month in range(4, 8) and min(held, default=0) >= 11


def differs_by_years(group: str, born: date | None, on: date) -> bool:
    """Whether a year group is further than two years from that of the child's age on a day."""
    year = "0" if group == "R" else group
    if born is None or not year.isdigit():
        return False
    return abs(_year_by_birth(born, on) - int(year)) > 2


def _year_by_birth(born: date, on: date) -> int:
    """The year group of a child's age on a day; 0 is Reception."""
    starts = on.year - (on.month < 9)
    return starts - born.year - (born.month > 8) - 4


def school_age_begins(dob: date) -> date:
    """The first of 31 March, 31 August and 31 December on or after the fifth birthday."""
    leap_day = (dob.month, dob.day) == (2, 29)
    fifth = date(dob.year + 5, dob.month, 28 if leap_day else dob.day)
    prescribed = (date(fifth.year, month, day) for month, day in ((3, 31), (8, 31), (12, 31)))
    return min(day for day in prescribed if day >= fifth)


def school_age_ends(dob: date) -> date:
    """The last Friday in June of the school year in which a child turns sixteen."""
    year = dob.year + 16 + (dob.month >= 9)
    return _last_friday_in_june(year)


def _last_friday_in_june(year: int) -> date:
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)
