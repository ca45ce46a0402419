"""Two records of one child are read as one, and parted again; and who keeps a child handed over."""

from datetime import date

import pytest

from movements.actor import Actor
from movements.due import due
from movements.ledger import ledger
from movements.linked import ever_linked, linked_among, links
from movements.problems import Refused
from movements.register import find_pupil, history, standing, standings
from movements.scope import may_see
from movements.take_in import take_in
from tests.movements.test_folding import entry
from tests.spec.world import OFFICER, World, upn

ON = date(2025, 12, 1)
FAR = Actor("Finn Far", "la_officer", authority="331")


@pytest.fixture
def two(told: World) -> World:
    """Amy left Brook; ben, whom Hill entered weeks later, is the same child."""
    told.moved("2025-09-02", "brook", "on_roll", child="amy", told="2025-09-02")
    told.moved("2025-10-06", "brook", "removal_from_roll", "ground=g", told="2025-10-06")
    told.moved("2025-11-03", "hill", "on_roll", child="ben", told="2025-11-03")
    return told


def link(world: World) -> tuple[str, str]:
    """Link ben's record to amy's; the ids of both."""
    amy, ben = world.pupil("amy"), world.pupil("ben")
    answers = f"same_as={upn('ben')}; because=The school confirmed"
    world.moved("2025-11-24", "officer", "records_linked", answers, told="2025-11-24")
    return amy, ben


def test_either_record_leads_to_the_one_child(two: World) -> None:
    amy, ben = link(two)
    numbers = [line.number for line in history(two.session, amy, today=ON)]
    assert numbers == [1, 2, 3, 4]
    assert [line.number for line in history(two.session, ben, today=ON)] == numbers
    assert find_pupil(two.session, upn("ben")) == amy
    rolls = {p: [r.place for r in standing(two.session, p, ON).rolls] for p in (amy, ben)}
    assert rolls[amy] == rolls[ben] != []
    assert set(standings(two.session, None, ON)) == {amy}
    assert set(standings(two.session, [ben], ON)) == {amy, ben}


def test_clocks_and_the_ledger_count_the_child_once(two: World) -> None:
    states = ("running", "missed", "met", "met_late")
    missing = [one for one in ledger(two.session, ON) if one.cause == "no_destination"]
    assert [one.pupil for one in missing] == [two.pupil("amy")]
    amy, ben = link(two)
    assert not [one for one in ledger(two.session, ON) if one.cause == "no_destination"]
    for pupils in (None, [amy], [ben], [amy, ben]):
        found = [
            i
            for i in due(two.session, ON, pupil_ids=pupils, states=states)
            if i.clock.id == "destination_known"
        ]
        assert [(i.pupil, i.state) for i in found] == [(amy, "met_late")], pupils


def test_as_known_before_the_link_they_are_apart(two: World) -> None:
    amy, ben = link(two)
    before = date(2025, 11, 23)
    assert not standing(two.session, amy, ON, as_known_on=before).rolls
    assert standing(two.session, ben, ON, as_known_on=before).rolls
    assert len(history(two.session, ben, today=ON, as_known_on=before)) == 1


def test_withdrawn_the_link_is_undone_and_nothing_was_lost(two: World) -> None:
    amy, ben = link(two)
    undo = "because=Two cousins; corrects=#4; correction_reason=wrong_details"
    two.moved("2025-11-28", "officer", "withdrawn", undo, told="2025-11-28")
    assert not links(two.session)
    assert not standing(two.session, amy, ON).rolls
    assert find_pupil(two.session, upn("ben")) == ben
    assert standing(two.session, ben, ON).rolls
    again = "because=They are one; corrects=#5; correction_reason=other"
    two.moved("2025-11-30", "officer", "withdrawn", again, told="2025-11-30")
    assert links(two.session).kept(ben) == amy


def test_only_the_authority_links_and_only_its_own_children(two: World) -> None:
    answers = f"same_as={upn('ben')}; because=So"
    with pytest.raises(Refused):
        two.moved("2025-11-24", "brook", "records_linked", answers)
    two.moved("2025-09-02", "far", "on_roll", child="cal")
    with pytest.raises(Refused) as refused:
        two.moved("2025-11-24", "officer", "records_linked", f"same_as={upn('cal')}; because=So")
    assert refused.value.problems[0].code == "no_other_record"


