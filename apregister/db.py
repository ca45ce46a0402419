"""The databases: engines, sessions that write or only read, and the only commit in the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import Pool, StaticPool
from sqlmodel import Session

from apregister.auth.officers import has_officers
from movements.as_at import see_as_at
from movements.hand_overs import OFFICERS
from movements.ready import Ready
from movements.register import READY
from movements.sealed_rows import newest_rows, seal_new_rows

# Enough for sixteen page threads and forty API threads, each with a reader and a writer.
POOL = 40
POOL_OVERFLOW = 80
PATIENCE_SECONDS = 5
PAGE_BYTES = 16_384
_READY: WeakKeyDictionary[Pool, Ready] = WeakKeyDictionary()

_ON_CONNECT = (
    # Of a new file only, and before all else: a day of 1,000 pupils leaves half a page of 4 KiB
    # empty.
    f"PRAGMA page_size={PAGE_BYTES}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    # Without this INSERT OR REPLACE deletes a row and no trigger hears of it.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA synchronous=FULL",
)


@dataclass(frozen=True)
class Engines:
    """The two databases of one register: itself, and who looked at it."""

    register: Engine
    looks: Engine

    def dispose(self) -> None:
        """Close every connection of both."""
        self.register.dispose()
        self.looks.dispose()


def open_engines(url: str) -> Engines:
    """The engines for a register and for its book of looks, which lies beside it."""
    return Engines(make_engine(url), make_engine(looks_url(url)))


def looks_url(url: str) -> str:
    """Where the looks of a register are kept: `apregister.db` has `apregister.db.looks.db`.

    They have their own file so that noting a look never waits for a long intake.
    """
    parsed = make_url(url)
    if _in_memory(parsed.database):
        return url
    looks = parsed.set(database=f"{parsed.database}.looks.db")
    return looks.render_as_string(hide_password=False)


def make_engine(url: str) -> Engine:
    """An engine whose transactions begin as this house wants them.

    A writer takes the write lock at once (BEGIN IMMEDIATE), so that what it checked is still true
    when it writes; a reader (execution option `read_only`) is refused every write by SQLite.
    Raises ValueError for a database that is not SQLite.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise ValueError(f"This register keeps to SQLite for now: {parsed.drivername} cannot be.")
    engine = create_engine(parsed, connect_args=_connect_args(), **_pool(parsed.database))
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    event.listen(engine, "checkin", _on_checkin)
    return engine


def _connect_args() -> dict[str, Any]:
    # isolation_level None: Python's driver begins nothing by itself, _on_begin does.
    return {"check_same_thread": False, "timeout": PATIENCE_SECONDS, "isolation_level": None}


def _pool(database: str | None) -> dict[str, Any]:
    if _in_memory(database):
        return {"poolclass": StaticPool}
    return {"pool_size": POOL, "max_overflow": POOL_OVERFLOW}


def _in_memory(database: str | None) -> bool:
    return database in (None, "", ":memory:")


def _on_connect(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _ON_CONNECT:
        cursor.execute(pragma)
    cursor.close()


def _on_begin(connection: Connection) -> None:
    """Set at every beginning, since a pooled connection serves readers and writers in turn."""
    read_only = bool(connection.get_execution_options().get("read_only"))
    held: Any = connection.connection.driver_connection
    held.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
    if read_only:
        held.execute("BEGIN")
    else:
        # Not of the driver itself: whoever waited in vain is told so in SQLAlchemy's words.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _on_checkin(connection: Any, _record: object) -> None:
    """SQLite rolls nothing back by itself where a commit failed (a disk full or busy), and so the
    connection would keep the write lock, and refuse whoever is handed it next.
    """
    if connection is not None and connection.in_transaction:
        connection.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that holds the write lock and commits once, at the end, or not at all.

    What it hands out stays readable afterwards. In a register, the pupils, identifiers, places and
    dates that this session added are put under an entry's seal first; rows that came by other means
    are not. Raises sqlalchemy.exc.OperationalError when another process has held the lock for
    longer than five seconds.
    """
    with Session(engine, expire_on_commit=False) as session:
        session.info[OFFICERS] = has_officers
        session.connection()
        since = newest_rows(session) if _is_register(session) else None
        yield session
        session.flush()
        if since is not None:
            seal_new_rows(session, since)
        session.commit()


def _is_register(session: Session) -> bool:
    """Whether this is a register's own file, and not its book of looks."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'tree_head'"
    return session.connection().exec_driver_sql(query).first() is not None


@contextmanager
def rehearsing(engine: Engine) -> Iterator[Session]:
    """A session that may write and never keeps what it wrote: for a dry run."""
    with Session(engine, expire_on_commit=False) as session:
        session.info[OFFICERS] = has_officers
        session.connection()
        try:
            yield session
        finally:
            session.rollback()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session over one unchanging view of the register, that the database lets only read."""
    with Session(engine.execution_options(read_only=True), expire_on_commit=False) as session:
        if engine.pool in _READY:
            session.info[READY] = _READY[engine.pool]
        yield session


@contextmanager
def reading_at(engine: Engine, entry: int) -> Iterator[Session]:
    """A session that sees the register as it was known at an entry, and lets only read."""
    with Session(engine.execution_options(read_only=True), expire_on_commit=False) as session:
        see_as_at(session, entry)
        yield session


def keep_ready(engine: Engine) -> None:
    """Keep what every child's entries come to between this process's readings: for a server."""
    _READY[engine.pool] = Ready()


@contextmanager
def reading_tables(engine: Engine) -> Iterator[Connection]:
    """A connection that may only read and waits for nobody: for what lies below the tables."""
    with engine.execution_options(read_only=True).connect() as connection:
        yield connection
