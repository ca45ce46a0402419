"""School days: each place's own calendar, and the only arithmetic of school days in the register.

A school day is a weekday in a term that is no bank holiday, INSET day or closure. A place's own
dates come before its authority's, and those before the built-in calendar, half term by half term: a
place that has sent its dates up to February has them, and assumed ones from there to July. So no
clock waits for the dates that somebody has yet to send.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import date, timedelta
from typing import Literal

from sqlmodel import Session

from movements.built_in_terms import Half, Span, bank_holidays, built_in_terms
from movements.la_codes import LA_NAMES
from movements.places import PlaceFacts, place_facts
from movements.term_dates import Held, held_dates

_DAY = timedelta(days=1)
# A term belongs to each half term whose heart it has a day in: first and last month and day.
_HEARTS: dict[Half, tuple[tuple[int, int], tuple[int, int]]] = {
    "autumn 1": ((9, 15), (10, 9)),
    "autumn 2": ((11, 9), (12, 12)),
    "spring 1": ((1, 15), (2, 5)),
    "spring 2": ((3, 1), (3, 15)),
    "summer 1": ((5, 1), (5, 18)),
    "summer 2": ((6, 10), (6, 30)),
}
_HALVES = tuple(_HEARTS)
# The day from which a day counts as in the half term: in its holidays as well as in its term.
_FROM: tuple[tuple[tuple[int, int], Half], ...] = (
    ((10, 26), "autumn 2"),
    ((8, 1), "autumn 1"),
    ((5, 29), "summer 2"),
    ((4, 1), "summer 1"),
    ((2, 15), "spring 2"),
    ((1, 1), "spring 1"),
)
Part = tuple[int, Half]
"""A half term of a school year, named by the calendar year in which the school year begins."""


class SchoolDays:
    """One place's school days. `label` says whose; `terms` and `closures` are those loaded."""

    def __init__(
        self, label: str, terms: Iterable[Span] = (), closures: Iterable[Span] = ()
    ) -> None:
        self.label = label
        self.terms = tuple(sorted(terms))
        self.closures = tuple(closures)
        self._loaded = parts_of(self.terms)
        self._nth_loaded = {_nth(*part) for part in self._loaded}
        self._years: dict[int, list[date]] = {}
        self.among: Calendars | None = None
        """The calendars it is one of, where it was asked for as one of many."""

    def of(self, place_or_la: str | None) -> "SchoolDays":
        """The calendar of another place among those it was asked for with; itself for None."""
        return self.among.of(place_or_la) if self.among and place_or_la else self

    def called(self, label: str) -> "SchoolDays":
        """The same days as those of another."""
        same = copy(self)
        same.label = label
        return same

    @property
    def assumed(self) -> bool:
        """Whether no term is loaded at all, so that every answer is the built-in calendar's.

        With some loaded, ask `assumed_between`: other years are still the built-in calendar's.
        """
        return not self.terms

    def assumed_between(self, first: date, last: date) -> bool:
        """Whether an answer about these days rests, in any part, on the built-in calendar."""
        at, end = sorted((_nth(*_part_of(first)), _nth(*_part_of(last))))
        return any(nth not in self._nth_loaded for nth in range(at, end + 1))

    def said(self, first: date, last: date) -> str:
        """A sentence to show beside such an answer; empty when it rests on loaded dates."""
        if not self.assumed_between(first, last):
            return ""
        return (
            f"Counted on the built-in school calendar: term dates of {self.label} are not loaded "
            "for all of these days."
        )

    def is_school_day(self, day: date) -> bool:
        """Whether the place is in session on that day."""
        days = self._days(_year_of(day))
        at = bisect_left(days, day)
        return at < len(days) and days[at] == day

    def add(self, day: date, n: int) -> date:
        """The n-th school day after a day (before it when n is negative); the day itself for 0."""
        if n < 0:
            return self._back(day, -n)
        return self._forward(day, n) if n else day

    def count(self, first: date, last: date) -> int:
        """School days after `first`, up to and including `last`; negative when `last` is earlier.

        So `count(d, add(d, n))` is n for every n from 0.
        """
        if last < first:
            return -self.count(last, first)
        return self._upto(last, _year_of(first)) - self._upto(first, _year_of(first))

    def days(self, first: date, last: date) -> list[date]:
        """Every school day from the first to the last day, both included."""
        of_years = map(self._days, range(_year_of(first), _year_of(last) + 1))
        return [day for all_ in of_years for day in _between(all_, first, last)]

    def run(self, day: date, n: int) -> list[date]:
        """The first n school days from a day on, which is day 1 when it is a school day."""
        return self.days(day, self.nth(day, n)) if n else []

    def nth(self, day: date, n: int) -> date:
        """The n-th school day counted from a day that is itself day 1 when it is a school day."""
        if n < 1:
            raise ValueError("School days are counted from day 1.")
        return self._forward(day - _DAY, n)

    def next_on_or_after(self, day: date) -> date:
        """The day itself when it is a school day, else the next one."""
        return self.nth(day, 1)

    def _forward(self, day: date, n: int) -> date:
        year = _year_of(day)
        days = self._days(year)
        at = bisect_right(days, day) + n - 1
        while at >= len(days):
            at -= len(days)
            year += 1
            days = self._days(year)
        return days[at]

    def _back(self, day: date, n: int) -> date:
        year = _year_of(day)
        at = bisect_left(self._days(year), day) - n
        while at < 0:
            year -= 1
            at += len(self._days(year))
        return self._days(year)[at]

    def _upto(self, day: date, since: int) -> int:
        """School days of the school years from `since` on, up to and including a day."""
        whole = sum(len(self._days(year)) for year in range(since, _year_of(day)))
        return whole + bisect_right(self._days(_year_of(day)), day)

    def _days(self, year: int) -> list[date]:
        if year not in self._years:
            self._years[year] = self._worked_out(year)
        return self._years[year]

    def _worked_out(self, year: int) -> list[date]:
        whole = Span(date(year, 8, 1), date(year + 1, 7, 31))
        within = {day for span in self._spans(year) for day in _each(span, whole)}
        shut = {day for span in self.closures for day in _each(span, whole)}
        free = shut | bank_holidays(year) | bank_holidays(year + 1)
        return sorted(day for day in within - free if day.weekday() < 5)

    def _spans(self, year: int) -> Iterator[Span]:
        yield from self.terms
        for half, span in built_in_terms(year).items():
            if (year, half) not in self._loaded:
                yield span


