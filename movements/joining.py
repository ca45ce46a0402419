"""Who joins a school in-year, where nobody says so: read from the day, the child's age, the school.

SI 2024/208 reg 13(2) lets off those who start as a school year begins, in the youngest class.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from movements.places import PlaceFacts
from movements.school_days import SchoolDays, school_year_start

PHASES = {"R": 4, "3": 7, "7": 11, "12": 16}
"""Years in which children change schools in the ordinary way, with their age on 31 August."""
SEPTEMBER = 9


def joins_in_year(
    on: date, details: Mapping[str, Any], school: PlaceFacts | None, days: SchoolDays
) -> bool:
    """Whether a name entered on a day is that of a pupil who joins in-year."""
    return is_within_year(on, days) and not is_of_those_starting(on, details, school)


def is_within_year(on: date, days: SchoolDays) -> bool:
    """Whether a day is past the first school day of its school year."""
    return on > days.next_on_or_after(school_year_start(on, "1 August"))


def is_of_those_starting(on: date, details: Mapping[str, Any], school: PlaceFacts | None) -> bool:
    """Whether a name entered in September is that of a child who starts with a whole class.

    Many a roll of that month has no day but its own for all of them. A child of whom neither birth
    nor year group is known is taken for one.
    """
    known = details.get("dob") or details.get("nc_year")
    return on.month == SEPTEMBER and (not known or starts_there(on.year, details, school))


def starts_there(year: int, details: Mapping[str, Any], school: PlaceFacts | None) -> bool:
    """Whether a child who enters a school in the autumn of a year is in a class that starts then.

    In the school's youngest class, in Reception where there is a nursery, in the sixth form; in one
    of the usual years where the school's youngest, or the child's birth, is not known.
    """
    dob = details.get("dob")
    if dob is None:
        return details.get("nc_year") in PHASES
    born = date.fromisoformat(dob)
    age = year - born.year - (born.month > 8)
    youngest = school.low_age if school else None
    if youngest is None:
        return age in PHASES.values()
    return age in (youngest, max(youngest, PHASES["R"]), PHASES["12"])
