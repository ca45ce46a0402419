"""Pupils, identifiers, places and dates stand under an entry's seal: verify sees them changed."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from apregister.db import Engines, open_engines, reading, writing
from apregister.migrate import alembic_config, migrate
from movements.actor import Actor
from movements.append_only import TRIGGERS
from movements.people_and_places import Place, PlaceVersion, Pupil, PupilIdentifier, TermDate
from movements.record import append
from movements.verify import findings

DAY = date(2026, 9, 1)


@pytest.fixture
def kept(engines: Engines) -> Engines:
    with writing(engines.register) as session:
        session.add(Place(id="s_1", created_at="now"))
        session.add_all(Pupil(id=name, created_at="now") for name in ("p_1", "p_2"))
        session.flush()
        session.add(
            PupilIdentifier(pupil_id="p_1", scheme="upn", value="A", on=DAY, recorded_at="now")
        )
        session.add(
            PlaceVersion(place_id="s_1", name="Oak", on=DAY, recorded_at="now", source="gias")
        )
        session.add(
            TermDate(place_or_la="330", kind="term", from_date=DAY, to_date=DAY, recorded_at="now")
        )
    return engines


def found(engines: Engines) -> list[str]:
    with reading(engines.register) as session:
        return list(findings(session))


def behind_its_back(engines: Engines, statement: str) -> None:
    """As somebody who owns the file would: fence and keys down, and the fence up again."""
    with engines.register.connect() as connection:
        connection.execute(text("COMMIT"))
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        for name in TRIGGERS:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
        for trigger in TRIGGERS.values():
            connection.execute(text(trigger))
        connection.execute(text("PRAGMA foreign_keys = ON"))
        connection.execute(text("BEGIN"))


def test_what_was_written_through_the_house_is_whole(kept: Engines) -> None:
    assert found(kept) == []


def test_a_second_writing_seals_only_what_is_new(kept: Engines) -> None:
    with writing(kept.register) as session:
        session.add(Pupil(id="p_3", created_at="now"))
    with writing(kept.register):
        pass
    with reading(kept.register) as session:
        held = session.execute(text("SELECT count(*) FROM entry")).scalar()
    assert held == 2
    assert found(kept) == []


@pytest.mark.parametrize(
    ("statement", "table", "row"),
    [
        ("UPDATE pupil_identifier SET value = 'B'", "pupil_identifier", "number 1"),
        ("UPDATE place_version SET name = 'Elm'", "place_version", "number 1"),
        ("UPDATE term_date SET to_date = '2026-12-01'", "term_date", "number 1"),
        ("UPDATE pupil SET id = 'p_9' WHERE id = 'p_2'", "pupil", "seq 2"),
        ("UPDATE pupil SET created_at = 'then' WHERE id = 'p_2'", "pupil", "seq 2"),
        ("UPDATE place SET created_at = 'then'", "place", "s_1"),
        ("DELETE FROM place", "place", "s_1"),
        ("DELETE FROM term_date", "term_date", "number 1"),
        ("DELETE FROM pupil WHERE seq = 1", "pupil", "seq 1"),
    ],
)
def test_a_row_changed_or_removed_is_named_with_the_entry_that_sealed_it(
    kept: Engines, statement: str, table: str, row: str
) -> None:
    behind_its_back(kept, statement)
    assert found(kept) == [
        f"entry 1: rows it sealed in {table} were changed or removed since: {row}"
    ]


def test_a_place_under_another_id_is_missing_and_too_many(kept: Engines) -> None:
    behind_its_back(kept, "UPDATE place SET id = 's_2'")
    assert found(kept) == [
        "entry 1: rows it sealed in place were changed or removed since: s_1",
        "table place: has rows that no version names, added behind the register's back: s_2",
    ]


ADDED = {
    "pupil": "INSERT INTO pupil (id, created_at) VALUES ('p_9', 'now')",
    "pupil_identifier": (
        'INSERT INTO pupil_identifier (pupil_id, scheme, value, "on", recorded_at) '
        "VALUES ('p_2', 'upn', 'A', '2026-09-01', 'now')"
    ),
    "place_version": (
        'INSERT INTO place_version (place_id, name, status, "on", recorded_at, source) '
        "VALUES ('s_1', 'Elm', 'open', '2026-09-01', 'now', 'gias')"
    ),
    "term_date": (
        "INSERT INTO term_date (place_or_la, kind, from_date, to_date, recorded_at) "
        "VALUES ('330', 'term', '2026-09-01', '2026-12-18', 'now')"
    ),
}


def unsealed(table: str, *rows: str) -> str:
    said = "has rows that no entry seals, added behind the register's back"
    return f"table {table}: {said}: {', '.join(rows)}"


@pytest.mark.parametrize("table", sorted(ADDED))
def test_a_row_added_past_the_house_is_seen_with_the_fence_up(kept: Engines, table: str) -> None:
    with kept.register.begin() as connection:
        connection.execute(text(ADDED[table]))
    assert found(kept) == [
        unsealed(table, "seq 3" if table == "pupil" else "number 2"),
    ]


@pytest.mark.parametrize("number", [-3, 0, 7])
def test_a_row_added_under_any_number_is_seen(kept: Engines, number: int) -> None:
    with kept.register.begin() as connection:
        connection.execute(
            text(f"INSERT INTO pupil (seq, id, created_at) VALUES ({number}, 'p_9', 'now')")
        )
    assert found(kept) == [unsealed("pupil", f"seq {number}")]


def test_a_place_added_past_the_house_is_seen(kept: Engines) -> None:
    with kept.register.begin() as connection:
        connection.execute(text("INSERT INTO place VALUES ('s_9', 'now')"))
    assert found(kept) == [
        "table place: has rows that no version names, added behind the register's back: s_9"
    ]


def test_a_row_added_before_anything_was_sealed_is_seen(engines: Engines) -> None:
    with engines.register.begin() as connection:
        connection.execute(text(ADDED["pupil"]))
    assert found(engines) == [unsealed("pupil", "seq 1")]


@pytest.mark.parametrize("number", [-3, 3])
def test_a_later_writing_does_not_seal_what_was_added_behind_its_back(
    kept: Engines, number: int
) -> None:
    with kept.register.begin() as connection:
        connection.execute(
            text(f"INSERT INTO pupil (seq, id, created_at) VALUES ({number}, 'p_9', 'now')")
        )
    with writing(kept.register) as session:
        session.add(Pupil(id="p_3", created_at="now"))
    assert found(kept) == [unsealed("pupil", f"seq {number}")]


def test_a_row_that_took_the_number_of_one_removed_does_not_hide_it(kept: Engines) -> None:
    behind_its_back(kept, "DELETE FROM pupil WHERE seq = 2")
    with writing(kept.register) as session:
        session.add(Pupil(id="p_3", created_at="now"))
    assert found(kept) == [
        "entry 1: rows it sealed in pupil were changed or removed since: seq 2",
    ]


def test_many_rows_changed_are_counted(kept: Engines) -> None:
    with writing(kept.register) as session:
        session.add_all(Pupil(id=f"p_1{number:02}", created_at="now") for number in range(14))
    behind_its_back(kept, "UPDATE pupil SET created_at = 'then' WHERE seq > 3")
    assert found(kept) == [
        "entry 2: rows it sealed in pupil were changed or removed since: "
        + ", ".join(f"seq {number}" for number in range(4, 14))
        + " and 3 more"
    ]


def test_a_register_that_was_vacuumed_is_whole(kept: Engines) -> None:
    with writing(kept.register) as session:
        for number in range(5):
            session.add(Place(id=f"s_9{number}", created_at="now"))
            session.flush()
            known = {"name": "Elm", "on": DAY, "recorded_at": "now", "source": "gias"}
            session.add(PlaceVersion(place_id=f"s_9{number}", **known))
    with kept.register.connect() as connection:
        connection.execute(text("COMMIT"))
        connection.execute(text("VACUUM"))
        connection.execute(text("BEGIN"))
    assert found(kept) == []


EARLIER = {
    "pupil": "seq",
    "pupil_identifier": "number",
    "place_version": "number",
    "term_date": "number",
}


def sealed_earlier(engines: Engines, **changed: Any) -> None:
    """The seal that the register wrote before it had a place's own, and each row's digest."""
    with engines.register.connect() as connection:
        details = {}
        for table, key in EARLIER.items():
            rows = connection.execute(text(f"SELECT * FROM {table} ORDER BY {key}")).all()
            lines = b"".join(json.dumps(list(row), default=str).encode() + b"\n" for row in rows)
            digest = hashlib.sha256(lines).hexdigest()
            details[table] = {"after": 0, "upto": len(rows), "sha256": digest, **changed}
        connection.execute(text("COMMIT"))
        connection.execute(text("BEGIN"))
    told = Actor("register", "administrator")
    with writing(engines.register) as session:
        append(
            session,
            kind="rows_sealed",
            on=DAY,
            by=told,
            source="register",
            details=details,
            subjects={},
        )


@pytest.fixture
def earlier(tmp_path: Path) -> Engines:
    """A register of the version before: two tables more, an authority, and no place under seal."""
    url = f"sqlite:///{tmp_path}/earlier.db"
    engines = open_engines(url)
    with engines.register.connect() as connection, connection.begin():
        command.upgrade(alembic_config(connection), "0002")
        connection.execute(text("INSERT INTO local_authority VALUES ('330', 'Birmingham')"))
        connection.execute(text("INSERT INTO place VALUES ('s_1', 'now')"))
        connection.execute(text("INSERT INTO pupil (id, created_at) VALUES ('p_1', 'now')"))
        connection.execute(text("INSERT INTO pupil (id, created_at) VALUES ('p_2', 'now')"))
        connection.execute(text(ADDED["place_version"]))
        connection.execute(text(ADDED["pupil_identifier"]))
    return engines


def entries_held(engines: Engines) -> int:
    with reading(engines.register) as session:
        return int(session.execute(text("SELECT count(*) FROM entry")).scalar_one())


def test_seals_of_an_earlier_version_hold_and_places_come_under_one(earlier: Engines) -> None:
    sealed_earlier(earlier)
    migrate(str(earlier.register.url))
    assert found(earlier) == []
    behind_its_back(earlier, "UPDATE place SET created_at = 'then'")
    assert found(earlier) == [
        "entry 2: rows it sealed in place were changed or removed since: s_1",
    ]


def test_a_broken_seal_of_an_earlier_version_says_between_which_rows(earlier: Engines) -> None:
    sealed_earlier(earlier)
    migrate(str(earlier.register.url))
    behind_its_back(earlier, "UPDATE pupil SET created_at = 'then' WHERE seq = 2")
    assert found(earlier) == [
        "entry 1: rows it sealed in pupil were changed or removed since: one or more of seq 1 to 2"
    ]


def test_an_upgrade_does_not_seal_what_was_added_behind_the_back_of_an_earlier_seal(
    earlier: Engines,
) -> None:
    sealed_earlier(earlier)
    with earlier.register.begin() as connection:
        connection.execute(text(ADDED["pupil"]))
    migrate(str(earlier.register.url))
    assert found(earlier) == [unsealed("pupil", "seq 3")]


def test_a_register_that_sealed_nothing_is_sealed_whole_and_once(earlier: Engines) -> None:
    migrate(str(earlier.register.url))
    assert found(earlier) == []
    migrate(str(earlier.register.url))
    assert entries_held(earlier) == 1
    behind_its_back(earlier, "UPDATE pupil_identifier SET value = 'B'")
    assert found(earlier) == [
        "entry 1: rows it sealed in pupil_identifier were changed or removed since: number 1"
    ]


def test_an_empty_register_of_an_earlier_version_has_nothing_to_seal(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    engines = open_engines(url)
    with engines.register.connect() as connection, connection.begin():
        command.upgrade(alembic_config(connection), "0002")
    migrate(url)
    assert entries_held(engines) == 0
    assert found(engines) == []
    engines.dispose()


@pytest.mark.parametrize("told", [{"upto": 10**30}, {"upto": "2"}, {"after": None}, {"upto": -1}])
def test_an_entry_that_seals_no_rows_that_can_be_is_no_accident(
    kept: Engines, told: dict[str, Any]
) -> None:
    sealed_earlier(kept, **told)
    assert found(kept) == []


@pytest.mark.parametrize("details", ["gone", "[]", "{}", '{"pupil": 1}', '{"other": {}}'])
def test_a_seal_changed_to_anything_else_is_found_and_seals_nothing(
    kept: Engines, details: str
) -> None:
    behind_its_back(kept, f"UPDATE entry SET details = '{details}'")
    said = found(kept)
    assert said[0] == "entry 1: changed since it was recorded"
    assert unsealed("pupil", "seq 1", "seq 2") in said


def test_a_table_that_was_dropped_is_a_finding(kept: Engines) -> None:
    with kept.register.begin() as connection:
        connection.execute(text("DROP TABLE school_day"))
    assert any(one.startswith("table school_day: missing") for one in found(kept))
