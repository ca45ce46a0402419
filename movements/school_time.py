"""That what begins on a day begins on a school day: one mechanism for every kind that does."""

from collections.abc import Iterator
from datetime import date

from movements.basis import Basis
from movements.problems import Concern
from movements.school_days import SchoolDays

ON_A_SCHOOL_DAY = Basis("ours", "What takes a pupil out of lessons begins on a day that has some")


def begins_on_a_school_day(
    on: date, days: SchoolDays, what: str, basis: Basis = ON_A_SCHOOL_DAY
) -> Iterator[Concern]:
    """The concern where a day is no school day by a calendar; `what` counts from the next one.

    No more than a note where the calendar is the built-in one.
    """
    if days.is_school_day(on):
        return
    assumed = days.said(on, on)
    yield Concern(
        "no_school_day",
        f"{on:%A %-d %B %Y} is no school day of the school: {what} counts from "
        f"{days.next_on_or_after(on):%A %-d %B %Y}. {assumed}".strip(),
        basis,
        level="note" if assumed else "concern",
        field="on",
    )
