import xml.etree.ElementTree as ET
from datetime import date

from movements.register import Line, find_pupil, history
from reports.charts import profile_chart, timeline_chart
from reports.measures import MEASURES
from tests.reports.world import BRIDGE, BROOK, HILL, ON, World

SVG = "{http://www.w3.org/2000/svg}"


def _lines(world: World, who: str) -> list[Line]:
    pupil = find_pupil(world.session, who)
    assert pupil is not None
    return history(world.session, pupil, today=ON)


def _drawn(chart: str) -> ET.Element:
    """The chart, checked to be readable, labelled and free of style of its own."""
    picture = ET.fromstring(chart)
    ids = {part.get("id") for part in picture.iter() if part.get("id")}
    assert picture.get("role") == "img"
    assert set(str(picture.get("aria-labelledby")).split()) == ids
    assert [part.tag for part in picture[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert not [part for part in picture.iter() if part.get("style") or part.tag == f"{SVG}style"]
    return picture


def _texts(picture: ET.Element) -> list[str]:
    return ["".join(part.itertext()) for part in picture.iter(f"{SVG}text")]


def _of(picture: ET.Element, kind: str) -> list[ET.Element]:
    return [part for part in picture.iter() if part.get("class") == kind]


def test_a_profile_has_a_dot_for_each_measure_that_may_be_shown(authority: World) -> None:
    for who in authority.pupils(12):
        authority.placed(who, "2025-01-13")
    picture = _drawn(profile_chart(authority.scorecard()))
    dots = _of(picture, "ap-chart__dot")
    assert [dot.get("fill") for dot in dots] == 2 * ["currentColor"]
    assert "● not compared: 0 of 12" in _texts(picture)
    assert f"{len(MEASURES) - 2} measures had no pupils to count." in _texts(picture)


def test_fewer_than_six_pupils_are_words_and_no_dot(authority: World) -> None:
    for who in authority.pupils(5):
        authority.placed(who, "2025-01-13")
    picture = _drawn(profile_chart(authority.scorecard()))
    assert not _of(picture, "ap-chart__dot")
    assert "Fewer than 6 pupils" in _texts(picture)


def test_a_hollow_dot_is_cannot_tell(authority: World) -> None:
    for who in authority.pupils(7):
        authority.placed(who, "2025-01-13")
    picture = _drawn(profile_chart(authority.scorecard()))
    assert [dot.get("fill") for dot in _of(picture, "ap-chart__dot")] == 2 * ["#ffffff"]


def test_a_timeline_draws_rolls_and_placements_as_bars(authority: World) -> None:
    who = authority.pupil()
    authority.moved("suspension", who, "2025-01-08", sessions="4", reason1="DB")
    authority.placed(who, "2025-01-13")
    authority.moved("reintegration", who, "2025-06-09")
    authority.moved("removal_from_roll", who, "2025-09-01", ground="a", to_place=HILL)
    authority.moved("on_roll", who, "2025-09-01", at=HILL)
    authority.moved("ap_placement", who, "2026-10-05", at=HILL, place=BRIDGE, reason="BHS")
    authority.moved("placement_end", who, "2026-12-18", at=HILL, place=BRIDGE, outcome="returned")
    picture = _drawn(timeline_chart(_lines(authority, who), ON))
    bars = ["".join(g[0].itertext()) for g in picture.iter(f"{SVG}g") if g[1].tag == f"{SVG}rect"]
    assert [bar.rsplit(", from ", 1)[1] for bar in bars] == [
        "2 September 2024 to 1 September 2025",
        "13 January 2025 to 9 June 2025",
        "1 September 2025 and not ended",
        "5 October 2026 to 18 December 2026",
    ]
    marks = _of(picture, "ap-chart__mark")
    assert [mark.get("fill") for mark in marks].count("#ffffff") == 1
    assert {"On a roll", "AP placement", "Suspension, exclusion"} <= {*_texts(picture)}


def test_a_timeline_leaves_out_what_was_withdrawn(authority: World) -> None:
    who = authority.pupil()
    entry = authority.placed(who, "2025-01-13")
    told = {"corrects": str(entry), "correction_reason": "other", "because": "Wrong pupil"}
    authority.moved("withdrawn", who, "2025-01-13", **told)
    assert "AP placement" not in _texts(_drawn(timeline_chart(_lines(authority, who))))


def test_no_entries_make_no_chart() -> None:
    assert timeline_chart([], date(2026, 1, 1)) == ""


def test_names_are_escaped_and_invented_pupils_named_so(authority: World) -> None:
    who = authority.pupil(at=BROOK)
    chart = timeline_chart(_lines(authority, who), ON, synthetic=True, name="one")
    assert "SYNTHETIC: invented pupils" in _texts(_drawn(chart))
    assert 'id="one-title"' in chart
