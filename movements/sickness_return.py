"""The sickness return: 15 school days of a year missed through sickness, or expected to be."""

from collections.abc import Callable
from datetime import date
from typing import Any

from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.school_age import of_school_age
from movements.school_days import SchoolDays, school_year_start
from movements.sent_on import sent
from movements.standing import Standing

FIFTEEN_DAYS = 15
SICKNESS = Basis(
    "statute",
    "SI 2024/208 reg 13: pupils likely to miss 15 school days through sickness, in all or on end",
    date(2024, 8, 19),
    confirmed=False,
)
HEALTH_ABSENCE = "health_absence"


def year_of(day: date) -> date:
    """The first day of the school year in which sickness is counted."""
    return school_year_start(day, "1 September")


def _returned(start: Started, later: Later) -> bool:
    """Met by a sickness return of the same school year."""
    return sent("sickness")(start, later) and later.movement.on >= year_of(start.movement.on)


def _is_over(start: Started, later: Later) -> bool:
    """Whether the absence has ended: what went before it knows of none."""
    absence = later.standing.episode(start.number)
    return absence is not None and absence.ended is not None


def expected_to_miss(days_in_year: Callable[[Any, Standing, SchoolDays], int]) -> Clock:
    """The return owed once 15 days are expected, those missed before in the year among them."""

    def known(movement: Any, before: Standing, days: SchoolDays) -> date | None:
        on: date = movement.on
        return on if days_in_year(movement, before, days) >= FIFTEEN_DAYS else None

    return Clock(
        id="sickness_return_expected",
        title="Sickness return for an absence that is expected to last",
        owes="The school tells the authority that 15 school days of sickness are expected this "
        "school year",
        owner="school",
        unit="school_days",
        length=1,
        basis=SICKNESS,
        counted_from=known,
        binds=lambda school: school is not None,
        aged=of_school_age,
        dated="la_told_on",
        stops=_returned,
        over=_is_over,
        early=True,
    )


def has_own_clock(start: Started, later: Later) -> bool:
    """Whether an absence said to last 15 days is held of the year: the return is owed for that."""
    movement = later.movement
    said = movement.id == HEALTH_ABSENCE and movement.expected_days >= FIFTEEN_DAYS
    return bool(said and movement.on >= start.movement.returns_from)
