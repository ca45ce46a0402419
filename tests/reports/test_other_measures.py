"""Outreach, attendance, attainment, destinations and wellbeing: histories and how they count."""

from datetime import date, timedelta

import pytest

from movements.scales import METRIC
from tests.reports.world import BRIDGE, BROOK, HILL, LODGE, OAK, ON, World, left_out

# Outreach from 6 October 2025 is followed up on 4 May 2026, 26 school weeks later.
OUTREACH = "2025-10-06"


def _supported(world: World, who: str, contacts: int = 6, at: str = BROOK) -> None:
    world.moved("outreach", who, OUTREACH, at=at, setting=LODGE, contacts=str(contacts))


def test_outreach_counts_those_still_on_the_same_roll_with_nothing_drastic_since(
    authority: World,
) -> None:
    stayed, suspended, brief, excluded, placed, moved, gone = authority.pupils(7)
    for who in (stayed, suspended, brief, excluded, placed, moved, gone):
        _supported(authority, who)
    authority.moved("suspension", suspended, "2025-11-10", sessions="4", reason1="DB")
    authority.placed(brief, "2026-01-12")
    authority.left(brief, "2026-01-26", "returned")
    authority.moved("permanent_exclusion", excluded, "2025-11-10", reason1="PA")
    authority.placed(placed, "2026-01-12", to=BRIDGE)
    authority.left(placed, "2026-01-27", "returned", place=BRIDGE)
    authority.moved("managed_move", moved, "2025-11-10", to_place=HILL)
    authority.moved("removal_from_roll", gone, "2025-11-10", ground="f")
    counts = authority.counts("OUT-1")
    assert (counts.yes, counts.of) == (3, 7)


def test_outreach_counts_for_the_setting_that_gives_it_whoever_tells_it(authority: World) -> None:
    told_twice, renewed, other = authority.pupils(3)
    for who in (told_twice, renewed):
        _supported(authority, who)
    authority.moved("outreach", told_twice, OUTREACH, at=LODGE, contacts="6")
    authority.moved("outreach", renewed, "2025-11-10", at=LODGE, contacts="4")
    authority.moved("outreach", other, OUTREACH, setting=BRIDGE, contacts="6")
    assert [authority.counts("OUT-1", at=at).of for at in (LODGE, BRIDGE)] == [2, 1]
    assert sorted(authority.frames().outreach["contacts"]) == [4, 6, 6, 6]


def test_who_is_left_out_of_outreach(authority: World) -> None:
    few, special = authority.pupil(), authority.pupil(at=OAK)
    _supported(authority, few, contacts=2)
    _supported(authority, special, at=OAK)
    assert left_out(authority.counts("OUT-1")) == {
        "fewer than three contacts": 1,
        "not in a mainstream school when outreach began": 1,
    }


def test_a_school_finished_in_the_meantime_is_no_failure_of_outreach(authority: World) -> None:
    leaver = authority.pupil(11, since="2024-09-02")
    authority.moved("outreach", leaver, "2025-03-03", setting=LODGE, contacts="6")
    authority.moved("removal_from_roll", leaver, "2025-08-31", ground="l")
    counts = authority.counts("OUT-1")
    assert left_out(counts) == {"finished their school before 26 weeks": 1}


