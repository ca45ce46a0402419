"""Who may record for and see whom. The register must not reveal where a child is.

amy is on the roll of Brook and placed at the Lodge; nobody has told the register of ben.
"""

from dataclasses import dataclass

import pytest

from movements.actor import Actor, Role
from movements.kinds import DOOR_KINDS
from movements.places import PlaceFacts
from movements.problems import Concern, Problem, Refused
from movements.register import standing
from movements.scope import NOT_YOURS, Sight, may_see, not_yours
from movements.take_in import take_in
from tests.spec.world import LATER, OFFICER, World, place_id, upn

ANSWERS = {
    "pupil_details": {"forename": "Zed"},
    "suspension": {"sessions": "2", "reason1": "DB"},
    "permanent_exclusion": {"reason1": "DB"},
    "exclusion_notice": {"to": "parent"},
    "day_six_education": {"provider": "tuition"},
    "representations_made": {},
    "governors_met": {"decision": "declined"},
    "review_applied": {},
    "review_waived": {},
    "review_panel": {"outcome": "upheld"},
    "governors_reconsidered": {"decision": "declined"},
    "exclusion_cancelled": {"reasons": "New evidence", "sessions_served": "0"},
    "discrimination_claim": {},
    "managed_move": {"to_place": "900002"},
    "managed_move_proposed": {"to_place": "900002", "reason": "behaviour"},
    "agreement": {"party": "receiving_school", "answer": "agreed"},
    "override": {"party": "parent", "because": "So", "permitted_by": "A. Director"},
    "managed_move_ended": {"outcome": "success"},
    "direction_decided": {"place": "900003", "planned_start": "2025-10-20"},
    "direction_notice": {"to": "parent"},
    "review_requested": {"asked_by": "parent"},
    "review_invitation": {"to": "parent", "meeting_on": "2025-10-20"},
    "review_held": {"outcome": "continue"},
    "review_letter": {"to": "parent"},
    "pupil_views": {"at": "review", "words": "Fine"},
    "advice_offered": {"to": "parent", "advice": "sendiass"},
    "off_site_direction": {"place": "900003", "days": "5"},
    "ap_placement": {"place": "900003", "reason": "BHS"},
    "placement_end": {"place": "900003"},
    "reintegration": {},
    "removal_from_roll": {"ground": "g"},
    "elective_home_education": {},
    "ehe_ended": {"because_of": "school"},
    "child_missing_education": {},
    "enquiry_made": {"enquiry": "family"},
    "cme_traced": {"where": "school"},
    "attendance_order_notice": {},
    "attendance_order_answer": {"answer": "suitable"},
    "upn_changed": {"new_upn": upn("eve"), "why": "adopted"},
    "records_linked": {"same_as": upn("eve"), "because": "So"},
    "records_of_two": {"not_same_as": upn("eve"), "because": "So"},
    "hand_over": {"to_authority": "332", "why": "moved"},
    "hand_over_answer": {"answer": "accepted"},
    "return_sent": {"what": "ctf"},
    "correction_requested": {"entry": "1", "because": "So"},
    "correction_answered": {"answer": "approved"},
    "dual_registration": {"sort": "dual", "other_place": "900003"},
    "dual_registration_ended": {},
    "in_year_application": {"to_place": "900005"},
    "in_year_outcome": {"outcome": "offered"},
    "outreach": {"contacts": "5", "setting": "900004"},
    "wellbeing": {"score": "20"},
    "attainment": {"subject": "maths", "level": "level_1"},
    "post_16_offer": {"offer": "college"},
    "destination": {"destination": "neet", "from": "2025-10-01"},
    "question_answered": {
        "question": "no_roll",
        "facts": "q0123456789abcdef",
        "because": "Seen",
    },
    "withdrawn": {"because": "Slip", "corrects": "1", "correction_reason": "other"},
    "part_time_timetable": {"planned_end": "2026-01-16", "week": "1111100000", "reason": "medical"},
    "part_time_end": {"outcome": "full_time"},
    "safeguarding_separation": {"reason": "Apart", "education": "tuition"},
    "separation_end": {"outcome": "returned"},
    "section_nineteen_decision": {"duty": "N", "reasons": "Taught"},
    "health_absence": {"expected_days": "20"},
    "health_absence_end": {"outcome": "returned"},
    "reintegration_planned": {"target": "2026-12-01"},
    "reintegration_started": {"week": "1100000000"},
    "reintegration_broke_down": {"reason": "health"},
    "return_checked": {"sustained": "Y"},
    "contact_made": {"how": "video", "source": "school"},
}
FAR_OFFICER = Actor("Finn Far", "la_officer", authority="331")


