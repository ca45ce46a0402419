import pytest

from reports.bands import COMPLETE_SURVEY, SHAPES, band

# pupils counted, not followed up, asked -> the word, and whether publication is barred
TABLE = [
    (0, 0, 0, "can't tell", True),
    (5, 0, 5, "can't tell", True),
    (6, 0, 6, "can't tell", False),
    (9, 0, 9, "can't tell", False),
    (10, 0, 10, "not compared", False),
    (20, 5, 25, "not compared", False),  # a fifth not followed up is the most allowed
    (19, 5, 24, "can't tell", False),  # more than a fifth is not
    (60, 0, 60, "not compared", False),
]


@pytest.mark.parametrize(("counted", "unknown", "asked", "word", "suppressed"), TABLE)
def test_the_word_for_a_setting_by_itself(
    counted: int, unknown: int, asked: int, word: str, suppressed: bool
) -> None:
    found = band(counted, unknown, asked)
    assert (found.word, found.suppressed) == (word, suppressed)


def test_a_survey_may_miss_up_to_two_fifths() -> None:
    assert band(12, 8, 20, complete=COMPLETE_SURVEY).word == "not compared"
    assert band(11, 9, 20, complete=COMPLETE_SURVEY).word == "can't tell"


def test_every_word_says_why_and_has_a_shape_of_its_own() -> None:
    assert "2 pupils are too few" in band(2, 0, 2).why
    assert "1 pupil is too few" in band(1, 0, 1).why
    assert "5 of 24" in band(19, 5, 24).why
    assert len({*SHAPES.values()}) == len(SHAPES)


def test_a_measure_that_is_never_compared_says_so_but_not_before_it_can_tell() -> None:
    assert band(12, 0, 12, never="Chance.").why == "Chance."
    assert "too few" in band(8, 0, 8, never="Chance.").why
