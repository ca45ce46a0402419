"""The migrations: they make what the code describes, fence included, and say when it is gone."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from apregister.db import Engines, open_engines, reading, reading_tables, writing
from apregister.fence import REVISION, FenceBroken, assert_fence, is_up_to_date, triggers_of
from apregister.keeping import own_secret
from apregister.migrate import alembic_config, migrate
from apregister.tables import LOOKS, METADATA, PROJECTIONS, REGISTER, SHELL
from movements.append_only import APPEND_ONLY, TRIGGERS

ROWS = {
    "place_version": (
        "(place_id, name, status, \"on\", recorded_at, source) VALUES ('s_1', 'A', 'open', "
        "'2026-09-01', 'now', 'gias')"
    ),
    "pupil_identifier": (
        "(pupil_id, scheme, value, \"on\", recorded_at) VALUES ('p_1', 'upn', 'A', "
        "'2026-09-01', 'now')"
    ),
    "term_date": (
        "(place_or_la, kind, from_date, to_date, recorded_at) VALUES ('330', 'term', "
        "'2026-09-01', '2026-12-18', 'now')"
    ),
    "mark_roll": "(place_id, digest, pupils) VALUES ('s_1', 'd', x'00')",
    "entry": (
        '(number, kind, "on", session, recorded_at, recorded_by, organisation, source, leaf) '
        "VALUES (1, 'on_roll', '2026-09-01', 'AM', 'now', 'off', 'la:330', 'csv', x'00')"
    ),
    "school_day": (
        "(place_id, day, version, submission, roll_id, marks) VALUES "
        "('s_1', '2026-09-01', 1, 1, 1, x'00')"
    ),
}
KEYS = {"mark_roll": "id"}


@pytest.fixture
def filled(engines: Engines) -> Engines:
    """A row in every table inside the fence, put there past the house, so that nothing seals it."""
    with engines.register.begin() as here:
        here.execute(text("INSERT INTO place VALUES ('s_1', 'now')"))
        here.execute(text("INSERT INTO pupil (id, created_at) VALUES ('p_1', 'now')"))
        for table, row in ROWS.items():
            here.execute(text(f"INSERT INTO {table} {row}"))
    return engines


def test_every_fenced_table_is_tried() -> None:
    assert set(ROWS) == set(APPEND_ONLY)


def test_the_migrations_make_what_the_code_describes(engines: Engines) -> None:
    with reading_tables(engines.register) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert differences == []


def test_every_table_is_on_the_list() -> None:
    listed = {str(table.__tablename__) for table in (*REGISTER, *SHELL, *PROJECTIONS)}
    assert listed == set(METADATA.tables)


def test_migrating_again_changes_nothing(url: str, engines: Engines) -> None:
    with reading(engines.register) as session:
        before = own_secret(session)
    migrate(url)
    assert is_up_to_date(engines.register)
    with reading(engines.register) as session:
        assert own_secret(session) == before


def test_two_databases_have_two_secrets(tmp_path: Path, engines: Engines) -> None:
    migrate(f"sqlite:///{tmp_path}/another.db")
    another = open_engines(f"sqlite:///{tmp_path}/another.db")
    with reading(another.register) as here, reading(engines.register) as there:
        assert own_secret(here) != own_secret(there)
        assert len(own_secret(here)) >= 32
    another.dispose()


def test_down_and_up_again(engines: Engines) -> None:
    with engines.register.connect() as connection, connection.begin():
        command.downgrade(alembic_config(connection), "base")
        assert triggers_of(connection) == []
        command.upgrade(alembic_config(connection), "head")
    assert_fence(engines)


@pytest.mark.parametrize("table", sorted(ROWS))
def test_no_row_inside_the_fence_changes_goes_or_is_replaced(filled: Engines, table: str) -> None:
    key = KEYS.get(table, "number")
    for statement in (
        f"UPDATE {table} SET {key} = {key} + 1",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        f"REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            writing(filled.register) as session,
        ):
            session.connection().execute(text(statement))


@pytest.mark.parametrize("trigger", sorted(TRIGGERS))
def test_a_trigger_that_is_gone_is_named(engines: Engines, trigger: str) -> None:
    with writing(engines.register) as session:
        session.connection().execute(text(f"DROP TRIGGER {trigger}"))
    with pytest.raises(FenceBroken, match=trigger):
        assert_fence(engines)


def test_a_trigger_that_was_tamed_is_named(engines: Engines) -> None:
    with writing(engines.register) as session:
        here = session.connection()
        here.execute(text("DROP TRIGGER fence_entry_delete"))
        here.execute(
            text("CREATE TRIGGER fence_entry_delete BEFORE DELETE ON entry BEGIN SELECT 1; END")
        )
    with pytest.raises(FenceBroken, match="fence_entry_delete"):
        assert_fence(engines)


def test_the_revision_commands_ask_for_is_the_latest_migration(engines: Engines) -> None:
    with engines.register.connect() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
        assert script.get_current_head() == REVISION


def test_a_process_that_only_migrates_makes_every_table_of_the_looks(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'alone.db'}"
    program = f"from apregister.migrate import migrate; migrate({url!r})"
    subprocess.run([sys.executable, "-c", program], check=True)
    engines = open_engines(url)
    with reading_tables(engines.looks) as connection:
        made = set(inspect(connection).get_table_names())
    engines.dispose()
    assert {table.__tablename__ for table in LOOKS} <= made
