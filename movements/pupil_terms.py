"""A projection of the marks by pupil, for one pupil's year: made of the days, and disposable.

It says up to which stored day it was made; later ones are read beside it, so that what is told is
never stale. Where it was not made at all, the days themselves are read.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, bindparam, delete, func, insert, text
from sqlmodel import Field, Session, SQLModel, col, select

from movements import marks, projection
from movements.held_marks import DayRow, latest_days, rolls
from movements.marks import Marks, SchoolDay, Seqs
from movements.projection import say_made, unmake

_NAME = "pupil_term"
_BEGINS = ((9, 1), (4, 1), (1, 1))


class PupilTerm(SQLModel, table=True):
    """The marks of a pupil at a place in a third of a year: AM, PM of each weekday from `since`.

    As far as the last day that has a mark of anybody there.
    """

    __tablename__ = "pupil_term"
    __table_args__ = ({"sqlite_with_rowid": False},)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: date = Field(primary_key=True)
    place_id: str = Field(primary_key=True)
    marks: bytes


@dataclass(frozen=True)
class PupilDays:
    """The marks of one pupil at one place on some days, in order: days by two sessions."""

    seq: int
    place: str
    days: tuple[date, ...]
    marks: Marks


class Made(NamedTuple):
    """The projection of one place and third of a year: a row for each pupil with a mark."""

    place: str
    since: date
    seqs: Seqs
    marks: Marks


_TABLE: Table = SQLModel.metadata.tables[_NAME]
_FORGET = text(f"DELETE FROM {_NAME}")


def third_of(day: date) -> date:
    """The first day of the third of a year a day is in: September, January, April to August."""
    month, first = next(begins for begins in _BEGINS if begins <= (day.month, day.day))
    return date(day.year, month, first)


def made_upto(session: Session) -> int:
    """The number of the newest stored day that the projection knows; 0 where it was not made."""
    return projection.made_upto(session, _NAME)


def forget(session: Session) -> None:
    """Let the projection go: the days themselves are read until it is made again."""
    session.execute(_FORGET)
    unmake(session, _NAME)


def rebuild(session: Session, told: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make the projection anew; how many rows it has. `told` hears of each place done, of all."""
    forget(session)
    upto = session.exec(select(func.max(SchoolDay.number))).one() or 0
    places = _places(session)
    rows = 0
    for done, place in enumerate(places, 1):
        rows += sum(_add(session, made) for made in _made(session, place))
        told(done, len(places))
    say_made(session, _NAME, upto)
    return rows


def refresh(session: Session) -> int:
    """Bring the projection up to now: the places and thirds with days stored since; how many."""
    since = made_upto(session)
    upto = session.exec(select(func.max(SchoolDay.number))).one() or 0
    query = select(col(SchoolDay.place_id), col(SchoolDay.day)).where(col(SchoolDay.number) > since)
    touched = {(place, third_of(day)) for place, day in session.exec(query.distinct())}
    for place in sorted({place for place, _ in touched}):
        thirds = {third for other, third in touched if other == place}
        same = (col(PupilTerm.place_id) == place, col(PupilTerm.since).in_(thirds))
        session.execute(delete(PupilTerm).where(*same))
        for made in _made(session, place):
            if made.since in thirds:
                _add(session, made)
    say_made(session, _NAME, upto)
    return len(touched)


def differing(session: Session) -> Iterator[str]:
    """Where the projection is not what the days come to, a sentence for each place."""
    upto = made_upto(session)
    if not upto:
        if session.exec(select(func.count()).select_from(PupilTerm)).one():
            yield "table pupil_term: has rows and was never made: run apregister rebuild"
        return
    later = select(col(SchoolDay.place_id), col(SchoolDay.day)).where(col(SchoolDay.number) > upto)
    stale = {(place, third_of(day)) for place, day in session.exec(later)}
    for place in sorted({*_places(session), *_projected(session)}):
        held = _rows_of(session, place)
        truth = {
            (seq, made.since): row.tobytes()
            for made in _made(session, place)
            for seq, row in zip(made.seqs.tolist(), made.marks, strict=True)
        }
        sides = {key: (held.get(key), truth.get(key)) for key in {*held, *truth}}
        if any(a != b for (_, since), (a, b) in sides.items() if (place, since) not in stale):
            yield f"table pupil_term: is not what the days of place {place} come to: rebuild it"


def held_days(
    session: Session, seqs: Sequence[int], first: date, last: date
) -> list[PupilDays] | None:
    """The marks of some pupils from first to last; None where the projection was not made."""
    upto = made_upto(session)
    if not upto:
        return None
    asked = {"seqs": list(seqs), "since": third_of(first), "last": last}
    found: dict[tuple[int, str], dict[date, Marks]] = {}
    for seq, since, place, held in session.connection().execute(_OF_PUPILS, asked):
        found.setdefault((seq, place), {}).update(_by_day(since, held, first, last))
    _read_later(session, found, seqs, {"first": first, "last": last, "upto": upto})
    return [_days(seq, place, held) for (seq, place), held in sorted(found.items())]


