"""Similar settings: who they are, and a result drawn together with theirs."""

from dataclasses import replace

import pandas as pd
import pytest

from movements.places import PlaceFacts
from reports.measure import Counts, Measure
from reports.measures.attendance import ATT_1
from reports.measures.outreach import OUT_3
from reports.measures.post_16 import P16_1
from reports.measures.reintegration import REI_1
from reports.measures.wellbeing import WEL_1, WEL_2, WEL_2W
from reports.methods import METHODS, Change, Incidence, Result, Sample, Share
from reports.peers import Beside, Group, peers_of, peers_words
from reports.row import Row, row_of
from reports.scorecard import Scorecard, scorecard
from tests.reports.world import LODGE, ON, YEAR, World

PRU = PlaceFacts("s_1", "One", urn="1", type_code="14", low_age=11, high_age=16)
OTHERS = [("s_2", 11, 18), ("s_3", 22, 40), ("s_4", 14, 22), ("s_5", 13, 24)]


def _counts(result: Result) -> Counts:
    return Counts(result.of, 0, 0, (), (), result)


def _shares(yes: int, of: int, others: int = 4) -> dict[str, Counts]:
    told = [("s_1", yes, of), *OTHERS[:others]]
    return {id_: _counts(Share(r, n)) for id_, r, n in told}


def beside(measure: Measure, counts: dict[str, Counts], place: str) -> Beside | None:
    return Group(measure, counts).beside(place)


def _told(found: Beside | None) -> Beside:
    assert found is not None
    return found


def test_peers_are_of_the_same_type_and_phase() -> None:
    academy = replace(PRU, id="s_2", type_code="42", high_age=18)
    primary = replace(PRU, id="s_3", low_age=5, high_age=11)
    workshop = PlaceFacts("s_4", "Workshop", setting_type="OTH")
    school = replace(PRU, id="s_5", type_code="1")
    known = [PRU, academy, primary, workshop, school]
    assert peers_of(PRU, known) == [academy]
    assert peers_words(workshop) == "settings that are no school"
    assert peers_words(primary).endswith("for ages up to 11")
    online = PlaceFacts("s_6", "Online", urn="6", type_code="49")
    assert peers_words(online) == peers_words(workshop), "it is no school, though GIAS lists it"
    told = [replace(PRU, id=id_, type_code="11", setting_type="SCH") for id_ in ("s_7", "s_8")]
    assert peers_of(told[0], [*known, *told]) == [told[1]]


def test_a_share_is_drawn_towards_the_others_alone_and_its_band_is_pooled() -> None:
    found = _told(beside(P16_1, _shares(12, 20), "s_1"))
    assert found.mean == pytest.approx(60 / 104, abs=0.01), "its own pupils are left out"
    assert found.mean < found.estimate < 0.6
    alone = (0.387, 0.781)
    assert alone[0] < found.low < found.estimate < found.high < alone[1]
    assert found.assumed.startswith("Fewer than 10 settings")
    assert found.evidence.reliability == pytest.approx(20 / 45)


def test_as_many_improved_as_worsened_elsewhere_is_above_by_one_and_below_by_the_other() -> None:
    """Each of the two shares has a band of its own: of what is better lower, few is above."""
    words = {
        (measure.id, yes): row_of(Group(measure, _shares(yes, 30)), "s_1").band.word
        for measure in (WEL_2, WEL_2W)
        for yes in (4, 27)
    }
    assert words == {
        ("WEL-2", 4): "clearly below",
        ("WEL-2", 27): "clearly above",
        ("WEL-2W", 4): "clearly above",
        ("WEL-2W", 27): "clearly below",
    }


def test_what_is_never_compared_or_has_too_few_peers_has_none() -> None:
    assert beside(OUT_3, _shares(12, 20), "s_1") is None
    assert beside(P16_1, _shares(12, 20, others=2), "s_1") is None
    assert beside(P16_1, _shares(0, 0), "s_1") is None
    tiny = _shares(12, 20) | {"s_2": _counts(Share(1, 5)), "s_3": _counts(Share(1, 5))}
    assert beside(P16_1, tiny, "s_1") is None, "two others of six pupils or more tell too much"


def test_among_thirty_its_own_pupils_are_in_the_fit() -> None:
    many = {f"s_{n}": _counts(Share(12 + n % 5, 24)) for n in range(2, 32)}
    least = _told(beside(P16_1, many | {"s_1": _counts(Share(0, 24))}, "s_1"))
    most = _told(beside(P16_1, many | {"s_1": _counts(Share(24, 24))}, "s_1"))
    assert least.mean < most.mean


