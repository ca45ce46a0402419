"""Half-days as numbers, and spells of them."""

from datetime import date
from typing import Final

Spell = tuple[int, int]
"""From one half-day up to, but not including, another."""

EVER: Final = 2 * date.max.toordinal() + 2
"""The end of a spell that has not ended: after every half-day there is."""


def half_day(day: date, session: str) -> int:
    """A half-day as a number; a later half-day has a higher one."""
    return 2 * day.toordinal() + (session == "PM")
