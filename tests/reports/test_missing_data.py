"""Where data are missing: each pupil stands in every measure, with the reason, and in none twice.

A placement of 13 January 2025 is followed up on 5 January 2026, 39 school weeks later.
"""

from collections.abc import Callable
from datetime import date

import pytest

from reports.measures import MEASURES
from reports.trace import Member, members
from tests.reports.world import FIRST, LAST, ON, World

BEGAN, BACK = "2025-01-13", "2025-06-09"
PLACED_FOR_HEALTH = ("left out", "placed for a health need")
LATE = ("left out", "placed after 1 January of Year 11")
NOT_SEEN = ("not known", "")
EARLY = date(2025, 12, 1)


def _still_there(world: World) -> str:
    who = world.pupil()
    world.placed(who, BEGAN)
    return who


def _moved_away(world: World) -> str:
    who = _still_there(world)
    world.left(who, BACK)
    world.moved("removal_from_roll", who, BACK, ground="g")
    return who


def _turned_16(world: World) -> str:
    """Placed in the autumn of Year 11, and there to the end of it."""
    who = world.pupil(10)
    world.placed(who, "2025-10-06")
    return who


def _for_health(world: World) -> str:
    who = world.pupil()
    world.placed(who, BEGAN, reason="PHN")
    return who


def _late_in_year_11(world: World) -> str:
    who = world.pupil(10)
    world.placed(who, "2026-01-05")
    return who


History = Callable[[World], str]
# history, data day -> how the pupil stands in each measure; not in those that are not named
CASES: list[tuple[History, date, dict[str, tuple[str, str]]]] = [
    (_still_there, EARLY, {"REI-3": ("still to come", ""), "REI-1": ("still to come", "")}),
    (_still_there, ON, {"REI-3": ("no", ""), "REI-1": ("no", "")}),
    (_moved_away, ON, {"REI-3": NOT_SEEN, "REI-1": NOT_SEEN}),
    (_turned_16, ON, {"REI-3": ("no", ""), "REI-1": ("no", ""), "ATM-1": NOT_SEEN}),
    (_for_health, ON, {"REI-3": PLACED_FOR_HEALTH, "REI-1": PLACED_FOR_HEALTH}),
    (_late_in_year_11, ON, {"REI-3": LATE, "REI-1": LATE, "ATM-1": NOT_SEEN}),
]
OF_INTEREST = ("REI-3", "REI-1", "REI-2", "ATM-1", "OUT-1")


@pytest.mark.parametrize(("history", "on", "stands"), CASES)
def test_a_pupil_is_counted_or_it_is_said_why_not(
    authority: World, history: History, on: date, stands: dict[str, tuple[str, str]]
) -> None:
    history(authority)
    frames = authority.frames(on=on)
    found = {
        m.id: (one.state, one.why)
        for m in MEASURES
        if m.id in OF_INTEREST
        for one in members(m, frames, FIRST, LAST, on)
    }
    assert found == stands


def test_a_pupil_who_returned_is_traced_to_the_entries_that_say_so(authority: World) -> None:
    who = authority.pupil()
    began = authority.placed(who, BEGAN)
    back = authority.moved("reintegration", who, BACK)
    frames = authority.frames()
    for measure in (m for m in MEASURES if m.id in {"REI-1", "REI-2", "REI-3"}):
        [one] = members(measure, frames, FIRST, LAST, ON)
        assert isinstance(one, Member)
        assert (one.state, one.entries) == ("yes", (began, back)), measure.id


def test_the_members_of_a_measure_are_those_it_counts(authority: World) -> None:
    for history, _, _ in CASES:
        history(authority)
    frames = authority.frames()
    for measure in MEASURES:
        counts = authority.counts(measure.id)
        found = members(measure, frames, FIRST, LAST, ON)
        states = [one.state for one in found]
        assert states.count("yes") == counts.yes, measure.id
        assert states.count("not known") == counts.unknown, measure.id
        assert states.count("left out") == sum(tally.pupils for tally in counts.left_out)
        asked = [one for one in found if one.state in {"yes", "no", "not known"}]
        assert len(asked) == counts.asked, measure.id
