"""A scorecard counts a child with two records once."""

import pytest

from movements.take_in import take_in
from tests.reports.world import BRIDGE, HILL, LODGE, OFFICER, World

BEGAN = "2025-09-08"


def _link(world: World, one: str, other: str) -> None:
    told = {"upn": one, "on": "2026-09-01", "same_as": other, "because": "The school says so"}
    take_in(world.session, "records_linked", told, place=None, by=OFFICER, source="form")


@pytest.fixture
def twice(authority: World) -> World:
    """One child on the rolls of two schools, each of which placed the child at the Lodge."""
    one, other = authority.pupil(), authority.pupil(at=HILL)
    authority.placed(one, BEGAN)
    authority.moved("ap_placement", other, BEGAN, at=HILL, place=LODGE, reason="BHS")
    before = authority.frames()
    assert (len(before.placements), before.placements["pupil"].nunique()) == (2, 2)
    _link(authority, one, other)
    return authority


def test_one_stay_of_one_child(twice: World) -> None:
    assert len(twice.frames().placements) == 1


def test_no_measure_counts_the_child_twice(twice: World) -> None:
    card = twice.scorecard()
    counts = [twice.counts(measure).of for measure in ("REI-2", "REI-3")]
    assert max(counts) <= 1
    assert card.as_dict()


def test_what_one_record_did_after_is_what_became_of_the_other(authority: World) -> None:
    """Placed under one record, back at school under the other: a return."""
    placed, back = authority.pupil(), authority.pupil(at=HILL, since="2025-11-17")
    authority.placed(placed, BEGAN)
    authority.left(placed, "2025-11-14", "returned")
    authority.moved("removal_from_roll", placed, "2025-11-14", ground="a", to_place=HILL)
    apart = authority.frames()
    _link(authority, placed, back)
    assert len(authority.frames().placements) == len(apart.placements) == 1
    assert (len(apart.returns), len(authority.frames().returns)) == (0, 1)
    assert len(authority.frames(at=BRIDGE).placements) == 0