@dataclass
class Sender:
    """Somebody who sends a row for a place."""

    name: str
    at: str | None
    by: Actor


def _at(place: str, role: Role = "school") -> Sender:
    return Sender(place, place, Actor(place, role, frozenset({place_id(place)})))


STRANGERS = [
    _at("hill"),
    _at("far"),
    _at("barn", "setting"),
    Sender("far officer", None, FAR_OFFICER),
    Sender("far officer for far", "far", FAR_OFFICER),
    Sender("nobody in particular", None, Actor("x", "school")),
]


@pytest.fixture
def known(told: World) -> World:
    told.moved("2025-09-02", "brook", "on_roll", child="amy")
    told.moved("2025-09-02", "brook", "pupil_details", "forename=Amy; home_la=330", child="amy")
    told.moved("2025-09-08", "brook", "ap_placement", "place=lodge; reason=BHS", child="amy")
    return told


def send(
    world: World, sender: Sender, kind: str, child: str, **answers: str
) -> tuple[Problem, ...]:
    """The problems of a row; none when it was taken in."""
    place: PlaceFacts | None = world.place(sender.at) if sender.at else None
    told = {"upn": upn(child), "on": "2025-10-06", **answers}
    try:
        with world.session.begin_nested():
            take_in(world.session, kind, told, place=place, by=sender.by, source="csv")
    except Refused as refused:
        return refused.problems
    return ()


def answered(
    world: World, sender: Sender, kind: str, child: str, **answers: str
) -> tuple[Problem, ...] | tuple[Concern, ...]:
    """All that is answered to a row, of which nothing is kept: what is wrong, or raised by it."""
    place = world.place(sender.at) if sender.at else None
    told = {"upn": upn(child), "on": "2025-10-06", **answers}
    tried = world.session.begin_nested()
    try:
        done = take_in(world.session, kind, told, place=place, by=sender.by, source="csv")
    except Refused as refused:
        return refused.problems
    finally:
        tried.rollback()
    assert done.result == "accepted"
    return done.concerns


def test_every_kind_is_tried() -> None:
    assert {*ANSWERS, "on_roll"} == {*DOOR_KINDS}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_pupil_of_another_place_is_answered_like_one_nobody_knows(
    known: World, kind: str
) -> None:
    for sender in STRANGERS:
        of_another = answered(known, sender, kind, "amy", **ANSWERS[kind])
        assert of_another == answered(known, sender, kind, "ben", **ANSWERS[kind]), sender.name
        said = [one.code for one in of_another]
        if sender.by.role not in DOOR_KINDS[kind].recorded_by:
            assert said == ["not_allowed"]
        elif DOOR_KINDS[kind].may_be_first and sender.name == "far officer":
            assert said[-1] == "first_told"
        else:
            assert of_another == (not_yours(sender.by),)


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("managed_move", {"to_place": "999999"}),
        ("off_site_direction", {"place": "999999", "days": "5"}),
        ("outreach", {"contacts": "5"}),
        ("outreach", {"contacts": "5", "setting": "999999"}),
        ("child_missing_education", {"last_place": "999999"}),
        ("child_missing_education", {"last_seen_on": "2025-10-07"}),
        ("pupil_details", {"dob": "2025-10-07"}),
        ("pupil_details", {"forename": "Zed", "corrects": "2", "correction_reason": "other"}),
        ("suspension", {"sessions": "0", "reason1": "DB"}),
        ("suspension", {"sessions": "2", "reason1": "XX"}),
        ("suspension", {"sessions": "2", "reason1": "DB", "corrects": "1"}),
        ("withdrawn", {"because": "Slip", "corrects": "9999", "correction_reason": "other"}),
    ],
)
def test_also_where_the_row_has_other_faults(
    known: World, kind: str, answers: dict[str, str]
) -> None:
    for sender in STRANGERS:
        of_another = answered(known, sender, kind, "amy", **answers)
        assert of_another
        assert of_another == answered(known, sender, kind, "ben", **answers), sender.name


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_roles_that_record_nothing_learn_nothing(known: World, kind: str) -> None:
    roles: tuple[Role, ...] = ("panel_member", "auditor", "administrator")
    for role in roles:
        sender = Sender(role, "brook", Actor(role, role, frozenset({place_id("brook")}), "330"))
        answers = ANSWERS.get(kind, {})
        of_one = send(known, sender, kind, "amy", **answers)
        assert of_one == send(known, sender, kind, "ben", **answers)
        assert [(p.field, p.code) for p in of_one] == [("kind", "not_allowed")]


