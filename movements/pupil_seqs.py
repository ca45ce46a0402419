"""`Pupil.seq` by a record's id, and the other way round: many at once."""

from collections.abc import Iterable

from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel

from movements import people_and_places
from movements.batches import as_list, listed

_PUPIL: Table = SQLModel.metadata.tables[str(people_and_places.Pupil.__tablename__)]
_ASKED = listed("asked")
# Made once: asked for every file that is taken in.
_EVERY = select(_PUPIL.c.id, _PUPIL.c.seq)
_OF_IDS = _EVERY.select_from(_ASKED.join(_PUPIL, _PUPIL.c.id == _ASKED.c.value))
_OF_SEQS = _EVERY.select_from(_ASKED.join(_PUPIL, _PUPIL.c.seq == _ASKED.c.value))


def seqs_of(session: Session, pupils: Iterable[str] | None = None) -> dict[str, int]:
    """By id, the `Pupil.seq` of some records, or of every one when None."""
    if pupils is None:
        found = session.execute(_EVERY).all()
    else:
        found = session.execute(_OF_IDS, {"asked": as_list(pupils)}).all()
    return dict(found)


def pupils_of(session: Session, seqs: Iterable[int]) -> dict[int, str]:
    """By `Pupil.seq`, the id of each of some records."""
    found = session.execute(_OF_SEQS, {"asked": as_list(seqs)}).all()
    return {seq: pupil for pupil, seq in found}
