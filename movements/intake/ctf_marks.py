"""A CTF's string of marks: one mark after another from a day, AM and PM in turn.

The two-letter codes of 2024 need no gap between them: a digit always belongs to the letter before
it. What may be read in two ways is refused with words, never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from movements.marks import BYTE_OF
from movements.problems import Problem

NO_MARK = frozenset({"-", " "})
_CLOSED = NO_MARK | {"#", "X", "Z"}
"""What may stand for a session on a Saturday or Sunday: nobody was expected."""

_MARK = re.compile(r"[A-Z][0-9]?|[/\\#\- ]")
_PAIR = re.compile(r"(?:[A-Z/\\#-] |[A-Z][0-9]|  )+")
_TWO_WEEKENDS = 8
_MOST = 1_500
"""Marks of one string: two years of weeks of seven days, and no year has as many."""


@dataclass(frozen=True)
class Told:
    """One mark of a string: its day, 0 or 1 for AM or PM, its code, and its place from 1."""

    day: date
    half: int
    mark: str
    place: int


def split_marks(text: str) -> list[str] | Problem:
    """The marks of a string, gaps (- and space) included, or why it cannot be read."""
    plain = (text.strip() if "\n" in text else text.rstrip()).upper()
    if len(plain) > 2 * _MOST:
        return _wrong(f"There are more than {_MOST:,} marks, which no school year has.")
    if " " in plain and _PAIR.fullmatch(plain.ljust(len(plain) + len(plain) % 2)):
        return _wrong(
            "A space after each mark may fill it up to two letters, or say that the next session "
            "has no mark. Send the marks without spaces, with - where there is none."
        )
    found = _MARK.findall(plain)
    if len("".join(found)) != len(plain):
        at = _first_odd(plain)
        return _wrong(f"'{plain[at]}' (letter {at + 1}) is no mark and belongs to none before it.")
    odd = next((n for n, mark in enumerate(found) if mark not in NO_MARK and _odd(mark)), None)
    if odd is not None:
        return _wrong(f"'{found[odd]}' (mark {odd + 1}) is no attendance code.")
    return found


def _wrong(words: str) -> Problem:
    return Problem("mark", "ambiguous", f"These AttendanceMarks cannot be told apart. {words}")


def _odd(mark: str) -> bool:
    return mark not in BYTE_OF


def _first_odd(plain: str) -> int:
    at = 0
    while (found := _MARK.match(plain, at)) is not None:
        at = found.end()
    return at


def may_be_weeks_of(marks: list[str], start: date, sent: date | None) -> frozenset[int]:
    """Of how many days its weeks may be: 7 (weekends stand in the string), 5, or either.

    A week of 5 is ruled out where it would run past the day the file was made, or where two
    weekends of 7 are empty: that is no chance.
    """
    weekend = [mark for mark, day in zip(marks, _days(start, 7), strict=False) if _is_weekend(day)]
    if not weekend and start.weekday() < 5:
        return frozenset({5, 7})
    seven = all(mark in _CLOSED for mark in weekend)
    last = _day_of(len(marks) - 1, start)
    five = start.weekday() < 5 and (sent is None or last <= sent)
    if seven and len(weekend) >= _TWO_WEEKENDS:
        five = False
    return frozenset({7} if seven else ()) | frozenset({5} if five else ())


def dated(marks: list[str], start: date, week: int) -> Iterator[Told]:
    """The marks of a string with their days; sessions without one, and weekends, left out."""
    for place, (mark, day) in enumerate(zip(marks, _days(start, week), strict=False)):
        if mark not in NO_MARK and not _is_weekend(day):
            yield Told(day, place % 2, mark, place + 1)


def _days(start: date, week: int) -> Iterator[date]:
    """The day of each session, AM and PM, from a day on."""
    day = start
    while True:
        if week == 7 or not _is_weekend(day):
            yield day
            yield day
        day += timedelta(days=1)


def _day_of(place: int, start: date) -> date:
    """The day of the nth session, counted from 0, of weeks of five days."""
    weeks, days = divmod(start.weekday() + place // 2, 5)
    return start - timedelta(days=start.weekday()) + timedelta(days=7 * weeks + days)


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5
