"""From a count to its pupils and their entries: for whom, and whose names stay out.

Ben and Eve (protected) are placed at The Lodge from 2 November 2026; it is 23 November 2026.
"""

import pytest

from apregister.db import reading
from apregister.traced import trace
from movements.actor import Actor
from movements.places import find_place
from movements.record import today
from tests.small_authority import place_id
from tests.web.world import BEN, EVE, HAVEN, LODGE, World

PATH = f"/places/{place_id(LODGE)}/scorecard"
YEAR, THREE_TERMS_ON = "?year=2026-27", "?year=2027-28"


def _score(world: World, who: str, on: str, score: str) -> None:
    world.enter("lodge")
    answer = world.record(who, "wellbeing", on=on, score=score)
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("name", ["officer", "lodge", "auditor"])
def test_a_count_opens_to_its_pupils_and_each_to_the_entries(world: World, name: str) -> None:
    _score(world, BEN, "2026-11-09", "21")
    world.enter(name)
    text = world.see(f"{PATH}/WEL-2{YEAR}").text
    assert "Ben Example" in text
    assert "still to come" in text
    assert "Wellbeing measured: SWEMWBS total 21" in text
    assert f"/pupils/{world.pupil(BEN)}#entry-" in text


def test_a_protected_child_counts_and_is_not_named(world: World) -> None:
    world.enter("officer")
    text = world.see(f"{PATH}/REI-3{THREE_TERMS_ON}").text
    assert "Eve Example" not in text
    assert world.pupil(EVE) not in text
    assert "1 more count whom you may not see" in text
    world.enter("lodge")
    assert world.pupil(EVE) in world.see(f"{PATH}/REI-3{THREE_TERMS_ON}").text, (
        "it knows whom it has"
    )


def test_whose_scorecard_it_is_not_gets_no_names(world: World) -> None:
    for name, status in (("oak", 404), ("panel", 403), ("officer_of_far", 404), ("admin", 403)):
        world.enter(name)
        assert world.see(f"{PATH}/REI-3{THREE_TERMS_ON}").status_code == status, name
    world.enter("officer")
    assert world.see(f"/places/{place_id(HAVEN)}/scorecard/REI-3").status_code == 404


def test_what_a_child_said_is_never_traced_at_the_setting(world: World) -> None:
    world.enter("lodge")
    answer = world.see(f"{PATH}/VOI-1{YEAR}")
    assert answer.status_code == 422
    assert "only the authority may" in answer.text
    world.enter("officer")
    assert world.see(f"{PATH}/VOI-1{YEAR}").status_code == 200


def test_a_measure_that_there_is_not_is_said(world: World) -> None:
    world.enter("officer")
    answer = world.see(f"{PATH}/REI-9{YEAR}")
    assert answer.status_code == 422
    assert "There is no such measure: use OUT-1" in answer.text


def test_a_former_pupil_is_named_only_where_the_setting_may_read_why(world: World) -> None:
    """Lodge tells the end; the school tells the return, which is not Lodge's to read."""
    world.enter("lodge")
    ended = world.record(BEN, "placement_end", on="2026-11-20", outcome="returned")
    assert ended.status_code == 303, ended.text
    by = Actor("lodge", "setting", frozenset({place_id(LODGE)}))
    officer = Actor("officer", "la_officer", authority="330")
    with reading(world.engines.register) as session:
        place = find_place(session, LODGE)
        day = today()
        whole = trace(session, place, "REI-1", "2027-28", officer, day)
        own = trace(session, place, "REI-1", "2027-28", by, day)
    assert [one.state for one in whole.pupils] == ["still to come"]
    assert {one.pupil for one in own.pupils} == {world.pupil(EVE)}
    assert own.unnamed == 1
