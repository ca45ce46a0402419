"""The tracker: what was sent, what is missing, how late, how complete, how corrected."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from movements.actor import Actor
from movements.record import stop_clock_at
from movements.take_in import take_in
from movements.tracker import PlaceSent, tracker, tracker_of_children
from tests.attendance.world import AMY, BEN, CAL, DOT, HOME, OTHER, SETTING, World

FIRST, LAST = date(2025, 11, 24), date(2025, 12, 2)
"""A Monday, and the Tuesday of the week after: seven school days. Ben is placed until the 28th."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    yield
    stop_clock_at(None)


def sent_at(day: int, hour: int) -> None:
    stop_clock_at(datetime(2025, 11, day, hour, tzinfo=UTC))


def lines(brook: World) -> dict[str, PlaceSent]:
    return {one.place[-6:]: one for one in tracker(brook.session, FIRST, LAST)}


def test_of_one_place_it_says_what_it_says_of_it_among_all(brook: World) -> None:
    sent_at(24, 12)
    brook.sent(f"{AMY},2025-11-24,AM,/")
    brook.sent(f"{BEN},2025-11-24,AM,/", to=SETTING)
    everywhere = lines(brook)
    for urn in (HOME, SETTING):
        alone = tracker(brook.session, FIRST, LAST, places=[f"s_00{urn}"])
        assert alone == [everywhere[urn]]


def test_nothing_sent_is_all_missing(brook: World) -> None:
    found = lines(brook)
    assert {urn: (one.school_days, len(one.missing)) for urn, one in found.items()} == {
        HOME: (7, 7),
        OTHER: (7, 7),
        SETTING: (4, 4),
    }
    # Amy and Ben at home; Ben at the setting until the morning of the 28th; Cal and Dot at Hill.
    assert {urn: one.expected for urn, one in found.items()} == {HOME: 28, OTHER: 28, SETTING: 8}
    assert (found[HOME].last_day, found[HOME].complete, found[HOME].hours) == (None, 0, None)


def test_what_was_sent_how_late_and_how_complete(brook: World) -> None:
    sent_at(24, 9)
    brook.sent(f"{AMY},2025-11-24,AM,/", f"{BEN},2025-11-24,AM,D")
    sent_at(27, 12)
    brook.sent(f"{AMY},2025-11-25,AM,/", f"{AMY},2025-11-25,PM,\\")
    home = lines(brook)[HOME]
    assert (home.held, home.expected, home.complete) == (4, 28, 4 / 28)
    assert home.last_day == date(2025, 11, 25)
    assert [day.day for day in home.missing] == [26, 27, 28, 1, 2]
    assert (home.submissions, home.sent_late, home.hours) == (2, 1, 34.5)


def test_changes_are_counted_and_those_more_than_seven_days_later_are_late(brook: World) -> None:
    for day, mark in ((24, "N"), (25, "I"), (25, "I")):
        sent_at(day, 9)
        brook.sent(f"{AMY},2025-11-24,AM,{mark}", f"{BEN},2025-11-24,PM,D")
    assert (lines(brook)[HOME].changed, lines(brook)[HOME].changed_late) == (1, 0)
    stop_clock_at(datetime(2025, 12, 1, 9, tzinfo=UTC))
    brook.sent(f"{BEN},2025-11-24,PM,\\")
    assert (lines(brook)[HOME].changed, lines(brook)[HOME].changed_late) == (2, 0)
    stop_clock_at(datetime(2025, 12, 2, 9, tzinfo=UTC))
    brook.sent(f"{BEN},2025-11-24,PM,L")
    assert (lines(brook)[HOME].changed, lines(brook)[HOME].changed_late) == (3, 1)


def test_a_part_time_placement_expects_its_own_sessions(brook: World) -> None:
    brook.moved(
        "ap_placement",
        AMY,
        HOME,
        "2025-11-24",
        place=SETTING,
        reason="BHS",
        pattern="PT",
        week="1000100000",
    )
    # Monday mornings and Wednesday mornings of the one week, Monday's of the next; and Ben's 8.
    assert lines(brook)[SETTING].expected == 8 + 3