@pytest.mark.parametrize("child", ["amy", "ben"])
def test_a_pupil_named_by_an_id_nobody_bears_is_answered_alike(known: World, child: str) -> None:
    (problem,) = send(known, STRANGERS[0], "wellbeing", child, upn="", pupil="p_nobody", score="9")
    assert problem.message == NOT_YOURS


def test_without_a_upn_the_row_says_so(known: World) -> None:
    (problem,) = send(known, STRANGERS[0], "wellbeing", "amy", upn="", score="9")
    assert (problem.field, problem.code) == ("upn", "missing")
    (problem,) = send(known, STRANGERS[0], "wellbeing", "amy", upn="B00112345", score="9")
    assert (problem.field, problem.code) == ("upn", "not_a_upn")


def test_a_former_place_adds_what_it_knows_and_overwrites_nothing(known: World) -> None:
    known.moved("2025-09-30", "brook", "removal_from_roll", "ground=a; to_place=hill")
    known.moved("2025-10-01", "hill", "on_roll")
    former = _at("brook")
    assert send(known, former, "wellbeing", "amy", score="20") == ()
    details = send(known, former, "pupil_details", "amy", forename="Zed", protected="N")
    placed = send(known, former, "ap_placement", "amy", place="900004", reason="BHS")
    assert [p.message for p in (*details, *placed)] == [NOT_YOURS, NOT_YOURS]
    late = send(known, former, "pupil_details", "amy", forename="Amelia", on="2025-09-15")
    assert late == (), "on its own days it may still put its details right"


ASKED = {"contacts": "5", "setting": "900004"}
"""Brook asks Bridge."""


def test_a_setting_records_outreach_from_the_day_the_school_names_it(known: World) -> None:
    setting = _at("bridge", "setting")
    assert send(known, _at("brook"), "outreach", "amy", **ASKED) == ()
    assert send(known, setting, "outreach", "amy", contacts="6") == ()
    too_early = send(known, setting, "outreach", "amy", contacts="6", on="2025-10-03")
    other_kind = send(known, setting, "wellbeing", "amy", score="20")
    not_asked = send(known, _at("barn", "setting"), "outreach", "amy", contacts="6")
    assert [p.message for p in (*too_early, *other_kind, *not_asked)] == [NOT_YOURS] * 3


def test_the_authority_may_name_a_setting_too(known: World) -> None:
    officer = Sender("officer", None, OFFICER)
    assert send(known, officer, "outreach", "amy", **ASKED) == ()
    assert send(known, _at("bridge", "setting"), "outreach", "amy", contacts="6") == ()


def test_with_the_roll_of_the_school_that_asked_goes_the_leave_to_record(known: World) -> None:
    setting = _at("bridge", "setting")
    send(known, _at("brook"), "outreach", "amy", **ASKED)
    known.moved("2025-11-10", "brook", "removal_from_roll", "ground=a; to_place=hill")
    known.moved("2025-11-10", "hill", "on_roll")
    after = {"contacts": "6", "on": "2025-11-11"}
    assert [p.message for p in send(known, setting, "outreach", "amy", **after)] == [NOT_YOURS]
    late = send(known, setting, "outreach", "amy", contacts="6", on="2025-11-07")
    assert late == (), "what it gave before may be told late"
    assert send(known, _at("hill"), "outreach", "amy", **ASKED | after) == ()
    assert send(known, setting, "outreach", "amy", **after) == ()


