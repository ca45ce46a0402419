"""The fence: nothing told is changed or removed, on any connection the register makes.

Every append-only table is tried by every way SQLite has to change a row.
"""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from apregister.db import make_engine, writing
from apregister.migrate import migrate
from movements.append_only import APPEND_ONLY, TRIGGERS
from movements.entry import EntryRow
from tests.movements.small_register import fill, tell

KEYS = dict.fromkeys(APPEND_ONLY, "number") | {"mark_roll": "id"}

WAYS: dict[str, Callable[[str, str, str], str]] = {
    "update": lambda t, k, c: f"UPDATE {t} SET {c} = {c}",
    "update of the key": lambda t, k, c: f"UPDATE {t} SET {k} = {k} + 100",
    "update or replace": lambda t, k, c: f"UPDATE OR REPLACE {t} SET {k} = 1",
    "update or ignore": lambda t, k, c: f"UPDATE OR IGNORE {t} SET {c} = {c}",
    "delete": lambda t, k, c: f"DELETE FROM {t}",
    "delete of one": lambda t, k, c: f"DELETE FROM {t} WHERE {k} = 1",
    "insert or replace": lambda t, k, c: f"INSERT OR REPLACE INTO {t} SELECT * FROM {t}",
    "insert or ignore": lambda t, k, c: f"INSERT OR IGNORE INTO {t} SELECT * FROM {t}",
    "replace": lambda t, k, c: f"REPLACE INTO {t} SELECT * FROM {t} WHERE {k} = 1",
    "replace by rowid": lambda t, k, c: (
        f"REPLACE INTO {t} (rowid, {c}) SELECT rowid, {c} FROM {t} WHERE {k} = 1"
    ),
    "upsert": lambda t, k, c: (
        f"INSERT INTO {t} SELECT * FROM {t} WHERE {k} = 1 "
        f"ON CONFLICT ({k}) DO UPDATE SET {c} = excluded.{c}"
    ),
}
A_COLUMN = {
    "entry": "kind",
    "place_version": "name",
    "pupil_identifier": "value",
    "term_date": "kind",
    "school_day": "marks",
    "mark_roll": "digest",
}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = f"sqlite:///{tmp_path_factory.mktemp('fence')}/register.db"
    migrate(made)
    engine = make_engine(made)
    with writing(engine) as session:
        fill(session)
    engine.dispose()
    return made


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    """A connection as the register makes them; nothing that a test does is kept."""
    engine = make_engine(url)
    with engine.connect() as made:
        yield made
    engine.dispose()


def contents(connection: Connection, table: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_changed_or_removed(connection: Connection, table: str, way: str) -> None:
    before = contents(connection, table)
    assert before, "there must be a row to change"
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        connection.execute(text(WAYS[way](table, KEYS[table], A_COLUMN[table])))
    assert contents(connection, table) == before


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nor_where_triggers_do_not_recurse(url: str, table: str, way: str) -> None:
    """A stranger's connection, with none of the register's pragmas."""
    engine = make_engine(url)
    with engine.connect() as connection:
        connection.rollback()
        connection.connection.dbapi_connection.execute("PRAGMA recursive_triggers=OFF")  # type: ignore[union-attr]
        assert not connection.execute(text("PRAGMA recursive_triggers")).scalar()
        before = contents(connection, table)
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            connection.execute(text(WAYS[way](table, KEYS[table], A_COLUMN[table])))
        assert contents(connection, table) == before
    engine.dispose()


def test_every_fenced_table_has_its_three_triggers() -> None:
    assert len(TRIGGERS) == 3 * len(APPEND_ONLY)


def redact(connection: Connection, number: int, what: str = "details = NULL, salt = NULL") -> None:
    connection.execute(text(f"UPDATE entry SET {what} WHERE number = {number}"))


def name_in_a_redaction(connection: Connection, number: int) -> None:
    """A redaction entry that names a row, appended as any entry is."""
    columns = [c.name for c in EntryRow.__table__.columns]  # type: ignore[attr-defined]
    taken = {"number": "max(number) + 1", "kind": "'redaction'", "corrects": str(number)}
    values = ", ".join(taken.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    connection.execute(text(f"INSERT INTO entry ({names}) SELECT {values} FROM entry"))


def test_details_are_emptied_only_once_a_redaction_names_the_row(connection: Connection) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        redact(connection, 1)
    name_in_a_redaction(connection, 1)
    redact(connection, 1)
    row = connection.execute(text("SELECT details, salt, leaf FROM entry WHERE number = 1")).one()
    assert (row.details, row.salt) == (None, None)
    assert row.leaf


@pytest.mark.parametrize(
    "what",
    [
        "details = '{}', salt = NULL",
        "details = NULL",
        "details = NULL, salt = x'00'",
        "details = NULL, salt = NULL, kind = 'suspension'",
        "details = NULL, salt = NULL, \"on\" = '2000-01-01'",
        "details = NULL, salt = NULL, recorded_by = 'nobody'",
        "details = NULL, salt = NULL, leaf = x'00'",
    ],
)
def test_a_redaction_lets_nothing_else_be_changed(connection: Connection, what: str) -> None:
    name_in_a_redaction(connection, 1)
    with pytest.raises(DBAPIError, match="append-only"):
        redact(connection, 1, what)


def test_nor_another_row(connection: Connection) -> None:
    name_in_a_redaction(connection, 1)
    with pytest.raises(DBAPIError, match="append-only"):
        redact(connection, 2)


def test_appending_goes_on_behind_the_fence(connection: Connection) -> None:
    with Session(connection) as session:
        number = tell(session, "suspension", "2025-10-06", sessions="2", reason1="PA")
        # Five that were told before, and the seal of the pupil's own rows.
        assert number == 7
