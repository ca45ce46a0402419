"""Who is to be chased: a place, and not on roll there a week after the starting day."""

from collections.abc import Iterator
from datetime import date

import pytest

from apregister.chased import chased
from movements.local_rule_setting import set_local_rule
from movements.local_rules import local_rules
from reports.panel.follow_up import FollowUp, follow_up
from reports.panel.stories import stories
from tests.fair_access.world import (
    AMY,
    BEN,
    BROOK,
    EVE,
    HILL,
    LODGE,
    OFFICER,
    OTHER_SCHOOL,
    PANEL,
    SCHOOL,
    TODAY,
    World,
    place_id,
    world,
)

DECIDED = "2026-10-07"


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        yield made


def listed(here: World, on: str = "2026-10-21") -> list[FollowUp]:
    day = date.fromisoformat(on)
    return follow_up(stories(here.session, "330", day), local_rules(here.session), day)


def placed(here: World, who: str = AMY, **answers: str) -> str:
    """A case with a place at Hill Academy from 12 October 2026."""
    case = here.agreed(who)
    told = {"to_place": HILL, "starts_on": "2026-10-12", "movement": "on_roll", **answers}
    here.step(case, "case_allocated", DECIDED, **told)
    return case


def test_a_week_after_the_starting_day_and_not_before(here: World) -> None:
    case = placed(here)
    assert listed(here, "2026-10-18") == []
    [one] = listed(here, "2026-10-19")
    assert (one.case.id, one.place, one.since) == (case, place_id(HILL), date(2026, 10, 19))
    assert (one.days(date(2026, 10, 21)), one.last.kind) == (2, "case_allocated")
    assert one.next is not None
    assert one.next.clock.id == "fair_access_school_told", "the soonest owed"


def test_who_is_on_roll_or_on_anothers_is_not_chased(here: World) -> None:
    case = placed(here)
    here.step(case, "case_accepted", "2026-10-08", how="letter")
    assert listed(here) == []
    ben = placed(here, BEN)
    assert [one.case.id for one in listed(here)] == [ben]
    here.moved("removal_from_roll", BEN, BROOK, "2026-10-13", ground="a", to_place=HILL)
    here.moved("on_roll", BEN, LODGE, "2026-10-13")
    assert listed(here) == [], "another roll since"


def test_a_refusal_leaves_the_child_to_be_chased_and_its_acceptance_does_not(here: World) -> None:
    case = placed(here)
    here.step(case, "case_refused", "2026-10-08", because="no_place", evidence="Numbers")
    [one] = listed(here)
    assert one.next is not None
    assert one.next.owner == "authority"
    here.step(case, "case_refusal_accepted", "2026-10-14", because="Three this term")
    assert listed(here) == []


def test_a_placement_counts_as_there(here: World) -> None:
    case = placed(here, to_place=LODGE, movement="ap_placement", reason="BHS")
    assert listed(here) == [], case


def test_the_days_are_the_authoritys_own(here: World) -> None:
    placed(here)
    said = {"on": date(2026, 9, 1), "cite": "Protocol 9"}
    set_local_rule(here.session, "on_roll_check_days", (3,), **said, by=OFFICER, source="form")
    assert [one.since for one in listed(here, "2026-10-15")] == [date(2026, 10, 15)]


def test_each_role_sees_those_of_its_cases_and_no_place_of_a_protected_child(here: World) -> None:
    amy, eve = placed(here), placed(here, EVE)

    def seen(by: object) -> list[str]:
        return [one.case.id for one in chased(here.session, by).rows]  # type: ignore[arg-type]

    assert sorted(seen(OFFICER)) == sorted([amy, eve])
    assert sorted(seen(SCHOOL)) == sorted([amy, eve])
    assert sorted(seen(OTHER_SCHOOL)) == sorted([amy, eve])
    assert seen(PANEL) == []
    here.before_the_panel(amy)
    assert seen(PANEL) == [amy]
    told = {one["case"]: one for one in chased(here.session, OFFICER).told()["items"]}
    assert told[amy]["school"] == "Hill Academy"
    assert "Hill" not in str(told[eve])
    assert place_id(HILL) not in str(told[eve])
    assert told[amy]["chased_by"] == "The authority"
    assert told[amy]["days"] == (TODAY - date(2026, 10, 19)).days
