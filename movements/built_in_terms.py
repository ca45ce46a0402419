"""The built-in school calendar: England's usual terms, for places whose own dates are not loaded.

England has no national term dates. These follow what most authorities publish; INSET days differ
by school and are not in it, so a year has about 195 days of the 190 that pupils attend.
"""

from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

import holidays

Half = Literal["autumn 1", "autumn 2", "spring 1", "spring 2", "summer 1", "summer 2"]
"""A half term: the part of a term before or after the week in its middle."""

_WEEK = timedelta(days=6)
_FORTNIGHT = timedelta(days=13)


class Span(NamedTuple):
    """A first and a last day, both included."""

    first: date
    last: date

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a calendar year, one-off ones and substitute days included."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=[year]))


@cache
def built_in_terms(year: int) -> dict[Half, Span]:
    """The half terms of the school year that begins in September of `year`.

    Half terms: the weeks of 28 October, 17 February and 31 May. Breaks: from the last Friday by
    22 December to the first Monday from 3 January; Holy Week and Easter week.
    """
    christmas = _friday_by(date(year, 12, 22))
    new_year = _monday_by(date(year + 1, 1, 9))
    easter = _monday_by(_good_friday(year + 1))
    autumn = _around(Span(date(year, 9, 2), christmas), _monday_by(date(year, 10, 28)))
    before_easter = Span(new_year, easter - timedelta(days=3))
    spring = _around(before_easter, _monday_by(date(year + 1, 2, 17)))
    after_easter = Span(easter + _FORTNIGHT + timedelta(days=1), date(year + 1, 7, 21))
    summer = _around(after_easter, _monday_by(date(year + 1, 5, 31)))
    return {
        "autumn 1": autumn[0],
        "autumn 2": autumn[1],
        "spring 1": spring[0],
        "spring 2": spring[1],
        "summer 1": summer[0],
        "summer 2": summer[1],
    }


def _around(term: Span, half_term: date) -> tuple[Span, Span]:
    """A term without the week that begins on this Monday."""
    before = Span(term.first, half_term - timedelta(days=1))
    return before, Span(half_term + _WEEK + timedelta(days=1), term.last)


def easter_monday(year: int) -> date:
    """Easter Monday of a calendar year."""
    return _good_friday(year) + timedelta(days=3)


def spring_bank_holiday(year: int) -> date:
    """The bank holiday of late May: the last Monday of the month, unless it was moved."""
    return _named(year, "Spring Bank Holiday", _monday_by(date(year, 5, 31)))


def _monday_by(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _friday_by(day: date) -> date:
    return day - timedelta(days=(day.weekday() - 4) % 7)


def _good_friday(year: int) -> date:
    """Good Friday; for years beyond the list of bank holidays, a day in the middle of its range."""
    return _named(year, "Good Friday", date(year, 4, 6))


@cache
def _named(year: int, holiday: str, unlisted: date) -> date:
    named = holidays.country_holidays("GB", subdiv="ENG", years=[year]).items()
    return next((day for day, name in named if name == holiday), unlisted)
