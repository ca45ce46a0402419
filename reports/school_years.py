"""The three school years that figures are counted over, up to one written 2025-26."""

from datetime import date

from movements.problems import Problem, Refused
from movements.school_days import academic_year

YEARS = 3
"""School years counted together."""


def one_year(text: str) -> tuple[date, date]:
    """The first and last day of a school year written 2025-26.

    Raises Refused for one that cannot be read.
    """
    try:
        return academic_year(text)
    except ValueError as error:
        raise Refused([Problem("year", "not_a_year", str(error))]) from error


def years(text: str) -> tuple[date, date]:
    """The first and last day of the three school years up to one written 2025-26.

    Raises Refused for a year that cannot be read.
    """
    first, last = one_year(text)
    return first.replace(year=first.year - YEARS + 1), last


def written(ends: int) -> str:
    """The school year that ends in a calendar year, as it is written: 2025-26."""
    return f"{ends - 1}-{ends % 100:02d}"
