"""The distinct values of an attendance file's columns, judged by themselves: no database."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from movements import marks
from movements.codes import MARKS
from movements.dates import NotADate, read_date
from movements.day_bounds import EARLIEST
from movements.intake.attendance_columns import Column, Ids
from movements.intake.attendance_titles import half_of, named_weekday
from movements.intake.attendance_words import said
from movements.marks import SESSIONS, Marks
from movements.problems import Problem

_SESSIONS = {
    **dict.fromkeys(("am", "1", "a", "a.m.", "morning"), 0),
    **dict.fromkeys(("pm", "2", "p", "p.m.", "afternoon"), 1),
}
_MOST_SHOWN = 40
_QUOTES = "'\"\u2018\u2019\u201c\u201d"
"""What a spreadsheet or a hand puts round a mark to keep it as it is: `'/`."""
_CHANGED = re.compile(
    r"[0-9.,]+E[+-]?[0-9]+|[0-9]{1,2}[-/ ][A-Z]{3,9}|[A-Z]{3,9}[-/ ][0-9]{2}|TRUE|FALSE|#{2,}"
    r"|#(N/A|REF!|NAME\?|VALUE!|NUM!|DIV/0!)",
    re.IGNORECASE,
)
"""What a spreadsheet leaves in a cell that it took for a number, a date or a formula."""


@dataclass(frozen=True)
class Judged:
    """For each row of a column what its value comes to (-1: nothing), and each value's problem."""

    rows: Ids
    wrong: Sequence[Problem | None]

    @classmethod
    def of(cls, column: Column, judge: Callable[[str], int | Problem]) -> "Judged":
        """The column judged, each distinct value once."""
        said = [judge(value) for value in column.values]
        numbers = [-1 if isinstance(one, Problem) else one for one in said]
        wrong = [one if isinstance(one, Problem) else None for one in said]
        return cls(np.array(numbers, dtype=np.int32).take(column.ids), wrong)


def judge_days(
    column: Column, today: date, read_day: Callable[[str], date | Problem]
) -> tuple[Judged, tuple[date, ...]]:
    """The days named, in order, and for each row which of them: real days that have come."""
    read = {value: _day(value, today, read_day) for value in column.values}
    days = sorted({day for day in read.values() if isinstance(day, date)})
    place = {day: number for number, day in enumerate(days)}

    def judge(value: str) -> int | Problem:
        day = read[value]
        return day if isinstance(day, Problem) else place[day]

    return Judged.of(column, judge), tuple(days)


def plain_day(value: str) -> date | Problem:
    """The day of a cell, or what is wrong with it."""
    if not value:
        return Problem("date", "missing", "The date is missing: give the day of the session.")
    weekday, plain = named_weekday(value)
    try:
        day = read_date(plain)
    except NotADate as error:
        return Problem("date", error.code, error.sentence)
    if weekday is not None and day.weekday() != weekday:
        words = f"'{value[:_MOST_SHOWN]}' names another weekday: {said(day)} is a {day:%A}."
        return Problem("date", "weekday", f"{words} Check the date.")
    return day


def _day(value: str, today: date, read_day: Callable[[str], date | Problem]) -> date | Problem:
    day = read_day(value)
    if isinstance(day, date) and day > today:
        words = f"{said(day)} has not come yet: a mark is of a session that has been."
        return Problem("date", "future", f"{words} Check the date.")
    if isinstance(day, date) and day < EARLIEST:
        words = f"{said(day)} is before {EARLIEST.year}: check the year."
        return Problem("date", "too_early", words)
    return day


def judge_halves(column: Column) -> Judged:
    """For each row 0 for the morning session, 1 for the afternoon."""
    return Judged.of(column, _half)


def _half(value: str) -> int | Problem:
    half = _SESSIONS.get(value.lower().removesuffix(".0").removeprefix("0"))
    if half is None and (named := half_of(value)):
        half = SESSIONS.index(named)
    if half is not None:
        return half
    seen = f"'{value[:_MOST_SHOWN]}' is no session" if value else "The session is missing"
    return Problem("session", "session", f"{seen}: write AM or PM (or 1 or 2).")


def read_marks(column: Column) -> Marks:
    """For each row its mark as a byte, whatever the day; no mark where it is no code."""
    found = [marks.BYTE_OF.get(_code(value), marks.NO_MARK) for value in column.values]
    return np.array(found, dtype=np.uint8).take(column.ids)


def _code(value: str) -> str:
    """The code that a cell means: quotation marks are not part of it, nor are small letters."""
    return MARKS.clean(value.strip(_QUOTES) or value)


@lru_cache(maxsize=1 << 16)
def mark_problem(value: str, day: date) -> Problem | None:
    """What is wrong with a mark on a day: no code, not yet one, or one no longer."""
    if value in ("", "-"):
        words = "The mark is missing: give the attendance code, or leave the row out until then."
        return Problem("mark", "missing", words)
    if _CHANGED.fullmatch(value):
        words = (
            f"'{value[:_MOST_SHOWN]}' is no attendance mark: a spreadsheet has changed it. Make "
            "the column Text before the marks are put in it, or export the file again."
        )
        return Problem("mark", "spreadsheet", words)
    wrong = MARKS.problem(_code(value), day)
    return Problem("mark", "unknown_code", wrong) if wrong else None
