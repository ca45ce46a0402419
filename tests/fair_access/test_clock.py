"""Twenty school days for a place, on the authority's standard calendar."""

from datetime import date

import pytest

from fair_access.cases import case_clocks
from fair_access.steps import PLACE_CLOCK
from movements.due import DueItem
from movements.local_rule_setting import set_local_rule
from tests.fair_access.world import AMY, BEN, BROOK, HILL, OFFICER, World, place_id


@pytest.mark.parametrize(
    ("agreed", "due", "why"),
    [
        ("2026-10-02", date(2026, 11, 6), "a Friday; half-term does not count"),
        ("2026-10-23", date(2026, 11, 27), "the last day before half-term"),
        ("2026-10-28", date(2026, 11, 27), "in half-term itself: day 1 is the first day back"),
        ("2026-12-07", date(2027, 1, 18), "nine days before Christmas, eleven after"),
        ("2026-12-18", date(2027, 1, 29), "the last day of the autumn term"),
    ],
)
def test_counted_on_the_authoritys_days(brook: World, agreed: str, due: date, why: str) -> None:
    clock = brook.case(brook.agreed(AMY, agreed)).clock
    assert clock is not None
    assert (clock.due, clock.assumed) == (due, False), why
    assert clock.started == date.fromisoformat(agreed)


@pytest.mark.parametrize(
    ("owner", "kind", "due"),
    [
        (place_id(BROOK), "inset", date(2026, 11, 27)),
        (place_id(BROOK), "closure", date(2026, 11, 27)),
        ("la:330", "closure", date(2026, 11, 30)),
    ],
)
def test_a_schools_inset_moves_nothing(brook: World, owner: str, kind: str, due: date) -> None:
    brook.free(owner, kind, date(2026, 11, 9))
    clock = brook.case(brook.agreed(AMY, "2026-10-23")).clock
    assert clock is not None
    assert clock.due == due


@pytest.mark.parametrize(
    ("allocated", "state"), [("2026-11-27", "met"), ("2026-11-30", "met_late")]
)
def test_allocated_on_day_20_and_on_day_21(brook: World, allocated: str, state: str) -> None:
    case_id = brook.agreed(AMY, "2026-10-23")
    brook.allocated(case_id, allocated)
    clock = brook.case(case_id).clock
    assert clock is not None
    assert (clock.state, clock.met) == (state, date.fromisoformat(allocated))


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 10, 23), "running"),
        (date(2026, 11, 27), "running"),
        (date(2026, 11, 28), "missed"),
        (date(2026, 11, 30), "met_late"),
    ],
)
def test_as_it_stood_on_a_day(brook: World, today: date, state: str) -> None:
    case_id = brook.agreed(AMY, "2026-10-23")
    brook.allocated(case_id, "2026-11-30")
    clock = brook.case(case_id, today).clock
    assert clock is not None
    assert clock.state == state


def test_a_referral_starts_no_clock(brook: World) -> None:
    assert brook.case(brook.refer(AMY)).clock is None


@pytest.mark.parametrize(
    ("withdrawn", "state"), [("2026-11-27", "over"), ("2026-11-30", "never_met")]
)
def test_withdrawn_in_time_owes_nothing(brook: World, withdrawn: str, state: str | None) -> None:
    case_id = brook.agreed(AMY, "2026-10-23")
    brook.step(case_id, "case_withdrawn", withdrawn, because="Moved away")
    clock = brook.case(case_id).clock
    assert clock is not None
    assert clock.state == state
    assert case_clocks(brook.session, "330", date(2027, 3, 1)) == []


def test_it_says_when_the_calendar_was_the_built_in_one(brook: World) -> None:
    told = brook.case(brook.agreed(AMY, "2026-10-23"))
    assert told.counted == ""
    late = brook.case(brook.agreed(BEN, "2027-02-05"))
    assert late.clock is not None
    assert (late.clock.due, late.clock.assumed) == (date(2027, 3, 12), True), "half-term is loaded"
    assert "built-in school calendar" in late.counted


