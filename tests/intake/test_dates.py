"""How a date may be written, and what is said of one that cannot be read."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements.dates import NotADate, read_date

FEBRUARY_14 = date(2025, 2, 14)


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-14",
        "2025-2-14",
        " 2025-02-14 ",
        "20250214",
        "14/02/2025",
        "14/2/2025",
        "14-02-2025",
        "14.02.2025",
        "2025-Feb-14 00:00:00",
        "2025-Feb-14",
        "14-Feb-2025",
        "14 February 2025",
        "14th Feb 2025",
        "2025-02-14T00:00:00",
        "2025-02-14T00:00:00.000Z",
        "14/02/2025 00:00",
    ],
)
def test_one_day_in_every_way_it_is_written(text: str) -> None:
    assert read_date(text) == FEBRUARY_14


def test_the_day_comes_before_the_month() -> None:
    assert read_date("01/05/2025") == date(2025, 5, 1)


def test_sept_is_september() -> None:
    assert read_date("3 Sept 2025") == date(2025, 9, 3)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("45567", "date_serial", "may stand for 2 October 2024"),
        ("45567.0", "date_serial", "Format the column as a date"),
        ("01-May", "date_no_year", "lost its year"),
        ("May-01", "date_no_year", "lost its year"),
        ("Sep-2025", "date_no_day", "no day"),
        ("14/02/25", "date_short_year", "give all four"),
        ("14-Feb-25", "date_short_year", "give all four"),
        ("########", "date_hidden", "too narrow"),
        ("14/02/2025 23:00", "date_and_time", "time of day"),
        ("2010-05-31T23:00:00Z", "date_and_time", "time of day"),
        ("02/14/2025", "date", "no month 14: the day comes first"),
        ("2025-14-02", "date", "no month 14. "),
        ("31/02/2025", "date", "no calendar has"),
        ("00/02/2025", "date", "no calendar has"),
        ("2025-00-14", "date", "no month 00"),
        ("14 Febtober 2025", "date", "names no month"),
        ("14 Ma 2025", "date", "not a date we can read"),
        ("0205-02-14", "date", "year 0205, which cannot be right"),
        ("14022025", "date", "no month 20"),
        ("12345678", "date", "no month 56"),
        ("", "date", "not a date we can read"),
        ("tomorrow", "date", "Write it as 2026-09-14 or 14/09/2026"),
        ("x" * 4000, "date", "xxx...'"),
        ("١٤/٠٢/٢٠٢٥", "date", "not a date we can read"),
    ],
)
def test_what_cannot_be_read_is_told_how_to_be_mended(text: str, code: str, says: str) -> None:
    with pytest.raises(NotADate) as refused:
        read_date(text)
    assert refused.value.code == code
    assert says in refused.value.sentence
    assert str(refused.value) == f"{code}|{refused.value.sentence}"
    assert len(refused.value.sentence) < 250


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_comes_back_from_every_way_of_writing_it(day: date) -> None:
    ways = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y-%b-%d 00:00:00", "%d %B %Y", "%Y%m%d")
    assert {read_date(day.strftime(way)) for way in ways} == {day}


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    with suppress(NotADate):
        assert 1900 <= read_date(text).year <= 2199
