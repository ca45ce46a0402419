"""Sessions bought and attended: what is told is counted, and what is not told is never nought."""

from datetime import date

from movements.register import find_pupil
from reports.bought import Bought, bought, summed
from tests.reports.world import BRIDGE, BROOK, LODGE, World

# Two school weeks of the built-in terms.
FIRST, LAST = date(2025, 9, 8), date(2025, 9, 19)


def placed(authority: World, who: str, on: str = "2025-09-08", **answers: str) -> int:
    told = {"place": LODGE, "reason": "BHS", **answers}
    return authority.moved("ap_placement", who, on, **told)


def of(authority: World, *pupils: str) -> list[Bought]:
    held = authority.session
    return bought(held, [str(find_pupil(held, who)) for who in pupils], FIRST, LAST)


def test_a_week_costs_what_was_told_and_its_sessions_are_those_of_its_pattern(
    authority: World,
) -> None:
    sam = authority.pupil()
    week = {"pattern": "PT", "week": "1111000000"}
    placed(authority, sam, cost_per_week="100.50", transport_per_week="35", **week)
    authority.marked(sam, FIRST, date(2025, 9, 9), missed=0.5)
    [one] = of(authority, sam)
    assert (one.school_days, one.sessions, one.cost, one.transport) == (10, 8, 20100, 7000)
    assert (one.marked, one.attended) == (4, 0)
    assert one.cost_per_attended is None, "nothing was attended: no cost of each is worked out"
    authority.marked(sam, date(2025, 9, 15), date(2025, 9, 16), missed=0)
    [one] = of(authority, sam)
    assert (one.marked, one.attended, one.cost_per_attended) == (8, 4, 5025)


def test_full_time_is_ten_a_week_unless_so_many_are_told(authority: World) -> None:
    full, fewer = authority.pupil(), authority.pupil()
    placed(authority, full)
    placed(authority, fewer, sessions_per_week="6")
    assert sorted(one.sessions for one in of(authority, full, fewer)) == [12, 20]


def test_what_nobody_told_or_marked_is_missing_and_not_nought(authority: World) -> None:
    sam, kim = authority.pupil(), authority.pupil()
    placed(authority, sam)
    placed(authority, kim, cost_per_week="200")
    authority.marked(kim, FIRST, date(2025, 9, 9), missed=0)
    found = of(authority, sam, kim)
    assert (None, None, None) in {(one.marked, one.attended, one.cost) for one in found}
    [sums] = summed(found, lambda one: str(one.placed.place)).values()
    assert (sums.placements, sums.sessions) == (2, 40)
    assert (sums.attended, sums.not_marked) == (4, 1)
    assert (sums.cost, sums.cost_not_told) == (40000, 1)
    assert (sums.transport, sums.transport_not_told) == (None, 2)
    assert sums.cost_per_attended == 10000


def test_only_the_marks_of_the_setting_count(authority: World) -> None:
    sam = authority.pupil()
    placed(authority, sam)
    authority.marked(sam, FIRST, LAST, missed=0, at=BROOK)
    [one] = of(authority, sam)
    assert one.attended is None


def test_a_placement_counts_from_its_first_day_to_the_day_before_it_ended(
    authority: World,
) -> None:
    sam = authority.pupil()
    placed(authority, sam, "2025-09-10", cost_per_week="50")
    authority.left(sam, "2025-09-15")
    placed(authority, sam, "2025-09-22", place=BRIDGE, cost_per_week="50")
    [one] = of(authority, sam)
    assert (one.first, one.last, one.school_days, one.cost) == (
        date(2025, 9, 10),
        date(2025, 9, 14),
        3,
        3000,
    )


def test_a_corrected_cost_is_the_one_that_counts(authority: World) -> None:
    sam = authority.pupil()
    first = placed(authority, sam, cost_per_week="50")
    told = {"corrects": str(first), "correction_reason": "typing_error"}
    placed(authority, sam, cost_per_week="60", **told)
    [one] = of(authority, sam)
    assert one.cost == 12000


def test_who_arranged_it_is_its_commissioner(authority: World) -> None:
    school, theirs = authority.pupil(), authority.pupil()
    placed(authority, school)
    placed(authority, theirs, arranged_by="authority")
    by = summed(of(authority, school, theirs), lambda one: one.placed.commissioner)
    assert {*by} == {f"s_00{BROOK}", "la:330"}
