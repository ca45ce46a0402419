"""What a pupil's marks say of absence, persistent and severe; what was offered, who was seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import groupby
from typing import NamedTuple

import numpy as np
from sqlmodel import Session

from movements import marks
from movements.attendance import AttendanceSummary, Counts, MarkAt, marks_of
from movements.basis import Basis
from movements.mark_window import has_mark
from movements.marks import Marks, Truth

PERSISTENT = Basis(
    "guidance",
    "DfE absence statistics: persistently absent, for 10% or more of one's own possible sessions",
    in_force_from=date(2015, 9, 1),
)
SEVERE = Basis(
    "guidance",
    "DfE absence statistics: severely absent, for half or more of one's own possible sessions",
    confirmed=False,
)
SHORT = Basis(
    "ours", "A rate of fewer than 60 possible sessions, half a term, says little: see the count"
)
FEW_SESSIONS = 60
NOT_OFFERED = ("C2", "E")
"""Possible sessions in which no education was offered: part time, and excluded without any."""


class Week(NamedTuple):
    """A week by its Monday: sessions possible, offered (not C2 or E), attended, and C2."""

    monday: date
    possible: int
    offered: int
    attended: int
    part_time: int


@dataclass(frozen=True)
class UnionSession:
    """A session of a pupil over every register: the mark that counts, and what each place says."""

    day: date
    session: str
    mark: str
    held: tuple[MarkAt, ...]


def is_persistent(counts: Counts | AttendanceSummary) -> Truth:
    """Who was absent for a tenth or more of their own possible sessions; exact at the tenth."""
    return _absent_for(counts, 10)


def is_severe(counts: Counts | AttendanceSummary) -> Truth:
    """Who was absent for half or more of their own possible sessions."""
    return _absent_for(counts, 2)


def is_short(counts: Counts | AttendanceSummary) -> Truth:
    """Whose possible sessions are too few for a rate to say much."""
    found: Truth = np.asarray(counts.possible) < FEW_SESSIONS
    return found


def _absent_for(counts: Counts | AttendanceSummary, part: int) -> Truth:
    possible = np.asarray(counts.possible)
    found: Truth = (possible > 0) & ((possible - counts.attended) * part >= possible)
    return found


def pooled(counts: Counts) -> AttendanceSummary:
    """All pupils' sessions together; its rate is the pooled one."""
    return AttendanceSummary(
        possible=int(counts.possible.sum()),
        attended=int(counts.attended.sum()),
        authorised=int(counts.authorised.sum()),
        unauthorised=int(counts.unauthorised.sum()),
        by_code={},
    )


def weeks(days: Sequence[date], held: Marks) -> list[Week]:
    """What was offered and attended in each week that has a mark."""
    by_week = groupby(range(len(days)), key=lambda at: days[at] - timedelta(days[at].weekday()))
    return [_week(monday, held[list(of_week)]) for monday, of_week in by_week]


def _week(monday: date, held: Marks) -> Week:
    possible, withheld = marks.possible(held), has_mark(held, *NOT_OFFERED)
    told = (possible, possible & ~withheld, marks.attended(held), has_mark(held, "C2"))
    return Week(monday, *(int(one.sum()) for one in told))


def union_register(
    session: Session, pupil_id: str, first: date, last: date, *, as_known_on: date | None = None
) -> list[UnionSession]:
    """One line for each session that any place marked, over home and AP, in order of time."""
    found = marks_of(session, pupil_id, first, last, as_known_on=as_known_on)
    return list(union_of(found))


def union_of(found: Sequence[MarkAt]) -> Iterator[UnionSession]:
    """Marks in order of time as a union register."""
    for (day, half), same in groupby(found, key=lambda one: (one.day, one.session)):
        held = tuple(same)
        counts = reduce(marks.union, (marks.pack([one.mark]) for one in held))
        yield UnionSession(day, half, marks.unpack(counts)[0], held)
