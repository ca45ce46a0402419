"""The marks that places hold of one day, to be asked for many children at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlmodel import Session, col, select

from movements import marks
from movements.held_marks import latest_days, rolls
from movements.linked import links
from movements.marks import Marks, Seqs
from movements.people_and_places import Pupil


@dataclass(frozen=True)
class DayMarks:
    """By place the children it has a row for, by `Pupil.seq` of the record kept, and their marks.

    The marks are of one session, or of both: children by two sessions.
    """

    held: Mapping[str, tuple[Seqs, Marks]]

    def at(self, place: str, seqs: Seqs) -> Marks:
        """The marks of some children at a place; no mark where it holds none."""
        roll, column = self.held.get(place, _NOTHING)
        if not len(roll):
            return np.zeros((len(seqs), *column.shape[1:]), dtype=np.uint8)
        where = np.minimum(np.searchsorted(roll, seqs), len(roll) - 1)
        known = (roll[where] == seqs).reshape(-1, *(1,) * (column.ndim - 1))
        found: Marks = np.where(known, column[where], np.uint8(marks.NO_MARK))
        return found


_NOTHING = (np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint8))


def day_marks(
    session: Session, on: date, places: Collection[str], half: int | slice = slice(None)
) -> DayMarks:
    """The marks that some places hold of a day: of the morning (0), the afternoon (1), or both."""
    rows = latest_days(session, on, on, places)
    known, kept = rolls(session, (row.roll_id for row in rows)), _kept(session)
    return DayMarks(
        {
            row.place_id: _by_child(known[row.roll_id], marks.column_of(row.marks)[:, half], kept)
            for row in rows
        }
    )


def _by_child(roll: Seqs, column: Marks, kept: Mapping[int, int]) -> tuple[Seqs, Marks]:
    """The marks of a child's records together, under the one that is kept."""
    if not kept or not np.isin(roll, [*kept]).any():
        return roll, column
    whose = np.array([kept.get(seq, seq) for seq in roll.tolist()], dtype=np.uint32)
    order = np.argsort(whose, kind="stable")
    seqs, first = np.unique(whose[order], return_index=True)
    # No mark wraps round to the highest byte: the lowest is the mark that counts (marks.union).
    lowest = np.minimum.reduceat(column[order] - np.uint8(1), first)
    return seqs, lowest + np.uint8(1)


def _kept(session: Session) -> dict[int, int]:
    """By `Pupil.seq`, each record beside the one kept for the child, with that one."""
    linked = links(session).kept_for
    seqs = _seqs(session, {*linked, *linked.values()}) if linked else {}
    return {seqs[record]: seqs[kept] for record, kept in linked.items()}


def _seqs(session: Session, pupils: Iterable[str]) -> dict[str, int]:
    query = select(Pupil.id, Pupil.seq).where(col(Pupil.id).in_(sorted(pupils)))
    return {pupil: seq or 0 for pupil, seq in session.exec(query)}