def test_a_child_is_found_by_the_old_upn_and_by_the_new(two: World) -> None:
    amy = two.pupil("amy")
    new = upn("eve")
    two.moved("2025-11-24", "officer", "upn_changed", f"new_upn={new}; why=adopted")
    assert find_pupil(two.session, new) == amy == find_pupil(two.session, upn("amy"))
    [line] = [one for one in history(two.session, amy, today=ON) if one.entry.kind == "upn_changed"]
    assert new not in line.sentence
    with pytest.raises(Refused):
        two.moved("2025-11-25", "officer", "upn_changed", f"new_upn={upn('ben')}; why=corrected")


def handed(world: World) -> str:
    world.moved("2025-11-10", "officer", "hand_over", "to_authority=331; why=moved")
    return world.pupil("amy")


def answered(world: World, answers: str) -> None:
    row = {"upn": upn("amy"), "on": "2025-11-24", **dict(p.split("=") for p in answers.split(";"))}
    take_in(world.session, "hand_over_answer", row, place=None, by=FAR, source="csv")


def test_the_sender_keeps_the_child_until_the_other_accepts(two: World) -> None:
    amy = handed(two)
    waiting = standing(two.session, amy, date(2025, 11, 20))
    assert waiting.responsible == ("la:330",)
    assert (may_see(waiting, FAR), may_see(waiting, OFFICER)) == ("own", "all")
    answered(two, "answer=accepted")
    after = standing(two.session, amy, ON)
    assert (after.responsible, after.home_authority) == (("la:331",), "331")
    assert (may_see(after, FAR), may_see(after, OFFICER)) == ("all", "none")


def test_refused_the_child_stays_and_is_out_of_the_others_sight(two: World) -> None:
    amy = handed(two)
    answered(two, "answer=refused;refusal=not_here")
    after = standing(two.session, amy, ON)
    assert after.responsible == ("la:330",)
    assert may_see(after, FAR) == "none"


def test_the_sender_cannot_answer_for_the_other(two: World) -> None:
    handed(two)
    with pytest.raises(Refused):
        two.moved("2025-11-24", "officer", "hand_over_answer", "answer=accepted")


def test_a_hand_over_is_answered_within_ten_school_days(two: World) -> None:
    handed(two)
    for day, state in ((date(2025, 11, 24), "running"), (date(2025, 11, 25), "missed")):
        [item] = [i for i in due(two.session, day) if i.clock.id == "hand_over_answered"]
        assert (item.due, item.state) == (date(2025, 11, 24), state)


def test_a_record_may_be_named_by_the_pupil_s_id(two: World) -> None:
    answers = f"same_as={two.pupil('ben')}; because=The school confirmed"
    two.moved("2025-11-24", "officer", "records_linked", answers, told="2025-11-24")
    assert find_pupil(two.session, upn("ben")) == two.pupil("amy")


def test_an_id_that_nobody_has_is_no_other_record(two: World) -> None:
    with pytest.raises(Refused) as refused:
        two.moved("2025-11-24", "officer", "records_linked", "same_as=p_00000000; because=So")
    assert [one.field for one in refused.value.problems] == ["same_as"]


def test_a_link_told_twice_is_one_link() -> None:
    same = {"same_as": "p_aaaaaaaa", "because": "So"}
    twice = [entry(number, "records_linked", number, same) for number in (1, 2)]
    assert linked_among(twice).records("p_aaaaaaaa") == {"p_1", "p_aaaaaaaa"}


def test_a_record_that_is_another_authority_s_is_no_other_record(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll", child="amy")
    told.moved("2025-09-02", "far", "on_roll", child="cal")
    link_to = f"same_as={upn('cal')}; because=So"
    with pytest.raises(Refused) as refused:
        told.moved("2025-11-24", "officer", "records_linked", link_to)
    assert [one.code for one in refused.value.problems] == ["no_other_record"]


def test_two_records_are_linked_once(two: World) -> None:
    link(two)
    again = f"same_as={upn('ben')}; because=Found again"
    with pytest.raises(Refused) as refused:
        two.moved("2025-11-28", "officer", "records_linked", again, told="2025-11-28")
    assert [one.code for one in refused.value.problems] == ["already_linked"]


def test_records_once_linked_are_known_together_though_the_link_was_withdrawn(two: World) -> None:
    amy, ben = link(two)
    two.moved("2025-11-24", "hill", "on_roll", child="cal", told="2025-11-24")
    two.moved("2025-11-25", "officer", "records_linked", f"same_as={upn('amy')}; because=So too",
        child="cal", told="2025-11-25",
    )  # fmt: skip
    undo = "because=Two cousins; corrects=#4; correction_reason=wrong_details"
    two.moved("2025-11-28", "officer", "withdrawn", undo, told="2025-11-28")
    cal = two.pupil("cal")
    assert ever_linked(two.session, [ben]) == {amy, ben, cal}
    assert ever_linked(two.session, []) == set()
