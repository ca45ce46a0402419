"""Opening a case and taking its steps: what is refused, what an allocation records."""

from datetime import date

import pytest

from fair_access.cases import cases_of
from fair_access.decide import open_case
from movements.kinds import KINDS
from movements.problems import Refused
from movements.register import standing
from tests.fair_access.world import (
    AMY,
    BEN,
    BROOK,
    CAL,
    FAR,
    FAR_OFFICER,
    HILL,
    LODGE,
    OFFICER,
    PANEL,
    SCHOOL,
    TODAY,
    World,
    place_id,
    refusal,
)

PLACEMENT = {"movement": "ap_placement", "reason": "BHS"}


def test_a_case_walks_from_referral_to_a_place(brook: World) -> None:
    case_id = brook.refer(BEN, category="D", by=SCHOOL)
    brook.step(case_id, "case_agreed", "2026-10-02")
    brook.allocated(case_id, "2026-10-16")
    case = brook.case(case_id)
    assert case_id.startswith("c_")
    assert (case.state.state, case.title) == ("allocated", "Place allocated")
    assert case.category.startswith("d: In alternative provision")
    assert [line.sentence for line in case.steps] == [
        "Referred by Brook School under category d (In alternative provision and needing "
        "reintegration to mainstream, or permanently excluded but deemed suitable for "
        "mainstream): No place in-year",
        "Agreed that the child will be considered under the protocol",
        "Allocated a place at Hill Academy, to start 16 October 2026",
    ]
    assert case.as_dict()["state"] == "allocated"


@pytest.mark.parametrize(
    ("who", "movement", "answers", "at"),
    [
        (CAL, "place_offered", {}, HILL),
        (AMY, "managed_move", {"agreed_on": "2026-10-09"}, BROOK),
        (AMY, "off_site_direction", {"days": "30"}, BROOK),
        (CAL, "ap_placement", {"reason": "OTH"}, None),
    ],
)
def test_an_allocation_records_its_movement_linked_both_ways(
    brook: World, who: str, movement: str, answers: dict[str, str], at: str | None
) -> None:
    case_id = brook.agreed(who)
    asked = "on_roll" if movement == "place_offered" else movement
    taken = brook.allocated(case_id, "2026-10-16", movement=asked, **answers)
    line = brook.case(case_id).steps[-1]
    assert line.number == taken.entry
    assert line.movement_entry is not None
    moved = brook.entry(line.movement_entry)
    assert (moved.kind, moved.case_id, moved.source) == (movement, case_id, "panel")
    assert moved.place_id == (place_id(at) if at else None)
    assert (moved.on, moved.pupil_id) == (date(2026, 10, 16), brook.pupil(who))
    file = brook.file(case_id)
    assert file is not None
    shown = {entry.number: entry for entry in file.lines}
    assert shown[moved.number].title == KINDS[movement].title
    assert shown[line.number].sentence.endswith(f"recorded as entry {moved.number}")


