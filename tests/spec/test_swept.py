"""The sweep finds whom the ledger and due find, over every history that the specs tell."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from movements import expected, swept
from movements.due import due
from movements.entry import EntryRow
from movements.ledger import ledger
from movements.mark_window import AHEAD
from movements.people_and_places import Pupil
from movements.problems import Refused
from movements.record import stop_clock_at
from movements.redaction import redact
from movements.reviews import reviewed
from movements.swept_rows import QUESTIONS, REVIEW_LATE
from movements.verify import findings
from tests.spec.pages import SPECS, Spec
from tests.spec.test_expected import KEEPER
from tests.spec.test_ready import CHANGES, NOW, ON, UNDONE, placed
from tests.spec.world import World

__all__ = ["placed"]
DAYS = [ON, ON + timedelta(days=3), ON + AHEAD - timedelta(days=1)]
Found = set[tuple[str, date, int, str, str]]


def told_one_by_one(session: Session, on: date) -> Found:
    """Of the ledger's questions and the clocks of reviews, as they are asked of each child."""
    asked: Found = {
        (one.cause, one.since, one.entry, one.pupil, one.owner or "")
        for one in ledger(session, on, among=QUESTIONS)
    }
    late = (one for one in due(session, on, states=["missed"]) if one.clock.stops is reviewed)
    return asked | {
        (REVIEW_LATE, one.due + timedelta(days=1), one.entry, str(one.pupil), one.whose or "")
        for one in late
    }


def swept_on(session: Session, on: date) -> Found:
    pupils = {seq: pupil for pupil, seq in session.exec(select(Pupil.id, Pupil.seq))}
    found = swept.sweep(session, on)
    assert found == sorted(found)
    return {(one.rule, one.since, one.entry, pupils[one.seq], one.owner) for one in found}


def check(session: Session, days: list[date]) -> None:
    for on in days:
        assert swept_on(session, on) == told_one_by_one(session, on)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_it_is_what_they_find_however_it_was_kept_up(spec: Spec, told: World) -> None:
    """Made after the first row, brought up to now after every third, read in the end each day."""
    for number, row in enumerate(spec.rows("on")):
        try:
            told.told.append(told.tell(row))
        except Refused:
            told.told.append(None)
        stop_clock_at(NOW)
        if number == 0:
            swept.rebuild(told.session, ON)
        elif number % 3 == 0:
            swept.refresh(told.session, ON)
    check(told.session, DAYS[:1])
    assert [*swept.differing(told.session)] == []
    swept.rebuild(told.session, ON)
    assert swept.made_for(told.session, DAYS[-1])
    check(told.session, [*DAYS, DAYS[-1] + timedelta(days=1)])
    assert [*swept.differing(told.session)] == []


@pytest.mark.parametrize("change", [*CHANGES, *UNDONE])
def test_what_is_new_shows_at_once(placed: World, change) -> None:  # type: ignore[no-untyped-def]
    swept.rebuild(placed.session, ON)
    change(placed)
    stop_clock_at(NOW)
    check(placed.session, [ON])
    swept.refresh(placed.session, ON)
    check(placed.session, DAYS[:2])
    assert [*swept.differing(placed.session)] == []


@pytest.fixture
def late(placed: World) -> World:
    """The sweep made, and something found in it."""
    swept.rebuild(placed.session, ON)
    assert {one.rule for one in swept.sweep(placed.session, ON)} == {REVIEW_LATE}
    return placed


def broken(session: Session) -> list[str]:
    return [one for one in findings(session) if "swept" in one]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE swept SET ends = ends - 1",
        "UPDATE swept SET owner = 'la:331'",
        "DELETE FROM swept",
        "INSERT INTO swept SELECT rule, since, entry, 77, begins, owner, ends, 0 FROM swept "
        "LIMIT 1",
        "DELETE FROM projection",
    ],
)
def test_verify_compares_it_with_what_the_rules_find(late: World, change: str) -> None:
    assert not broken(late.session)
    late.session.execute(text(change))
    late.session.expire_all()
    assert broken(late.session)
    swept.rebuild(late.session, ON)
    assert not broken(late.session)


def test_of_another_week_it_is_not_told_from_it(late: World) -> None:
    after = ON + AHEAD
    assert not swept.made_for(late.session, after)
    assert not swept.made_for(late.session, ON - timedelta(days=1))
    check(late.session, [after])
    assert swept.refresh(late.session, DAYS[-1])
    assert swept.made_for(late.session, after)


def test_it_goes_with_entries_that_are_redacted(late: World) -> None:
    number = late.session.exec(select(EntryRow.number).where(EntryRow.kind == "ap_placement"))
    redact(late.session, [number.first() or 0], rule="p", title="p", by=KEEPER)
    assert late.session.execute(text("SELECT count(*) FROM swept")).scalar_one() == 0
    assert not swept.made_for(late.session, ON)
    check(late.session, [ON])


def test_marks_sent_since_show_who_was_left_out(late: World) -> None:
    """Ben's school marks Cal alone; Cal is among those marked, Ben among those who are there."""
    late.moved("2026-11-16", "hill", "attendance", "/ /", child="cal")
    stop_clock_at(NOW)
    found = {one.rule for one in swept.sweep(late.session, ON)}
    assert found == {REVIEW_LATE, "no_mark"}
    check(late.session, [ON])
    expected.rebuild(late.session)
    check(late.session, [ON])
    swept.refresh(late.session, ON)
    assert swept.touched_since(late.session) == []
    check(late.session, DAYS)
