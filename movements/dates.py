"""Dates as people and spreadsheets write them: read when they can mean one day only."""

import re
from datetime import date, timedelta
from functools import lru_cache

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
EXAMPLE = "Write it as 2026-09-14 or 14/09/2026"

_MIDNIGHT = re.compile(r"[T ]+0?0:00(:00(\.0+)?)?(Z|[+-]00:?00)?$", re.IGNORECASE)
_TIME = re.compile(r"[T ]+[0-9]{1,2}:[0-9]{2}")
_SERIAL = re.compile(r"[2-7][0-9]{4}(\.[0-9]*)?")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_SOLID = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<by>[/.-])(?P<month>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4})"
)
_NAMED = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[- /](?P<month>[A-Za-z]{3,9})[- /,]+(?P<year>[0-9]{4})"
)
_NAMED_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[A-Za-z]{3,9})-(?P<day>[0-9]{1,2})")
_WHOLE_DATES = (_ISO, _SOLID, _DAY_FIRST, _NAMED, _NAMED_YEAR_FIRST)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/. -]([0-9]{1,2}|[A-Za-z]{3,9})[/. -][0-9]{2}")
_NO_YEAR = re.compile(r"[0-9]{1,2}[/ -][A-Za-z]{3,9}|[A-Za-z]{3,9}[/ -][0-9]{1,2}")
_NO_DAY = re.compile(r"[A-Za-z]{3,9}[/ -][0-9]{4}")


class NotADate(ValueError):
    """Raised by `read_date`: a code for machines, and a sentence that says how to mend it.

    As text it is `code|sentence`, which is how a kind's own checks speak.
    """

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(f"{code}|{sentence}")


@lru_cache(maxsize=8192)
def read_date(text: str) -> date:
    """The day that the text names; years 1900 to 2199.

    Reads 2026-09-14, 14/09/2026 (the day first, always), 14-09-2026, 14.09.2026, 14 Sep 2026,
    2026-Sep-14 and 20260914, each with midnight after it or without. Raises NotADate for anything
    else, most of all for what a spreadsheet leaves behind when it has changed a date: a serial
    number, a date without its year, a year of two digits.
    """
    plain = _MIDNIGHT.sub("", text.strip())
    for shape in _WHOLE_DATES:
        found = shape.fullmatch(plain)
        if found:
            return _day(plain, found["year"], found["month"], found["day"])
    raise _not_read(plain)


def _day(plain: str, year: str, month: str, day: str) -> date:
    number = int(month) if month.isdigit() else _month_number(plain, month)
    if not 1 <= number <= 12:
        first = "" if plain.startswith(year) else ": the day comes first"
        raise NotADate("date", f"'{plain}' has no month {month}{first}. {EXAMPLE}.")
    if not 1900 <= int(year) <= 2199:
        raise NotADate("date", f"'{plain}' has the year {year}, which cannot be right. {EXAMPLE}.")
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise NotADate("date", f"'{plain}' is a day no calendar has. {EXAMPLE}.") from None


def _month_number(plain: str, name: str) -> int:
    for number, month in enumerate(MONTHS, 1):
        if month.lower().startswith(name.lower()):
            return number
    raise NotADate("date", f"'{plain}' names no month we know. {EXAMPLE}.")


def _not_read(plain: str) -> NotADate:
    for shape, code, words in _MANGLED:
        if shape.fullmatch(plain):
            return NotADate(code, f"'{plain}' {words} {EXAMPLE}.")
    if _SERIAL.fullmatch(plain):
        return NotADate("date_serial", _serial(plain))
    if _TIME.search(plain):
        return NotADate("date_and_time", f"'{plain}' has a time of day in it. {EXAMPLE}, alone.")
    shown = plain if len(plain) <= 40 else f"{plain[:40]}..."
    return NotADate("date", f"'{shown}' is not a date we can read. {EXAMPLE}.")


def _serial(plain: str) -> str:
    meant = date(1899, 12, 30) + timedelta(days=int(plain.partition(".")[0]))
    return (
        f"'{plain}' is a spreadsheet's serial number and not a date (it may stand for "
        f"{meant.day} {MONTHS[meant.month - 1]} {meant.year}). "
        "Format the column as a date, yyyy-mm-dd, and save the file again."
    )


_MANGLED = (
    (re.compile(r"#+"), "date_hidden", "is a spreadsheet's column too narrow to show its date."),
    (_NO_YEAR, "date_no_year", "has lost its year, as happens when a spreadsheet changes a cell."),
    (_NO_DAY, "date_no_day", "has no day."),
    (_SHORT_YEAR, "date_short_year", "has a year of two digits: give all four."),
)
