"""What is told beside: returns at other spans, falls before a placement, who was there."""

from datetime import date

import pandas as pd
import pytest

from reports.measures.attendance import ATT_1
from reports.measures.wellbeing import WEL_3
from tests.reports.world import BROOK, LODGE, World, beside

SPANS = (
    "had no breakdown in the first 13 school weeks",
    "have been followed for 39 school weeks",
    "had no breakdown in those 39",
)


@pytest.mark.parametrize(
    ("away", "yes", "spans"),
    [
        ("", 1, (1, 1, 1)),
        ("2025-06-02", 0, (0, 1, 0)),
        ("2025-11-10", 0, (1, 1, 0)),
        ("2026-02-09", 1, (1, 1, 0)),
    ],
)
def test_a_return_is_told_at_13_and_39_school_weeks_too(
    authority: World, away: str, yes: int, spans: tuple[int, ...]
) -> None:
    who = authority.pupil()
    authority.placed(who, "2025-01-13")
    authority.moved("reintegration", who, "2025-04-28")
    if away:
        authority.placed(who, away)
    counts = authority.counts("REI-2")
    assert (counts.yes, counts.of) == (yes, 1)
    told = beside(counts)
    assert tuple(told.get(words, 0) for words in SPANS) == spans


def test_three_terms_after_a_return_that_are_not_over_are_not_told(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, "2025-06-02")
    authority.moved("reintegration", who, "2025-12-01")
    counts = authority.counts("REI-2", on=date(2026, 8, 31))
    assert (counts.yes, counts.of) == (1, 1)
    assert beside(counts) == {SPANS[0]: 1}


def _attended(early: float, late: float, during: float) -> dict[str, list[int]]:
    """A hundred possible sessions in each half of the 26 weeks before, and during."""
    return {
        "possible_before": [200],
        "attended_before": [round(100 * (early + late))],
        "possible_during": [100],
        "attended_during": [round(100 * during)],
        "possible_early": [100],
        "attended_early": [round(100 * early)],
    }


@pytest.mark.parametrize(
    ("early", "late", "baseline"), [(0.6, 0.5, 60), (0.6, 0.51, 55.5), (0.5, 0.9, 70)]
)
def test_a_fall_before_the_placement_is_not_what_attendance_is_set_against(
    early: float, late: float, baseline: float
) -> None:
    frame = pd.DataFrame(_attended(early, late, 0.7), dtype="Int64")
    assert ATT_1.ends is not None
    assert ATT_1.ends.before(frame).tolist() == pytest.approx([baseline])
    (fell,) = ATT_1.beside
    assert fell.who(frame).tolist() == [baseline == 60]
    short = frame.assign(possible_early=39, attended_early=20)
    assert not fell.who(short).any(), "half of the weeks has too few sessions to tell"


def test_marks_of_both_halves_before_are_read(authority: World) -> None:
    who = authority.pupil()
    authority.marked(who, date(2024, 9, 16), date(2024, 12, 13), 0.1, at=BROOK)
    authority.marked(who, date(2025, 1, 6), date(2025, 4, 4), 0.7, at=BROOK)
    authority.placed(who, "2025-04-28")
    authority.marked(who, date(2025, 4, 28), date(2025, 7, 11), 0.3)
    counts = authority.counts("ATT-1")
    assert [*beside(counts).values()] == [1]
    assert (counts.yes, counts.of) == (0, 1)
    assert counts.value is not None
    assert counts.value < -15


def test_who_was_at_the_setting_for_less_than_half_and_who_on_its_roll_alone(
    authority: World,
) -> None:
    alone, both = (authority.pupil(11, since="2025-09-01") for _ in range(2))
    for who in (alone, both):
        authority.placed(who, "2025-10-06")
        for subject in ("english", "maths"):
            authority.moved("attainment", who, "2026-06-16", at=LODGE, subject=subject,
                            level="entry_3")  # fmt: skip
    authority.moved("removal_from_roll", alone, "2025-10-06", ground="a", to_place=LODGE)
    authority.moved("on_roll", alone, "2025-10-06", at=LODGE)
    told = beside(authority.counts("ATM-1"))
    assert told["were there for less than half of Years 10 and 11"] == 2
    assert told["were on the setting’s roll alone"] == 1
    assert told["of those on its roll alone had both at Entry level 3 or above"] == 1


def test_a_rosenberg_total_speaks_for_a_pupil_who_did_not_answer() -> None:
    answers = {
        "self_esteem": [None, None, True, False],
        "opportunity": [None, None, True, None],
        "activity": [None, None, True, None],
        "rosenberg": [15, 14, 3, 30],
    }
    frame = pd.DataFrame(answers).astype(
        {name: "Int64" if name == "rosenberg" else "boolean" for name in answers}
    )
    assert WEL_3.answer(frame).tolist() == [True, False, True, False]
    silent = frame.assign(rosenberg=pd.array([pd.NA] * 4, dtype="Int64"))
    assert WEL_3.answer(silent).isna().tolist() == [True, True, False, False]
