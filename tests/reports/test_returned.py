"""Who came back within three terms, and what becomes of those who are not seen to the end.

A placement of 13 January 2025 is followed up to 5 January 2026, 39 school weeks later.
"""

from collections.abc import Callable
from datetime import date

import pytest

from reports.estimators import aalen_johansen
from reports.follow_up.exits import NOT_SEEN, OTHER, RETURNED, SPECIAL, YEAR_11
from reports.methods import Incidence
from tests.reports.world import BRIDGE, BROOK, HILL, LODGE, OAK, World, beside, left_out

BEGAN, BACK = "2025-01-13", "2025-06-09"
WEEKS_TO_BACK = 17
Then = Callable[[World, str], object]


def _returned(world: World, who: str) -> None:
    world.moved("reintegration", who, BACK)


def _broke_down(world: World, who: str) -> None:
    _returned(world, who)
    world.placed(who, "2025-11-10", to=BRIDGE)


def _still_there(world: World, who: str) -> None:
    """Nothing more is told: the placement goes on."""


def _ended_early(world: World, who: str) -> None:
    """Nobody says that the pupil returned, and yet they are back at their school."""
    world.left(who, BACK, "ended_early")


def _late(world: World, who: str) -> None:
    world.moved("reintegration", who, "2026-02-02")


def _elsewhere(world: World, who: str, on: str, to: str) -> None:
    world.left(who, on)
    world.moved("removal_from_roll", who, on, ground="a", to_place=to)
    world.moved("on_roll", who, on, at=to)


def _special(world: World, who: str) -> None:
    _elsewhere(world, who, BACK, OAK)


def _another_setting(world: World, who: str) -> None:
    world.left(who, BACK)
    world.placed(who, "2025-06-10", to=BRIDGE)


def _home_educated(world: World, who: str) -> None:
    world.left(who, BACK, "ended_early")
    world.moved("removal_from_roll", who, BACK, ground="f")


def _moved_away(world: World, who: str) -> None:
    world.left(who, BACK)
    world.moved("removal_from_roll", who, BACK, ground="g")


def _moved_away_first(world: World, who: str) -> None:
    """The old school takes the child off its roll, and only then does the placement end."""
    world.left(who, BACK)
    world.moved("removal_from_roll", who, "2025-06-13", ground="g")


def _died(world: World, who: str) -> None:
    world.left(who, BACK, "ended_early")
    world.moved("removal_from_roll", who, BACK, ground="k")


# what happens -> how it ended, after how many school weeks, and whether the pupil was lost
ENDS: list[tuple[Then, int, int, bool]] = [
    (_returned, RETURNED, WEEKS_TO_BACK, False),
    (_broke_down, RETURNED, WEEKS_TO_BACK, False),
    (_ended_early, RETURNED, WEEKS_TO_BACK, False),
    (_still_there, NOT_SEEN, 39, False),
    (_late, NOT_SEEN, 39, False),
    (_special, SPECIAL, WEEKS_TO_BACK, False),
    (_another_setting, OTHER, WEEKS_TO_BACK, False),
    (_home_educated, OTHER, WEEKS_TO_BACK, False),
    (_moved_away, NOT_SEEN, WEEKS_TO_BACK, True),
    (_moved_away_first, NOT_SEEN, WEEKS_TO_BACK, True),
    (_died, NOT_SEEN, WEEKS_TO_BACK, False),
]


@pytest.mark.parametrize(("then", "ended_as", "weeks", "lost"), ENDS)
def test_how_a_placement_ended(
    authority: World, then: Then, ended_as: int, weeks: int, lost: bool
) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    then(authority, who)
    row = authority.frames().placements.iloc[0]
    assert (row["ended_as"], row["weeks_followed"], row["lost"]) == (ended_as, weeks, lost)


