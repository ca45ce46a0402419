"""Whose marks an attendance file holds: UPNs as pupils, where this place may record for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from movements.bearers import bearers
from movements.identifiers import clean_upn, upn_problem
from movements.intake.attendance_columns import Column, Ids
from movements.intake.attendance_values import Judged
from movements.kept import kept
from movements.linked import Links, links
from movements.marks import SESSIONS, Seqs, Truth
from movements.may_mark import may_mark
from movements.presence import Spell, half_day
from movements.problems import Problem
from movements.pupil_seqs import seqs_of
from movements.scope import not_yours

_SHARED = Problem(
    "upn",
    "upn_of_two",
    "Two pupils in the register bear this UPN, so the mark cannot be given to either: ask the "
    "local authority which is right, and send the row again when it is settled.",
)
_LETTERS = 13


class Ours(NamedTuple):
    """A pupil whom the place may mark in some spells, by `Pupil.seq`; `others` of linked records.

    `seq` is of the record that is kept for the child.
    """

    seq: int
    spells: tuple[Spell, ...]
    others: tuple[int, ...] = ()


_COLUMNS = 2
"""So many lists of UPNs are kept of a place: it sends the same pupils again and again."""

Told = dict[str, Ours | Problem]
"""By UPN the pupil, or why a mark is refused though a pupil of the place bears it."""


@dataclass(frozen=True)
class _Named:
    """The pupils that a list of UPNs names, as far as the place has ever had them.

    `numbers` is by UPN its place among them (-1: none), `wrong` its problem.
    """

    numbers: Ids
    wrong: Sequence[Problem | None]
    ours: Sequence[Ours]

    @cached_property
    def seqs(self) -> Seqs:
        return np.array([one.seq for one in self.ours], dtype=np.uint32)

    @cached_property
    def others(self) -> Mapping[int, int]:
        return {other: one.seq for one in self.ours for other in one.others}

    @cached_property
    def spells(self) -> NDArray[np.int64]:
        """Of each spell whose it is, by its place among the pupils, since when and until when."""
        spells = [(row, *spell) for row, one in enumerate(self.ours) for spell in one.spells]
        return np.array(spells, dtype=np.int64).reshape(-1, 3).T


@dataclass(frozen=True)
class Pupils:
    """The pupils of a file that this place has ever had: by row, and when each was there.

    A child with several records is marked under the one that is kept; `others` are the rest.
    """

    judged: Judged
    named: _Named

    @property
    def ours(self) -> Sequence[Ours]:
        """The pupils, in ascending order of `Pupil.seq`."""
        return self.named.ours

    @property
    def seqs(self) -> Seqs:
        """The pupils' `Pupil.seq`, in ascending order."""
        return self.named.seqs

    @property
    def others(self) -> Mapping[int, int]:
        """The records beside the one kept for a child, by `Pupil.seq`, each with that one."""
        return self.named.others

    def here(self, days: Sequence[date]) -> Truth:
        """Who was there when: pupils by days by two sessions. `days` are in order."""
        slots = np.array([half_day(day, half) for day in days for half in SESSIONS])
        rows, since, until = self.named.spells
        turns = np.zeros((len(self.seqs), len(slots) + 1), dtype=np.int8)
        # By one index and not by two: so it is told many at a time.
        first = rows * turns.shape[1]
        np.add.at(turns.ravel(), first + np.searchsorted(slots, since), np.int8(1))
        np.subtract.at(turns.ravel(), first + np.searchsorted(slots, until), np.int8(1))
        there: Truth = np.cumsum(turns[:, :-1], axis=1, dtype=np.int8) > 0
        return there.reshape(len(self.seqs), len(days), len(SESSIONS))


def find_pupils(session: Session, column: Column, place_id: str) -> Pupils:
    """The pupils a column of UPNs names.

    A UPN nobody bears and one of a pupil who never was at this place get the same answer.
    """
    found: dict[tuple[str, ...], _Named] = kept(session, ("columns", place_id), dict)
    one = found.get(column.values)
    if one is None:
        one = _named(session, column, place_id)
        if len(found) >= _COLUMNS:
            found.clear()
        found[column.values] = one
    return Pupils(Judged(one.numbers.take(column.ids), one.wrong), one)


def _named(session: Session, column: Column, place_id: str) -> _Named:
    known: Told = kept(session, ("pupils", place_id), dict)
    # One that is known as it is written needs no cleaning.
    upns = {value: value if value in known else clean_upn(value) for value in column.values}
    unknown = {upn for upn in upns.values() if upn not in known}
    if unknown:
        known |= dict(_look_up(session, place_id, unknown))
    told = {value: known.get(upn) for value, upn in upns.items()}
    by_seq = {one.seq: one for one in told.values() if isinstance(one, Ours)}
    ours = [by_seq[seq] for seq in sorted(by_seq)]
    place = {one.seq: number for number, one in enumerate(ours)}

    def judge(value: str) -> int | Problem:
        one = told[value]
        if one is None:
            wrong = upn_problem(value)
            return Problem("upn", "not_a_upn", wrong) if wrong else not_yours()
        return place[one.seq] if isinstance(one, Ours) else one

    each = Judged.of(Column(column.values, np.arange(len(column.values), dtype=np.int32)), judge)
    return _Named(each.rows, each.wrong, ours)


def _look_up(
    session: Session, place_id: str, upns: Iterable[str]
) -> Iterator[tuple[str, Ours | Problem]]:
    """The pupils of a place that some UPNs name; nothing for those that name none of them."""
    linked = links(session)
    borne = bearers(session, (upn for upn in upns if len(upn) == _LETTERS))
    children = {upn: linked.each_once(r) for upn, r in borne.items()} if linked else borne
    everyone = {child for some in children.values() for child in some}
    records = linked.every_record(everyone) if linked else everyone
    seqs = seqs_of(session, records)
    spells = may_mark(session, place_id, everyone)
    for upn, some in children.items():
        ours = [child for child in some if seqs[child] in spells]
        if ours and len(some) > 1:
            yield upn, _SHARED
        elif ours:
            (child,) = ours
            yield upn, Ours(seqs[child], tuple(spells[seqs[child]]), _others(child, linked, seqs))


def _others(child: str, linked: Links, seqs: Mapping[str, int]) -> tuple[int, ...]:
    if not linked:
        return ()
    return tuple(seqs[record] for record in sorted(linked.records(child)) if record != child)
