"""`Pupil.seq` by a record's id, and the other way round: many at once."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from movements.batches import batches
from movements.people_and_places import Pupil


def seqs_of(session: Session, pupils: Iterable[str] | None = None) -> dict[str, int]:
    """By id, the `Pupil.seq` of some records, or of every one when None."""
    found: dict[str, int] = {}
    for some in [None] if pupils is None else batches(pupils):
        query = select(Pupil.id, Pupil.seq)
        rows = query if some is None else query.where(col(Pupil.id).in_(some))
        found |= {pupil: seq or 0 for pupil, seq in session.exec(rows).all()}
    return found


def pupils_of(session: Session, seqs: Iterable[int]) -> dict[int, str]:
    """By `Pupil.seq`, the id of each of some records."""
    found: dict[int, str] = {}
    for some in batches(seqs):
        query = select(Pupil.seq, Pupil.id).where(col(Pupil.seq).in_(some))
        found |= {seq or 0: pupil for seq, pupil in session.exec(query)}
    return found
