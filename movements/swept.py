"""A projection of the sweep: whom five rules find on a day, of every child at once.

Made for a week from a day on, disposable. Children told of since, and those whom marks stored since
concern, are asked anew on reading, so that it is never stale.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Table, func, insert, text
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, SQLModel, col, select

from movements import expected, projection
from movements.append_only import REDACTION
from movements.entry import EntryRow
from movements.expected import Told
from movements.held_marks import rolls
from movements.linked import ever_linked
from movements.local_rules import KIND as LOCAL_RULE
from movements.mark_window import AHEAD
from movements.marks import SchoolDay
from movements.people_and_places import PlaceVersion, TermDate
from movements.present import present_rows
from movements.projection import say_made, unmake
from movements.pupil_seqs import pupils_of, seqs_of
from movements.swept_rows import SweptRow, swept_rows

_NAME = "swept"


class Swept(SQLModel, table=True):
    """What a rule finds of a child in some days: `SweptRow`, by `Pupil.seq`."""

    __tablename__ = _NAME
    __table_args__ = ({"sqlite_with_rowid": False},)

    rule: str = Field(primary_key=True)
    since: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    entry: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    begins: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    owner: str = Field(primary_key=True)
    ends: int
    answered: int = 0


class OutOfSightRow(NamedTuple):
    """Whom the sweep finds: the rule, since when, the entry, `Pupil.seq`, and who is to act."""

    rule: str
    since: date
    entry: int
    seq: int
    owner: str


_TABLE: Table = SQLModel.metadata.tables[_NAME]
_FORGET = text(f"DELETE FROM {_NAME}")
_FORGET_ONE = f"DELETE FROM {_NAME} WHERE seq = ?"
_OPEN = f"FROM {_NAME} WHERE begins <= ? AND ends > ? AND answered < ?"
SWEEP = f"SELECT rule, since, entry, seq, owner {_OPEN} ORDER BY rule, since, entry, seq, owner"
"""The sweep of a day, given three times as an ordinal: one statement, in the order of the key."""


class _RestsOn(NamedTuple):
    """How far it was made, by the numbers of what it rests on.

    It tells of the days from one up to, but not including, another: as ordinals.
    """

    entry: int
    marks: int
    places: int
    terms: int
    first: int
    end: int


def forget(session: Session) -> None:
    """Let the projection go: every child is asked on reading until it is made again."""
    session.execute(_FORGET)
    for part in _RestsOn._fields:
        unmake(session, f"{_NAME}_{part}")


def rebuild(session: Session, on: date, told: Told = lambda done, total: None) -> int:
    """Make the projection anew, for the week from today on; how many rows it has."""
    forget(session)
    seqs, rests_on, done = seqs_of(session), _now(session, on), 0
    rows = 0
    for part in swept_rows(session, on, None):
        rows += _add(session, part, seqs)
        done += len(part)
        told(done, len(seqs))
    _say_made(session, rests_on)
    return rows


def refresh(session: Session, on: date) -> int:
    """Bring it up to now: the children told of or marked since; of how many rows were made.

    Where it would not tell of tomorrow, all is made anew.
    """
    made, tomorrow = _made(session), on + timedelta(days=1)
    if made is None or not made_for(session, tomorrow):
        return rebuild(session, on)
    touched, rests_on = touched_since(session), _now(session, on)._replace(end=made.end)
    seqs = seqs_of(session, touched)
    connection = session.connection()
    for seq in seqs.values():
        connection.exec_driver_sql(_FORGET_ONE, (seq,))
    rows = sum(_add(session, part, seqs) for part in swept_rows(session, on, touched))
    _say_made(session, rests_on)
    return rows


def made_for(session: Session, on: date) -> bool:
    """Whether it tells of a day: made for its week, by the rules and places as they are."""
    made = _made(session)
    if made is None or not made.first <= on.toordinal() < made.end:
        return False
    changed = col(EntryRow.kind).in_((LOCAL_RULE, REDACTION))
    query = select(EntryRow.number).where(col(EntryRow.number) > made.entry, changed).limit(1)
    now = _now(session, on)
    same = (now.places, now.terms) == (made.places, made.terms)
    return same and session.exec(query).first() is None


def sweep(session: Session, on: date) -> list[OutOfSightRow]:
    """Whom the rules find on a day, today or one soon; what is answered apart.

    By rule, the longest first. Where the projection does not tell of the day, every child is asked.
    """
    if not made_for(session, on):
        return sorted(_asked(session, on, None))
    held = session.connection().exec_driver_sql(SWEEP, (on.toordinal(),) * 3)
    found = [OutOfSightRow(r, date.fromordinal(since), *rest) for r, since, *rest in held]
    touched = touched_since(session)
    if not touched:
        return found
    stale = {*seqs_of(session, touched).values()}
    kept = [one for one in found if one.seq not in stale]
    return sorted([*kept, *_asked(session, on, touched)])


def touched_since(session: Session) -> list[str]:
    """The records told of since it was made, and those whom marks stored since may concern.

    Marks concern who is in them, and who is, or was, where they were taken.
    """
    made = _made(session)
    query = select(EntryRow.pupil_id).where(col(EntryRow.number) > (made.entry if made else 0))
    told = {pupil for pupil in session.exec(query.distinct()) if pupil is not None}
    query_days = select(SchoolDay.place_id, SchoolDay.roll_id)
    stored = session.exec(
        query_days.where(col(SchoolDay.number) > (made.marks if made else 0)).distinct()
    ).all()
    if stored:
        seqs = {seq for roll in rolls(session, {r for _, r in stored}).values() for seq in roll}
        for place in {place for place, _ in stored}:
            seqs |= present_rows(session, place, ()).keys()
        told |= {*pupils_of(session, map(int, seqs)).values(), *expected.touched_since(session)}
    return sorted(ever_linked(session, told))


def differing(session: Session) -> Iterator[str]:
    """Where the projection is not what the rules find, as it was made for a day."""
    made = _made(session)
    if made is None:
        if session.exec(select(func.count()).select_from(Swept)).one():
            yield "table swept: has rows and was never made: run apregister rebuild"
        return
    first = date.fromordinal(made.first)
    if made_for(session, first) and _is_wrong(session, first, made):
        yield "table swept: is not what the rules find: run apregister rebuild"


def _is_wrong(session: Session, first: date, made: _RestsOn) -> bool:
    seqs = seqs_of(session)
    stale = {seqs[pupil] for pupil in touched_since(session)}
    columns = (_TABLE.c.seq, *(_TABLE.c[name] for name in SweptRow._fields))
    rows = session.connection().execute(select_columns(*columns))
    held = {(seq, SweptRow(*row)) for seq, *row in rows}
    parts = swept_rows(session, first, None)
    asked = {(seqs[pupil], row) for part in parts for pupil, some in part for row in some}
    return _told_by(held, made, stale) != _told_by(asked, made, stale)


def _told_by(
    rows: Iterable[tuple[int, SweptRow]], made: _RestsOn, stale: Collection[int]
) -> set[tuple[int, SweptRow]]:
    """What rows tell of the days that it tells of."""
    told = (
        (s, row._replace(begins=max(row.begins, made.first), ends=min(row.ends, made.end)))
        for s, row in rows
        if s not in stale
    )
    return {(seq, row) for seq, row in told if row.begins < row.ends}


def _asked(session: Session, on: date, pupils: Iterable[str] | None) -> list[OutOfSightRow]:
    at, found = on.toordinal(), list[OutOfSightRow]()
    for part in swept_rows(session, on, pupils):
        seqs = seqs_of(session, (pupil for pupil, _ in part))
        found += [
            OutOfSightRow(r.rule, date.fromordinal(r.since), r.entry, seqs[pupil], r.owner)
            for pupil, rows in part
            for r in rows
            if r.is_open(at)
        ]
    return found


def _add(
    session: Session, part: Iterable[tuple[str, list[SweptRow]]], seqs: Mapping[str, int]
) -> int:
    rows = [{"seq": seqs[pupil], **row._asdict()} for pupil, some in part for row in some]
    if rows:
        session.connection().execute(insert(_TABLE), rows)
    return len(rows)


def _made(session: Session) -> _RestsOn | None:
    """How far it was made; None where it was not."""
    made = _RestsOn(*(projection.made_upto(session, f"{_NAME}_{p}") for p in _RestsOn._fields))
    return made if made.end else None


def _now(session: Session, on: date) -> _RestsOn:
    numbers = (EntryRow.number, SchoolDay.number, PlaceVersion.number, TermDate.number)
    entry, marks, places, terms = (
        session.exec(select(func.max(number))).one() or 0 for number in numbers
    )
    end = on + AHEAD
    return _RestsOn(entry, marks, places, terms, on.toordinal(), end.toordinal())


def _say_made(session: Session, rests_on: _RestsOn) -> None:
    for part, upto in rests_on._asdict().items():
        say_made(session, f"{_NAME}_{part}", upto)
