"""Redaction below the commands: cases, answers kept for keys, holds placed meanwhile, the fence."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from apregister.beside import House
from apregister.db import reading, writing
from apregister.idempotency import IdempotencyKey
from apregister.retaining import Plan, carry_out, plan_of
from apregister.settings import Settings
from fair_access.cases import cases, cases_of
from fair_access.decide import open_case, take_step
from fair_access.meetings.convene import minute
from fair_access.meetings.pack import seal
from movements.actor import Actor
from movements.attachments import Store
from movements.kind import typed
from movements.legal_hold import HoldReleased, LegalHold, place_hold, release_hold
from movements.problems import Refused
from movements.record import stop_clock_at
from movements.redaction import redact
from movements.verify import findings
from tests.api.world import AMY, FAY, HILL, NOW, World

OFFICER = Actor("an officer", "la_officer", frozenset(), "330")
KEEPER = Actor("command-line", "administrator")
TODAY = date(2025, 12, 12)


@pytest.fixture
def later(world: World) -> Iterator[date]:
    """Seven years on."""
    stop_clock_at(datetime(2032, 12, 12, 12, 0, tzinfo=UTC))
    yield date(2032, 12, 12)
    stop_clock_at(NOW)


def closed_case(world: World, upn: str) -> str:
    with writing(world.engines.register) as session:
        told = {"on": "2025-11-10", "category": "d", "reason": "Excluded for a knife"}
        case = open_case(session, world.pupil(upn), told, OFFICER, TODAY)
        ended = {"on": "2025-11-20", "because": "The family moved to Leeds"}
        take_step(session, case, "case_withdrawn", ended, OFFICER, TODAY)
    return case


def house(world: World) -> House:
    return House(world.engines, Settings(), KEEPER)


def due(plan: Plan) -> list[str]:
    return [one.keep for one in plan.due]


def test_a_closed_case_goes_after_the_years_its_authority_keeps_it(world: World) -> None:
    closed_case(world, AMY)
    stop_clock_at(datetime(2031, 11, 19, 12, 0, tzinfo=UTC))
    assert due(plan_of(house(world), date(2031, 11, 19))) == []
    plan = plan_of(house(world), date(2031, 11, 20))
    assert due(plan) == ["panel_papers"]
    carry_out(house(world), plan)
    with reading(world.engines.register) as session:
        assert cases_of(session, world.pupil(AMY), date(2031, 11, 20)) == []
        assert cases(session, "330", None, date(2031, 11, 20)) == []
        assert list(findings(session)) == []
    assert not any("Leeds" in (entry.details or "") for entry in world.entries())
    stop_clock_at(NOW)


def test_the_pack_of_a_meeting_to_come_goes_on_without_what_a_closed_case_said(
    world: World, tmp_path: Path
) -> None:
    case = closed_case(world, AMY)
    on, kept = {"on": "2025-11-12"}, Settings(attachments=tmp_path)
    panel = on | {"name": "North", "phase": "all", "area": "North", "schools": HILL}
    panel |= {"terms": "Section 4", "chair": "Head"}
    called = on | {"day": "2025-12-12", "starts_at": "9:30", "place": "Online"}
    with writing(world.engines.register) as session:
        about = minute(session, "panel_set_up", "", panel, OFFICER).panel
        meeting = minute(session, "meeting_called", about, called, OFFICER).meeting
        listed = on | {"case": other_case(session, world), "why": "Due"}
        minute(session, "meeting_agenda", meeting, listed, OFFICER)
        seal(session, Store(tmp_path), meeting, OFFICER, TODAY, "0 (a)")
    (before,) = Store(tmp_path).held()
    assert b"Leeds" in Store(tmp_path).read(before)
    stop_clock_at(datetime(2031, 11, 20, 12, 0, tzinfo=UTC))
    keeper = House(world.engines, kept, KEEPER)
    carry_out(keeper, plan_of(keeper, date(2031, 11, 20)))
    (after,) = Store(tmp_path).held()
    assert b"Leeds" not in Store(tmp_path).read(after)
    assert case.encode() not in Store(tmp_path).read(after)
    stop_clock_at(NOW)


def other_case(session: Session, world: World) -> str:
    """A later case of the same pupil: the closed one is told in its file as an earlier one."""
    told = {"on": "2025-12-01", "category": "d", "reason": "Again"}
    return open_case(session, world.pupil(AMY), told, OFFICER, TODAY)


def test_an_open_case_goes_never(world: World, later: date) -> None:
    with writing(world.engines.register) as session:
        told = {"on": "2025-11-10", "category": "d", "reason": "Excluded"}
        open_case(session, world.pupil(AMY), told, OFFICER, TODAY)
    assert due(plan_of(house(world), later)) == []


def test_a_local_rule_keeps_the_papers_longer(world: World, later: date) -> None:
    closed_case(world, AMY)
    details = '{"rule":"panel_papers_years","values":[10],"cite":"Panel minute 7"}'
    with writing(world.engines.register) as session:
        session.connection().exec_driver_sql(
            "INSERT INTO entry SELECT 999, NULL, NULL, NULL, NULL, 'local_rule', '2025-01-01', "
            "session, recorded_at, recorded_by, organisation, '330', source, NULL, NULL, ?, "
            "salt, leaf FROM entry WHERE number = 1",
            (details,),
        )
    assert due(plan_of(house(world), later)) == []


def test_what_was_answered_to_a_key_goes_with_its_entry(world: World) -> None:
    told = {"pupil": world.pupil(FAY), "on": "2025-09-08", "dob": "2007-01-01"}
    assert world.send("la330", "pupil_details", told, key="k1").status == 201
    others = {"upn": AMY, "on": "2025-09-08", "sessions": 2, "reason1": "DB"}
    assert world.send("brook", "suspension", others, key="k2").status == 201
    stop_clock_at(datetime(2032, 12, 12, 12, 0, tzinfo=UTC))
    plan = plan_of(house(world), date(2032, 12, 12))
    assert [(one.keep, one.pupil) for one in plan.due] == [("pupil_file", world.pupil(FAY))]
    carry_out(house(world), plan)
    [redacted] = [e for e in world.entries() if e.kind == "pupil_details" and not e.details]
    with reading(world.engines.register) as session:
        kept = session.exec(select(IdempotencyKey)).one()
    assert kept.entry != redacted.number
    with writing(world.engines.register) as session:
        again = redact(session, [redacted.number], rule="x", title="x", by=KEEPER)
    assert again == [], "once only"
    stop_clock_at(NOW)


def test_a_hold_placed_after_the_plan_was_made_is_heeded(world: World, later: date) -> None:
    closed_case(world, AMY)
    closed_case(world, FAY)
    plan = plan_of(house(world), later)
    assert due(plan) == ["panel_papers"] * 2
    with writing(world.engines.register) as session:
        answers = typed(LegalHold, {"on": later.isoformat(), "because": "Inquiry"})
        place_hold(session, world.pupil(AMY), answers, KEEPER)
    assert carry_out(house(world), plan) == 2
    held = [e for e in world.entries() if e.kind == "case_withdrawn" and e.details]
    assert [e.pupil_id for e in held] == [world.pupil(AMY)]
    assert [one.keep for one in plan_of(house(world), later).held] == ["panel_papers"]


def test_only_an_administrator_holds_and_releases(world: World) -> None:
    answers = typed(LegalHold, {"on": "2025-12-12", "because": "Inquiry"})
    with pytest.raises(Refused, match="administrator"), writing(world.engines.register) as session:
        place_hold(session, None, answers, OFFICER)
    end = typed(HoldReleased, {"on": "2025-12-12", "hold": "1", "because": "Over"})
    with pytest.raises(Refused, match="administrator"), writing(world.engines.register) as session:
        release_hold(session, end, OFFICER)


@pytest.mark.parametrize("who", ["brook", "la330"])
def test_schools_and_officers_are_not_told_of_a_hold_nor_can_withdraw_it(
    world: World, who: str
) -> None:
    with writing(world.engines.register) as session:
        answers = typed(LegalHold, {"on": "2025-12-12", "because": "Inquiry of X"})
        held = place_hold(session, world.pupil(AMY), answers, KEEPER)
    assert "legal_hold" not in str(world.history(who, AMY).body)
    told = {
        "pupil": world.pupil(AMY),
        "on": "2025-12-12",
        "because": "We would rather not",
        "corrects": held.number,
        "correction_reason": "other",
    }
    refused = world.send(who, "withdrawn", told)
    assert refused.status == 422
    assert refused.codes[0][0] == "corrects"


def test_marks_go_by_a_redaction_and_by_nothing_else(world: World) -> None:
    with writing(world.engines.register) as session:
        here = session.connection()
        here.execute(text("INSERT INTO mark_roll VALUES (1, 's_00900001', 'd', x'01')"))
        here.execute(
            text("INSERT INTO school_day VALUES (1, 's_00900001', '2025-09-05', 1, 2, 1, x'1111')")
        )
    for table in ("school_day", "mark_roll"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            writing(world.engines.register) as session,
        ):
            session.connection().execute(text(f"DELETE FROM {table}"))
    with writing(world.engines.register) as session:
        redact(session, [2], rule="x", title="x", by=KEEPER)
        here = session.connection()
        here.execute(text("DELETE FROM school_day"))
        here.execute(text("DELETE FROM mark_roll"))
