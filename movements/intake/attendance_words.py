"""What is said of a row of an attendance file that is judged together with others."""

from datetime import date

from movements.basis import Basis
from movements.problems import Concern, Problem
from movements.school_days import SchoolDays

_ONE_SIGN = Basis("ours", "/ is present in the morning and \\ present in the afternoon")
_KEPT = Basis("ours", "a mark that was held is never overwritten")
_HALVES = {"AM": "morning", "PM": "afternoon"}

SIGNS = (
    Concern("sign", "/ is the morning's sign: read as \\ here.", _ONE_SIGN, "note", "mark"),
    Concern("sign", "\\ is the afternoon's sign: read as / here.", _ONE_SIGN, "note", "mark"),
)


def said(day: date) -> str:
    """A day in words, its weekday first: people find a wrong date by it."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def no_school(calendar: SchoolDays, day: date) -> Problem | None:
    """A day that is no school day of the place; None when it is one."""
    if calendar.is_school_day(day):
        return None
    loaded = "Check the date, or the school's term dates."
    if calendar.assumed_between(day, day):
        loaded = (
            "Its term dates are not loaded, so the built-in calendar was used: check the date, "
            "or have the term dates loaded."
        )
    words = f"{said(day)} is not a school day of {calendar.label}. {loaded}"
    return Problem("date", "not_a_school_day", words)


def not_here(day: date, session: str) -> Problem:
    """One of the place's pupils, on a day when the pupil was not there."""
    return Problem(
        "date",
        "not_here",
        f"The pupil was not on your roll or placed with you on the {_HALVES[session]} of "
        f"{said(day)}. Check the date, or first send what brought the pupil to you.",
    )


def other_school(number: str, place: str) -> Problem:
    """Marks that the file itself gives to another school than the one it was sent for."""
    return Problem(
        "school",
        "other_school",
        f"The file says that this mark is of school {number}, and it was sent for {place}: send "
        "the marks of that school for it.",
    )


def conflict(other: str, code: str) -> Problem:
    """Two rows that give one session two marks; `other` is where the other stands."""
    return Problem(
        "mark",
        "conflict",
        f"{other[0].upper()}{other[1:]} has {code} for the same pupil and session, and only one "
        "can be right: remove the wrong one and send the other again.",
    )


def changed(code: str) -> Concern:
    """A mark that replaces another."""
    words = f"The register held {code} for this session until now, and keeps it as the mark before."
    return Concern("changed", words, _KEPT, "note", "mark")


def later(code: str) -> Concern:
    """A file sent again, where a later one has put another mark in the place of its own."""
    words = (
        f"This very file was taken in before, and the register has since been told {code}, which "
        "stays. To change it back, send a file with this row by itself."
    )
    return Concern("changed_since", words, _KEPT, "concern", "mark")
