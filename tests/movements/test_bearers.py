"""By which UPN a pupil is found, once a UPN was given, put right or taken back."""

import pytest

from movements.bearers import bearers
from movements.problems import Problem, Refused
from movements.register import find_pupil
from movements.scope import FIRST_TELL, NOT_YOURS
from tests.spec.world import World, upn

NEW = upn("eve")


@pytest.fixture
def given(told: World) -> World:
    """Amy of Brook was given another UPN (entry 3); ben is at Brook too, cal at Far."""
    told.moved("2025-09-02", "brook", "on_roll", child="amy")
    told.moved("2025-09-02", "brook", "on_roll", child="ben")
    told.moved("2025-11-24", "officer", "upn_changed", f"new_upn={NEW}; why=adopted")
    return told


def withdrawn(world: World, number: int, at: str = "officer") -> None:
    undo = f"because=Typed wrongly; corrects=#{number}; correction_reason=wrong_details"
    world.moved("2025-11-24", at, "withdrawn", undo)


def refusals(world: World, at: str, answers: str, child: str = "amy") -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        world.moved("2025-11-24", at, "upn_changed", answers, child=child)
    return refused.value.problems


def test_a_upn_withdrawn_finds_nobody_and_the_one_before_still_does(given: World) -> None:
    amy = given.pupil()
    assert find_pupil(given.session, NEW) == amy
    withdrawn(given, 3)
    assert find_pupil(given.session, NEW) is None
    assert given.pupil() == amy
    withdrawn(given, 4)
    assert find_pupil(given.session, NEW) == amy, "the withdrawal was taken back"


def test_a_upn_withdrawn_is_free_for_the_child_it_belongs_to(given: World) -> None:
    withdrawn(given, 3)
    given.moved("2025-11-24", "brook", "upn_changed", f"new_upn={NEW}; why=corrected", child="ben")
    assert find_pupil(given.session, NEW) == given.pupil("ben")
    assert bearers(given.session, [NEW, upn("amy"), upn("fay")]) == {
        NEW: {given.pupil("ben")},
        upn("amy"): {given.pupil("amy")},
    }


def test_a_correction_takes_the_wrong_one_away(given: World) -> None:
    right = upn("fay")
    more = "why=adopted; corrects=#3; correction_reason=wrong_details"
    given.moved("2025-11-24", "officer", "upn_changed", f"new_upn={right}; {more}")
    found = [find_pupil(given.session, one) for one in (upn("amy"), NEW, right)]
    assert found == [given.pupil(), None, given.pupil()]


def test_the_reason_alone_may_be_corrected(given: World) -> None:
    more = "why=corrected; corrects=#3; correction_reason=wrong_details"
    given.moved("2025-11-24", "officer", "upn_changed", f"new_upn={NEW}; {more}")
    assert find_pupil(given.session, NEW) == given.pupil()
    withdrawn(given, 4)
    assert find_pupil(given.session, NEW) == given.pupil(), "the first telling holds again"


def test_what_was_told_of_one_record_is_withdrawn_under_the_other(given: World) -> None:
    given.moved("2025-11-24", "officer", "records_linked", f"same_as={upn('amy')}; because=So",
                child="ben")  # fmt: skip
    assert find_pupil(given.session, NEW) == given.pupil("ben")
    withdrawn(given, 3)
    assert find_pupil(given.session, NEW) is None


def test_that_somebody_elsewhere_bears_a_upn_is_said_as_of_nobody(given: World) -> None:
    given.moved("2025-09-02", "far", "on_roll", child="cal")
    answers = f"new_upn={upn('cal')}; why=corrected"
    for at, words in (("brook", NOT_YOURS), ("officer", FIRST_TELL)):
        assert refusals(given, at, answers) == (Problem("new_upn", "not_yours", words),)
    nobody = Problem("upn", "not_yours", NOT_YOURS)
    with pytest.raises(Refused) as refused:
        given.moved("2025-11-24", "brook", "wellbeing", "score=20", child="fay")
    assert refused.value.problems == (nobody,)


def test_of_two_pupils_of_ones_own_it_is_said_what_to_do(given: World) -> None:
    for at in ("brook", "officer"):
        [problem] = refusals(given, at, f"new_upn={upn('ben')}; why=corrected")
        assert (problem.code, "link the two records" in problem.message) == ("not_free", True)
    [same] = refusals(given, "officer for brook", f"new_upn={upn('amy')}; why=corrected")
    assert same.code == "same_upn"


TEMPORARY = "A80120000501A"


def test_only_a_temporary_upn_gives_way_to_a_permanent_one(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll", child="amy")
    assert [
        (p.field, p.code) for p in refusals(told, "brook", f"new_upn={NEW}; why=permanent")
    ] == [("why", "held_permanent")]
    told.moved("2025-10-06", "brook", "upn_changed", f"new_upn={TEMPORARY}; why=corrected")
    told.moved("2025-11-24", "brook", "upn_changed", f"new_upn={NEW}; why=permanent")
    # The same change told again with another reason is judged without itself.
    more = "why=permanent; corrects=#3; correction_reason=wrong_details"
    told.moved("2025-11-24", "officer", "upn_changed", f"new_upn={upn('fay')}; {more}")
    assert find_pupil(told.session, upn("fay")) == told.pupil()


def test_a_permanent_upn_that_ends_in_a_letter_is_a_temporary_one_still(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "officer", "upn_changed", "new_upn=X00100000009A; why=corrected")
    permanent = "new_upn=J00100000008A; why=permanent"
    (concern,) = told.moved("2025-11-24", "officer", "upn_changed", permanent).concerns
    assert (concern.code, concern.field) == ("still_temporary", "new_upn")
