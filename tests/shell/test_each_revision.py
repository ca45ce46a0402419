"""A register of any earlier revision, with rows in it, becomes the one that is made new."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from apregister.db import Engines, open_engines, reading_tables
from apregister.fence import REVISION, assert_fence
from apregister.migrate import MIGRATIONS, alembic_config, upgrade
from apregister.tables import METADATA
from movements.append_only import APPEND_ONLY
from tests.shell.test_migrations import ROWS

LEAF = "x'" + "00" * 32 + "'"
FIRST_ROWS = {
    "place": "VALUES ('s_1', 'now')",
    "pupil": "(id, created_at) VALUES ('p_1', 'now')",
    **ROWS,
    "entry": ROWS["entry"].replace("x'00'", LEAF),
    "tree_head": f"(id, size, frontier, root) VALUES (1, 1, {LEAF}, {LEAF})",
    "local_authority": "VALUES ('330', 'Birmingham')",
    "form_draft": "VALUES ('d', 'p_1', 'on_roll', 'olive', 's_1', '2026-09-01', '{}')",
}
"""A row for each table that a revision may have, in the order that foreign keys ask for."""
NO_MARKS_MAY_GO = ("school_day", "mark_roll")
"""Tables whose rows the fence of revisions before 0004 let go under no circumstances."""


def revisions() -> list[str]:
    """Every revision but the last, the first one first."""
    found = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return [one.revision for one in found if one.revision != REVISION][::-1]


@pytest.fixture(params=revisions())
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engines]:
    """A register of an earlier revision with a row in each of its tables."""
    engines = open_engines(f"sqlite:///{tmp_path}/before.db")
    with engines.register.connect() as here, here.begin():
        command.upgrade(alembic_config(here), request.param)
        if request.param < "0004":
            _with_the_fence_of_then(here)
        there_are = set(inspect(here).get_table_names())
        for table, row in FIRST_ROWS.items():
            if table in there_are:
                here.execute(text(f"INSERT INTO {table} {row}"))
    yield engines
    engines.dispose()


def _with_the_fence_of_then(here: Connection) -> None:
    for table in NO_MARKS_MAY_GO:
        name = f"fence_{table}_delete"
        here.execute(text(f"DROP TRIGGER {name}"))
        here.execute(
            text(
                f"CREATE TRIGGER {name} BEFORE DELETE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        )


def schema(engines: Engines) -> dict[str, object]:
    """Columns, indexes and keys of each table, and each trigger as it was written."""
    with reading_tables(engines.register) as here:
        look = inspect(here)
        tables: dict[str, object] = {
            table: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)],
                sorted(str(one) for one in look.get_indexes(table)),
                sorted(str(one) for one in look.get_foreign_keys(table)),
                sorted(str(one) for one in look.get_check_constraints(table)),
                look.get_pk_constraint(table),
            )
            for table in look.get_table_names()
        }
        triggers = here.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return tables | {row.name: row.sql for row in triggers}


def test_it_becomes_what_a_new_one_is_and_keeps_its_rows(before: Engines, engines: Engines) -> None:
    upgrade(before)
    assert schema(before) == schema(engines)
    assert_fence(before)
    with reading_tables(before.register) as here:
        assert compare_metadata(MigrationContext.configure(here), METADATA) == []
        for table in (*APPEND_ONLY, "place", "pupil"):
            count = here.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            assert count >= 1, table


def test_links_and_rules_are_found_by_the_kind_of_their_entry(before: Engines) -> None:
    """What revision 0006 is for: no reading of the whole register where a few entries will do."""
    upgrade(before)
    asked = "EXPLAIN QUERY PLAN SELECT * FROM entry WHERE kind = 'records_linked'"
    with reading_tables(before.register) as here:
        plan = " ".join(row.detail for row in here.execute(text(asked)))
    assert "ix_entry_kind" in plan
