"""AP settings and their scorecards: whose, what is said, and what is left unsaid."""

import pytest

from apregister.db import writing
from apregister.web import places
from reports.voices import Voices
from tests.small_authority import tell
from tests.tokens import without_token
from tests.web.world import (
    AMY,
    BEN,
    CAL,
    ELM,
    EVE,
    FAR,
    HAVEN,
    LODGE,
    OAK,
    TOLD,
    World,
    place_id,
)

PATH = f"/places/{place_id(LODGE)}"


def test_the_settings_of_ones_own_authority_are_listed(world: World) -> None:
    for name in ("officer", "oak", "lodge", "panel", "auditor"):
        world.enter(name)
        text = world.see("/places").text
        assert "The Lodge" in text, name
        assert "Haven of Far" not in text, name
        assert f"/places/{place_id(OAK)}" not in text, "a school is no AP setting"


def test_a_school_that_takes_placements_and_is_no_setting_is_put_to_its_authority(
    world: World,
) -> None:
    """An independent one alone, and not where only a protected child is placed."""
    manor, abbey = ("900008", "Manor House"), ("900009", "Abbey House")
    independent = [(*one, "11", "3", "330") for one in (manor, abbey)]
    placed = {"on": "2026-11-09", "reason": "BHS"}
    history = [
        ("ap_placement", AMY, OAK, placed | {"place": manor[0]}),
        ("ap_placement", CAL, ELM, placed | {"place": FAR}),
        ("ap_placement", EVE, OAK, placed | {"place": abbey[0]}),
    ]
    with writing(world.engines.register) as session:
        tell(session, independent, history, TOLD)
    for name, told in (("officer", True), ("auditor", True), ("oak", False), ("panel", False)):
        world.enter(name)
        text = world.see("/places").text
        assert ("Manor House, URN 900008" in text) is told, name
        assert "Abbey House" not in text.split("Mainstream schools")[0], name
        assert "Far School" not in text, name


@pytest.mark.parametrize("name", ["officer", "lodge", "auditor"])
def test_a_scorecard_is_shown_with_its_words_and_no_rank(world: World, name: str) -> None:
    world.enter(name)
    answer = world.see(PATH)
    assert answer.status_code == 200
    assert "tell" in answer.text
    assert "no total and no rank" in answer.text
    assert "SYNTHETIC" in answer.text
    assert "2025-26" in answer.text
    assert "style=" not in answer.text


def test_a_school_sees_its_pupils_there_and_no_small_numbers(world: World) -> None:
    world.enter("oak")
    text = world.see(PATH).text
    assert "Ben Example" in text
    assert "for the setting itself" in text
    assert "no total and no rank" not in text


def test_a_panel_member_sees_the_setting_and_none_of_its_numbers(world: World) -> None:
    world.enter("panel")
    text = world.see(PATH).text
    assert "The Lodge" in text
    assert "for the setting itself" in text
    assert "no total and no rank" not in text


def test_a_setting_of_another_authority_and_a_school_are_not_there(world: World) -> None:
    world.enter("officer")
    unknown = world.see("/places/s_nowhere")
    for place in (HAVEN, OAK):
        answer = world.see(f"/places/{place_id(place)}")
        assert (answer.status_code, without_token(answer.text)) == (
            404,
            without_token(unknown.text),
        )
    world.enter("admin")
    assert world.see(PATH).status_code == 403


def test_a_year_that_cannot_be_read_is_said(world: World) -> None:
    world.enter("officer")
    answer = world.see(f"{PATH}?year=last")
    assert answer.status_code == 422
    assert "write it as 2025-26" in answer.text


def test_pupils_placed_now_are_those_one_may_see_and_no_protected_child(world: World) -> None:
    world.enter("officer")
    text = world.see(PATH).text
    assert "Ben Example" in text
    assert "Eve Example" not in text
    world.enter("lodge")
    assert world.pupil(EVE) in world.see(PATH).text, "the setting knows whom it has"
    world.enter("panel")
    assert world.pupil(BEN) not in world.see(PATH).text


def test_htmx_gets_the_scorecard_of_another_year_alone(world: World) -> None:
    world.enter("officer")
    part = world.see(f"{PATH}?year=2024-25", **{"HX-Request": "true"}).text
    assert "<html" not in part
    assert "2024-25" in part


def test_words_that_may_be_shown_stand_beside_the_scorecard(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (Voices("pupil", 12, ("I like the <b>workshop</b>",)), Voices("parent", 3, ()))
    monkeypatch.setattr(places, "voices", lambda *_: said)
    for name, sees in (("lodge", True), ("officer", True), ("oak", False)):
        world.enter(name)
        text = world.see(PATH).text
        assert ("I like the &lt;b&gt;workshop&lt;/b&gt;" in text) is sees, name
        assert ("Pupils: 12 answered, 1 of them in words" in text) is sees, name
        assert "Parents and carers: 3" not in text
