"""A CTF's string of marks: one mark after another from a day, AM and PM in turn.

The two-letter codes of 2024 need no gap between them: a digit always belongs to the letter before
it. Some systems fill every mark up to two letters, or write something between two. What may be
read in two ways is refused with words, never guessed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from movements.marks import BYTE_OF
from movements.problems import Problem

NO_MARK = frozenset({"-", " "})
_CLOSED = NO_MARK | {"#", "X", "Z"}
"""What may stand for a session on a Saturday or Sunday: nobody was expected."""

_MARK = re.compile(r"[A-Z][0-9]?|[/\\#\- ]")
_LINE_END = re.compile(r"\r?\n[ \t]*")
_SIGNS = ",;|\t"
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


Marks = tuple[str, ...]
Readings = Mapping[str, Marks]
"""By the form a string may be written in, the marks that it then comes to."""


def readings(text: str) -> Readings | Problem:
    """The marks of a string, gaps (- and space) included, in each form that it may be written in.

    Or why it can be read in none.
    """
    plain = _LINE_END.sub("", text.strip() if "\n" in text else text.rstrip()).upper()
    if len(plain) > len("C1,") * _MOST:
        return _wrong(f"There are more than {_MOST:,} marks, which no school year has.")
    found = {form: marks for form, take in _FORMS.items() if (marks := take(plain)) is not None}
    if any(len(marks) > _MOST for marks in found.values()):
        return _wrong(f"There are more than {_MOST:,} marks, which no school year has.")
    told = {form: marks for form, marks in found.items() if _odd_of(marks) is None}
    return told or _why_not(plain, found)


def form_of(strings: Iterable[Readings]) -> frozenset[str]:
    """The forms that every string of a file may have: one system wrote them all.

    None where they disagree. A / stands in a morning and a \\ in an afternoon, which tells a space
    that fills a mark up to two letters from one that says that there is no mark.
    """
    return frozenset.intersection(_EVERY, *(frozenset(_in_place(one)) for one in strings))


def as_written(found: Readings, form: frozenset[str]) -> Marks | Problem:
    """The marks of a string of a file of some form; a Problem where it may be read in two ways."""
    told = {f: marks for f, marks in _in_place(found).items() if f in form} or found
    if len({_bare(marks) for marks in told.values()}) == 1:
        return tuple(mark.strip() or " " for mark in next(iter(told.values())))
    return _wrong(
        "A space after each mark may fill it up to two letters, or say that the next session "
        "has no mark. Send the marks without spaces, with - where there is none."
    )


def _close(plain: str) -> Marks | None:
    """One after another: a digit belongs to the letter before it, a space is a gap."""
    found = tuple(_MARK.findall(plain))
    return found if len("".join(found)) == len(plain) else None


def _filled(plain: str) -> Marks | None:
    """Each filled up to two letters by a space after it, as C1 needs none; two are a gap."""
    pairs = _pairs(plain.ljust(len(plain) + len(plain) % 2))
    return pairs if all(pair == "  " or pair[0] != " " for pair in pairs) else None


def _filled_before(plain: str) -> Marks | None:
    """The same with the space before it."""
    pairs = _pairs(plain)
    return pairs if all(pair == "  " or pair[-1] != " " for pair in pairs) else None


def _pairs(plain: str) -> Marks:
    return tuple(plain[n : n + 2] for n in range(0, len(plain), 2))


def _spaced(plain: str) -> Marks | None:
    """With a space between two."""
    found = tuple(plain.split(" "))
    return found if len(found) > 1 and all(found) else None


def _listed(plain: str) -> Marks | None:
    """With a comma, or another sign that is no mark, between two; nothing is a gap."""
    signs = {sign for sign in _SIGNS if sign in plain}
    return tuple(plain.split(signs.pop())) if len(signs) == 1 else None


_FORMS: Mapping[str, Callable[[str], Marks | None]] = {
    "close": _close,
    "filled": _filled,
    "filled_before": _filled_before,
    "spaced": _spaced,
    "listed": _listed,
}
_EVERY = frozenset(_FORMS)


def _odd_of(marks: Marks) -> int | None:
    """The place of the first that is neither a code nor a gap."""
    return next(
        (n for n, m in enumerate(marks) if not _is_gap(m) and m.strip() not in BYTE_OF), None
    )


def _is_gap(mark: str) -> bool:
    return mark.strip() in {"", "-"}


def _in_place(found: Readings) -> Readings:
    """Those readings that have no / in an afternoon and no \\ in a morning; all if none is so."""
    right = {
        form: marks
        for form, marks in found.items()
        if "\\" not in map(str.strip, marks[::2]) and "/" not in map(str.strip, marks[1::2])
    }
    return right or found


def _bare(marks: Marks) -> str:
    """What a reading says, however it writes that there is no mark."""
    return ",".join("-" if _is_gap(mark) else mark.strip() for mark in marks).rstrip("-,")


def _why_not(plain: str, found: Readings) -> Problem:
    marks = found.get("close") or found.get("listed")
    if marks:
        at = _odd_of(marks) or 0
        return _wrong(f"'{marks[at].strip()}' (mark {at + 1}) is no attendance code.")
    at = _first_odd(plain)
    return _wrong(f"'{plain[at]}' (letter {at + 1}) is no mark and belongs to none before it.")


def _wrong(words: str) -> Problem:
    return Problem("mark", "ambiguous", f"These AttendanceMarks cannot be told apart. {words}")


def _first_odd(plain: str) -> int:
    at = 0
    while (found := _MARK.match(plain, at)) is not None:
        at = found.end()
    return at


def may_be_weeks_of(marks: Sequence[str], start: date, sent: date | None) -> frozenset[int]:
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


def dated(marks: Sequence[str], start: date, week: int) -> Iterator[Told]:
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
