"""What of a case is told where something it rests on is missing, or is held back."""

from datetime import date, timedelta

import pytest

from fair_access.case_file import HELD_BACK, case_file
from fair_access.case_state import Allocation, CaseState
from fair_access.decide import open_steps
from fair_access.eligibility import Facts
from fair_access.law import ACT_2026
from fair_access.steps.academy import CaseAcademyAsked
from fair_access.steps.direction import CaseDirectionConsulted
from fair_access.steps.step import CaseBefore
from movements.places import place_facts
from tests.fair_access.world import (
    AMY,
    BEN,
    BROOK,
    HILL,
    OFFICER,
    OTHER_SCHOOL,
    SCHOOL,
    TODAY,
    World,
    place_id,
)
from tests.spec.world import world


def test_a_step_whose_allocation_was_redacted_is_read_without_it() -> None:
    step = CaseAcademyAsked(on=date(2026, 10, 12))
    assert [*step.concerns(CaseBefore(CaseState()))] == []


@pytest.mark.parametrize("commenced", [False, True])
def test_an_academy_is_asked_until_the_act_and_directed_as_any_school_from_it(
    brook: World, commenced: bool
) -> None:
    begins = ACT_2026.in_force_from
    assert begins is not None
    on = begins if commenced else begins - timedelta(days=1)
    place = Allocation(place_id(HILL), on, "on_roll", 1)
    facts = Facts(place_facts(brook.session))
    before = CaseBefore(CaseState("refused", allocation=place), facts=facts)
    asked = CaseAcademyAsked(on=on)
    directed = CaseDirectionConsulted(on=on, route="maintained", consulted="The trust")
    told = [[one.code for one in step.all_concerns(before)] for step in (asked, directed)]
    assert told == ([["authority_may_direct"], []] if commenced else [[], ["academy"]])
    bases = {one.basis.confirmed for step in (asked, directed) for one in step.concerns(before)}
    assert bases == {False}, "the day is not known"


def test_a_file_of_the_day_on_which_the_register_met_the_child_has_no_gap(brook: World) -> None:
    file = brook.file(brook.refer(AMY, "2026-09-01"), today=date(2026, 9, 1))
    assert file is not None
    assert file.gaps == ()


def test_a_school_may_take_the_steps_on_a_place_of_its_own(brook: World) -> None:
    case = brook.agreed(BEN)
    brook.allocated(case, "2026-10-05", HILL, reasons="Nearest")
    found = brook.case(case)
    officer, hill, other = (
        {step.id for step in open_steps(found, by)} for by in (OFFICER, OTHER_SCHOOL, SCHOOL)
    )
    assert {"case_accepted", "case_refused"} <= hill < officer
    assert not other & {"case_accepted", "case_refused"}


@pytest.mark.parametrize("show_risk", [True, False])
def test_what_tells_of_risk_is_held_back_where_it_is_not_needed(
    brook: World, show_risk: bool
) -> None:
    told = {"reason": "An allegation", "education": "other_site"}
    brook.moved("safeguarding_separation", BEN, BROOK, "2026-09-21", **told)
    case = brook.refer(BEN)
    file = case_file(brook.session, case, TODAY, OFFICER, show_risk=show_risk)
    assert file is not None
    (line,) = (one for one in file.lines if one.kind == "safeguarding_separation")
    assert (line.sentence == HELD_BACK) != show_risk


def test_a_referral_copies_the_rate_of_attendance_of_the_year() -> None:
    with world() as told:
        told.moved("2026-09-02", "brook", "on_roll")
        told.moved("2026-09-07", "brook", "attendance", "/ \\, N N")
        told.moved("2026-10-12", "la:330", "case_referred")
        file = case_file(told.session, told.cases["amy"], date(2026, 10, 12), OFFICER)
        assert file is not None
        assert "50.0%" in {one.value for one in file.copied}
