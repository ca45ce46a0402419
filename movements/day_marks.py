"""The marks that places hold of one day, to be asked for many children at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlmodel import Session

from movements import marks
from movements.held_marks import latest_days, rolls
from movements.linked import links
from movements.marks import Marks, Seqs
from movements.pupil_seqs import seqs_of


@dataclass(frozen=True)
class DayMarks:
    """By place the children it has a row for, by `Pupil.seq` of the record kept, and their marks.

    The marks are of one session, or of both: children by two sessions (`sessions` is then 2).
    """

    held: Mapping[str, tuple[Seqs, Marks]]
    sessions: tuple[int, ...] = ()

    def at(self, place: str, seqs: Seqs) -> Marks:
        """The marks of some children at a place; no mark where it holds none."""
        if place not in self.held or not len(self.held[place][0]):
            return np.zeros((len(seqs), *self.sessions), dtype=np.uint8)
        roll, column = self.held[place]
        where = np.minimum(np.searchsorted(roll, seqs), len(roll) - 1)
        known = (roll[where] == seqs).reshape(-1, *(1 for _ in self.sessions))
        found: Marks = np.where(known, column[where], np.uint8(marks.NO_MARK))
        return found


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
        },
        () if isinstance(half, int) else (2,),
    )


def _by_child(roll: Seqs, column: Marks, kept: Mapping[int, int]) -> tuple[Seqs, Marks]:
    """The marks of a child's records together, under the one that is kept."""
    if not kept or not np.isin(roll, [*kept]).any():
        return roll, column
    whose = np.array([kept.get(seq, seq) for seq in roll.tolist()], dtype=np.uint32)
    seqs, first = np.unique(whose, return_index=True)
    found = column[first]
    for again in np.setdiff1d(np.arange(len(whose)), first).tolist():
        at = np.searchsorted(seqs, whose[again])
        found[at] = marks.union(found[at], column[again])
    return seqs, found


def _kept(session: Session) -> dict[int, int]:
    """By `Pupil.seq`, each record beside the one kept for the child, with that one."""
    linked = links(session).kept_for
    seqs = seqs_of(session, {*linked, *linked.values()}) if linked else {}
    return {seqs[record]: seqs[kept] for record, kept in linked.items()}