def _between(days: list[date], first: date, last: date) -> list[date]:
    return days[bisect_left(days, first) : bisect_right(days, last)]


class Calendars:
    """Every place's school days, each worked out once. Ask `calendars()` for one."""

    def __init__(self, session: Session, held: dict[str, Held]) -> None:
        self._session = session
        self._held = held
        self._known: dict[str, SchoolDays] = {}
        self._facts: dict[str, PlaceFacts] = {}

    def know(self, places: Mapping[str, PlaceFacts]) -> None:
        """Take what was read of places already, so that it is not read again one by one."""
        self._facts |= places

    def of(self, place_or_la: str | None) -> SchoolDays:
        """The calendar of a place id or of an authority (`la:330`); None has the built-in one."""
        owner = place_or_la or ""
        if owner not in self._known:
            self._known[owner] = self._made(owner)
            self._known[owner].among = self
        return self._known[owner]

    def _made(self, owner: str) -> SchoolDays:
        if owner.startswith("s_"):
            return self._of_place(owner)
        own = self._held.get(owner, Held())
        label = LA_NAMES.get(owner.removeprefix("la:"), "the authority")
        return SchoolDays(label, own.terms, own.insets + own.closures)

    def _of_place(self, place: str) -> SchoolDays:
        facts = self._facts.get(place) or place_facts(self._session, [place]).get(place)
        owner = f"la:{facts.la_code}" if facts else ""
        label = facts.name if facts else place
        if place not in self._held:
            return self.of(owner).called(label)
        return SchoolDays(label, *_over(self._held[place], self._held.get(owner, Held())))


def calendars(session: Session, *, known_at: str | None = None) -> Calendars:
    """The calendars of all places; with `known_at` (UTC text), from the dates recorded by then."""
    return Calendars(session, held_dates(session, known_at))


def calendar_of(session: Session, place: str, authority: str | None) -> SchoolDays:
    """The calendar of one place, which is of that authority; or of the authority (`la:330`)."""
    held = held_dates(session, owners=(place, f"la:{authority}"))
    return Calendars(session, held).of(place)


def school_year_start(day: date, turns: Literal["1 August", "1 September"]) -> date:
    """The first day of the school year a day is in; which day it turns on is the rule's to say."""
    turn = date(day.year, 8 if turns == "1 August" else 9, 1)
    return turn if turn <= day else turn.replace(year=day.year - 1)


def academic_year(text: str) -> tuple[date, date]:
    """First and last day of a school year written 2025-26 (or 2025/26, 202526).

    Raises ValueError with a sentence when it is written otherwise or skips a year.
    """
    found = re.fullmatch(r"(20[0-9]{2})[-/]?([0-9]{2})", text.strip())
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ValueError(f"'{text}' is not a school year: write it as 2025-26.")
    year = int(found[1])
    return date(year, 9, 1), date(year + 1, 8, 31)


def parts_of(spans: Iterable[Span]) -> set[Part]:
    """The half terms of school years that these terms are about."""
    return {part for span in spans for part in _parts(span)}


def _parts(span: Span) -> set[Part]:
    hearts = {
        (year, half)
        for year in range(_year_of(span.first), _year_of(span.last) + 1)
        for half, heart in _HEARTS.items()
        if span.meets(_heart(year, half, heart))
    }
    return hearts or {_part_of(span.first)}


def _heart(year: int, half: Half, heart: tuple[tuple[int, int], tuple[int, int]]) -> Span:
    calendar_year = year if half.startswith("autumn") else year + 1
    return Span(*(date(calendar_year, month, day) for month, day in heart))


def _part_of(day: date) -> Part:
    half = next(half for first, half in _FROM if (day.month, day.day) >= first)
    return _year_of(day), half


def _nth(year: int, half: Half) -> int:
    """The parts one after another: numbers without a gap."""
    return year * len(_HALVES) + _HALVES.index(half)


def _over(own: Held, authority: Held) -> tuple[list[Span], list[Span]]:
    """A place's terms and closures, with its authority's where the place has sent no terms."""
    mine = parts_of(own.terms)
    terms = own.terms + [span for span in authority.terms if not _parts(span) & mine]
    closures = authority.insets + authority.closures
    theirs = [span for span in closures if _part_of(span.first) not in mine]
    return terms, own.insets + own.closures + theirs


def _year_of(day: date) -> int:
    """The calendar year in which the school year began, for slicing: here it turns on 1 August."""
    return day.year if day.month >= 8 else day.year - 1


def _each(span: Span, within: Span) -> Iterator[date]:
    first, last = max(span.first, within.first), min(span.last, within.last)
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
