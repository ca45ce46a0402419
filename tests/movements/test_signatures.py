"""Whose signature a managed move waits for, and what the school that is asked may see and say."""

from collections.abc import Iterator
from datetime import date

import pytest

from apregister.sight import NotSeen, look_at
from apregister.web.episodes_shown import episodes_shown
from movements.actor import Actor
from movements.local_rules import local_rules
from movements.problems import Refused
from movements.proposals import proposals_awaiting
from movements.register import standing
from movements.scope import may_see
from movements.signatures import PROPOSED, Signatures, signatures, told_by
from tests.spec.world import LATER, OFFICER, World, place_id, world

TODAY = date(2026, 11, 2)
ASKED = "to_place=hill; reason=behaviour; interests=Fresh start; support=Mentor"


@pytest.fixture
def told() -> Iterator[World]:
    with world() as made:
        made.moved("2026-09-02", "brook", "on_roll")
        made.moved("2026-09-14", "brook", "suspension", "sessions=4; reason1=DB")
        yield made


def _found(told: World) -> Signatures:
    now = standing(told.session, told.pupil(), LATER.date())
    return signatures(now.open_episodes(PROPOSED)[0], now)


def _states(told: World) -> dict[str, str]:
    return {one.party: one.state for one in _found(told).each}


def _agree(told: World, at: str, party: str, answer: str = "agreed", more: str = "") -> None:
    said_by = f"; said_by=Head of {at}" if party.endswith("school") else ""
    answers = f"party={party}; answer={answer}{said_by}{more}"
    told.moved("2026-10-06", at, "agreement", answers)


def _hill() -> Actor:
    return Actor("Hill", "school", frozenset({place_id("hill")}))


def test_each_party_is_asked_until_all_have_signed(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, f"{ASKED}; parents=two; head=B Head")
    assert _states(told) == {
        "sending_school": "agreed",
        "receiving_school": "missing",
        "parent": "missing",
        "second_parent": "missing",
        "pupil": "missing",
    }
    _agree(told, "brook", "parent")
    _agree(told, "brook", "second_parent")
    _agree(told, "brook", "pupil")
    assert [one.party for one in _found(told).in_the_way] == ["receiving_school"]
    assert _found(told).agreed_on is None
    _agree(told, "hill", "receiving_school")
    found = _found(told)
    assert (found.complete, found.agreed_on) == (True, date(2026, 10, 6))
    assert [one.as_dict()["state"] for one in found.each] == ["agreed"] * 5


def test_the_authority_signs_where_there_is_a_plan_or_the_protocol_asks_it(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, f"{ASKED}; authority_asked=Y")
    assert _states(told)["authority"] == "missing"
    told.moved("2026-10-06", "officer", "agreement", "party=authority; answer=agreed")
    assert _states(told)["authority"] == "agreed"