def _days(seq: int, place: str, held: dict[date, Marks]) -> PupilDays:
    days = sorted(held)
    pairs = np.array([held[day] for day in days], dtype=np.uint8).reshape(-1, 2)
    marked: NDArray[np.intp] = np.flatnonzero(pairs.any(axis=1))
    return PupilDays(seq, place, tuple(days[one] for one in marked.tolist()), pairs[marked])


def _by_day(since: date, held: bytes, first: date, last: date) -> Iterator[tuple[date, Marks]]:
    pairs = marks.column_of(held)
    days = zip(_weekdays(since, len(pairs)), pairs, strict=True)
    yield from ((day, pair) for day, pair in days if first <= day <= last)


@lru_cache(maxsize=256)
def _weekdays(since: date, many: int) -> Sequence[date]:
    """So many weekdays, the first of them on a day or next after it."""
    days: list[date] = np.busday_offset(
        np.datetime64(since, "D"), np.arange(many), roll="forward"
    ).tolist()
    return days


# Made once: asked for every pupil that is looked at.
_OF_PUPILS = select(_TABLE.c.seq, _TABLE.c.since, _TABLE.c.place_id, _TABLE.c.marks).where(
    _TABLE.c.seq.in_(bindparam("seqs", expanding=True)),
    _TABLE.c.since >= bindparam("since"),
    _TABLE.c.since <= bindparam("last"),
)
_DAYS: Table = SQLModel.metadata.tables["school_day"]
_LATER = (
    _DAYS.c.number > bindparam("upto"),
    _DAYS.c.day >= bindparam("first"),
    _DAYS.c.day <= bindparam("last"),
)
_ROLLS_LATER = select(_DAYS.c.roll_id).where(*_LATER).distinct()
_DAYS_LATER = (
    select(_DAYS.c.place_id, _DAYS.c.day, _DAYS.c.roll_id, _DAYS.c.marks)
    .where(*_LATER, _DAYS.c.roll_id.in_(bindparam("rolls", expanding=True)))
    .order_by(_DAYS.c.place_id, _DAYS.c.day, _DAYS.c.version)
)


def _read_later(
    session: Session,
    found: dict[tuple[int, str], dict[date, Marks]],
    seqs: Sequence[int],
    asked: dict[str, date | int],
) -> None:
    """The days stored since the projection was made, in the place of what it says of them."""
    connection = session.connection()
    used = connection.execute(_ROLLS_LATER, asked).scalars().all()
    known = {roll: _at(pupils, seqs) for roll, pupils in rolls(session, used).items()}
    theirs = sorted(roll for roll, at in known.items() if at)
    rows = connection.execute(_DAYS_LATER, {**asked, "rolls": theirs}) if theirs else ()
    for place, day, roll, held in rows:
        pairs = marks.column_of(held)
        for seq, at in known[roll].items():
            found.setdefault((seq, place), {})[day] = pairs[at]


def _at(roll: Seqs, seqs: Sequence[int]) -> dict[int, int]:
    """Which of some pupils are on a roll, and where."""
    at = {seq: int(np.searchsorted(roll, seq)) for seq in seqs}
    return {seq: place for seq, place in at.items() if place < len(roll) and roll[place] == seq}


def _places(session: Session) -> list[str]:
    return sorted(session.exec(select(SchoolDay.place_id).distinct()))


def _projected(session: Session) -> list[str]:
    return list(session.exec(select(PupilTerm.place_id).distinct()))


def _rows_of(session: Session, place: str) -> dict[tuple[int, date], bytes]:
    query = select(PupilTerm).where(PupilTerm.place_id == place)
    return {(one.seq, one.since): one.marks for one in session.exec(query)}


def _made(session: Session, place: str) -> Iterator[Made]:
    """What the latest versions of a place's days come to, by third of a year."""
    by_third: dict[date, list[DayRow]] = {}
    for row in latest_days(session, date.min, date.max, [place]):
        by_third.setdefault(third_of(row.day), []).append(row)
    for since, rows in by_third.items():
        yield _made_of(session, place, since, rows)


def _made_of(session: Session, place: str, since: date, rows: Sequence[DayRow]) -> Made:
    known = rolls(session, (row.roll_id for row in rows))
    everyone: Seqs = np.unique(np.concatenate([*known.values()]))
    slots = _slots(since, (row.day for row in rows))
    grid: Marks = np.zeros((len(everyone), int(slots.max()) + 1, 2), dtype=np.uint8)
    where = {number: np.searchsorted(everyone, roll) for number, roll in known.items()}
    for row, slot in zip(rows, slots.tolist(), strict=True):
        grid[where[row.roll_id], slot] = marks.column_of(row.marks)
    marked = grid.any(axis=(1, 2))
    return Made(place, since, everyone[marked], grid[marked])


def _slots(since: date, days: Iterable[date]) -> NDArray[np.int64]:
    """The weekdays from the first day of a third to each day: a mark is never of a weekend."""
    found: NDArray[np.int64] = np.busday_count(since, np.array([*days], dtype="datetime64[D]"))
    return found


def _add(session: Session, made: Made) -> int:
    rows = [
        {"seq": seq, "since": made.since, "place_id": made.place, "marks": row.tobytes()}
        for seq, row in zip(made.seqs.tolist(), made.marks, strict=True)
    ]
    session.connection().execute(insert(_TABLE), rows)
    return len(rows)
