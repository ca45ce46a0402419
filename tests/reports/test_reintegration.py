"""What counts as being in mainstream, and as a return that lasted.

A placement of 13 January 2025 is followed up on 5 January 2026, 39 school weeks later; a return
of 9 June 2025 on 2 February 2026, 26 school weeks later. Both fall due in 2025-26.
"""

from collections.abc import Callable
from datetime import date

import pytest

from tests.reports.world import BRIDGE, BROOK, HILL, LODGE, OAK, World, beside, left_out

BEGAN, BACK = "2025-01-13", "2025-06-09"
Then = Callable[[World, str], object]


def _returned(world: World, who: str) -> None:
    world.moved("reintegration", who, BACK)


def _moved_school(world: World, who: str, on: str, to: str) -> None:
    world.moved("removal_from_roll", who, on, ground="a", to_place=to)
    world.moved("on_roll", who, on, at=to)


def _broke_down(world: World, who: str) -> None:
    _returned(world, who)
    world.placed(who, "2025-11-10", to=BRIDGE)


def _excluded(world: World, who: str) -> None:
    _returned(world, who)
    world.moved("permanent_exclusion", who, "2025-11-10", reason1="PA")


def _special(world: World, who: str) -> None:
    world.left(who, BACK)
    _moved_school(world, who, BACK, OAK)


def _onto_settings_roll(world: World, who: str) -> None:
    world.left(who, BACK)
    _moved_school(world, who, BACK, LODGE)


def _home_educated(world: World, who: str) -> None:
    world.moved("removal_from_roll", who, BACK, ground="f")


def _gone(world: World, who: str) -> None:
    world.left(who, BACK)
    world.moved("removal_from_roll", who, BACK, ground="g")


def _still_there(world: World, who: str) -> None:
    """Nothing more is told: the placement goes on."""


def _subsidiary_left_standing(world: World, who: str) -> None:
    world.moved("on_roll", who, BEGAN, at=LODGE, enrol_status="S")
    _returned(world, who)


IN_MAINSTREAM: list[tuple[Then, bool | None]] = [
    (_returned, True),
    (_subsidiary_left_standing, True),
    (_still_there, False),
    (_broke_down, False),
    (_excluded, False),
    (_special, False),
    (_onto_settings_roll, False),
    (_home_educated, False),
    (_gone, None),
]


@pytest.mark.parametrize(("then", "expected"), IN_MAINSTREAM)
def test_in_mainstream_three_terms_on(authority: World, then: Then, expected: bool | None) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    then(authority, who)
    counts = authority.counts("REI-3")
    assert (counts.yes, counts.of) == (int(expected is True), int(expected is not None))
    assert counts.unknown == int(expected is None)


