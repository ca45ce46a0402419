"""How placements ended by week, and shares by year: what is drawn, said, and left unsaid."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apregister.released import drawn_over_time, release_bytes
from movements.actor import Actor
from movements.problems import Refused
from movements.register import last_entry
from movements.scorecard_release import ScorecardOpened, open_release, releases
from reports.curve import ENDS, Curve, curve_of
from reports.estimators import newcombe
from reports.measures.reintegration import REI_3
from reports.trend import Trend, Year, trend_chart
from tests.reports.world import LODGE, ON, World

SVG = "{http://www.w3.org/2000/svg}"
WEEKS = [6, 10, 12, 12, 14, 20, 24, 24, 30, 36, 39, 39]
ENDED = [1, 1, 2, 0, 1, 3, 1, 0, 2, 1, 0, 0]
"""The worked example of twelve placements, whose share by week 39 is .4713542, SE .1571921."""


def _curve(weeks: list[int], ended: list[int]) -> Curve | None:
    rows = pd.DataFrame({"weeks_followed": weeks, "ended_as": ended})
    return curve_of(rows, "The Lodge", synthetic=False)


def _parts(chart: str, kind: str) -> list[ET.Element]:
    picture = ET.fromstring(chart)
    assert picture.get("role") == "img"
    assert not [part for part in picture.iter() if part.get("style")]
    return [part for part in picture.iter() if part.get("class") == kind]


def test_a_curve_stops_where_fewer_than_five_are_followed_and_says_each_term() -> None:
    told = _curve(WEEKS, ENDED)
    assert told is not None
    assert told.until == 24
    assert [(mark.week, mark.followed) for mark in told.marks] == [(13, 8)]
    assert told.marks[0].shares == pytest.approx({1: 2 / 12, 2: 1 / 12, 3: 0.0})
    assert told.sentence == (
        "Of 12 pupils 17% had returned to mainstream by school week 13 (5% to 45%)."
    )
    lines = _parts(told.picture(), "ap-chart__curve")
    assert len({line.get("stroke-dasharray") for line in lines}) == len(lines) == len(told.ends)
    names = [str(part.text) for part in _parts(told.picture(), "ap-chart__label")]
    assert [name for name in names if name.startswith(ENDS[1])] == ["Returned to mainstream 35%"]


def test_the_curve_ends_where_the_headline_of_returns_is() -> None:
    told = _curve(WEEKS * 5, ENDED * 5)
    assert told is not None
    last = told.marks[-1]
    assert (last.week, last.followed) == (39, 10)
    assert last.shares[1] == pytest.approx(0.4713542, abs=1e-7)
    assert last.interval.low < 0.4713542 < last.interval.high


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 4)), min_size=6, max_size=40))
def test_shares_of_all_ends_grow_and_never_pass_the_whole(pupils: list[tuple[int, int]]) -> None:
    told = _curve([week for week, _ in pupils], [end for _, end in pupils])
    assert told is not None
    for steps in told.steps.values():
        assert [share for _, share in steps] == sorted(share for _, share in steps)
    assert sum(steps[-1][1] for steps in told.steps.values()) <= 1 + 1e-9
    assert told.picture().count("<polyline") == len(told.steps)
    for mark in told.marks:
        assert 0 <= mark.interval.low <= mark.shares[1] + 1e-9 <= mark.interval.high + 2e-9


def test_a_curve_read_back_is_drawn_by_terms_and_says_the_same() -> None:
    told = _curve(WEEKS * 5, ENDED * 5)
    assert told is not None
    back = Curve.by_terms(json.loads(json.dumps(told.as_dict())), "The Lodge", synthetic=False)
    assert (back.as_dict() | {"until_week": told.until}) == told.as_dict()
    assert len(_parts(back.picture(), "ap-chart__curve")) == len(told.ends)


def test_of_fewer_than_six_there_is_no_curve() -> None:
    assert _curve([6, 10, 12, 12, 14], [1, 1, 2, 0, 1]) is None


@pytest.mark.parametrize(
    ("two", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090)],
)
def test_the_differences_of_newcombe_1998(
    two: tuple[int, int, int, int], low: float, high: float
) -> None:
    """Table II, (a) and (b), method 10, to four places."""
    found = newcombe(*two)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_years_that_chance_alone_could_set_apart_are_said_to_be_so() -> None:
    alike = Trend(
        REI_3.id,
        REI_3.title,
        (Year("2023-24", 5, 12), Year("2024-25", 2, 4), Year("2025-26", 8, 13)),
    )
    assert alike.sentence == (
        "From 2023-24 to 2025-26: +20 points (-17 to +50). Chance alone could do that."
    )
    apart = Trend(REI_3.id, REI_3.title, (Year("2024-25", 5, 50), Year("2025-26", 40, 50)))
    assert "more than chance does in 19 of 20 cases" in apart.sentence
    assert not apart.tells_of_few
    assert Trend.of(json.loads(json.dumps(apart.as_dict()))) == apart
    chart = trend_chart([alike, apart], "The Lodge", synthetic=True)
    assert len(_parts(chart, "ap-chart__dot")) == 4
    assert [part.text for part in _parts(chart, "ap-chart__none")] == ["fewer than 6"]
    assert len(_parts(chart, "ap-chart__synthetic")) == 1
    assert trend_chart([], "The Lodge", synthetic=True) == ""
    assert alike.as_dict()["years"][1] == {"year": "2024-25"}


def _seven_in_each_of_two_years(authority: World) -> None:
    for n in range(14):
        year = 2024 + n % 2
        who = authority.pupil(since="2023-09-04")
        authority.placed(who, f"{year}-01-15")
        if n < 5:
            authority.moved("reintegration", who, f"{year}-05-13")


def test_a_scorecard_draws_both_once_pupils_are_enough(authority: World) -> None:
    _seven_in_each_of_two_years(authority)
    card = authority.scorecard()
    assert card.curve is not None
    assert [mark.week for mark in card.curve.marks] == [13, 26, 39]
    assert "by school week 39" in "\n".join(card.as_text())
    assert [one.measure for one in card.trends] == ["REI-3"]
    assert [one.of for one in card.trends[0].years] == [0, 7, 7]


def test_a_release_holds_returns_by_terms_and_single_years_that_tell_of_no_few(
    authority: World,
) -> None:
    _seven_in_each_of_two_years(authority)
    told = _released(authority)
    assert told["format"] == 4
    assert [mark["week"] for mark in told["scorecard"]["curve"]["marks"]] == [13, 26, 39]
    assert {*told["scorecard"]["curve"]["marks"][0]} == {
        *("week", "followed", "low", "high", "Returned to mainstream")
    }
    curve, trends = drawn_over_time(told)
    assert curve is not None
    assert curve.picture().count("polyline") == 1
    assert [(one.measure, [year.of for year in one.years]) for one in trends] == [
        ("REI-3", [0, 7, 7])
    ]
    before = _released(authority, as_format=2)
    assert not {"curve", "trends"} & {*before["scorecard"]}, "as it was frozen before"
    for _ in range(3):
        authority.placed(authority.pupil(since="2022-09-05"), "2023-01-16")
    assert _released(authority)["scorecard"]["trends"] == [], "17 less 14 are three"


def _released(of: World, **more: int) -> dict[str, Any]:
    place, held = of.place(LODGE), releases(of.session, of.place(LODGE).id, "2025-26")
    data = release_bytes(of.session, place, "2025-26", ON, last_entry(of.session), held, **more)
    told: dict[str, Any] = json.loads(data)
    return told


def test_a_release_is_opened_by_the_authority_of_the_setting_alone(authority: World) -> None:
    act = ScorecardOpened(on=ON, year="2025-26")
    for by in (
        Actor("the setting", "setting", frozenset({authority.place(LODGE).id})),
        Actor("another officer", "la_officer", authority="331"),
    ):
        with pytest.raises(Refused) as no:
            open_release(authority.session, authority.place(LODGE), act, by, "form")
        assert [problem.code for problem in no.value.problems] == ["not_yours"]
