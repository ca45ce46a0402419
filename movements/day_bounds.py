"""Which days an answer may name: one mechanism for every kind of entry.

No day before the register's time can be read. None before the pupil's birth, and no entry years
ahead, can be true. A day years from that of its entry is recorded, and shown with a concern.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from movements.basis import Basis
from movements.clock import months_after
from movements.problems import Concern, Problem

EARLIEST = date(1990, 1, 1)
"""No pupil of today was born before it."""
MOST_MONTHS_AHEAD = 24
"""How far ahead what is planned can be entered."""
FAR_MONTHS = 24
"""How far from the day of its entry another day is doubted."""
FURTHEST_MONTHS = 120
IN_REACH = Basis("ours", "A day years from that of its entry is more likely a slip of the year")


@dataclass(frozen=True)
class Dated:
    """Marks a day, and says how it lies to that of the entry.

    A planned one is never before it. A free one may lie anywhere: a birth, the end of keeping.
    """

    lies: Literal["near", "planned", "free"] = "near"


@dataclass(frozen=True)
class NamedDay:
    """A day that an answer gives: the field, its title, the day and how it lies to the entry's."""

    field: str
    title: str
    day: date
    lies: str

    def says(self, code: str, words: str) -> Problem:
        """A problem of this day."""
        return Problem(self.field, code, f"{self.named} {words}")

    @property
    def named(self) -> str:
        """The field and its day, at the head of a sentence."""
        return f"{self.title}, {self.day:%-d %B %Y},"


def unreadable(on: date, days: Iterable[NamedDay]) -> Iterator[Problem]:
    """Days that no entry of this register has: before its time, or ten years ahead of the entry."""
    for one in (NamedDay("on", "The date", on, "near"), *days):
        if one.day < EARLIEST:
            yield one.says("too_early", f"is before {EARLIEST.year}: check the year.")
        elif one.lies != "free" and one.day > months_after(on, FURTHEST_MONTHS):
            yield one.says("too_far_ahead", "is more than ten years ahead: check the year.")


def impossible(on: date, days: Iterable[NamedDay], born: date | None) -> Iterator[Problem]:
    """Days before the pupil's birth, and planned ones before the day of the entry."""
    held = [one for one in days if one.lies != "free"]
    for one in (NamedDay("on", "The date", on, "near"), *held):
        if born is not None and one.day < born:
            yield one.says("before_birth", "is before the pupil's birth: check the year.")
        elif one.lies == "planned" and one.day < on:
            yield one.says("before_start", f"is before {on:%-d %B %Y}: check both dates.")


def years_ahead(on: date, today: date) -> Iterator[Problem]:
    """An entry of a day further ahead than anybody plans."""
    if on > months_after(today, MOST_MONTHS_AHEAD):
        words = f"is more than {MOST_MONTHS_AHEAD // 12} years ahead: check the year."
        yield NamedDay("on", "The date", on, "near").says("too_far_ahead", words)


def doubted(on: date, days: Iterable[NamedDay]) -> Iterator[Concern]:
    """Days that can be so, but are years from the day of the entry."""
    years = FAR_MONTHS // 12
    for one in days:
        if one.lies == "free":
            continue
        if one.day > months_after(on, FAR_MONTHS):
            yield _doubt(one, f"is more than {years} years after", on)
        elif one.day < months_after(on, -FAR_MONTHS):
            yield _doubt(one, f"is more than {years} years before", on)


def _doubt(one: NamedDay, words: str, on: date) -> Concern:
    said = f"{one.named} {words} {on:%-d %B %Y}: check the year."
    return Concern("year_in_doubt", said, IN_REACH, field=one.field)
