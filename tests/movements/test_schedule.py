"""Years of the schedule, on the one day that not every year has."""

from datetime import date

from movements.retention import years_ago
from movements.schedule import years_after

LEAP = date(2024, 2, 29)


def test_a_file_of_29_february_is_kept_the_day_longer() -> None:
    assert [years_after(LEAP, years) for years in (4, 6)] == [date(2028, 2, 29), date(2030, 3, 1)]
    assert [years_ago(LEAP, years) for years in (4, 6)] == [date(2020, 2, 29), date(2018, 2, 28)]