def test_an_incidence_counts_as_many_pupils_as_it_is_worth() -> None:
    own = _counts(Incidence(5, 12, 0.4714, 0.1572, 9))
    found = _told(beside(REI_1, _shares(0, 1) | {"s_1": own}, "s_1"))
    assert found.evidence.reliability == pytest.approx(10.084 / 35.084, abs=0.001)
    nobody = replace(own, result=Incidence(0, 12, 0.0, 0.0, 9))
    few = _told(beside(REI_1, _shares(0, 1) | {"s_1": nobody}, "s_1"))
    assert few.evidence.reliability == pytest.approx(9 / 34)


def test_where_every_pupil_returned_the_share_is_one_and_no_more() -> None:
    """Five returns in five weeks, each a step of a fifth of what is left, add up to a hair more."""
    rows = pd.DataFrame({"weeks_followed": [1, 2, 3, 4, 5], "ended_as": 1})
    result = METHODS["incidence"].find(Sample(rows, pd.Series([True] * 5)))
    assert isinstance(result, Incidence)
    assert result.share == 1.0
    assert _told(beside(REI_1, _shares(0, 1) | {"s_1": _counts(result)}, "s_1"))


def test_a_change_is_compared_by_what_is_beyond_the_one_expected() -> None:
    def changed(gain: float) -> Counts:
        before = tuple(30.0 + n for n in range(14))
        after = tuple(start / 2 + 30 + gain + (-1) ** n for n, start in enumerate(before))
        return _counts(Change(14, 14, before, after))

    all_of = {f"s_{n}": changed(12.0 if n == 1 else 0.0) for n in range(1, 8)}
    gained, usual = (_told(beside(ATT_1, all_of, place)) for place in ("s_1", "s_2"))
    assert gained.low > gained.mean > usual.estimate
    alike = {place: changed(0.0) for place in ("s_1", "s_2")}
    assert beside(ATT_1, alike, "s_1") is None


def _with_peers(world: World) -> Scorecard:
    """Brought together by hand: the small authority has too few settings to compare with."""
    card = scorecard(world.session, world.place(LODGE), YEAR, ON)
    found = beside(P16_1, _shares(12, 20), "s_1")
    rows = [replace(row, counts=_shares(12, 20)["s_1"], beside=found) for row in card.rows
            if row.measure is P16_1]  # fmt: skip
    interval = rows[0].counts.result and rows[0].counts.result.interval(0.95)
    return replace(card, rows=(replace(rows[0], interval=interval),))


def test_a_row_says_what_similar_settings_come_to_and_where_its_band_is_from(
    authority: World,
) -> None:
    row: Row = _with_peers(authority).rows[0]
    assert row.interval_sentence == (
        "Similar settings: 58%. From these 20 alone the true rate could be 39% to 78%."
    )
    assert row.pooled_sentence.startswith("Pooled with 4 similar settings, the rate is 59%, ")
    assert "the band comes from this. Reliability 44% (low)." in row.pooled_sentence
    assert row.completeness_sentence == "Known of 20 of 20 pupils (100%)."
    assert row.as_dict()["peers"]["settings"] == 4


def test_three_years_are_counted_and_who_came_is_told(authority: World) -> None:
    for n, who in enumerate(authority.pupils(8, nc_year=10)):
        answers = {"tier": "2"} if n else {}
        if n == 1:
            authority.moved("pupil_details", who, "2024-09-03", sen_provision="E")
        authority.moved("ap_placement", who, "2024-10-07", place=LODGE, reason="BHS", **answers)
    card = authority.scorecard()
    assert card.period == "September 2023 to August 2026"
    came = {tally.words: tally.pupils for tally in card.came}
    assert came["placements began in these years"] == 8
    assert came["with an education, health and care plan"] == 1
    assert came["in tier two, time-limited"] == 7
    assert came["of no tier told"] == 1
    assert came["in Year 11"] == 0
    assert any("2023-24 to 2025-26" in note for note in card.notes)


def test_no_interval_reaches_beyond_what_a_pupil_can_change_by() -> None:
    """Two pupils of opposite changes say nothing, and not that a mean may be off the scale."""
    result = Change(1, 2, before=(18.6, 18.6), after=(12.4, 27.0))
    row = row_of(Group(WEL_1, {"s_1": _counts(result)}), "s_1")
    assert result.interval(0.95)[0] < -28
    assert row.interval == (-28.0, 28.0)
    assert "could be -28.0 to +28.0." in row.interval_sentence