def test_a_setting_known_by_its_type_alone_is_owed_no_marks(brook: World) -> None:
    before = lines(brook)
    brook.moved("ap_placement", AMY, HOME, "2025-11-24", setting_type="OOT", reason="BHS")
    assert lines(brook) == before


def test_marks_of_sessions_not_due_do_not_hide_those_that_are_missing(brook: World) -> None:
    part_time = {"place": SETTING, "reason": "BHS", "pattern": "PT", "week": "1000000000"}
    brook.moved("ap_placement", AMY, HOME, "2025-11-24", **part_time)
    sent_at(28, 12)
    # Amy is due on Monday morning alone and marked until Tuesday; Ben, due all week, on Monday.
    amy = [f"{AMY},2025-11-{day},{half},D" for day in (24, 25) for half in ("AM", "PM")]
    brook.sent(*amy, f"{BEN},2025-11-24,AM,/", to=SETTING)
    found = lines(brook)
    assert (found[SETTING].held, found[SETTING].expected) == (2, 8 + 2)


def test_a_child_with_two_records_is_marked_by_either(brook: World) -> None:
    before = lines(brook)[OTHER]
    sent_at(24, 12)
    brook.sent(f"{DOT},2025-11-24,AM,/", to=OTHER)
    officer = Actor("an officer", "la_officer", authority="330")
    told = {"pupil": brook.pupil(CAL), "on": "2025-11-26", "because": "One certificate"}
    told["same_as"] = brook.pupil(DOT)
    take_in(brook.session, "records_linked", told, place=None, by=officer, source="form")
    found = lines(brook)[OTHER]
    assert (found.held, found.expected) == (1, before.expected // 2)


def of_children(brook: World, *who: str, of: str = HOME) -> list[PlaceSent]:
    pupils = {brook.pupil(one) for one in who}
    return tracker_of_children(brook.session, FIRST, LAST, {f"s_00{of}"}, pupils)


def test_of_the_children_of_a_school_another_place_has_a_line_as_if_it_had_no_others(
    brook: World,
) -> None:
    """Cal of the other school is at the setting too: nothing sent of him counts for Brook."""
    sent_at(24, 9)
    brook.sent(f"{BEN},2025-11-24,AM,/", to=SETTING)
    (alone,) = of_children(brook, AMY, BEN)
    assert alone.place == f"s_00{SETTING}"
    assert (alone.expected, alone.held, alone.submissions, alone.hours) == (8, 1, 1, 9)
    assert [day.day for day in alone.missing] == [25, 26, 27]
    brook.moved("ap_placement", CAL, OTHER, "2025-11-03", place=SETTING, reason="BHS", pattern="FT")
    sent_at(26, 9)
    brook.sent(f"{CAL},2025-11-24,AM,I", f"{CAL},2025-11-25,AM,I", to=SETTING)
    brook.sent(f"{CAL},2025-11-24,AM,/", to=SETTING)
    assert of_children(brook, AMY, BEN) == [alone]
    (theirs,) = of_children(brook, CAL, of=OTHER)
    assert (theirs.held, theirs.changed, theirs.submissions) == (2, 1, 2)
    sent_at(27, 9)
    brook.sent(f"{BEN},2025-11-24,AM,L", f"{CAL},2025-11-24,PM,/", to=SETTING)
    (after,) = of_children(brook, AMY, BEN)
    assert (after.held, after.changed, after.submissions) == (1, 1, 2)


def test_a_place_is_no_line_of_a_child_that_was_anothers_then_or_is_protected(
    brook: World,
) -> None:
    assert of_children(brook, BEN, of=OTHER) == []
    assert of_children(brook, AMY) == []
    brook.moved("pupil_details", BEN, HOME, "2025-11-03", protected="Y")
    assert of_children(brook, BEN) == []
