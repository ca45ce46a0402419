"""Every mark that is held of one pupil, as each submission left it: also those since amended."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from movements import marks
from movements.linked import links
from movements.marks import SESSIONS, MarkRoll, SchoolDay, roll_of
from movements.people_and_places import Pupil


@dataclass(frozen=True)
class MarkVersion:
    """One mark as one submission left it. `amended`: a later submission says otherwise."""

    day: date
    session: str
    place: str
    mark: str
    submission: int
    amended: bool


Days = tuple[date, date, frozenset[str] | None]
"""From one day to another, of some places or of all."""
_EVER: Days = (date.min, date.max, None)


def every_mark(session: Session, pupil_id: str) -> list[MarkVersion]:
    """Every mark held of a pupil, in order of time, place and submission; the same said twice once.

    Of every record of the child, each with its own.
    Reads the rolls of all places: for one pupil's record, not for a page.
    """
    records = links(session).records(pupil_id)
    return _every_mark(session, records, _EVER)


def _every_mark(session: Session, records: Iterable[str], days: Days) -> list[MarkVersion]:
    seqs = session.exec(select(Pupil.seq).where(col(Pupil.id).in_(records))).all()
    rows = (_rows(session, _where(session, seq, days), days) for seq in seqs if seq)
    told = (one for some in rows for one in _versions(some))
    return sorted(told, key=lambda one: (one.day, one.session, one.place, one.submission))


@dataclass(frozen=True)
class TracedMark:
    """A mark that is held, with what it replaced: by each submission in turn, the first first.

    `mark` is empty where the last submission took the mark to the child's other record.
    """

    day: date
    session: str
    place: str
    mark: str
    submission: int
    earlier: tuple[MarkVersion, ...]


def traced_marks(
    session: Session, pupil_id: str, first: date, last: date, places: Collection[str] | None = None
) -> list[TracedMark]:
    """The marks of a pupil from first to last, each with the submission that set it.

    Of some places, or of all when None. In order of time and place.
    """
    days = (first, last, None if places is None else frozenset(places))
    found = _every_mark(session, links(session).records(pupil_id), days)
    traced = []
    for _, same in groupby(found, key=lambda one: (one.day, one.session, one.place)):
        *earlier, now = same
        traced.append(
            TracedMark(now.day, now.session, now.place, now.mark, now.submission, tuple(earlier))
        )
    return traced


def submissions_of(found: list[MarkVersion]) -> list[int]:
    """The entries of the submissions that set marks, each once, in order."""
    return sorted({one.submission for one in found})


def _within(days: Days) -> list[ColumnElement[bool]]:
    first, last, places = days
    within = [col(SchoolDay.day) >= first, col(SchoolDay.day) <= last]
    return within if places is None else [*within, col(SchoolDay.place_id).in_(places)]


def _where(session: Session, seq: int, days: Days) -> dict[int, int]:
    """Roll id -> the pupil's place in it, of every roll of those days that has the pupil."""
    found = {}
    query = select(MarkRoll.id, MarkRoll.pupils)
    if days is not _EVER:
        used = select(SchoolDay.roll_id).where(*_within(days)).distinct()
        query = query.where(col(MarkRoll.id).in_(used))
    for number, stored in session.exec(query):
        pupils = roll_of(stored)
        at = int(np.searchsorted(pupils, seq))
        if at < len(pupils) and pupils[at] == seq:
            found[int(number or 0)] = at
    return found


Row = tuple[str, date, str, int, str]
"""Place, day, session, submission, mark."""


def _rows(session: Session, where: dict[int, int], days: Days) -> list[Row]:
    query = select(SchoolDay).where(col(SchoolDay.roll_id).in_(sorted(where)), *_within(days))
    order = (SchoolDay.day, SchoolDay.place_id, SchoolDay.version)
    rows: list[Row] = []
    for held in session.exec(query.order_by(*(col(column) for column in order))):
        pair = marks.unpack(marks.column_of(held.marks)[where[held.roll_id]])
        for half, mark in zip(SESSIONS, pair, strict=True):
            rows.append((held.place_id, held.day, half, held.submission, mark))
    return sorted(rows, key=lambda row: (row[1], row[2], row[0]))


def _versions(rows: list[Row]) -> Iterator[MarkVersion]:
    """What each submission said anew of a session; all but the last were amended."""
    for (place, day, half), same in groupby(rows, key=lambda row: row[:3]):
        told: list[tuple[int, str]] = []
        for *_, submission, mark in same:
            if mark != (told[-1][1] if told else ""):
                told.append((submission, mark))
        for at, (submission, mark) in enumerate(told, 1):
            yield MarkVersion(day, half, place, mark, submission, at < len(told))