def test_with_a_plan_the_authority_signs_unasked(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    assert "authority" not in _states(told)
    told.moved("2026-10-06", "brook", "pupil_details", "sen_provision=E")
    assert _states(told)["authority"] == "missing"


def test_the_latest_answer_counts_and_an_override_stands_in_until_another(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    _agree(told, "brook", "parent")
    told.moved("2026-10-07", "brook", "agreement", "party=parent; answer=withdrawn")
    assert _states(told)["parent"] == "withdrawn"
    told.moved(
        "2026-10-08",
        "officer",
        "override",
        "what=signature; party=parent; because=Court order; permitted_by=Director",
    )
    assert _states(told)["parent"] == "overridden"
    told.moved("2026-10-09", "brook", "agreement", "party=parent; answer=refused; reason=travel")
    assert _states(told)["parent"] == "refused"


def test_a_school_cannot_sign_for_another(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    _agree(told, "brook", "receiving_school")
    assert _states(told)["receiving_school"] == "unconfirmed"
    told.moved(
        "2026-10-07",
        "officer",
        "agreement",
        "party=receiving_school; answer=agreed; said_by=H Head",
    )
    assert _states(told)["receiving_school"] == "agreed"


def test_the_school_asked_sees_the_proposal_and_what_was_said_on_it_alone(told: World) -> None:
    pupil = told.pupil()
    with pytest.raises(NotSeen):
        look_at(told.session, pupil, _hill(), today=TODAY)
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    _agree(told, "brook", "parent")
    told.moved("2026-10-06", "brook", "wellbeing", "score=21")
    seen = look_at(told.session, pupil, _hill(), today=TODAY)
    assert seen.sight == "own"
    assert [line.entry.kind for line in seen.lines] == [PROPOSED, "agreement"]
    assert may_see(seen.standing, Actor("F", "school", frozenset({place_id("far")}))) == "none"


def test_once_it_is_taken_back_the_school_asked_sees_nothing_more(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    _agree(told, "brook", "sending_school", "withdrawn")
    with pytest.raises(NotSeen):
        look_at(told.session, told.pupil(), _hill(), today=TODAY)


def test_it_sees_it_still_while_the_move_goes_on(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    _agree(told, "hill", "receiving_school")
    told.moved("2026-10-12", "brook", "managed_move", "to_place=hill")
    seen = look_at(told.session, told.pupil(), _hill(), today=TODAY)
    assert [line.entry.kind for line in seen.lines] == [PROPOSED, "agreement", "managed_move"]


@pytest.mark.parametrize("kind", ["pupil_views", "review_held", "suspension", "managed_move"])
def test_the_school_asked_answers_and_does_nothing_else(told: World, kind: str) -> None:
    answers = {
        "pupil_views": "at=proposal; words=Yes",
        "review_held": "outcome=continue",
        "suspension": "sessions=2; reason1=DB",
        "managed_move": "to_place=brook",
    }
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    with pytest.raises(Refused) as refused:
        told.moved("2026-10-06", "hill", kind, answers[kind])
    assert [problem.code for problem in refused.value.problems] == ["not_yours"]


def test_a_school_that_is_not_asked_is_told_of_nothing(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    with pytest.raises(Refused) as refused:
        _agree(told, "far", "receiving_school")
    assert [problem.code for problem in refused.value.problems] == ["not_yours"]


def test_proposals_wait_for_the_place_or_the_authority_whose_answer_is_missing(
    told: World,
) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, f"{ASKED}; authority_asked=Y; head=B Head")
    waiting = {
        whose: [one.party for one in proposals_awaiting(told.session, whose, TODAY)]
        for whose in (place_id("hill"), place_id("brook"), place_id("far"), "la:330", "la:331")
    }
    assert waiting == {
        place_id("hill"): ["receiving_school"],
        place_id("brook"): [],
        place_id("far"): [],
        "la:330": ["authority"],
        "la:331": [],
    }
    [one] = proposals_awaiting(told.session, place_id("hill"), TODAY)
    assert (one.from_place, one.to_place) == (place_id("brook"), place_id("hill"))
    _agree(told, "hill", "receiving_school", "refused", "; reason=no_place")
    assert proposals_awaiting(told.session, place_id("hill"), TODAY) == []


def test_a_new_local_rule_is_on_the_list(told: World) -> None:
    value = local_rules(told.session).of("330", "requested_review_days", TODAY)
    assert value.values == (10,)


def test_a_part_time_timetable_waits_for_the_parent_alone(told: World) -> None:
    told.moved(
        "2026-10-05",
        "brook",
        "part_time_timetable",
        "planned_end=2026-10-23; week=1010101010; hours=12; reason=medical",
    )
    now = standing(told.session, told.pupil(), LATER.date())
    [begun] = now.open_episodes("part_time_timetable")
    assert [(one.party, one.state) for one in signatures(begun, now).each] == [
        ("parent", "missing")
    ]
    _agree(told, "brook", "parent")
    now = standing(told.session, told.pupil(), LATER.date())
    assert signatures(now.open_episodes("part_time_timetable")[0], now).complete


@pytest.mark.parametrize("what", ["notice", "evidence", "eligibility", "other"])
def test_nothing_but_a_signature_can_be_overridden(told: World, what: str) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    why = "party=parent; because=Urgent; permitted_by=Director"
    with pytest.raises(Refused) as refused:
        told.moved("2026-10-06", "officer", "override", f"what={what}; {why}")
    assert [(p.field, p.code) for p in refused.value.problems] == [("what", "unknown_code")]
    assert len(_found(told).in_the_way) == 4


def _part_time(told: World, more: str = "") -> dict[str, str]:
    answers = "planned_end=2026-10-23; week=1010101010; reason=medical; parents=two"
    told.moved("2026-10-05", "brook", "part_time_timetable", answers + more)
    return _of_timetable(told)


def _of_timetable(told: World) -> dict[str, str]:
    now = standing(told.session, told.pupil(), LATER.date())
    [begun] = now.open_episodes("part_time_timetable")
    return {one.party: one.state for one in signatures(begun, now).each}


def test_a_part_time_timetable_waits_for_both_parents_who_share_responsibility(
    told: World,
) -> None:
    found = _part_time(told, "; parent_agreed_on=2026-10-02")
    assert found == {"parent": "agreed", "second_parent": "missing"}
    told.moved(
        "2026-10-07", "brook", "agreement", "party=second_parent; answer=refused; reason=other"
    )
    assert _of_timetable(told)["second_parent"] == "refused"
    why = "because=The court has decided; permitted_by=Director"
    told.moved("2026-10-08", "officer", "override", f"party=second_parent; {why}")
    assert _of_timetable(told) == {"parent": "agreed", "second_parent": "overridden"}


def test_the_page_of_a_pupil_says_whose_agreement_a_timetable_waits_for(told: World) -> None:
    _part_time(told, "; second_parent_agreed_on=2026-10-02")
    seen = look_at(told.session, told.pupil(), told.actor("brook")[1], today=TODAY)
    (shown,) = episodes_shown(seen.standing, seen.lines)
    assert shown.waits_for == ("A parent has not answered",)


def test_a_move_that_succeeds_is_still_expected_until_the_roll_comes(told: World) -> None:
    told.moved("2026-10-05", "brook", "managed_move", "to_place=hill; agreed_on=2026-10-01")
    told.moved("2026-10-06", "brook", "managed_move_ended", "outcome=success; words=Good")
    now = standing(told.session, told.pupil(), LATER.date())
    assert now.pending_move == place_id("hill")


def test_what_was_taken_back_ends_nothing_any_more(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    _agree(told, "brook", "sending_school", "withdrawn")
    told.moved(
        "2026-10-06", "brook", "withdrawn", "because=Slip; corrects=4; correction_reason=other"
    )
    assert _states(told)["sending_school"] == "missing"


def test_for_a_child_looked_after_the_authority_where_the_child_belongs_is_asked(
    told: World,
) -> None:
    told.moved("2026-10-01", "brook", "pupil_details", "looked_after=Y; home_la=331")
    told.moved("2026-10-05", "brook", PROPOSED, f"{ASKED}; head=B Head")
    asked = {
        whose: [one.party for one in proposals_awaiting(told.session, whose, TODAY)]
        for whose in ("la:330", "la:331")
    }
    assert asked == {"la:330": [], "la:331": ["social_worker", "virtual_school"]}


def test_a_school_tells_of_the_family_and_itself_an_officer_of_everybody(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, f"{ASKED}; authority_asked=Y")
    now = standing(told.session, told.pupil(), LATER.date())
    (proposal,) = now.open_episodes(PROPOSED)
    brook = Actor("Brook", "school", frozenset({place_id("brook")}))
    found = signatures(proposal, now)
    assert {*told_by(proposal, found, brook)} == {"sending_school", "parent", "pupil"}
    assert told_by(proposal, found, _hill()) == ("receiving_school",)
    assert told_by(proposal, found, OFFICER) == tuple(one.party for one in found.each)


def test_who_proposed_without_a_head_s_name_is_asked_for_its_own_signature(told: World) -> None:
    told.moved("2026-10-05", "brook", PROPOSED, ASKED)
    waiting = proposals_awaiting(told.session, place_id("brook"), TODAY)
    assert [one.party for one in waiting] == ["sending_school"]
