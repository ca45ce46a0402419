"""Whose marks an attendance file holds: UPNs as pupils, where this place may record for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlmodel import Session, col, select

from movements.batches import batches
from movements.bearers import bearers
from movements.identifiers import clean_upn, upn_problem
from movements.intake.attendance_columns import Column
from movements.intake.attendance_values import Judged
from movements.linked import Links, links
from movements.marks import Seqs, Truth
from movements.people_and_places import Pupil
from movements.presence import Spell, half_day, intervals
from movements.problems import Problem
from movements.scope import not_yours

_SHARED = (
    "Two pupils in the register bear this UPN, so the mark cannot be given to either: ask the "
    "local authority which is right, and send the row again when it is settled."
)

Bearers = Mapping[str, set[tuple[str, int]]]
"""For each UPN the children who bear or bore it, as id and `Pupil.seq` of the record kept."""


@dataclass(frozen=True)
class Pupils:
    """The pupils of a file that this place has ever had: by row, and when each was there.

    A child with several records is marked under the one that is kept; `others` are the rest.
    """

    judged: Judged
    seqs: Seqs
    spells: Sequence[Sequence[Spell]]
    others: Mapping[int, int]

    def here(self, days: Sequence[date]) -> Truth:
        """Who was there when: pupils by days by two sessions. `days` are in order."""
        slots = np.array([half_day(day, half) for day in days for half in ("AM", "PM")])
        found = np.zeros((len(self.seqs), len(slots)), dtype=np.bool_)
        for row, spells in enumerate(self.spells):
            for first, end in spells:
                found[row, slice(*np.searchsorted(slots, (first, end)))] = True
        return found.reshape(len(self.seqs), len(days), 2)


def find_pupils(session: Session, column: Column, place_id: str) -> Pupils:
    """The pupils a column of UPNs names.

    A UPN nobody bears and one of a pupil who never was at this place get the same answer.
    """
    linked = links(session)
    upns = [clean_upn(value) for value in column.values if not upn_problem(value)]
    bearing = _bearers(session, upns, linked)
    everyone = {pupil for some in bearing.values() for pupil, _ in some}
    spells = intervals(session, place_id, sorted(everyone))
    seqs = sorted(spells)
    place = {seq: number for number, seq in enumerate(seqs)}

    def judge(value: str) -> int | Problem:
        return _pupil(value, bearing, place)

    return Pupils(
        Judged.of(column, judge),
        np.array(seqs, dtype=np.uint32),
        [spells[seq] for seq in seqs],
        _others(session, everyone, linked),
    )


def _pupil(value: str, borne: Bearers, place: Mapping[int, int]) -> int | Problem:
    bearing = borne.get(clean_upn(value), set())
    if not bearing:
        wrong = upn_problem(value)
        return Problem("upn", "not_a_upn", wrong) if wrong else not_yours()
    ours = [place[seq] for _, seq in bearing if seq in place]
    if not ours:
        return not_yours()
    return ours[0] if len(bearing) == 1 else Problem("upn", "upn_of_two", _SHARED)


def _bearers(session: Session, upns: Sequence[str], linked: Links) -> Bearers:
    borne = bearers(session, upns)
    children = {upn: linked.each_once(records) for upn, records in borne.items()}
    seqs = _seqs(session, {pupil for some in children.values() for pupil in some})
    return {upn: {(pupil, seqs[pupil]) for pupil in some} for upn, some in children.items()}


def _seqs(session: Session, pupils: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in batches(pupils):
        query = select(Pupil.id, Pupil.seq).where(col(Pupil.id).in_(some))
        found |= {pupil: seq or 0 for pupil, seq in session.exec(query)}
    return found


def _others(session: Session, children: Iterable[str], linked: Links) -> dict[int, int]:
    """By `Pupil.seq`, the records beside the one kept for a child, each with that one."""
    beside = {record: p for p in children for record in linked.records(p) if record != p}
    seqs = _seqs(session, {*beside, *beside.values()})
    return {seqs[record]: seqs[pupil] for record, pupil in beside.items()}