def test_suspensions_after_outreach_against_before_and_what_was_done(authority: World) -> None:
    """In 13 school weeks of five days there are 130 sessions, less what the calendar closes."""
    fewer, more, new = authority.pupil(), authority.pupil(), authority.pupil(since="2025-09-15")
    told = {"referred_on": "2025-09-29", "first_contact_on": OUTREACH, "staff": "3"}
    for who in (fewer, more, new):
        authority.moved("outreach", who, OUTREACH, setting=LODGE, contacts="6", **told)
    authority.moved("suspension", fewer, "2025-09-22", sessions="6", reason1="DB")
    authority.moved("suspension", more, "2025-10-13", sessions="2", reason1="DB")
    counts = authority.counts("OUT-2")
    assert (counts.yes, counts.of) == (1, 2)
    assert left_out(counts) == {"not registered for 13 school weeks before": 1}
    assert counts.value is not None
    assert counts.value == pytest.approx(100 * (2 - 6) / 2 / 130, abs=0.2)
    rows = {row.measure.id: row for row in authority.scorecard().rows}
    assert "suspensions were 1.7 sessions in 100 lower" in rows["OUT-2"].sentence
    assert rows["OUT-3"].sentence == (
        "Pupils supported: 3. Schools they were in: 1. Staff of the schools trained or advised: 9. "
        "Half were met within 5 school days of being asked for."
    )
    assert (rows["OUT-3"].interval, rows["OUT-3"].as_dict()["unit"]) == (None, "pupils")


# Shares of sessions missed before and during a placement -> had missed half, no longer do, more
ATTENDANCE = [
    (0.6, 0.3, 1, 1, 1),
    (0.5, 0.4, 1, 1, 1),
    (0.6, 0.5, 1, 0, 1),
    (0.8, 0.9, 1, 0, 0),
    (0.4, 0.1, 0, 0, 1),
    (0.4, 0.5, 0, 0, 0),
]


@pytest.mark.parametrize(("before", "during", "half", "no_longer", "more"), ATTENDANCE)
def test_attendance_before_and_during(
    authority: World, before: float, during: float, half: int, no_longer: int, more: int
) -> None:
    who = authority.pupil()
    authority.placed(who, "2025-09-15")
    authority.marked(who, date(2025, 4, 28), date(2025, 7, 18), before, at=BROOK)
    authority.marked(who, date(2025, 9, 15), date(2025, 12, 12), during)
    counts, change = authority.counts("ATT-2"), authority.counts("ATT-1")
    assert (counts.yes, counts.of) == (no_longer, half)
    assert (change.yes, change.of) == (more, 1)
    # A week may end amid a round of ten sessions.
    assert change.value == pytest.approx(100 * (before - during), abs=2)


def test_attendance_needs_forty_sessions_on_each_side(authority: World) -> None:
    new, brief, unmarked = authority.pupils(3)
    for who in (brief, unmarked):
        authority.marked(who, date(2025, 4, 28), date(2025, 7, 18), 0.6, at=BROOK)
    for who in (new, brief, unmarked):
        authority.placed(who, "2025-09-15")
    authority.left(brief, "2025-10-10")
    counts = authority.counts("ATT-2")
    assert left_out(counts) == {
        "fewer than 40 possible sessions marked before the placement": 1,
        "stayed for fewer than 40 sessions": 1,
    }
    assert (counts.asked, counts.unknown) == (1, 1)


def test_a_session_marked_by_both_schools_counts_once_and_as_attended(authority: World) -> None:
    who = authority.pupil()
    authority.marked(who, date(2025, 4, 28), date(2025, 7, 18), 0.6, at=BROOK)
    authority.placed(who, "2025-09-15")
    authority.marked(who, date(2025, 9, 15), date(2025, 12, 12), 0.9, at=BROOK)
    authority.marked(who, date(2025, 9, 15), date(2025, 12, 12), 0.2)
    assert authority.counts("ATT-2").yes == 1


def _leaver(world: World, english: str = "", maths: str = "") -> str:
    """A pupil of Year 11 in 2025-26, placed from January on, with levels where given."""
    who = world.pupil(10)
    world.placed(who, "2026-01-12")
    for subject, level in (("english", english), ("maths", maths)):
        if level:
            world.moved("attainment", who, "2026-06-16", at=LODGE, subject=subject, level=level)
    return who


# English, maths -> yes, not known. All are in the denominator.
LEVELS = [
    ("entry_3", "entry_3", 1, 0),
    ("level_2", "level_1", 1, 0),
    ("level_2", "entry_2", 0, 0),
    ("below_entry", "", 0, 0),
    ("level_1", "", 0, 1),
    ("", "", 0, 1),
]


