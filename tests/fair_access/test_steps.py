"""Each step says what it is; each can be asked as a form."""

from datetime import date

import pytest

from fair_access.allocation import IMPLIED
from fair_access.case_clock import AnyOf
from fair_access.case_state import OPEN, TITLES, CaseState
from fair_access.questions import movement_questions, step_questions
from fair_access.steps import CASE_WORDS, CLOSING, STEPS, CaseAgreed, Step, fold
from movements.basis import Basis
from movements.entry import Entry

ON = date(2026, 10, 1)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_step_says_what_it_is_and_on_what_basis(step: type[Step]) -> None:
    assert step.title
    assert step.history_words
    assert step.__doc__
    assert isinstance(step.basis, Basis)
    assert step.after <= TITLES.keys()
    assert step.does
    assert step.recorded_by


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_clock_of_a_step_is_met_by_steps_there_are(step: type[Step]) -> None:
    for clock in step.clocks:
        assert clock.title
        assert clock.owes.endswith(tuple("abcdefghijklmnopqrstuvwxyz"))
        for ends in (clock.stops, clock.over):
            assert not isinstance(ends, AnyOf) or ends <= STEPS.keys()


def test_no_state_is_without_a_way_on() -> None:
    onwards = {state for step in STEPS.values() for state in step.after}
    assert onwards >= OPEN
    assert {"case_withdrawn", "case_not_eligible", "case_broke_down"} == CLOSING


def test_every_question_has_a_title_and_a_hint() -> None:
    asked = [field for step in STEPS for field in step_questions(step, ON)]
    assert all(field.title and field.hint for field in asked)


def test_every_step_has_its_words() -> None:
    assert CASE_WORDS.keys() == STEPS.keys()


def test_the_clock_is_that_of_the_code() -> None:
    (clock,) = CaseAgreed.clocks
    assert (clock.length, clock.unit, clock.owner) == (20, "school_days", "authority")
    assert clock.basis.cite.startswith("School Admissions Code 2021 paragraph 3.21")
    assert clock.basis.in_force(date(2021, 9, 1))
    assert not clock.basis.in_force(date(2021, 8, 31))


def test_the_category_is_chosen_in_words() -> None:
    asked = {field.name: field for field in step_questions("case_referred", ON)}
    assert asked["category"].input == "choice"
    assert [value for value, _ in asked["category"].choices] == list("abcdefghijklm")
    assert ("f", "f: Carer") in asked["category"].choices
    assert asked["reason"].input == "textarea"
    assert asked["referred_by"].input == "place"


def test_an_allocation_asks_the_questions_of_its_movement() -> None:
    asked = {field.name: field for field in step_questions("case_allocated", ON)}
    assert [*asked] == [
        *("on", "to_place", "starts_on", "movement"),
        *("departs", "meeting", "options", "reasons"),
    ]
    assert [value for value, _ in asked["movement"].choices] == [*IMPLIED]
    direction = [field.name for field in movement_questions("off_site_direction", ON)]
    own = ["session", "notice_on", "days", "objectives", "week"]
    told = ["authority_notice_on", "notice_full", "words", "not_given"]
    assert direction == [*own, "decision", "first_review_on", *told]
    assert [f.name for f in movement_questions("on_roll", ON)] == ["session", "enrol_status"]
    before = [f.name for f in movement_questions("on_roll", date(2024, 8, 18))]
    assert before == ["session", "enrol_status", "joined", "return_sent_on"]


def test_what_is_no_step_or_was_redacted_changes_nothing() -> None:
    bare = {"number": 1, "on": ON, "recorded_at": "", "recorded_by": "", "organisation": ""}
    kinds = ("on_roll", "case_referred")
    found = [Entry(**bare, kind=kind, source="panel", leaf=b"") for kind in kinds]
    assert fold(found) == CaseState()