def test_still_in_placement_on_the_data_day(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    _late(authority, who)
    row = authority.frames(on=date(2025, 6, 9)).placements.iloc[0]
    assert (row["ended_as"], row["weeks_followed"]) == (NOT_SEEN, WEEKS_TO_BACK)
    counts = authority.counts("REI-1", on=date(2025, 6, 9))
    assert (counts.yes, counts.of, counts.not_yet_due, counts.value) == (0, 0, 1, None)


def test_nothing_is_said_of_weeks_that_nobody_was_followed_to(authority: World) -> None:
    """On 9 June nobody has been seen past week 17; on 5 January one pupil has."""
    early, later = authority.pupils(2)
    authority.placed(early, BEGAN)
    authority.placed(later, "2025-05-12")
    assert authority.counts("REI-1", on=date(2025, 6, 9)).value is None
    counts = authority.counts("REI-1", on=date(2026, 1, 5))
    assert (counts.of, counts.not_yet_due, counts.value) == (2, 1, 0)
    assert counts.result is not None
    assert counts.result.known == 1


def test_once_all_have_left_it_is_known_whatever_the_week(authority: World) -> None:
    for who in authority.pupils(2):
        authority.placed(who, BEGAN)
        _returned(authority, who)
    assert authority.counts("REI-1", on=date(2025, 6, 16)).value == 1


def test_a_band_needs_pupils_seen_to_the_end(authority: World) -> None:
    for n, who in enumerate(authority.pupils(12)):
        authority.placed(who, BEGAN if n < 4 else "2025-05-12")
    card = authority.scorecard(on=date(2026, 1, 5))
    row = next(row for row in card.rows if row.measure.id == "REI-1")
    assert row.denominator == 12
    assert (row.band.word, row.suppressed) == ("can't tell", True)


# year group in 2024-25, day placed -> how it ended, and after how many school weeks
YEAR_11_ENDS = [
    (11, "2024-11-04", YEAR_11, 28),  # 27 June 2025
    (10, "2025-07-07", YEAR_11, 37),  # 26 June 2026
    (10, BEGAN, NOT_SEEN, 39),
]


@pytest.mark.parametrize(("nc_year", "on", "ended_as", "weeks"), YEAR_11_ENDS)
def test_the_end_of_year_11_ends_a_placement_and_is_not_unseen(
    authority: World, nc_year: int, on: str, ended_as: int, weeks: int
) -> None:
    authority.placed(authority.pupil(nc_year), on)
    row = authority.frames().placements.iloc[0]
    assert row["ended_as"] == ended_as
    assert row["weeks_followed"] == pytest.approx(weeks, abs=2)


def test_a_return_before_the_end_of_year_11_is_a_return(authority: World) -> None:
    who = authority.pupil(10)
    authority.placed(who, "2025-06-09")
    authority.moved("reintegration", who, "2026-02-02")
    assert authority.counts("REI-1").yes == 1


def test_who_is_left_out(authority: World) -> None:
    medical, late = authority.pupil(), authority.pupil(10)
    authority.placed(medical, BEGAN, reason="PHN")
    authority.placed(late, "2026-02-02")
    assert left_out(authority.counts("REI-1")) == {
        "placed for a health need": 1,
        "placed after 1 January of Year 11": 1,
    }


def test_the_other_ends_are_shown_beside(authority: World) -> None:
    for then in (_returned, _special, _another_setting, _home_educated, _still_there):
        who = authority.pupil()
        authority.placed(who, BEGAN)
        then(authority, who)
    assert beside(authority.counts("REI-1")) == {
        "moved to a special school": 1,
        "left for another setting, home education, custody or no school": 2,
    }


def test_with_all_followed_it_is_the_plain_share(authority: World) -> None:
    for then in (_returned, _returned, _special, _still_there):
        who = authority.pupil()
        authority.placed(who, BEGAN)
        then(authority, who)
    row = next(row for row in authority.scorecard().rows if row.measure.id == "REI-1")
    assert (row.numerator, row.denominator, row.shown) == (2, 4, "50%")
    assert row.interval == pytest.approx((0.15004, 0.84996), abs=1e-5)
    assert not [gap for gap in row.gaps if "counted until then" in gap]


def test_a_pupil_lost_from_sight_counts_until_then(authority: World) -> None:
    """Half of the three who could still be seen to, not a third of all and not a half."""
    early, later, lost = authority.pupils(3)
    for who in (early, later, lost):
        authority.placed(who, BEGAN)
    _returned(authority, later)
    authority.left(lost, "2025-03-10")
    authority.moved("removal_from_roll", lost, "2025-03-10", ground="g")
    counts = authority.counts("REI-1")
    assert (counts.yes, counts.of, counts.unknown) == (1, 3, 1)
    found = aalen_johansen([39, WEEKS_TO_BACK, 8], [0, 1, 0])
    assert counts.result == Incidence(1, 3, found.cif[1][-1], found.se[1][-1], 2)
    assert counts.value == pytest.approx(0.5)
    row = next(row for row in authority.scorecard().rows if row.measure.id == "REI-1")
    assert "50%, with those not followed to the end counted until then" in row.gaps
    assert row.as_dict()["rate"] == pytest.approx(0.5)


def test_a_pupil_who_changes_school_on_the_way_back_is_back(authority: World) -> None:
    who = authority.pupil(at=BROOK)
    authority.placed(who, BEGAN, to=LODGE)
    authority.moved("reintegration", who, BACK, to_place=HILL)
    authority.moved("removal_from_roll", who, BACK, ground="a", to_place=HILL)
    authority.moved("on_roll", who, BACK, at=HILL)
    assert authority.counts("REI-1").yes == 1