@pytest.mark.parametrize(("english", "maths", "yes", "unknown"), LEVELS)
def test_english_and_maths_both(
    authority: World, english: str, maths: str, yes: int, unknown: int
) -> None:
    _leaver(authority, english, maths)
    counts = authority.counts("ATM-1")
    assert (counts.yes, counts.of, counts.unknown) == (yes, 1, unknown)


def test_the_best_level_by_the_end_of_august_counts(authority: World) -> None:
    who = _leaver(authority, "entry_2", "entry_3")
    authority.moved("attainment", who, "2026-08-20", at=BROOK, subject="english", level="level_1")
    assert authority.counts("ATM-1").yes == 1
    late = authority.pupil(10)
    authority.placed(late, "2026-01-12")
    for subject in ("english", "maths"):
        authority.moved("attainment", late, "2026-09-10", subject=subject, level="level_1")
    assert authority.counts("ATM-1").yes == 1


def test_who_is_a_leaver_of_the_setting(authority: World) -> None:
    year_9 = authority.pupil(9)
    authority.placed(year_9, "2025-09-15")
    too_brief, thirteen_weeks = authority.pupils(2, nc_year=10)
    authority.placed(too_brief, "2025-09-15")
    authority.left(too_brief, "2025-11-28")
    authority.placed(thirteen_weeks, "2025-03-03")
    authority.left(thirteen_weeks, "2025-06-30")
    assert authority.counts("ATM-1").of == 1


def test_each_leaver_counts_by_the_part_of_two_years_that_they_were_there(
    authority: World,
) -> None:
    """The whole of Year 11; as long, but half of each week; and Year 11 from January on."""
    whole, half, _ = (_leaver_since(authority, on) for on in ("2025-09-01", "", "2026-01-12"))
    authority.moved("ap_placement", half, "2025-09-01", place=LODGE, reason="BHS", pattern="PT",
                    week="1111100000")  # fmt: skip
    for subject in ("english", "maths"):
        authority.moved("attainment", whole, "2026-06-20", subject=subject, level="entry_3")
    there = authority.frames().leavers["share_there"]
    whole_time, from_january, half_time = parts = sorted(there.astype(float), reverse=True)
    assert half_time == pytest.approx(whole_time / 2)
    assert half_time < from_january < whole_time < 0.5
    found = authority.counts("ATM-1").result
    assert found is not None
    assert (found.yes, found.of) == (1, 3)
    assert found.value == pytest.approx(whole_time / sum(parts))
    assert found.told[1] == pytest.approx(sum(parts) ** 2 / sum(part**2 for part in parts))
    row = next(row for row in authority.scorecard().rows if row.measure.id == "ATM-1")
    assert "counted by the part of Years 10 and 11 that they were there" in " ".join(row.gaps)


def _leaver_since(world: World, on: str) -> str:
    who = world.pupil(10)
    if on:
        world.placed(who, on)
    return who


def test_results_fall_due_at_the_end_of_august(authority: World) -> None:
    _leaver(authority)
    counts = authority.counts("ATM-1", on=date(2026, 7, 1))
    assert (counts.of, counts.not_yet_due) == (0, 1)


# What was told of a leaver of summer 2025: destination, from, to, told on -> yes, not known
DESTINATIONS = [
    ([("education", "2025-09-08", "2026-03-31", "2026-04-01")], 1, 0),
    ([("training", "2025-10-20", "2026-03-02", "2026-04-01")], 1, 0),
    ([("education", "2025-09-08", "", "2026-03-03")], 1, 0),
    ([("education", "2025-09-08", "", "2025-10-15")], 0, 1),  # nobody asked again
    ([("education", "2025-09-08", "2025-12-19", "2026-01-05"),
      ("employment", "2026-01-12", "", "2026-04-01")], 1, 0),
    ([("education", "2025-09-08", "2025-12-19", "2026-01-05"),
      ("neet", "2026-01-01", "", "2026-04-01")], 0, 0),
    ([("unknown", "2025-10-01", "2026-03-31", "2026-04-01")], 0, 1),
    ([], 0, 1),
]  # fmt: skip


