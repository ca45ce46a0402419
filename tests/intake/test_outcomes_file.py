"""A setting's file of outcomes: a row for each, its kind told by its columns."""

import pytest

from movements.intake.outcomes import take_in_outcomes
from movements.intake.plain_text import Unreadable
from movements.scales import metric, total_of
from tests.attendance.world import AMY, BEN
from tests.intake.world import Files, said

HEADER = "upn,on,scale,score,answers,subject,level,baseline,offer,destination,from,to,kind"
ROWS = [
    f"{AMY},2025-10-06,,,3 3 2 3 4 2 4,,,,,,,,",
    f"{AMY},2025-10-06,SDQ,14,,,,,,,,,",
    f"{BEN},2025-10-06,,,,english,gcse_4,entry_3,,,,,",
    f"{BEN},2025-10-06,,,,,,,college,,,,",
    f"{BEN},2025-10-07,,,,,,,,education,2025-10-01,,destination",
]
REFUSED = [
    (f"{AMY},2025-10-06,SDQ,,,,,,,,,,", "This row tells no outcome"),
    (f"{AMY},2025-10-06,,20,,english,level_1,,,,,,", "tells wellbeing and attainment"),
    (f"{AMY},2025-10-06,,20,,,,,,,,,suspension", "suspension is no outcome"),
    (f"{AMY},2025-10-06,,,3 3 2,,,,,,,,", "SWEMWBS has 7 answers and 3 are given"),
    (f"{AMY},2025-10-06,,many,,,,,,,,,", "whole number"),
]


def _sent(files: Files, *lines: str) -> list[tuple[str, str]]:
    report = files._sent(take_in_outcomes, "\n".join([HEADER, *lines]), "900001")
    return [said(outcome) for outcome in report.outcomes]


def test_what_a_row_tells_its_columns_say(sent: Files) -> None:
    assert [result for result, _ in _sent(sent, *ROWS)] == 5 * ["accepted"]
    assert sent.kinds(AMY).count("wellbeing") == 2
    assert {*sent.kinds(BEN)} >= {"attainment", "post_16_offer", "destination"}
    assert [result for result, _ in _sent(sent, *ROWS)] == 5 * ["already_held"]
    assert "Wellbeing measured: SWEMWBS total 21, metric score 19.25" in sent.sentences(AMY)


@pytest.mark.parametrize(("row", "words"), REFUSED)
def test_a_bad_row_is_told_why_and_the_good_ones_are_kept(
    sent: Files, row: str, words: str
) -> None:
    good, bad = _sent(sent, ROWS[0], row)
    assert (good[0], bad[0]) == ("accepted", "refused")
    assert words in bad[1]


def test_a_file_of_something_else_is_not_one_of_outcomes(sent: Files) -> None:
    with pytest.raises(Unreadable, match="tells no outcome"):
        sent._sent(take_in_outcomes, f"upn,on,sessions\n{AMY},2025-10-06,4", "900001")


def test_swemwbs_is_converted_before_it_is_compared_and_nothing_is_made_up() -> None:
    """Vector T11, and its refusals."""
    assert metric(total_of([3, 3, 2, 3, 4, 2, 4])) == 19.25
    assert [metric(14), metric(28), metric(7), metric(35)] == [15.32, 25.03, 7.0, 35.0]
    assert metric(total_of([3, 3, None, 3, 4, 2, 4])) is None
    for wrong in (6, 36, 20.5, 20.0):
        with pytest.raises(ValueError, match="no total of SWEMWBS"):
            metric(wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="from 1 to 5"):
        total_of([3, 3, 2, 3, 4, 2, 6])
