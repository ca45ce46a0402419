"""The sessions that suspensions come to: each once, however many suspensions run over it.

Every suspension is counted on the calendar of the school that suspended.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from movements.school_days import SchoolDays
from movements.standing import Suspension

Slot = tuple[date, str]
"""A part of a school day that a suspension takes: AM, PM, or the lunchtime."""
LUNCHTIME = "lunchtime"
_HALVES = ("AM", "PM")


class Calendared(Protocol):
    """What gives the calendar of a place: all calendars, or that of another place among them."""

    def of(self, place_or_la: str | None) -> SchoolDays:
        """The calendar of a place."""


def slots(spell: Suspension, days: Calendared) -> tuple[Slot, ...]:
    """The parts of school days that a suspension takes, in turn."""
    own = days.of(spell.place)
    if spell.lunchtimes:
        return tuple((day, LUNCHTIME) for day in own.run(spell.on, spell.sessions))
    first = _HALVES.index(spell.session)
    last = first + spell.sessions
    taken = own.run(spell.on, (last + 1) // 2)
    return tuple((taken[at // 2], _HALVES[at % 2]) for at in range(first, last))


def days_missed(spells: Iterable[Suspension], days: Calendared) -> set[date]:
    """The school days on which a pupil is sent home; one suspended from lunchtimes is in school."""
    whole = (spell for spell in spells if not spell.lunchtimes)
    return {day for spell in whole for day, _ in slots(spell, days)}


def last_day(spell: Suspension, days: Calendared) -> date:
    """The last school day of a suspension; a part of a day is a day of it."""
    return max((day for day, _ in slots(spell, days)), default=spell.on)


def sessions_suspended(
    spells: Iterable[Suspension], first: date, last: date, days: Calendared
) -> int:
    """Sessions of half a day that suspensions take from one day to another, both included.

    A lunchtime is half a day; no day comes to more than two halves.
    """
    taken = {slot for spell in spells for slot in slots(spell, days) if first <= slot[0] <= last}
    of_day: dict[date, int] = {}
    for day, _ in taken:
        of_day[day] = of_day.get(day, 0) + 1
    return sum(min(parts, 2) for parts in of_day.values())


def is_overlapping(spell: Suspension, held: Iterable[Suspension], days: Calendared) -> bool:
    """Whether it takes anything that those held take already: together they come to less."""
    others = list(held)
    apart = _all(others, days) + _all([spell], days)
    return _all([*others, spell], days) < apart


def _all(spells: Iterable[Suspension], days: Calendared) -> int:
    return sessions_suspended(spells, date.min, date.max, days)


def is_joined_up(spell: Suspension, held: Iterable[Suspension], days: Calendared) -> bool:
    """Whether it begins in the very session after another ends, with none in school between."""
    if spell.lunchtimes:
        return False
    own = days.of(spell.place)
    begins = (own.next_on_or_after(spell.on), spell.session)
    whole = (other for other in held if not other.lunchtimes)
    return any(_next(slots(other, days)[-1], own) == begins for other in whole)


def _next(slot: Slot, days: SchoolDays) -> Slot:
    day, half = slot
    return (day, "PM") if half == "AM" else (days.add(day, 1), "AM")
