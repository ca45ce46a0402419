"""The projection of where marks are due, over every history that the specs tell."""

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from movements import expected
from movements.actor import Actor
from movements.entry import EntryRow
from movements.expectations import expected_spells
from movements.people_and_places import Pupil
from movements.presence import EVER, half_day
from movements.problems import Refused
from movements.redaction import redact
from movements.register import by_pupil, entries, standing_of
from movements.responsible import SLOTS, expected_at
from movements.verify import findings
from tests.spec.pages import SPECS, Spec
from tests.spec.world import World, upn

KEEPER = Actor("x", "administrator")


def seq_of(session: Session, pupil: str) -> int:
    found = session.exec(select(Pupil.seq).where(Pupil.id == pupil)).one()
    assert found is not None
    return found


def truth(session: Session) -> dict[int, list[object]]:
    """The spells of every child, folded one by one."""
    folded = by_pupil(entries(session, None))
    return {seq_of(session, pupil): [*expected_spells(of_one)] for pupil, of_one in folded}


def held(session: Session) -> dict[int, list[object]]:
    return {
        seq: sorted(spells, key=lambda one: (one.since, one.place, one.why, one.entry))
        for seq, spells in expected.spells_held(session).items()
    }


def nothing_left_out(found: dict[int, list[object]]) -> dict[int, list[object]]:
    return {seq: spells for seq, spells in found.items() if spells}


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_it_is_what_the_entries_come_to_however_it_was_kept_up(spec: Spec, told: World) -> None:
    """Made after the first row, brought up to now after every third, read after each."""
    for number, row in enumerate(spec.rows("on")):
        try:
            told.told.append(told.tell(row))
        except Refused:
            told.told.append(None)
        if number == 0:
            expected.rebuild(told.session)
        elif number % 3 == 0:
            expected.refresh(told.session)
        assert nothing_left_out(held(told.session)) == nothing_left_out(truth(told.session))
    assert [*expected.differing(told.session)] == []
    kept_up = held(told.session)
    expected.rebuild(told.session)
    assert nothing_left_out(held(told.session)) == nothing_left_out(kept_up)
    _check_every_half_day(told.session)


def _check_every_half_day(session: Session) -> None:
    """Before, at and after each turn of each child, every session of the week is accounted for."""
    for pupil, of_one in by_pupil(entries(session, None)):
        spells = expected.spells_held(session, [pupil]).get(seq_of(session, pupil), [])
        for on, half in {(entry.on, entry.session) for entry in of_one}:
            now, then = half_day(on, half), standing_of(of_one, on, half)
            current = [one for one in spells if one.since <= now < one.until <= EVER]
            for slot in SLOTS:
                due = [one for one in current if one.takes(slot) and one.why != "subsidiary"]
                assert sorted(one.place for one in due) == sorted(expected_at(then, slot))


@pytest.fixture
def placed(told: World) -> World:
    told.moved("2026-09-02", "brook", "on_roll")
    told.moved("2026-09-02", "hill", "on_roll", child="ben")
    told.moved("2026-09-21", "brook", "ap_placement", "place=lodge; reason=BHS")
    expected.rebuild(told.session)
    return told


def test_some_pupils_alone(placed: World) -> None:
    amy, ben = placed.pupil("amy"), placed.pupil("ben")
    found = expected.spells_held(placed.session, [ben])
    assert [*found] == [seq_of(placed.session, ben)]
    placed.moved("2026-09-28", "brook", "placement_end", "place=lodge; outcome=returned")
    found = expected.spells_held(placed.session, [amy])
    assert [one.why for one in found[seq_of(placed.session, amy)]][-1] == "main_roll"
    assert expected.touched_since(placed.session) == [amy]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE expected SET until = until + 1",
        "UPDATE expected SET arranged_by = 'la:331' WHERE why = 'placement'",
        "DELETE FROM expected WHERE why = 'placement'",
        "INSERT INTO expected SELECT 77, since, place, why, entry, until, week, arranged_by, "
        "school, authorities, protected FROM expected LIMIT 1",
        "DELETE FROM projection",
    ],
)
def test_verify_compares_it_with_the_entries(placed: World, change: str) -> None:
    assert not [one for one in findings(placed.session) if "expected" in one]
    placed.session.execute(text(change))
    placed.session.expire_all()
    assert [one for one in findings(placed.session) if "expected" in one]
    expected.rebuild(placed.session)
    assert not [one for one in findings(placed.session) if "expected" in one]


def test_not_made_at_all_every_pupil_is_folded_on_reading(placed: World) -> None:
    made = held(placed.session)
    expected.forget(placed.session)
    assert expected.made_upto(placed.session) == 0
    assert held(placed.session) == made
    assert not [one for one in findings(placed.session) if "expected" in one]


def rows_of(session: Session, pupil: str) -> int:
    query = text("SELECT count(*) FROM expected WHERE seq = :seq")
    return int(session.execute(query, {"seq": seq_of(session, pupil)}).scalar_one())


def test_it_goes_with_entries_that_are_redacted(placed: World) -> None:
    amy, ben = placed.pupil("amy"), placed.pupil("ben")
    query = select(EntryRow.number).where(EntryRow.kind == "ap_placement")
    redact(placed.session, placed.session.exec(query), rule="p", title="p", by=KEEPER)
    assert (rows_of(placed.session, amy), rows_of(placed.session, ben)) == (0, 1)
    assert {one.why for one in held(placed.session)[seq_of(placed.session, amy)]} == {"main_roll"}  # type: ignore[attr-defined]
    assert not [one for one in findings(placed.session) if "expected" in one]


def test_a_link_that_is_redacted_parts_the_records_here_too(placed: World) -> None:
    link = placed.moved(
        "2026-10-05", "officer", "records_linked", f"same_as={upn('ben')}; because=Yes"
    )
    expected.refresh(placed.session)
    assert len(nothing_left_out(held(placed.session))) == 1
    redact(placed.session, [link.entry], rule="p", title="p", by=KEEPER)
    assert nothing_left_out(held(placed.session)) == nothing_left_out(truth(placed.session))
    assert len(nothing_left_out(held(placed.session))) == 2
