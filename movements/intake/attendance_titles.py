"""Columns headed by a session, `Mon 01 Sep AM`: which day and half-day each means."""

import re
from collections.abc import Iterable
from datetime import date

from movements.dates import MONTHS, NotADate, read_date
from movements.problems import Problem
from movements.school_days import school_year_start

_HALVES = {
    **dict.fromkeys(("am", "a.m.", "a.m", "morning"), "AM"),
    **dict.fromkeys(("pm", "p.m.", "p.m", "afternoon"), "PM"),
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BETWEEN = re.compile(
    r"[\s,_]+|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[AaPp]\.?[Mm]\b)|[()]+|[-–:]+(?=[AaPp]\.?[Mm]\b)"
    r"|(?<=\s)[-–:]+(?=\s)"
)
_WEEKDAY_FIRST = re.compile(
    r"\b((?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)[-–:.]+", re.IGNORECASE
)
_LETTERS = re.compile(r"[\w.]+")
_SAYS_NO_HALF = frozenset({"session", "sess", "registration", "reg", "register", "mark", "code"})
_NUMBERED = {"1": "AM", "2": "PM"}
"""What a number says of a session, after its whole date or the word session."""
_NO_YEAR = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ /.-]([A-Za-z]{3,9}|[0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})[ /.-]([0-9]{1,2})(?:st|nd|rd|th)?")
_YEARS_BACK = 2


def split_title(title: str) -> tuple[str, str] | None:
    """The day, as it is headed, and the half-day of a column; None where it is no session's."""
    apart = _WEEKDAY_FIRST.sub(r"\1 ", title.strip())
    words = [word for word in _BETWEEN.split(apart) if word]
    said = [word for word in words if word.lower() not in _SAYS_NO_HALF]
    halves = [_HALVES[word.lower()] for word in said if word.lower() in _HALVES]
    if not halves and said[-1:] and said[-1] in _NUMBERED:
        numbered, said = _NUMBERED[said[-1]], said[:-1]
        halves = [numbered] if len(said) + 1 < len(words) or _is_whole(" ".join(said)) else []
    day = " ".join(word for word in said if word.lower() not in _HALVES)
    return (day, halves[0]) if len(halves) == 1 and is_day(day) else None


def _is_whole(text: str) -> bool:
    """Whether a date has a year."""
    _, plain = named_weekday(text)
    return _yearless(plain) is None


def half_of(text: str) -> str | None:
    """The half-day that a cell or a title names and no day: `AM Mark`, `Mon:PM`, `Session 1`."""
    apart = " ".join(_LETTERS.findall(_WEEKDAY_FIRST.sub(r"\1 ", text)))
    words = [word for word in _BETWEEN.split(named_weekday(apart)[1]) if word]
    said = [word.lower() for word in words if word.lower() not in _SAYS_NO_HALF]
    if len(said) != 1:
        return None
    numbered = _NUMBERED.get(said[0]) if len(words) > 1 else None
    return _HALVES.get(said[0]) or numbered


def is_half(text: str) -> bool:
    """Whether a cell says morning or afternoon and no more."""
    return text.strip().lower() in _HALVES


def is_day(text: str) -> bool:
    """Whether a cell names a day, with or without its weekday and its year.

    A day that a spreadsheet has spoiled is one too, so that its marks are refused and not left out.
    """
    _, plain = named_weekday(text)
    if _yearless(plain):
        return True
    try:
        read_date(plain)
    except NotADate as error:
        return error.code != "date"
    return True


class TitledDays:
    """The days that the columns of one file mean. Where they tell no year it is that of one school
    year: the latest in which every day has been, and is the weekday it is headed by.
    """

    def __init__(self, texts: Iterable[str], today: date) -> None:
        told = [named_weekday(text) for text in texts]
        short = [(weekday, found) for weekday, text in told if (found := _yearless(text))]
        newest = school_year_start(today, "1 September")
        years = [newest.replace(year=newest.year - back) for back in range(_YEARS_BACK)]
        fits = [year for year in years if all(_fits(*one, year, today) for one in short)]
        self.year = (fits or years)[0]
        self.inferred = bool(short)

    def note(self) -> tuple[str, ...]:
        """That the year was inferred, where it was."""
        if not self.inferred:
            return ()
        first = self.year.year
        return (
            f"The columns tell no year: their days were read as of the school year {first}/"
            f"{(first + 1) % 100:02}. If that is not meant, write the year in them.",
        )

    def read(self, text: str) -> date | Problem:
        """The day that a column is headed by, or what is wrong with it."""
        weekday, plain = named_weekday(text)
        try:
            short = _yearless(plain)
            day = _within(short, self.year) if short else read_date(plain)
        except NotADate as error:
            return Problem("date", error.code, error.sentence)
        if weekday is not None and day.weekday() != weekday:
            return Problem(
                "date",
                "weekday",
                f"The column is headed '{text}', and {day.isoformat()} is a {day:%A}: write the "
                "whole date, with its year, at the head of the column.",
            )
        return day


def named_weekday(text: str) -> tuple[int | None, str]:
    """The weekday a title or a cell names, and the rest of it."""
    words = text.split()
    for number, name in enumerate(_WEEKDAYS):
        for word in words:
            if len(word) >= 2 and name.startswith(word.lower().strip(".")):
                return number, " ".join(one for one in words if one is not word)
    return None, text


def _yearless(text: str) -> tuple[int, int] | None:
    """Day and month of a date that has no year."""
    turned = _MONTH_FIRST.fullmatch(text)
    found = (turned[2], turned[1]) if turned else None
    plain = _NO_YEAR.fullmatch(text)
    found = (plain[1], plain[2]) if plain else found
    if found is None:
        return None
    month = int(found[1]) if found[1].isdigit() else _month(found[1])
    return (int(found[0]), month) if 1 <= month <= 12 else None


def _month(name: str) -> int:
    months = [month.lower().startswith(name.lower()) for month in MONTHS]
    return months.index(True) + 1 if True in months else 0


def _within(short: tuple[int, int], year: date) -> date:
    """The day in the school year that begins then."""
    day, month = short
    number = year.year if month >= year.month else year.year + 1
    return read_date(f"{number}-{month:02}-{day:02}")


def _fits(weekday: int | None, short: tuple[int, int], year: date, today: date) -> bool:
    try:
        day = _within(short, year)
    except NotADate:
        return False
    return day <= today and weekday in (None, day.weekday())
