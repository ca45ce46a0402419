"""Who may refer, take which step and see which case; out of scope is as unknown."""

from datetime import date

import pytest

from fair_access.cases import cases, cases_for, may_see_case, visible_case
from fair_access.decide import open_case
from movements.actor import Actor
from movements.problems import Refused
from tests.fair_access.world import (
    AMY,
    AUDITOR,
    BEN,
    BROOK,
    CAL,
    DOT,
    FAR_OFFICER,
    HILL,
    OFFICER,
    OTHER_SCHOOL,
    PANEL,
    SCHOOL,
    TODAY,
    World,
    place_id,
    refusal,
    upn,
)


@pytest.mark.parametrize(
    ("who", "by"),
    [
        (DOT, OFFICER),
        (AMY, FAR_OFFICER),
        (AMY, OTHER_SCHOOL),
        (CAL, SCHOOL),
        (AMY, PANEL),
        (AMY, AUDITOR),
        (AMY, Actor("A setting", "setting", frozenset({place_id(BROOK)}))),
    ],
)
def test_a_pupil_out_of_scope_is_refused_as_an_unknown_one(
    brook: World, who: str, by: Actor
) -> None:
    with pytest.raises(Refused) as refused:
        brook.refer(who, by=by)
    with pytest.raises(Refused) as unknown:
        open_case(brook.session, "p_nobody", {}, by, TODAY)
    assert refused.value.problems == unknown.value.problems
    assert upn(1) not in str(refused.value)


def test_a_child_whose_authority_nobody_knows_has_no_panel(brook: World) -> None:
    brook.lies_in_no_authority(HILL)
    fay = upn(6)
    brook.moved("on_roll", fay, HILL, "2026-09-01")
    with pytest.raises(Refused) as refused:
        brook.refer(fay, by=OTHER_SCHOOL)
    assert refusal(refused.value) == {"pupil": "no_authority"}
    brook.moved("pupil_details", fay, HILL, "2026-09-02", home_la="330")
    assert brook.case(brook.refer(fay, by=OTHER_SCHOOL)).authority == "330"


def test_a_school_speaks_for_itself_and_an_officer_for_any(brook: World) -> None:
    with pytest.raises(Refused) as refused:
        brook.refer(AMY, by=SCHOOL, referred_by=HILL)
    assert refusal(refused.value) == {"referred_by": "not_yours"}
    own = brook.case(brook.refer(AMY, by=SCHOOL, referred_by=BROOK))
    assert own.state.referred_by == place_id(BROOK)
    asked = brook.case(brook.refer(BEN, referred_by=HILL))
    assert asked.state.referred_by == place_id(HILL)


@pytest.mark.parametrize("by", [FAR_OFFICER, OTHER_SCHOOL, Actor("Nobody", "la_officer")])
def test_a_case_out_of_scope_is_refused_as_an_unknown_one(brook: World, by: Actor) -> None:
    case_id = brook.refer(AMY)
    with pytest.raises(Refused) as refused:
        brook.step(case_id, "case_agreed", "2026-10-02", by=by)
    with pytest.raises(Refused) as unknown:
        brook.step("c_nothing", "case_agreed", "2026-10-02", by=OFFICER)
    assert refused.value.problems == unknown.value.problems
    assert visible_case(brook.session, case_id, TODAY, by) is None


@pytest.mark.parametrize(
    ("by", "step", "allowed"),
    [
        (OFFICER, "case_agreed", True),
        (PANEL, "case_agreed", False),
        (SCHOOL, "case_agreed", False),
        (AUDITOR, "case_agreed", False),
        (OFFICER, "case_withdrawn", True),
        (PANEL, "case_withdrawn", False),
        (SCHOOL, "case_withdrawn", False),
    ],
)
def test_which_role_takes_which_step(brook: World, by: Actor, step: str, allowed: bool) -> None:
    case_id = brook.refer(AMY)
    brook.before_the_panel(case_id)
    answers = {"because": "Moved away"} if step == "case_withdrawn" else {}
    if allowed:
        assert brook.step(case_id, step, "2026-10-02", by=by, **answers).result == "accepted"
        return
    with pytest.raises(Refused) as refused:
        brook.step(case_id, step, "2026-10-02", by=by, **answers)
    assert refusal(refused.value) == {"step": "not_allowed"}


def test_who_sees_which_case(brook: World) -> None:
    amy, cal = brook.case(brook.refer(AMY)), brook.case(brook.agreed(CAL))
    seen = {by: [may_see_case(one, by) for one in (amy, cal)] for by in (OFFICER, AUDITOR)}
    assert all(all(sight) for sight in seen.values())
    listed = frozenset({amy.id})
    assert [may_see_case(one, PANEL, listed) for one in (amy, cal)] == [True, False]
    assert not may_see_case(amy, PANEL)
    assert [may_see_case(one, SCHOOL) for one in (amy, cal)] == [True, False]
    assert not may_see_case(cal, OTHER_SCHOOL)
    brook.allocated(cal.id, "2026-10-16")
    assert may_see_case(brook.case(cal.id), OTHER_SCHOOL)
    assert not may_see_case(amy, FAR_OFFICER)


def test_lists_of_cases(brook: World) -> None:
    referred = brook.refer(AMY)
    agreed = brook.agreed(BEN)
    closed = brook.agreed(CAL)
    brook.allocated(closed, "2026-10-16")
    session = brook.session

    def ids(authority: str | None, place: str | None = None) -> list[str]:
        return [one.id for one in cases(session, authority, None, TODAY, place)]

    assert ids("330") == ids(None) == [referred, closed, agreed]
    assert ids("331") == []
    assert ids("330", place_id(HILL)) == [closed]
    assert [one.id for one in cases(session, "330", {"referred"}, TODAY)] == [referred]
    assert [one.id for one in cases_for(session, SCHOOL, None, TODAY)] == [referred, agreed]
    assert cases_for(session, PANEL, None, TODAY) == []
    brook.before_the_panel(agreed)
    assert [one.id for one in cases_for(session, PANEL, None, TODAY)] == [agreed]
    assert cases_for(session, Actor("Nobody", "panel_member"), None, TODAY) == []
    assert cases(session, "330", None, date(2026, 9, 30)) == []


def test_the_case_of_a_child_who_lives_elsewhere_is_the_home_authoritys(brook: World) -> None:
    brook.moved("pupil_details", AMY, BROOK, "2026-09-30", home_la="331")
    case_id = brook.refer(AMY, by=SCHOOL)
    case = brook.case(case_id)
    assert case.authority == "331"
    assert may_see_case(case, FAR_OFFICER)
    assert not may_see_case(case, OFFICER)
