"""The marks held of a place's days: the latest version of each, read and added to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Select,
    bindparam,
    func,
    insert,
    select,
    tuple_,
)
from sqlmodel import Session, SQLModel, col

from movements import marks
from movements.entry import EntryRow
from movements.marks import MarkRoll, Marks, SchoolDay, Seqs
from movements.register import known_until
from movements.sealed_marks import SUBMISSION, Stored

DayRow = Row[tuple[str, date, int, int, int, bytes]]
"""A day as stored: place, day, version, submission, roll, marks."""

_REST = (SchoolDay.version, SchoolDay.submission, SchoolDay.roll_id, SchoolDay.marks)


@dataclass(frozen=True)
class Held:
    """The marks held of some days: pupils (ascending `Pupil.seq`) by days by two sessions.

    `versions` and `submissions` are 0 where nothing is held of a day.
    """

    days: tuple[date, ...]
    seqs: Seqs
    marks: Marks
    versions: NDArray[np.int64]
    submissions: NDArray[np.int64]


def latest_days(
    session: Session,
    first: date,
    last: date,
    place_ids: Collection[str] | None = None,
    as_known_on: date | None = None,
) -> Sequence[DayRow]:
    """The latest version of every day from first to last, or the latest known at the end of a day.

    Of some places, or of all when None.
    """
    within = [col(SchoolDay.day) >= first, col(SchoolDay.day) <= last]
    if place_ids is not None:
        within.append(col(SchoolDay.place_id).in_(list(place_ids)))
    if as_known_on is not None:
        within.append(col(SchoolDay.submission).in_(_known(as_known_on)))
    rows: Sequence[DayRow] = session.execute(_latest(within)).all()
    return rows


def _latest(within: Sequence[ColumnElement[bool]]) -> Executable:
    """The days that are within, each in the highest of its versions that are."""
    key = (col(SchoolDay.place_id), col(SchoolDay.day))
    newest = select(*key, func.max(SchoolDay.version)).where(*within).group_by(*key)
    return (
        select(*key, *(col(column) for column in _REST))
        .where(tuple_(*key, col(SchoolDay.version)).in_(newest))
        .order_by(*key)
    )


# Made once, on the tables themselves: asked for every file that is taken in.
_OF_PLACE = _latest(
    [
        col(SchoolDay.place_id) == bindparam("place"),
        col(SchoolDay.day) >= bindparam("first"),
        col(SchoolDay.day) <= bindparam("last"),
    ]
)


_ROLLS = select(col(MarkRoll.id), col(MarkRoll.pupils)).where(
    col(MarkRoll.id).in_(bindparam("asked", expanding=True))
)
_SAME_ROLL = select(col(MarkRoll.id)).where(
    col(MarkRoll.place_id) == bindparam("place"), col(MarkRoll.digest) == bindparam("digest")
)
_ADD_DAYS = insert(SQLModel.metadata.tables["school_day"])


def _known(on: date) -> Select[int]:
    return select(col(EntryRow.number)).where(
        col(EntryRow.kind) == SUBMISSION, col(EntryRow.recorded_at) < known_until(on)
    )


def rolls(session: Session, ids: Iterable[int]) -> dict[int, Seqs]:
    """The rolls some days' marks are laid out by: `Pupil.seq` in ascending order."""
    asked = sorted({*ids})
    if not asked:
        return {}
    found = session.connection().execute(_ROLLS, {"asked": asked})
    return {int(key or 0): marks.roll_of(stored) for key, stored in found}


def held(session: Session, place_id: str, days: Sequence[date], seqs: Seqs) -> Held:
    """What is held of a place's days, laid out for those pupils and all it already holds.

    `seqs` are in ascending order.
    """
    wanted = {day: place for place, day in enumerate(days)}
    rows = [r for r in _between(session, place_id, days) if r.day in wanted]
    known = rolls(session, (r.roll_id for r in rows))
    everyone = _everyone(seqs.astype(np.uint32), known.values())
    found = Held(
        days=tuple(days),
        seqs=everyone,
        marks=np.zeros((len(everyone), len(days), 2), dtype=np.uint8),
        versions=np.zeros(len(days), dtype=np.int64),
        submissions=np.zeros(len(days), dtype=np.int64),
    )
    for row in rows:
        place = wanted[row.day]
        where = np.searchsorted(everyone, known[row.roll_id])
        found.marks[where, place] = marks.column_of(row.marks)
        found.versions[place], found.submissions[place] = row.version, row.submission
    return found


def _everyone(seqs: Seqs, others: Collection[Seqs]) -> Seqs:
    """All of some rolls in ascending order; mostly they are the same."""
    if all(np.array_equal(seqs, other) for other in others):
        return seqs
    everyone: Seqs = np.unique(np.concatenate([seqs, *others]))
    return everyone


def _between(session: Session, place_id: str, days: Sequence[date]) -> Sequence[DayRow]:
    if not days:
        return []
    asked = {"place": place_id, "first": min(days), "last": max(days)}
    rows: Sequence[DayRow] = session.connection().execute(_OF_PLACE, asked).all()
    return rows


def next_versions(place_id: str, before: Held, now: Marks, which: Sequence[int]) -> list[Stored]:
    """The next version of the days `which` names by their place among those held before."""
    pupils, columns = marks.roll_bytes(before.seqs), marks.columns_bytes(now, which)
    return [
        Stored(place_id, before.days[place], int(before.versions[place]) + 1, pupils, column)
        for place, column in zip(which, columns, strict=True)
    ]


def add_versions(session: Session, versions: Sequence[Stored], submission: int) -> None:
    """Add versions of days, all of one place and roll, brought in by one submission."""
    roll_id = _roll(session, versions[0].place_id, versions[0].pupils)
    rows = [
        {
            "place_id": one.place_id,
            "day": one.day,
            "version": one.version,
            "submission": submission,
            "roll_id": roll_id,
            "marks": one.marks,
        }
        for one in versions
    ]
    session.connection().execute(_ADD_DAYS, rows)


def _roll(session: Session, place_id: str, stored: bytes) -> int:
    """The id of the place's roll of these pupils, added when it is new."""
    digest = marks.digest_of(stored)
    same = {"place": place_id, "digest": digest}
    found: int | None = session.connection().execute(_SAME_ROLL, same).scalar()
    if found is not None:
        return found
    roll = MarkRoll(place_id=place_id, digest=digest, pupils=stored)
    session.add(roll)
    session.flush()
    return roll.id or 0
