"""The databases: one commit, writers that wait their turn, readers that cannot write."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select

from apregister.db import Engines, looks_url, make_engine, reading, reading_tables, writing
from movements.people_and_places import LocalAuthority


def names(engines: Engines) -> list[str]:
    with reading(engines.register) as session:
        return list(session.exec(select(LocalAuthority.name).order_by(LocalAuthority.code)))


def test_writing_commits_once_at_the_end(engines: Engines) -> None:
    with writing(engines.register) as session:
        session.add(LocalAuthority(code="330", name="Birmingham"))
    assert names(engines) == ["Birmingham"]


def test_nothing_is_kept_of_writing_that_failed(engines: Engines) -> None:
    twice = LocalAuthority(code="330", name="Birmingham"), LocalAuthority(code="330", name="B")
    with pytest.raises(IntegrityError), writing(engines.register) as session:
        session.bulk_save_objects(twice)
    assert names(engines) == []


def test_what_was_written_stays_readable_after_the_commit(engines: Engines) -> None:
    with writing(engines.register) as session:
        held = LocalAuthority(code="330", name="Birmingham")
        session.add(held)
    assert held.name == "Birmingham"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO local_authority VALUES ('330', 'Birmingham')",
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
            session.add(LocalAuthority(code=code, name=code))
    assert names(engines) == ["330", "331", "332"]


def test_a_reader_does_not_wait_for_a_writer_and_sees_the_register_as_it_was(
    engines: Engines,
) -> None:
    with writing(engines.register) as session:
        session.add(LocalAuthority(code="330", name="Birmingham"))
        session.flush()
        assert names(engines) == []
        with reading_tables(engines.register) as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_eight_writers_who_check_first_write_one_row(engines: Engines) -> None:
    def add_if_absent() -> None:
        with writing(engines.register) as session:
            if session.get(LocalAuthority, "330") is None:
                session.add(LocalAuthority(code="330", name="Birmingham"))

    threads = [threading.Thread(target=add_if_absent) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(engines) == ["Birmingham"]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("recursive_triggers", 1), ("synchronous", 2)],
)
def test_every_connection_is_set_as_the_house_wants(
    engines: Engines, pragma: str, value: object
) -> None:
    for engine in (engines.register, engines.looks):
        with reading_tables(engine) as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_looks_lie_in_a_file_beside_the_register() -> None:
    assert looks_url("sqlite:///area/register.db") == "sqlite:///area/register.db.looks.db"
    assert looks_url("sqlite://") == "sqlite://"


def test_another_kind_of_database_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="keeps to SQLite"):
        make_engine("postgresql://localhost/register")
