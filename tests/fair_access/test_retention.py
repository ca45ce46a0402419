"""When the papers of a case may go: years after it closed, as its authority has set."""

from datetime import date

import pytest

from fair_access.retention import RULE, case_papers, meeting_papers
from movements.actor import Actor
from movements.legal_hold import LegalHold, holds, place_hold
from movements.local_rule_setting import set_local_rule
from movements.retention import Due
from movements.schedule import schedule_on
from tests.fair_access.world import AMY, BEN, OFFICER, TODAY, World


@pytest.fixture
def closed(brook: World) -> World:
    """Amy's case was withdrawn on 12 October 2026; ben's is open still."""
    brook.step(brook.refer(AMY), "case_withdrawn", "2026-10-12", because="Moved away")
    brook.refer(BEN)
    return brook


def due(brook: World, on: date) -> list[Due]:
    keep = schedule_on(on)["panel_papers"]
    return list(case_papers(brook.session, on, keep, holds(brook.session, on)))


@pytest.mark.parametrize(("on", "count"), [(date(2032, 10, 11), 0), (date(2032, 10, 12), 1)])
def test_a_closed_case_goes_after_six_years_and_an_open_one_never(
    closed: World, on: date, count: int
) -> None:
    found = due(closed, on)
    assert [(one.pupil, len(one.entries)) for one in found] == [(closed.pupil(AMY), 2)] * count


def test_it_goes_when_its_authority_says(closed: World) -> None:
    set_local_rule(
        closed.session, RULE, (3,), on=TODAY, cite="Protocol 7", by=OFFICER, source="csv"
    )
    assert [one.since for one in due(closed, date(2029, 10, 12))] == [date(2029, 10, 12)]
    assert due(closed, date(2029, 10, 11)) == []


def test_a_hold_on_the_pupil_keeps_it(closed: World) -> None:
    answers = LegalHold(on=TODAY, because="A claim")
    by = Actor("Ann Admin", "administrator")
    number = place_hold(closed.session, closed.pupil(AMY), answers, by).number
    assert [one.hold for one in due(closed, date(2040, 1, 1))] == [number]


@pytest.mark.parametrize(("on", "count"), [(date(2032, 10, 13), 0), (date(2032, 10, 14), 1)])
def test_the_minutes_of_a_meeting_go_as_the_papers_of_cases_do(
    brook: World, on: date, count: int
) -> None:
    meeting = brook.before_the_panel(brook.agreed(AMY), day="2026-10-14")
    keep = schedule_on(on)["panel_papers"]
    found = list(meeting_papers(brook.session, on, keep, holds(brook.session, on)))
    lines = [line.entry.number for line in brook.book().of_meeting(meeting)]
    assert [(one.entries, one.hold) for one in found] == [(tuple(lines), 0)] * count


def test_a_hold_on_a_child_of_the_agenda_keeps_the_whole_meeting(brook: World) -> None:
    brook.before_the_panel(brook.agreed(AMY), brook.agreed(BEN))
    answers = LegalHold(on=TODAY, because="A claim")
    number = place_hold(
        brook.session, brook.pupil(BEN), answers, Actor("Ann Admin", "administrator")
    ).number
    on = date(2040, 1, 1)
    keep = schedule_on(on)["panel_papers"]
    found = list(meeting_papers(brook.session, on, keep, holds(brook.session, on)))
    assert [one.hold for one in found] == [number]
