"""What readers worked out of entries that are about no marks, kept in memory between two files.

A school sends its marks twice a day, of the same pupils by the same calendar. Only what a reader
of committed entries found is kept, and all of it is forgotten with the first entry since that is
about anything but marks.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy.pool import Pool
from sqlmodel import Session

from movements.received_checked import LET_GO
from movements.sealed_marks import SUBMISSION

Found = TypeVar("Found")

_MOST = 10_000
_HERE = "kept"


@dataclass
class _Register:
    """What is kept of one register, as of the entry of a number."""

    upto: int = 0
    found: dict[Hashable, Any] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_KEPT: "WeakKeyDictionary[Pool, _Register]" = WeakKeyDictionary()
# Asked of the driver itself, for every reading.
_SINCE = (
    "SELECT (SELECT max(number) FROM entry), EXISTS "
    f"(SELECT 1 FROM entry WHERE number > ? AND kind NOT IN ('{SUBMISSION}', '{LET_GO}'))"
)


def kept(session: Session, what: Hashable, work_out: Callable[[], Found]) -> Found:
    """What was worked out before under this name, where it still holds; else worked out now.

    What it is may be added to, with what is as true of the entries it was worked out of.
    """
    found = _found(session)
    if what not in found:
        found[what] = work_out()
    return cast(Found, found[what])


def _found(session: Session) -> dict[Hashable, Any]:
    """What is kept of the session's register; a writer, and an older view, has its own, to be lost.

    A reader sees one view of the register as long as it lasts: it asks once.
    """
    if _HERE not in session.info:
        connection = session.connection()
        if not connection.get_execution_options().get("read_only"):
            return {}
        register = _KEPT.setdefault(connection.engine.pool, _Register())
        session.info[_HERE] = _as_of_now(session, register)
    return cast(dict[Hashable, Any], session.info[_HERE])


def _as_of_now(session: Session, register: _Register) -> dict[Hashable, Any]:
    held: Any = session.connection().connection.driver_connection
    with register.lock:
        newest, others = held.execute(_SINCE, (register.upto,)).fetchone()
        if (newest or 0) < register.upto:
            return {}
        if others or len(register.found) > _MOST:
            # A new one: who began with the old one adds to that, and it goes with them.
            register.found = {}
        register.upto = newest or 0
        return register.found
