"""The schedule: on which days a rule is of it, and years on the day that not every year has."""

from datetime import date

import pytest

from movements.retention import years_ago
from movements.schedule import schedule_on, years_after

LEAP = date(2024, 2, 29)


def test_a_file_of_29_february_is_kept_the_day_longer() -> None:
    assert [years_after(LEAP, years) for years in (4, 6)] == [date(2028, 2, 29), date(2030, 3, 1)]
    assert [years_ago(LEAP, years) for years in (4, 6)] == [date(2020, 2, 29), date(2018, 2, 28)]


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2006, 8, 31), None),
        (date(2006, 9, 1), 3),
        (date(2024, 8, 18), 3),
        (date(2024, 8, 19), 6),
    ],
)
def test_registers_are_kept_as_long_as_the_regulations_of_the_day_say(
    on: date, years: int | None
) -> None:
    held = schedule_on(on)
    for register in ("admission_register", "attendance_register"):
        assert (held[register].years if register in held else None) == years
