"""What every child's entries come to, made before anybody asks: as a server starts, and each day.

It only reads, so nobody waits for it; whoever asks before it is done does its work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy import Engine

from apregister.db import keep_ready, reading
from movements.record import today
from movements.register import standings

EVERY_SECONDS = 60.0
PATIENCE_SECONDS = 5.0


@contextmanager
def kept_ready(engine: Engine) -> Iterator[None]:
    """While it lasts, lists of many children are ready: brought up to now once a minute."""
    keep_ready(engine)
    stopped = Event()
    beside = Thread(target=_make_ready, args=(engine, stopped), name="ready", daemon=True)
    beside.start()
    try:
        yield
    finally:
        stopped.set()
        beside.join(PATIENCE_SECONDS)


def _make_ready(engine: Engine, stopped: Event) -> None:
    while not stopped.is_set():
        with reading(engine) as session:
            standings(session, None, today())
        stopped.wait(EVERY_SECONDS)