def test_what_is_due_lists_open_clocks_soonest_first(brook: World) -> None:
    second = brook.agreed(AMY, "2026-12-07")
    first = brook.agreed(BEN, "2026-10-23")
    today = date(2026, 12, 20)
    found = case_clocks(brook.session, OFFICER.authority, today)
    assert {item.clock.id for item in found} == {"fair_access_place"}
    entries = [brook.case(one).state.agreed_entry for one in (first, second)]
    assert [(item.entry, item.state) for item in found] == list(
        zip(entries, ["missed", "running"], strict=True)
    )
    assert case_clocks(brook.session, "331", today) == []
    assert case_clocks(brook.session, "330", today, {"running"})[0].pupil == brook.pupil(AMY)
    assert found[0].as_dict()["clock"] == "fair_access_place"


def start_of(world: World, case_id: str, today: date = date(2027, 3, 1)) -> DueItem:
    (found,) = [c for c in world.case(case_id, today).clocks if c.clock.id == "fair_access_start"]
    return found


@pytest.mark.parametrize(
    ("starts_on", "state"),
    [("2026-11-02", "met"), ("2026-11-20", "met"), ("2026-11-23", "met_late")],
)
def test_a_start_is_due_ten_school_days_after_the_allocation(
    brook: World, starts_on: str, state: str
) -> None:
    case_id = brook.agreed(AMY, "2026-10-23")
    brook.allocated(case_id, "2026-11-06", starts_on=starts_on)
    brook.started(case_id, "2026-11-06", starts_on)
    item = start_of(brook, case_id)
    assert (item.started, item.due) == (date(2026, 11, 6), date(2026, 11, 20))
    assert item.state == state
    assert item.met == max(date(2026, 11, 6), date.fromisoformat(starts_on))


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 20), "running"),
        (date(2026, 11, 21), "warning"),
        (date(2026, 11, 23), "met_late"),
    ],
)
def test_a_start_planned_too_late_only_warns_until_it_comes(
    brook: World, today: date, state: str
) -> None:
    case_id = brook.agreed(AMY, "2026-10-23")
    brook.allocated(case_id, "2026-11-06", starts_on="2026-11-23")
    brook.step(case_id, "case_accepted", "2026-11-09", how="letter")
    assert start_of(brook, case_id, today).state == state
    owed = [item.clock.id for item in case_clocks(brook.session, "330", today)]
    assert ("fair_access_start" in owed) == (state != "met_late")


@pytest.mark.parametrize(
    ("movement", "answers"),
    [
        ("off_site_direction", {"days": "30"}),
        ("ap_placement", {"reason": "BHS"}),
    ],
)
def test_a_start_is_met_however_the_pupil_goes_there(
    brook: World, movement: str, answers: dict[str, str]
) -> None:
    case_id = brook.agreed(AMY, "2026-10-23")
    brook.allocated(case_id, "2026-11-06", movement=movement, **answers)
    assert start_of(brook, case_id).state == "met"


def test_a_managed_move_is_a_start_once_the_new_school_has_the_pupil_on_its_roll(
    brook: World,
) -> None:
    case_id = brook.agreed(AMY, "2026-10-23")
    brook.allocated(case_id, "2026-11-06", movement="managed_move", agreed_on="2026-11-05")
    assert start_of(brook, case_id).state == "warning"
    brook.moved("on_roll", AMY, HILL, "2026-11-09")
    assert (start_of(brook, case_id).state, start_of(brook, case_id).met) == (
        "met",
        date(2026, 11, 9),
    )


@pytest.mark.parametrize(
    ("since", "due"),
    [(date(2026, 11, 6), date(2026, 11, 13)), (date(2026, 11, 7), date(2026, 11, 20))],
)
def test_an_authority_sets_its_own_days_to_a_start(brook: World, since: date, due: date) -> None:
    set_local_rule(
        brook.session,
        "fair_access_start_days",
        (5,),
        on=since,
        cite="Protocol 2026",
        by=OFFICER,
        source="form",
    )
    case_id = brook.agreed(AMY, "2026-10-23")
    brook.allocated(case_id, "2026-11-06", starts_on="2026-11-16")
    assert start_of(brook, case_id).due == due


@pytest.mark.parametrize(("agreed", "clocks"), [("2021-08-31", 0), ("2021-09-01", 1)])
def test_a_case_agreed_before_the_code_was_in_force_starts_no_clock(
    brook: World, agreed: str, clocks: int
) -> None:
    found = [c for c in brook.case(brook.agreed(AMY, agreed)).clocks if c.clock.id == PLACE_CLOCK]
    assert len(found) == clocks
