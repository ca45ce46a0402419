"""Pupils that a place's files named before, kept in memory: a school sends its marks twice a day.

Only what a reader of committed entries found is kept, and it is forgotten with the first entry
since that is about anything but marks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.pool import Pool
from sqlmodel import Session

from movements.presence import Spell
from movements.problems import Problem
from movements.received_checked import LET_GO
from movements.sealed_marks import SUBMISSION


@dataclass(frozen=True, slots=True)
class Ours:
    """A pupil whom the place may mark in some spells, by `Pupil.seq`; `others` of linked records.

    `seq` is of the record that is kept for the child.
    """

    seq: int
    spells: tuple[Spell, ...]
    others: tuple[int, ...] = ()


Told = dict[str, Ours | Problem]
"""By UPN the pupil, or why a mark is refused though a pupil of the place bears it."""
LookUp = Callable[[Session, str, set[str]], Iterator[tuple[str, Ours | Problem]]]
_MOST_PLACES = 2_000


@dataclass
class _Register:
    """What is kept of one register by place, as of the entry of a number."""

    upto: int = 0
    places: dict[str, Told] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_KEPT: "WeakKeyDictionary[Pool, _Register]" = WeakKeyDictionary()
_NEWEST = text("SELECT max(number) FROM entry")
_OTHERS = text(
    "SELECT 1 FROM entry WHERE number > :upto AND kind NOT IN (:marks, :gone) LIMIT 1"
).bindparams(marks=SUBMISSION, gone=LET_GO)


def known_pupils(session: Session, place_id: str, upns: set[str], look_up: LookUp) -> Told:
    """The pupils of a place that UPNs name: those kept, and the others looked up."""
    places = _places(session)
    told = places.setdefault(place_id, {})
    unknown = {upn for upn in upns if upn not in told}
    if unknown:
        told |= dict(look_up(session, place_id, unknown))
    return {upn: told[upn] for upn in upns if upn in told}


def _places(session: Session) -> dict[str, Told]:
    """What is kept of the session's register, to be used and added to; else nothing, to be lost.

    A reader whose view is older than what is kept may not add to it.
    """
    connection = session.connection()
    if not connection.get_execution_options().get("read_only"):
        return {}
    kept = _KEPT.setdefault(connection.engine.pool, _Register())
    newest = session.execute(_NEWEST).scalar() or 0
    with kept.lock:
        if newest < kept.upto:
            return {}
        others = session.execute(_OTHERS, {"upto": kept.upto}).first()
        if others or len(kept.places) > _MOST_PLACES:
            # A new one: who began with the old one adds to that, and it goes with them.
            kept.places = {}
        kept.upto = newest
        return kept.places