def test_special_school_is_shown_beside_and_is_no_return(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    _special(authority, who)
    assert beside(authority.counts("REI-3")) == {"were in a special school": 1}


def test_a_placement_for_a_health_need_is_another_matter(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN, reason="MHN")
    _returned(authority, who)
    assert left_out(authority.counts("REI-3")) == {"placed for a health need": 1}
    assert left_out(authority.counts("REI-2")) == {"placed for a health need": 1}


# Year group in 2024-25, first day of the placement -> counted in 2025-26, or why not
YEAR_11 = [
    (10, "2025-06-09", 1, {}),  # judged on the last Friday in June of Year 11
    (11, "2024-11-04", 0, {}),  # judged in June 2025, in the year before
    (11, "2025-01-13", 0, {}),  # too late in Year 11, and judged the year before anyway
]


@pytest.mark.parametrize(("nc_year", "on", "of", "why"), YEAR_11)
def test_the_end_of_year_11(
    authority: World, nc_year: int, on: str, of: int, why: dict[str, int]
) -> None:
    authority.placed(authority.pupil(nc_year), on)
    counts = authority.counts("REI-3")
    assert (counts.of, left_out(counts)) == (of, why)


def test_a_pupil_placed_after_1_january_of_year_11_is_left_out(authority: World) -> None:
    authority.placed(authority.pupil(10), "2026-02-02")
    assert left_out(authority.counts("REI-3")) == {"placed after 1 January of Year 11": 1}


SUSTAINED: list[tuple[Then, bool | None]] = [
    (_returned, True),
    (_subsidiary_left_standing, True),
    (_broke_down, False),
    (_excluded, False),
    (lambda w, p: (_returned(w, p), _moved_school(w, p, "2025-11-10", HILL)), True),
    (lambda w, p: (_returned(w, p), _managed_move(w, p)), False),
    (lambda w, p: (_returned(w, p), _brief_direction(w, p, days=8)), True),
    (lambda w, p: (_returned(w, p), _brief_direction(w, p, days=30)), False),
    (lambda w, p: (_returned(w, p), _removed(w, p, "f")), False),
    (lambda w, p: (_returned(w, p), _removed(w, p, "i")), False),
    (lambda w, p: (_returned(w, p), _removed(w, p, "g")), None),
]


def _managed_move(world: World, who: str) -> None:
    world.moved("managed_move", who, "2025-11-10", to_place=HILL, agreed_on="2025-11-03")
    _moved_school(world, who, "2025-11-10", HILL)


def _brief_direction(world: World, who: str, days: int) -> None:
    world.moved("off_site_direction", who, "2025-11-10", place=BRIDGE, days=str(days))
    end = {8: "2025-11-20", 30: "2026-01-12"}[days]
    world.left(who, end, "returned", place=BRIDGE)


def _removed(world: World, who: str, ground: str) -> None:
    world.moved("removal_from_roll", who, "2025-11-10", ground=ground)


@pytest.mark.parametrize(("then", "expected"), SUSTAINED)
def test_a_return_sustained(authority: World, then: Then, expected: bool | None) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    then(authority, who)
    counts = authority.counts("REI-2")
    assert (counts.asked, counts.unknown) == (1, int(expected is None))
    assert counts.yes == int(expected is True)


@pytest.mark.parametrize(("missed", "yes"), [(0.4, 1), (0.5, 1), (0.6, 0)])
def test_a_return_with_under_half_attendance_is_a_breakdown(
    authority: World, missed: float, yes: int
) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    _returned(authority, who)
    authority.marked(who, date(2025, 6, 9), date(2025, 10, 10), missed, at=BROOK)
    assert authority.counts("REI-2").yes == yes


def test_what_is_no_return(authority: World) -> None:
    moved_on, moved_within_two_weeks, special = authority.pupils(3)
    for who in (moved_on, moved_within_two_weeks, special):
        authority.placed(who, BEGAN)
    authority.left(moved_on, BACK, "moved_on")
    authority.placed(moved_on, "2025-06-10", to=BRIDGE)
    _special(authority, special)
    _returned(authority, moved_within_two_weeks)
    authority.placed(moved_within_two_weeks, "2025-06-12", to=BRIDGE)
    assert authority.counts("REI-2").asked == 0


@pytest.mark.parametrize("outcome", ["moved_on", "ended_early", "returned"])
def test_whoever_returned_is_asked_whether_it_held_however_the_end_was_worded(
    authority: World, outcome: str
) -> None:
    """REI-2 asks of those whom REI-1 counts as returned, and of nobody else."""
    kept, broke_down = authority.pupils(2)
    for who in (kept, broke_down):
        authority.placed(who, BEGAN)
        authority.left(who, BACK, outcome)
    authority.placed(broke_down, "2025-11-10", to=BRIDGE)
    assert authority.counts("REI-1").yes == 2
    counts = authority.counts("REI-2")
    assert (counts.yes, counts.of) == (1, 2)


def test_an_excluded_pupil_returns_from_the_settings_own_roll(authority: World) -> None:
    who = authority.pupil()
    authority.moved("permanent_exclusion", who, "2024-11-04", reason1="PA")
    authority.placed(who, "2024-11-11", reason="EXR")
    authority.left(who, BEGAN)
    authority.moved("removal_from_roll", who, BEGAN, ground="o", to_place=LODGE)
    authority.moved("on_roll", who, BEGAN, at=LODGE)
    authority.moved("reintegration", who, BACK, at=LODGE, to_place=HILL)
    authority.moved("removal_from_roll", who, BACK, at=LODGE, ground="a", to_place=HILL)
    authority.moved("on_roll", who, BACK, at=HILL)
    placement, back = authority.frames().placements, authority.frames().returns
    assert list(placement["since"].dt.date) == [date(2024, 11, 11)]
    assert list(placement["ended_on"].dt.date) == [date(2025, 6, 9)]
    assert list(back["sustained"]) == [True]
    assert authority.counts("REI-2").yes == 1


def test_a_gap_of_two_school_weeks_does_not_make_two_stays(authority: World) -> None:
    short, long = authority.pupils(2)
    for who, again in ((short, "2025-03-24"), (long, "2025-03-25")):
        authority.placed(who, BEGAN)
        authority.left(who, "2025-03-10")
        authority.placed(who, again)
    stays = authority.frames().placements.groupby("pupil")["since"].count()
    assert sorted(stays) == [1, 2]


def test_a_pupil_counts_once_with_the_first_placement_that_fell_due(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    _returned(authority, who)
    authority.placed(who, "2025-06-30")
    counts = authority.counts("REI-3")
    assert (counts.yes, counts.of) == (0, 1)


def test_a_correction_changes_what_is_counted(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    entry = authority.moved("reintegration", who, BACK)
    assert authority.counts("REI-3").yes == 1
    wrong = {"corrects": str(entry), "correction_reason": "other", "because": "Wrong pupil"}
    authority.moved("withdrawn", who, BACK, **wrong)
    assert authority.counts("REI-3").yes == 0
    assert authority.counts("REI-2").asked == 0


def test_what_took_effect_after_the_data_day_is_left_out(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, BEGAN)
    _returned(authority, who)
    early = authority.counts("REI-2", on=date(2025, 12, 1))
    assert (early.asked, early.not_yet_due) == (0, 1)
    assert authority.counts("REI-2", on=date(2026, 2, 2)).asked == 1