@pytest.mark.parametrize(("told", "yes", "unknown"), DESTINATIONS)
def test_in_education_training_or_work_from_october_to_march(
    authority: World, told: list[tuple[str, str, str, str]], yes: int, unknown: int
) -> None:
    who = authority.pupil(11)
    authority.placed(who, "2025-01-13")
    for what, first, last, on in told:
        span = {"destination": what, "from": first, "to": last}
        authority.moved("destination", who, on, at=LODGE, **span)
    counts = authority.counts("P16-1")
    assert (counts.yes, counts.of, counts.unknown) == (yes, 1, unknown)


def test_the_table_of_swemwbs_scores() -> None:
    scores = [METRIC[raw] for raw in range(7, 36)]
    assert scores == sorted({*scores})
    assert sum(scores) == 58566
    assert [METRIC[raw] for raw in (14, 21, 28)] == [1532, 1925, 2503]


# First and later raw totals -> improved, worsened. 17 to 22 is 3.10 metric points, 18 to 22 2.55.
SCORES = [(17, 22, 1, 0), (18, 22, 0, 0), (22, 17, 0, 1), (7, 9, 1, 0), (20, 20, 0, 0)]


@pytest.mark.parametrize(("first", "later", "improved", "worsened"), SCORES)
def test_wellbeing_changes_that_are_more_than_chance(
    authority: World, first: int, later: int, improved: int, worsened: int
) -> None:
    who = authority.pupil()
    authority.placed(who, "2025-09-15")
    authority.moved("wellbeing", who, "2025-09-22", at=LODGE, score=str(first))
    authority.moved("wellbeing", who, "2026-01-26", at=LODGE, score=str(later))
    counts = authority.counts("WEL-2")
    assert (counts.yes, counts.of) == (improved, 1)
    for_the_worse = authority.counts("WEL-2W")
    assert (for_the_worse.yes, for_the_worse.of) == (worsened, 1)


def test_scores_missing_or_taken_at_another_time(authority: World) -> None:
    never, late_first, too_soon, brief, other_scale = authority.pupils(5)
    for who in (never, late_first, too_soon, brief, other_scale):
        authority.placed(who, "2025-09-15")
    authority.moved("wellbeing", late_first, "2025-11-10", at=LODGE, score="20")
    authority.moved("wellbeing", late_first, "2026-01-26", at=LODGE, score="30")
    authority.moved("wellbeing", too_soon, "2025-09-22", at=LODGE, score="20")
    authority.moved("wellbeing", too_soon, "2025-11-24", at=LODGE, score="30")
    for on in ("2025-09-22", "2026-01-26"):
        authority.moved("wellbeing", other_scale, on, at=LODGE, scale="SDQ", score="20")
    authority.left(brief, "2025-11-28")
    counts = authority.counts("WEL-2")
    assert left_out(counts) == {"stayed for fewer than 12 school weeks": 1}
    assert (counts.asked, counts.unknown) == (4, 4)


def test_another_settings_pupils_are_its_own(authority: World) -> None:
    who = authority.pupil()
    authority.placed(who, "2025-01-13", to=BRIDGE)
    authority.moved("reintegration", who, "2025-06-09")
    assert authority.counts("REI-3", at=LODGE).asked == 0
    assert authority.counts("REI-3", at=BRIDGE).yes == 1


def test_an_earlier_data_day_never_counts_more(authority: World) -> None:
    for who in authority.pupils(3):
        authority.placed(who, "2025-01-13")
        authority.moved("reintegration", who, "2025-06-09")
    days = [ON - timedelta(days=60 * n) for n in range(8)]
    asked = [authority.counts("REI-3", on=day).asked for day in days]
    assert asked == sorted(asked, reverse=True)
