import json
import re
from datetime import date

import pytest

from movements.identifiers import check_letter
from movements.people_and_places import Place, PlaceVersion
from movements.problems import Refused
from movements.school_as_setting import tell_use_as_ap
from reports.charts import profile_chart
from reports.measure import OUTCOMES
from reports.measures import MEASURES
from reports.peers import peers_words
from reports.row import Row
from reports.scorecard import NO_TOTAL, SYNTHETIC, Scorecard, scorecard
from tests.reports.world import BROOK, LODGE, ON, TOLD, YEAR, World

BEGAN, BACK = "2025-01-13", "2025-06-09"


def _with_placements(world: World, number: int, returned: int) -> Scorecard:
    for n, who in enumerate(world.pupils(number)):
        world.placed(who, BEGAN)
        if n < returned:
            world.moved("reintegration", who, BACK)
    return world.scorecard()


def _row(card: Scorecard, measure: str) -> Row:
    return next(row for row in card.rows if row.measure.id == measure)


def test_each_outcome_has_one_headline_and_what_supports_it(authority: World) -> None:
    rows = authority.scorecard().rows
    by = {row.outcome: [r.role for r in rows if r.outcome == row.outcome] for row in rows}
    assert {(of[0], of.count("headline")) for of in by.values()} == {("headline", 1)}
    assert {"REI-3", "P16-1", "ATM-1"} < {row.measure.id for row in rows if row.role == "headline"}


def test_every_outcome_has_its_row_in_the_order_shown(authority: World) -> None:
    rows = authority.scorecard().rows
    assert [row.measure for row in rows] == list(MEASURES)
    assert list(dict.fromkeys(row.measure.outcome for row in rows)) == list(OUTCOMES)


def test_a_row_says_what_was_counted_and_how_sure_it_is(authority: World) -> None:
    row = _row(_with_placements(authority, 12, 8), "REI-3")
    assert (row.numerator, row.denominator, row.shown) == (8, 12, "67%")
    assert row.sentence.startswith("8 of 12 pupils were settled in a mainstream school")
    assert row.interval_sentence == ("From these 12 alone the true rate could be 39% to 86%.")
    assert (row.band.word, row.suppressed) == ("not compared", False)


@pytest.mark.parametrize(("pupils", "suppressed"), [(5, True), (6, False), (9, False)])
def test_few_pupils_are_cannot_tell_and_five_are_not_for_publication(
    authority: World, pupils: int, suppressed: bool
) -> None:
    row = _row(_with_placements(authority, pupils, 2), "REI-3")
    assert (row.band.word, row.suppressed) == ("can't tell", suppressed)
    assert row.numerator == 2


def test_an_empty_setting_has_a_whole_scorecard_of_cannot_tell(authority: World) -> None:
    card = authority.scorecard()
    assert {row.band.word for row in card.rows} == {"can't tell"}
    assert all(row.sentence == "No pupils could be counted for this measure." for row in card.rows)
    assert json.loads(json.dumps(card.as_dict()))["rows"][0]["rate"] is None


def test_as_json_it_holds_plain_numbers_and_no_total_and_no_rank(authority: World) -> None:
    told = json.loads(json.dumps(_with_placements(authority, 12, 8).as_dict()))
    row = next(row for row in told["rows"] if row["measure"] == "REI-3")
    assert (row["numerator"], row["denominator"], row["band"]) == (8, 12, "not compared")
    assert row["low"] == pytest.approx(0.3906, abs=1e-4)
    names = set(told) | {name for row in told["rows"] for name in row}
    assert not {name for name in names if re.search("rank|score|total|overall", name)}
    assert NO_TOTAL in told["notes"]


def test_it_says_when_the_calendar_is_assumed_and_when_the_year_goes_on(authority: World) -> None:
    over, going_on = authority.scorecard(), authority.scorecard(on=date(2026, 1, 9))
    assert any("built-in school calendar" in note for note in over.notes)
    assert not any(note.startswith("Counted up to") for note in over.notes)
    assert any(note.startswith("Counted up to 9 January 2026") for note in going_on.notes)


def test_invented_pupils_make_it_synthetic(authority: World) -> None:
    assert not _with_placements(authority, 1, 0).synthetic
    who = check_letter("001000000001") + "001000000001"
    authority.moved("on_roll", who, "2024-09-02")
    authority.placed(who, BEGAN)
    card = authority.scorecard()
    assert card.synthetic
    assert card.notes[0] == SYNTHETIC
    assert "SYNTHETIC" in profile_chart(card)


def test_in_plain_lines(authority: World) -> None:
    text = "\n".join(_with_placements(authority, 12, 8).as_text())
    assert "The Lodge: 2025-26, counted up to 23 November 2026" in text
    assert "67%. From these 12 alone" in text
    assert "12 of 12 pupils not followed up" in text
    assert "Fewer than 6 pupils: not to be published." in text


@pytest.mark.parametrize("year", ["2025", "2025-27", "last year"])
def test_a_year_written_otherwise_is_refused(authority: World, year: str) -> None:
    with pytest.raises(Refused, match="write it as 2025-26"):
        scorecard(authority.session, authority.place(LODGE), year, ON)


def test_a_school_that_is_no_setting_is_refused(authority: World) -> None:
    with pytest.raises(Refused, match="Brook School is not an alternative provision setting"):
        scorecard(authority.session, authority.place(BROOK), YEAR, ON)


MANOR = "100009"


def _independent(world: World) -> None:
    """An independent school, as GIAS tells it."""
    world.session.add(Place(id=f"s_00{MANOR}", created_at=TOLD))
    world.session.flush()
    told = {"name": "Manor", "type_code": "11", "group_code": "3", "la_code": "330"}
    made = {"on": date(2000, 1, 1), "recorded_at": TOLD, "source": "test"}
    world.session.add(PlaceVersion(place_id=f"s_00{MANOR}", urn=MANOR, **told, **made))
    world.session.flush()


def test_an_independent_school_is_scored_by_those_placed_there_and_not_by_its_own_pupils(
    authority: World,
) -> None:
    _independent(authority)
    for who in authority.pupils(7):
        authority.placed(who, BEGAN, to=MANOR)
        authority.moved("reintegration", who, BACK)
    directed = authority.pupil()
    authority.moved("off_site_direction", directed, BEGAN, place=MANOR, days="60")
    for _ in range(3):
        authority.pupil(since="2025-01-13", at=MANOR)
    authority.moved("managed_move", authority.pupil(), BEGAN, to_place=MANOR)
    school = authority.place(MANOR)
    with pytest.raises(Refused, match="setting school"):
        scorecard(authority.session, school, YEAR, ON)
    tell_use_as_ap(authority.session, school, used=True, recorded_at=TOLD)
    card = authority.scorecard(at=MANOR)
    row = _row(card, "REI-3")
    assert (row.numerator, row.denominator) == (7, 8), "seven came back, one was directed there"
    assert peers_words(card.place) != peers_words(authority.place(LODGE))
