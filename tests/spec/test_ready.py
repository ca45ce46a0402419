"""What a process keeps of every child is what folding gives, over every history of the specs."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from movements import ready
from movements.due import due
from movements.ledger import ledger
from movements.people_and_places import PlaceVersion, TermDate
from movements.problems import Refused
from movements.ready import Ready
from movements.record import append, stop_clock_at
from movements.redaction import redact
from movements.register import READY, standings
from tests.spec.pages import SPECS, Spec
from tests.spec.test_expected import KEEPER
from tests.spec.world import CHILDREN, OFFICER, World, upn

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ON = NOW.date()
Read = tuple[list[object], list[object], list[object], list[object]]


def read(session: Session, pupils: list[str] | None, on: date = ON) -> Read:
    """Clocks, questions answered or not, those open, and standings, each in its order."""
    return (
        [*due(session, on, pupil_ids=pupils)],
        [*ledger(session, on, pupil_ids=pupils, answered=True)],
        [*ledger(session, on, pupil_ids=pupils)],
        [*standings(session, pupils, on).items()],
    )


def check(told: World, kept: Ready, on: date = ON) -> None:
    """Whatever is asked of it, the same as without it."""
    pupils = [told.pupil(child) for child in told.children()]
    for asked in (None, pupils[:1], pupils[::-1], []):
        check_of(told, kept, asked, on)


def check_of(told: World, kept: Ready, asked: list[str] | None, on: date = ON) -> None:
    """Of these pupils, or of all, the same as without it."""
    told.session.info.pop(READY, None)
    truth = read(told.session, asked, on)
    told.session.info[READY] = kept
    assert read(told.session, asked, on) == truth
    told.session.info.pop(READY)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_it_is_what_the_entries_come_to_after_every_row(spec: Spec, told: World) -> None:
    kept = Ready()
    for row in spec.rows("on"):
        try:
            told.told.append(told.tell(row))
        except Refused:
            told.told.append(None)
        stop_clock_at(NOW)
        check_of(told, kept, None)
    check(told, kept)


@pytest.fixture
def kept() -> Ready:
    return Ready()


@pytest.fixture
def placed(told: World) -> World:
    """Amy is placed; five others at a setting that is no school, who are counted together."""
    told.moved("2026-09-02", "brook", "on_roll")
    told.moved("2026-09-21", "brook", "ap_placement", "place=lodge; reason=BHS")
    for child in CHILDREN[1:]:
        told.moved("2026-09-02", "hill", "on_roll", child=child)
        told.moved("2026-09-07", "hill", "ap_placement", "place=barn; reason=BHS", child=child)
    told.moved("2026-09-14", "hill", "suspension", "sessions=12; reason1=DB", child="dot")
    stop_clock_at(NOW)
    return told


def _links(told: World) -> None:
    answers = f"same_as={upn('cal')}; because=The school confirmed"
    told.moved("2026-11-19", "officer", "records_linked", answers, child="ben")


def _links_and_parts(told: World) -> None:
    _links(told)
    number = told.told[-1].entry  # type: ignore[union-attr]
    undo = f"because=Two cousins; corrects=#{len(told.told)}; correction_reason=wrong_details"
    assert number
    told.moved("2026-11-19", "officer", "withdrawn", undo, child="ben")


def _roll_without(told: World) -> None:
    append(
        told.session,
        kind="roll_received",
        on=date(2026, 11, 2),
        by=OFFICER,
        source="csv",
        details={"missing": [told.pupil("amy"), told.pupil("ben")]},
        subjects={"place_id": told.place("brook").id},
    )


def _roll_with_all(told: World) -> None:
    _roll_without(told)
    append(
        told.session,
        kind="roll_received",
        on=date(2026, 11, 9),
        by=OFFICER,
        source="csv",
        details={"missing": []},
        subjects={"place_id": told.place("brook").id},
    )


def _closure(told: World) -> None:
    owner = "la:330"
    day = date(2026, 9, 15)
    told.session.add(
        TermDate(
            place_or_la=owner,
            kind="closure",
            from_date=day,
            to_date=date(2026, 9, 25),
            recorded_at="2026-11-19T12:00:00.000000Z",
        )
    )
    told.session.flush()


def _on_a_list(told: World) -> None:
    """The setting on no list is told anew, as a school with a URN."""
    told.session.add(
        PlaceVersion(
            place_id=told.place("barn").id,
            urn="999999",
            name="Barn School",
            type_code="1",
            la_code="330",
            on=date(2026, 9, 1),
            recorded_at="2026-11-19T12:00:00.000000Z",
            source="spec",
        )
    )
    told.session.flush()


def _local_rule(told: World) -> None:
    answers = "rule=placement_review_weeks; values=2"
    told.tell({"on": "2026-09-01", "at": "la:330", "kind": "local_rule", "answers": answers})


def _leaves(told: World) -> None:
    told.moved("2026-11-16", "hill", "removal_from_roll", "ground=g", child="ben")


def _redacted(told: World) -> None:
    made = told.told[1]
    assert made is not None
    redact(told.session, [made.entry], rule="pupil_file", title="x", by=KEEPER)


CHANGES = (_links, _roll_without, _closure, _on_a_list, _local_rule, _leaves, _redacted)
UNDONE = (_links_and_parts, _roll_with_all)
"""What is no other than it was."""


@pytest.mark.parametrize("change", [*CHANGES, *UNDONE])
def test_what_is_new_shows_at_once(
    placed: World, kept: Ready, change: Callable[[World], None]
) -> None:
    check(placed, kept)
    before = read(placed.session, None)
    change(placed)
    stop_clock_at(NOW)
    check(placed, kept)
    assert (read(placed.session, None) == before) is (change in UNDONE)


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_new_is_in_its_place_one_by_one_or_sorted_with_all(
    placed: World, kept: Ready, change: Callable[[World], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "FEW", 0)
    check(placed, kept)
    change(placed)
    stop_clock_at(NOW)
    check(placed, kept)


def test_the_next_day_is_made_anew_and_other_days_are_not_kept(placed: World, kept: Ready) -> None:
    check(placed, kept)
    check(placed, kept, date(2026, 10, 1))
    stop_clock_at(datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert kept.clocks(placed.session, None, ON) is None
    check(placed, kept, date(2026, 11, 23))


def test_who_asks_of_a_few_does_not_have_every_child_folded(placed: World, kept: Ready) -> None:
    amy = placed.pupil("amy")
    assert kept.standings(placed.session, [amy], ON) is None
    assert kept.questions(placed.session, [amy], ON) is None
    assert kept.clocks(placed.session, None, ON) is not None
    assert kept.clocks(placed.session, [amy], ON) is not None


def test_another_history_or_an_older_view_is_not_told_from_it(placed: World, kept: Ready) -> None:
    with placed.session.begin_nested() as undo:
        _leaves(placed)
        stop_clock_at(NOW)
        check(placed, kept)
        undo.rollback()
    amy = placed.pupil("amy")
    assert kept.standings(placed.session, None, ON) is None
    check(placed, kept)
    placed.moved("2026-11-17", "hill", "removal_from_roll", "ground=g", child="cal")
    stop_clock_at(NOW)
    assert kept.standings(placed.session, [amy], ON) is None
    check(placed, kept)
    assert kept.standings(placed.session, [amy], ON) is not None