def test_a_setting_without_leave_learns_nothing_by_mending_what_it_told(known: World) -> None:
    """On whichever day it asks, on a roll or on none, it is told only that it was not asked."""
    setting = _at("bridge", "setting")
    send(known, _at("brook"), "outreach", "amy", **ASKED)
    send(known, setting, "outreach", "amy", contacts="6")
    own = {"contacts": "6", "corrects": "5", "correction_reason": "wrong_date"}
    known.moved("2025-11-10", "brook", "removal_from_roll", "ground=a; to_place=hill")
    on_none = send(known, setting, "outreach", "amy", **own, on="2025-11-11")
    known.moved("2025-11-10", "hill", "on_roll")
    on_one = send(known, setting, "outreach", "amy", **own, on="2025-11-11")
    assert on_none == on_one
    assert [(p.field, p.code) for p in on_one] == [("on", "not_asked")]


def test_a_school_that_the_pupil_has_left_asks_nobody_and_learns_nothing(known: World) -> None:
    known.moved("2025-09-30", "brook", "removal_from_roll", "ground=a; to_place=hill")
    on_none = send(known, _at("brook"), "outreach", "amy", **ASKED)
    known.moved("2025-10-01", "hill", "on_roll")
    assert on_none == send(known, _at("brook"), "outreach", "amy", **ASKED)
    assert [(p.field, p.code) for p in on_none] == [("on", "not_on_roll")]


def test_a_setting_asked_is_not_told_of_a_placement_elsewhere(known: World) -> None:
    asked = known.moved("2025-10-06", "brook", "outreach", "contacts=5; setting=bridge")
    assert [c.code for c in asked.concerns] == ["placed_away"]
    gave = known.moved("2025-10-07", "bridge", "outreach", "contacts=5")
    assert gave.concerns == ()


def test_a_setting_asked_sees_its_own_entries_only_and_only_while_asked(known: World) -> None:
    def sees() -> Sight:
        now = standing(known.session, known.pupil(), LATER.date())
        return may_see(now, _at("bridge", "setting").by)

    assert sees() == "none"
    known.moved("2025-10-06", "brook", "outreach", "contacts=5; setting=bridge")
    assert sees() == "own"
    known.moved("2025-11-10", "brook", "removal_from_roll", "ground=f")
    assert sees() == "none"


@pytest.mark.parametrize(
    ("by", "sees"),
    [
        (_at("brook").by, "all"),
        (_at("lodge", "setting").by, "all"),
        (_at("hill").by, "none"),
        (_at("far").by, "own"),
        (OFFICER, "all"),
        (Actor("a", "auditor", authority="330"), "all"),
        (Actor("a", "auditor"), "none"),
        (FAR_OFFICER, "none"),
        (Actor("a", "administrator", authority="330"), "none"),
        (Actor("p", "panel_member", authority="330"), "none"),
        (Actor("s", "school"), "none"),
    ],
)
def test_who_sees_how_much(told: World, by: Actor, sees: Sight) -> None:
    told.moved("2024-09-02", "far", "on_roll")
    told.moved("2025-07-21", "far", "removal_from_roll", "ground=g")
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "brook", "pupil_details", "home_la=330")
    told.moved("2025-09-08", "brook", "ap_placement", "place=lodge; reason=BHS")
    now = standing(told.session, told.pupil(), LATER.date())
    assert may_see(now, by) == sees


def test_the_home_authority_sees_a_child_at_a_school_of_another(told: World) -> None:
    told.moved("2025-09-02", "far", "on_roll")
    told.moved("2025-09-02", "far", "pupil_details", "home_la=330")
    now = standing(told.session, told.pupil(), LATER.date())
    assert [may_see(now, by) for by in (OFFICER, FAR_OFFICER)] == ["all", "all"]
    assert now.responsible == (place_id("far"),)


def test_a_claim_shows_no_history(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-11-10", "hill", "on_roll")
    now = standing(told.session, told.pupil(), LATER.date())
    assert may_see(now, _at("hill").by) == "none"
