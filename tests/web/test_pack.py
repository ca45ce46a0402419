"""The sealed pack of a meeting: made again byte for byte, with what came later not in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from apregister.db import Engines, reading, reading_at, writing
from fair_access.meetings.book import Book, book
from fair_access.meetings.convene import Minuted, minute
from fair_access.meetings.pack import (
    differences,
    made_again,
    pack_of,
    read_pack,
    recorded_since,
    seal,
)
from fair_access.meetings.state import Sealed
from fair_access.telling import told_step
from movements.actor import Actor
from movements.attachments import Store
from movements.entry import EntryRow
from movements.places import place_facts
from movements.problems import Refused
from movements.record import stop_clock_at, today
from movements.take_in import take_in
from movements.terms import import_terms
from tests.web.test_case_pages import opened
from tests.web.world import AMY, BEN, ELM, EVE, LODGE, NAMES, OAK, World, before_the_panel, place_id

OFFICER = Actor("officer", "la_officer", authority="330")
VERSION = "0 (a)"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "papers")


def _seal(engines: Engines, store: Store, meeting: str) -> Minuted:
    with writing(engines.register) as session:
        return seal(session, store, meeting, OFFICER, today(), VERSION)


def _book(engines: Engines) -> Book:
    with reading(engines.register) as session:
        return book(session, "330", today())


def _sealed(engines: Engines, meeting: str) -> Sealed:
    return _book(engines).meetings[meeting].sealed[-1]


def _again(engines: Engines, meeting: str, sealed: Sealed) -> bytes:
    with reading_at(engines.register, sealed.upto) as session:
        return made_again(session, meeting, sealed, VERSION)


def _now(engines: Engines, meeting: str) -> bytes:
    with reading(engines.register) as session:
        held = book(session, None, today())
        return pack_of(session, held, held.meetings[meeting], today(), 0, VERSION)


def _tell(world: World, kind: str, who: str, **answers: str) -> int:
    place = place_id(OAK)
    by = Actor("oak", "school", frozenset({place}))
    with writing(world.engines.register) as session:
        facts = place_facts(session)[place]
        told = {"upn": who, **answers}
        return take_in(session, kind, told, place=facts, by=by, source="csv").entry


def test_a_pack_is_made_again_byte_for_byte_after_fifty_entries_and_a_correction(
    world: World, store: Store
) -> None:
    first = _tell(world, "suspension", BEN, on="2026-09-15", sessions="2", reason1="DB")
    path = opened(world, BEN)
    meeting = before_the_panel(world.engines, path)
    done = _seal(world.engines, store, meeting)
    sealed = _sealed(world.engines, meeting)
    kept = store.read(sealed.sha256)
    assert (done.result, sealed.entry, sealed.upto) == ("accepted", done.entry, done.entry - 1)
    assert _again(world.engines, meeting, sealed) == kept

    stop_clock_at(datetime(2027, 1, 15, 12, tzinfo=UTC))
    for day in range(1, 26):
        _tell(world, "contact_made", AMY, on=f"2026-11-{day:02d}", how="in_person", source="school")
        _tell(world, "contact_made", BEN, on=f"2026-11-{day:02d}", how="in_person", source="school")
    _tell(
        world, "suspension", BEN, on="2026-09-15", sessions="6", reason1="PA",
        corrects=str(first), correction_reason="typing_error",
    )  # fmt: skip
    _correct_referral(world, path.rpartition("/")[2])
    assert _again(world.engines, meeting, sealed) == kept
    later = _now(world.engines, meeting)
    changed = set(differences(read_pack(kept), read_pack(later)))
    assert any(".lines" in where for where in changed)
    assert any(".case.steps" in where for where in changed)
    assert any(".standing.sessions_suspended" in where for where in changed)
    with reading(world.engines.register) as session:
        since = recorded_since(session, sealed)
    assert (since.entries, since.on_its_children) == (52, 27)


def _correct_referral(world: World, case: str) -> None:
    told = {"on": "2026-11-01", "category": "d", "reason": "Excluded", "in_year": "refused"}
    with writing(world.engines.register) as session:
        found = session.exec(select(EntryRow.number).where(EntryRow.kind == "case_referred"))
        told |= {"corrects": str(found.one()), "correction_reason": "wrong_date"}
        told_step(session, case, "case_referred", told, OFFICER, today())


def test_a_reader_as_at_an_entry_sees_the_places_and_terms_of_then(world: World) -> None:
    last = world.entries()[-1].number
    with writing(world.engines.register) as session:
        terms = b"place_or_la,kind,from,to\n330,term,2027-01-04,2027-02-12\n"
        import_terms(session, terms, recorded_at="2026-11-23T12:00:00.000000Z")
    _tell(world, "contact_made", AMY, on="2026-11-20", how="in_person", source="school")
    with reading_at(world.engines.register, last) as session:
        assert len(world.entries()) > last
        names = {place.name for place in place_facts(session).values()}
        entries = session.connection().exec_driver_sql("SELECT max(number) FROM entry").scalar()
        held = session.connection().exec_driver_sql("SELECT count(*) FROM term_date").scalar()
    assert (names, entries, held) == ({*NAMES.values()}, last, 0)
    with reading(world.engines.register) as session:
        held = session.connection().exec_driver_sql("SELECT count(*) FROM term_date").scalar()
    assert held == 1


def test_a_pack_names_no_place_of_a_protected_child(world: World, store: Store) -> None:
    meeting = before_the_panel(world.engines, opened(world, EVE))
    _seal(world.engines, store, meeting)
    kept = store.read(_sealed(world.engines, meeting).sha256)
    (file,) = read_pack(kept)["files"].values()
    assert file["protected"]
    assert "a place that is withheld" in str(file)
    assert "words that are withheld" in str(file)
    for urn in (OAK, LODGE, ELM):
        assert NAMES[urn] not in str(file)
        assert place_id(urn) not in kept.decode()
    assert "la:330" not in str(file)


def test_sealed_again_with_nothing_new_it_is_held_and_with_more_both_versions_stay(
    world: World, store: Store
) -> None:
    meeting = before_the_panel(world.engines, opened(world, BEN))
    first = _seal(world.engines, store, meeting)
    assert _seal(world.engines, store, meeting).result == "already_held"
    _tell(world, "contact_made", BEN, on="2026-11-20", how="in_person", source="school")
    assert _seal(world.engines, store, meeting).entry > first.entry
    versions = _book(world.engines).meetings[meeting].sealed
    assert len({*(one.sha256 for one in versions)}) == 2
    assert all(_again(world.engines, meeting, v) == store.read(v.sha256) for v in versions)


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (Actor("far", "la_officer", authority="331"), "not_yours"),
        (Actor("panel", "panel_member", authority="330"), "not_allowed"),
    ],
)
def test_who_may_not_seal(world: World, store: Store, by: Actor, code: str) -> None:
    meeting = before_the_panel(world.engines, opened(world, BEN))
    with pytest.raises(Refused) as refused, writing(world.engines.register) as session:
        seal(session, store, meeting, by, today(), VERSION)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert list(store.held()) == []


def test_nothing_is_sealed_of_an_empty_agenda(world: World, store: Store) -> None:
    path = opened(world, BEN)
    meeting = before_the_panel(world.engines, path)
    off = {"on": "2026-11-23", "case": path.rpartition("/")[2], "listed": "N", "why": "Moved"}
    with writing(world.engines.register) as session:
        from_agenda = minute(session, "meeting_agenda", meeting, off, OFFICER)
    assert from_agenda.result == "accepted"
    with pytest.raises(Refused) as refused:
        _seal(world.engines, store, meeting)
    assert [problem.code for problem in refused.value.problems] == ["no_agenda"]
    assert list(store.held()) == []
