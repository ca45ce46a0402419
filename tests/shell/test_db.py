"""The databases: one commit, writers that wait their turn, readers that cannot write."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select

from apregister.db import Engines, looks_url, make_engine, reading, reading_tables, writing
from apregister.keeping import Keeping


def names(engines: Engines) -> list[str]:
    with reading(engines.register) as session:
        kept = select(Keeping.value).where(Keeping.name != "secret")
        return list(session.exec(kept.order_by(Keeping.name)))


def test_writing_commits_once_at_the_end(engines: Engines) -> None:
    with writing(engines.register) as session:
        session.add(Keeping(name="330", value="Birmingham"))
    assert names(engines) == ["Birmingham"]


def test_nothing_is_kept_of_writing_that_failed(engines: Engines) -> None:
    twice = Keeping(name="330", value="Birmingham"), Keeping(name="330", value="B")
    with pytest.raises(IntegrityError), writing(engines.register) as session:
        session.bulk_save_objects(twice)
    assert names(engines) == []


def test_a_connection_whose_commit_failed_keeps_no_lock_and_nothing_of_it(engines: Engines) -> None:
    """A commit that the database refuses leaves its transaction open, as on a full disk."""
    with writing(engines.register) as session:
        connection = session.connection()
        connection.exec_driver_sql("CREATE TABLE whole (id INTEGER PRIMARY KEY)")
        part = "CREATE TABLE part (of REFERENCES whole DEFERRABLE INITIALLY DEFERRED)"
        connection.exec_driver_sql(part)
    with pytest.raises(IntegrityError), writing(engines.register) as session:
        session.connection().exec_driver_sql("INSERT INTO part VALUES (9)")
    with closing(sqlite3.connect(engines.register.url.database or "", timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM part").fetchone() == (0,)
    with writing(engines.register) as session:
        session.add(Keeping(name="331", value="Solihull"))
    assert names(engines) == ["Solihull"]


def test_what_was_written_stays_readable_after_the_commit(engines: Engines) -> None:
    with writing(engines.register) as session:
        held = Keeping(name="330", value="Birmingham")
        session.add(held)
    assert held.value == "Birmingham"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO keeping VALUES ('330', 'Birmingham')",
        "UPDATE tree_head SET size = 9",
        "DELETE FROM keeping",
        "DROP TRIGGER fence_entry_delete",
        "CREATE TABLE mine (x)",
    ],
)
def test_the_database_itself_refuses_a_reader_who_writes(engines: Engines, statement: str) -> None:
    with (
        reading(engines.register) as session,
        pytest.raises(OperationalError, match="readonly"),
    ):
        session.connection().execute(text(statement))


def test_a_connection_that_read_can_write_in_its_next_turn(engines: Engines) -> None:
    for code in ("330", "331", "332"):
        names(engines)
        with writing(engines.register) as session:
            session.add(Keeping(name=code, value=code))
    assert names(engines) == ["330", "331", "332"]


def test_a_reader_does_not_wait_for_a_writer_and_sees_the_register_as_it_was(
    engines: Engines,
) -> None:
    with writing(engines.register) as session:
        session.add(Keeping(name="330", value="Birmingham"))
        session.flush()
        assert names(engines) == []
        with reading_tables(engines.register) as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_eight_writers_who_check_first_write_one_row(engines: Engines) -> None:
    def add_if_absent() -> None:
        with writing(engines.register) as session:
            if session.get(Keeping, "330") is None:
                session.add(Keeping(name="330", value="Birmingham"))

    threads = [threading.Thread(target=add_if_absent) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(engines) == ["Birmingham"]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("synchronous", 2),
        ("page_size", 16_384),
    ],
)
def test_every_connection_is_set_as_the_house_wants(
    engines: Engines, pragma: str, value: object
) -> None:
    for engine in (engines.register, engines.looks):
        with reading_tables(engine) as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_register_made_with_smaller_pages_keeps_them(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as made:
        made.execute("PRAGMA page_size=4096")
        made.execute("CREATE TABLE school (name TEXT)")
    engine = make_engine(f"sqlite:///{old}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA page_size").scalar() == 4_096
    engine.dispose()


def test_looks_lie_in_a_file_beside_the_register() -> None:
    assert looks_url("sqlite:///area/register.db") == "sqlite:///area/register.db.looks.db"
    assert looks_url("sqlite://") == "sqlite://"


def test_another_kind_of_database_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="keeps to SQLite"):
        make_engine("postgresql://localhost/register")