def test_an_offer_that_is_accepted_is_planned_for_its_day(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.step(
        case_id,
        "case_allocated",
        "2026-10-16",
        to_place=HILL,
        starts_on="2026-11-02",
        movement="on_roll",
    )
    pupil = brook.pupil(CAL)
    assert standing(brook.session, pupil, date(2026, 11, 2)).rolls == ()
    brook.step(case_id, "case_accepted", "2026-10-19", how="letter")
    assert standing(brook.session, pupil, date(2026, 10, 30)).rolls == ()
    assert standing(brook.session, pupil, date(2026, 11, 2)).responsible == (place_id(HILL),)


def test_a_panel_members_allocation_is_no_claim(brook: World) -> None:
    case_id = brook.agreed(AMY)
    brook.before_the_panel(case_id)
    told = {"to_place": HILL, "starts_on": "2026-10-16", "movement": "on_roll"}
    brook.step(case_id, "case_allocated", "2026-10-16", by=PANEL, **told)
    brook.step(case_id, "case_accepted", "2026-10-16", how="letter")
    line = brook.case(case_id).steps[-1]
    assert brook.entry(line.movement_entry or 0).kind == "on_roll"


@pytest.mark.parametrize(
    ("who", "answers", "problems"),
    [
        (CAL, {"movement": "managed_move"}, {"starts_on": "not_on_roll"}),
        (AMY, {"movement": "managed_move", "to_place": BROOK}, {"to_place": "same_place"}),
        (AMY, {"movement": "on_roll", "to_place": BROOK}, {"to_place": "already_on_roll"}),
        (BEN, PLACEMENT | {"to_place": LODGE}, {"to_place": "already_open"}),
        (AMY, {"movement": "off_site_direction"}, {"days": "missing"}),
        (AMY, PLACEMENT | {"reason": "XXX"}, {"reason": "unknown_code"}),
        (AMY, {"movement": "on_roll", "days": "3"}, {"days": "unknown_field"}),
        (AMY, PLACEMENT | {"place": LODGE}, {"place": "unknown_field"}),
        (AMY, {"movement": "outreach"}, {"movement": "not_allowed"}),
        (AMY, {"to_place": "999999"}, {"to_place": "unknown_place"}),
        (AMY, {"to_place": "", "starts_on": ""}, {"to_place": "missing", "starts_on": "missing"}),
        (AMY, {"on": "2026-10-01"}, {"on": "before_last_step"}),
        (AMY, {"on": "2027-03-02"}, {"on": "in_future"}),
    ],
)
def test_a_refused_movement_leaves_no_step(
    brook: World, who: str, answers: dict[str, str], problems: dict[str, str]
) -> None:
    case_id = brook.agreed(who)
    before = brook.count()
    told = {"on": "2026-10-16", "to_place": HILL, "starts_on": "2026-10-16", "movement": "on_roll"}
    told |= answers
    with pytest.raises(Refused) as refused:
        brook.step(case_id, "case_allocated", **told)
    assert refusal(refused.value) == problems
    assert brook.count() == before
    assert brook.case(case_id).state.state == "agreed"


@pytest.mark.parametrize(
    ("starts_on", "concerns"),
    [
        ("2026-10-12", {"started_before"}),
        ("2026-10-16", set()),
        ("2026-11-30", set()),
        ("2026-12-01", {"closed_place"}),
    ],
)
def test_a_start_before_the_decision_or_after_the_school_closed_is_a_concern(
    brook: World, starts_on: str, concerns: set[str]
) -> None:
    brook.closes(HILL, date(2026, 12, 1))
    case_id = brook.agreed(AMY)
    told = {"to_place": HILL, "starts_on": starts_on, "movement": "on_roll"}
    taken = brook.step(case_id, "case_allocated", "2026-10-16", **told)
    found = {concern.code for concern in taken.concerns} - {"two_main_rolls", "no_reasons"}
    assert found == concerns


@pytest.mark.parametrize(
    ("steps", "step", "code"),
    [
        ((), "case_allocated", "not_now"),
        (("case_agreed",), "case_agreed", "not_now"),
        (("case_withdrawn",), "case_agreed", "not_now"),
        (("case_withdrawn",), "case_allocated", "not_now"),
        (("case_agreed", "case_allocated"), "case_withdrawn", "not_now"),
        (("case_agreed", "case_allocated"), "case_allocated", "not_now"),
        ((), "case_referred", "unknown_step"),
        ((), "case_dreamt", "unknown_step"),
    ],
)
def test_steps_are_taken_in_their_order(
    brook: World, steps: tuple[str, ...], step: str, code: str
) -> None:
    place = {"to_place": HILL, "starts_on": "2026-10-16", "movement": "on_roll"}
    answers = {"case_allocated": place, "case_withdrawn": {"because": "Moved away"}}
    case_id = brook.refer(CAL)
    for taken in steps:
        brook.step(case_id, taken, "2026-10-16", **answers.get(taken, {}))
    with pytest.raises(Refused) as refused:
        brook.step(case_id, step, "2026-10-19", **answers.get(step, {}))
    assert refusal(refused.value) == {"step": code}


def test_the_same_step_twice_is_held_already(brook: World) -> None:
    case_id = brook.refer(CAL)
    assert brook.refer(CAL) == case_id
    agreed = brook.step(case_id, "case_agreed", "2026-10-02")
    assert brook.step(case_id, "case_agreed", "2026-10-02").entry == agreed.entry
    taken = brook.allocated(case_id, "2026-10-16")
    before = brook.count()
    again = brook.allocated(case_id, "2026-10-16")
    assert (again.result, again.entry) == ("already_held", taken.entry)
    assert brook.refer(CAL) == case_id
    assert brook.count() == before
    with pytest.raises(Refused) as refused:
        brook.allocated(case_id, "2026-10-16", enrol_status="M")
    assert refusal(refused.value) == {"step": "not_now"}


def test_a_movement_held_already_is_named_by_the_step(brook: World) -> None:
    case_id = brook.agreed(CAL)
    sent = brook.moved("on_roll", CAL, HILL, "2026-10-16")
    brook.allocated(case_id, "2026-10-16")
    assert brook.case(case_id).steps[-1].movement_entry == sent.entry


def test_an_offer_that_was_accepted_since_is_told_again_as_it_was(brook: World) -> None:
    case_id = brook.agreed(AMY)
    told = {"to_place": HILL, "starts_on": "2026-10-19", "movement": "on_roll"}
    taken = brook.step(case_id, "case_allocated", "2026-10-12", **told)
    brook.started(case_id, "2026-10-14", "2026-10-19")
    before = brook.count()
    again = brook.step(case_id, "case_allocated", "2026-10-12", **told)
    assert (again.result, again.entry, brook.count()) == ("already_held", taken.entry, before)


def test_a_movement_withdrawn_later_casts_doubt_on_its_allocation(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.allocated(case_id, "2026-10-16")
    moved = brook.case(case_id).steps[-1].movement_entry
    answers = {"because": "Never started", "corrects": str(moved)}
    brook.moved("withdrawn", CAL, HILL, "2026-10-19", correction_reason="other", **answers)
    found = [concern.code for concern in brook.case(case_id).concerns]
    assert found == ["no_evidence", "no_reasons", "movement_gone"]


def test_a_step_is_not_withdrawn_as_a_movement_is(brook: World) -> None:
    brook.refer(AMY)
    number = brook.count()
    answers = {"because": "No case", "corrects": str(number), "correction_reason": "other"}
    with pytest.raises(Refused) as refused:
        brook.moved("withdrawn", AMY, BROOK, "2026-10-19", **answers)
    assert refusal(refused.value) == {"corrects": "no_such_entry"}


def test_one_open_case_for_a_pupil(brook: World) -> None:
    first = brook.refer(AMY)
    with pytest.raises(Refused) as refused:
        brook.refer(AMY, category="g")
    assert refusal(refused.value) == {"pupil": "open_case"}
    brook.step(first, "case_withdrawn", "2026-10-05", because="A place was found")
    second = brook.refer(AMY)
    assert second != first
    found = cases_of(brook.session, brook.pupil(AMY), TODAY)
    assert [(one.id, one.state.state) for one in found] == [
        (first, "withdrawn"),
        (second, "referred"),
    ]


def test_an_open_case_of_another_authority_neither_blocks_nor_is_told_of(brook: World) -> None:
    first = brook.refer(AMY)
    brook.moved("pupil_details", AMY, BROOK, "2026-11-02", home_la="331", forename="Amy")
    second = brook.refer(AMY, "2026-11-05", by=FAR_OFFICER)
    assert second != first
    with pytest.raises(Refused) as refused:
        brook.refer(AMY, "2026-11-06", by=FAR_OFFICER)
    assert refusal(refused.value) == {"pupil": "open_case"}


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({"category": "n"}, {"category": "unknown_category"}),
        ({"category": "", "reason": " "}, {"category": "missing", "reason": "missing"}),
        ({"on": "2027-03-02"}, {"on": "in_future"}),
        ({"on": "soon"}, {"on": "date"}),
        ({"referred_by": "999999"}, {"referred_by": "unknown_place"}),
        ({"points": "3"}, {"points": "unknown_field"}),
    ],
)
def test_a_referral_that_cannot_be_taken(
    brook: World, answers: dict[str, str], problems: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        brook.refer(AMY, **answers)
    assert refusal(refused.value) == problems


def test_out_of_scope_is_recorded_as_a_concern_never_refused(brook: World) -> None:
    brook.moved("pupil_details", AMY, BROOK, "2026-09-30", sen_provision="E", looked_after="Y")
    case = brook.case(brook.refer(AMY))
    found = {concern.code for concern in case.concerns}
    assert found == {"plan", "looked_after", "no_evidence"}


def test_a_referral_is_judged_on_its_own_day(brook: World) -> None:
    early = brook.case(brook.refer(BEN, "2026-09-11", category="d"))
    assert [concern.code for concern in early.concerns] == ["not_in_ap"]


def test_the_refusal_behind_category_j_is_read(brook: World) -> None:
    answers = {"refused_by": HILL, "refused_on": "21/09/2026"}
    (held,) = brook.case(brook.refer(CAL, category="j", **answers)).concerns
    assert (held.code, held.level) == ("refusal_not_held", "note")
    (found,) = brook.case(brook.refer(AMY, category="j")).concerns
    assert found.code == "no_refusal"


def test_a_place_in_another_authority_can_be_allocated(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.allocated(case_id, "2026-10-16", to=FAR)
    case = brook.case(case_id)
    assert case.state.allocation is not None
    assert case.state.allocation.to_place == place_id(FAR)
    assert case.authority == "330"


def test_without_a_day_given_it_is_the_registers(brook: World) -> None:
    answers = {"on": "2027-03-01", "category": "a", "reason": "No place"}
    case_id = open_case(brook.session, brook.pupil(AMY), answers, OFFICER)
    assert brook.case(case_id).state.referred_on == TODAY
