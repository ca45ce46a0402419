"""Registers in memory for the small worlds of tests: furnished once, then copied for each test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from apregister.tables import METADATA
from movements.append_only import TRIGGERS

Furnish = Callable[[Session], None]

# An engine learns what each statement compiles to, so it is used again; its pool, by which the
# program remembers what it read of a register, is new each time.
_IDLE: list[Engine] = []
_FURNISHED: dict[Furnish, bytes] = {}


@contextmanager
def in_memory(furnish: Furnish) -> Iterator[Session]:
    """A session on a register with its fence, as `furnish` leaves it; no other test sees it."""
    engine = _IDLE.pop() if _IDLE else _engine()
    try:
        with Session(engine) as session:
            _lay_out(session, furnish)
            yield session
    finally:
        engine.dispose()
        _IDLE.append(engine)


def _engine() -> Engine:
    return create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )


def _lay_out(session: Session, furnish: Furnish) -> None:
    raw = session.connection().connection.driver_connection
    assert raw is not None
    if furnish in _FURNISHED:
        session.rollback()
        raw.deserialize(_FURNISHED[furnish])
        return
    METADATA.create_all(session.connection())
    for trigger in TRIGGERS.values():
        session.execute(text(trigger))
    furnish(session)
    session.commit()
    session.expunge_all()
    _FURNISHED[furnish] = raw.serialize()
