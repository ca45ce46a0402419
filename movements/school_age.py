"""Compulsory school age: from when to when a child must be educated (Education Act 1996 s.8)."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

COHORT = "cohort"
"""The detail that a year group comes to: the year in whose August the youngest in it were born."""
Details = Mapping[str, Any]
MOST_BIRTHS = 16_384
"""Days of birth whose school age is worked out once: more than all who are at school have."""


def of_school_age(details: Details, on: date) -> bool:
    """Whether a child is of compulsory school age on a day; counted so where the birth is unknown.

    `details` are those of a pupil as held.
    """
    span = _school_age(details)
    return span is None or span[0] <= on <= span[1]


def up_to_school_age(details: Details, on: date) -> bool:
    """Whether a child is not past compulsory school age on a day; so where the birth is unknown."""
    return on < first_day_past(details)


def asked_between(details: Details) -> tuple[date, date]:
    """From which day on, and up to which, it is asked where a child is educated.

    From the first day of compulsory school age up to, but not including, the first day past it; of
    a child whose birth is unknown, always. Nobody need educate a child at school before, and from
    16 to 18 a young person takes part in education or training, which is no school's roll
    (Education and Skills Act 2008 s.2).
    """
    span = _school_age(details)
    return (span[0] if span else date.min), first_day_past(details)


def first_day_past(details: Details) -> date:
    """The first day past compulsory school age; `date.max` where the birth is unknown."""
    span = _school_age(details)
    return span[1] + timedelta(days=1) if span else date.max


def _school_age(details: Details) -> tuple[date, date] | None:
    """The first and the last day of compulsory school age; None where the birth is unknown.

    Where the year group told last is years from the birth held, one of the two is wrong and nobody
    knows which: from the first day by either to the last by either, so that no slip hides a child.
    """
    dob = details.get("dob")
    if dob is None:
        return None
    born = date.fromisoformat(dob)
    births, cohort = [born], details.get(COHORT)
    if cohort is not None and _apart(cohort, _cohort(born)):
        births.append(date(cohort - 1, 9, 1))
    return min(map(school_age_begins, births)), max(map(school_age_ends, births))


def is_past(details: Details, on: date) -> bool:
    """Whether a child is past compulsory school age on a day: so where nothing held gainsays it.

    By the birth; where that is unknown by the year group, which may be that of the year before.
    """
    group, span = str(details.get("nc_year")), _school_age(details)
    if span is not None:
        return on >= span[1]
    if group == "11":
        return on.month > 6 or on >= _last_friday_in_june(on.year)
    return not (group == "R" or (group.isdigit() and int(group) < 11))


def is_on_study_leave(details: Details, on: date) -> bool:
    """Whether a pupil may be at home to study for public exams: from Year 11 on, April to July."""
    dob, cohort = details.get("dob"), details.get(COHORT)
    held = [_cohort(date.fromisoformat(dob))] if dob else []
    held += [cohort] if cohort is not None else []
    return on.month in range(4, 8) and on.year - max(held, default=on.year) >= 16


def differs_by_years(group: str, born: date | None, on: date) -> bool:
    """Whether a year group is further than two years from that of the child's age on a day."""
    cohort = cohort_of(group, on)
    return cohort is not None and born is not None and _apart(cohort, _cohort(born))


def cohort_of(group: str | None, on: date) -> int | None:
    """The cohort of a year group told of on a day; None of nursery, and of no year (X)."""
    year = "0" if group == "R" else str(group)
    return on.year - (on.month < 9) - 4 - int(year) if year.isdigit() else None


def _cohort(born: date) -> int:
    return born.year + (born.month > 8)


def _apart(cohort: int, other: int) -> bool:
    return abs(cohort - other) > 2


@lru_cache(maxsize=MOST_BIRTHS)
def school_age_begins(dob: date) -> date:
    """The first of 31 March, 31 August and 31 December on or after the fifth birthday."""
    leap_day = (dob.month, dob.day) == (2, 29)
    fifth = date(dob.year + 5, dob.month, 28 if leap_day else dob.day)
    prescribed = (date(fifth.year, month, day) for month, day in ((3, 31), (8, 31), (12, 31)))
    return min(day for day in prescribed if day >= fifth)


@lru_cache(maxsize=MOST_BIRTHS)
def school_age_ends(dob: date) -> date:
    """The last Friday in June of the school year in which a child turns sixteen."""
    year = dob.year + 16 + (dob.month >= 9)
    return _last_friday_in_june(year)


def _last_friday_in_june(year: int) -> date:
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)
