"""A whole scorecard in words, every band in it, kept to be read by eye; and the page it makes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from movements.places import place_facts
from reports.all_settings import put_together, rows_of_all
from reports.school_years import years
from reports.scorecard import Scorecard
from reports.together import counts_of_all
from tests.in_memory import in_memory
from tests.reports.golden import furnish, golden

KEPT = Path(__file__).resolve().parents[2] / "fixtures/golden/scorecard.txt"


@pytest.fixture(scope="module")
def card() -> Iterator[Scorecard]:
    with in_memory(furnish) as session:
        yield golden(session)


def test_the_scorecard_is_the_one_that_was_looked_at(card: Scorecard) -> None:
    assert "\n".join(card.as_text()) + "\n" == KEPT.read_text("utf-8")


def test_it_has_every_band(card: Scorecard) -> None:
    bands = {row.measure.id: row.band.word for row in card.rows}
    assert {one: bands[one] for one in ("REI-3", "P16-1", "ATM-1", "REI-2")} == {
        "REI-3": "clearly above",
        "P16-1": "in line",
        "ATM-1": "clearly below",
        "REI-2": "can't tell",
    }


def test_the_table_of_all_settings_has_the_bands_of_each_scorecard(card: Scorecard) -> None:
    with in_memory(furnish) as session:
        settings = [one for one in place_facts(session).values() if one.is_ap_setting]
        first, last = years(card.year)
        counts = counts_of_all(session, settings, first, last, card.on)
    halves = [{m: {p: c for p, c in of.items() if (p > card.place.id) is high}
               for m, of in counts.items()} for high in (False, True)]  # fmt: skip
    table = rows_of_all(put_together(halves), settings, {card.place.id})
    for row, told in zip(card.rows, table.to_dict("records"), strict=True):
        assert (told["measure"], told["band"], told["why"]) == (
            row.measure.id,
            row.band.word,
            row.band.why,
        )
        assert row.beside is None or told["pooled"] == pytest.approx(row.beside.estimate)


def test_every_sentence_ends_and_no_rate_is_told_without_its_count(card: Scorecard) -> None:
    for row in card.rows:
        assert row.sentence.endswith(".")
        if row.value is not None:
            assert f"of {row.denominator}" in row.sentence
