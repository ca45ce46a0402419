"""A projection of where marks are due: the spells of every pupil, made of entries and disposable.

With it is made that of which place may mark whom (`movements.present`), of the same entries.
Pupils with entries told since it was made are folded on reading, so that it is never stale.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Index, Table, func, insert, text
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, SQLModel, col, select

from movements import projection
from movements.batches import batches
from movements.entry import Entry, EntryRow
from movements.expectations import ExpectedSpell, expected_spells
from movements.linked import ever_linked, links
from movements.present import (
    add_present,
    forget_present,
    forget_present_pupil,
    present_rows,
    present_spells,
)
from movements.projection import say_made, unmake
from movements.pupil_seqs import seqs_of
from movements.register import by_pupil, entries
from movements.sweep import histories

_NAME = "expected"


class Expected(SQLModel, table=True):
    """A spell in which marks of a pupil are due at a place: `ExpectedSpell`, by `Pupil.seq`.

    Of linked records under the one that is kept. A setting known by its type alone is no place's
    id: it stands as the type and the entry.
    """

    __tablename__ = "expected"
    __table_args__ = (
        Index(
            "ix_expected_why",
            *("why", "place", "protected", "until", "since"),
            *("week", "arranged_by", "school", "authorities"),
        ),
        {"sqlite_with_rowid": False},
    )

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: str = Field(primary_key=True)
    why: str = Field(primary_key=True)
    entry: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    until: int
    week: str | None = None
    arranged_by: str | None = None
    school: str | None = None
    authorities: str = ""
    protected: bool = False


_TABLE: Table = SQLModel.metadata.tables[_NAME]
_FORGET = text(f"DELETE FROM {_NAME}")
_FORGET_ONE = text(f"DELETE FROM {_NAME} WHERE seq IN (SELECT seq FROM pupil WHERE id = :pupil)")
Told = Callable[[int, int], None]
"""Hears how many pupils are done, of how many."""


def made_upto(session: Session) -> int:
    """The number of the newest entry that the projection knows; 0 where it was not made."""
    return projection.made_upto(session, _NAME)


def forget(session: Session) -> None:
    """Let the projection go: every pupil is folded on reading until it is made again."""
    session.execute(_FORGET)
    forget_present(session)
    unmake(session, _NAME)


def forget_pupil(session: Session, pupil: str) -> None:
    """Let the spells of one record go, of which an entry was just told."""
    session.execute(_FORGET_ONE, {"pupil": pupil})
    forget_present_pupil(session, pupil)


def rebuild(session: Session, told: Told = lambda done, total: None) -> int:
    """Make the projection anew; how many rows it has."""
    forget(session)
    seqs, rows, done = seqs_of(session), 0, 0
    upto = _newest(session)
    for part in histories(session, None, None):
        found = {seqs[pupil]: of_one for pupil, of_one in part}
        rows += _add(session, found)
        done += len(found)
        told(done, len(seqs))
    say_made(session, _NAME, upto)
    return rows


def refresh(session: Session) -> int:
    """Bring the projection up to now: the pupils with entries told since; how many."""
    touched, upto = touched_since(session), _newest(session)
    for pupil in touched:
        forget_pupil(session, pupil)
    _add(session, entries_of(session, touched))
    say_made(session, _NAME, upto)
    return len(touched)


def touched_since(session: Session) -> list[str]:
    """The records with entries told since the projection was made, and those linked to them.

    Also those that were linked to them once: a link may have been taken back since.
    """
    query = select(EntryRow.pupil_id).where(col(EntryRow.number) > made_upto(session)).distinct()
    told = {pupil for pupil in session.exec(query) if pupil is not None}
    return sorted(ever_linked(session, told))


def spells_held(
    session: Session, pupils: Collection[str] | None = None
) -> dict[int, list[ExpectedSpell]]:
    """The spells of some pupils (of every pupil when None), by the `Pupil.seq` of the record kept.

    From the projection, but for the pupils with entries since.
    """
    touched = touched_since(session)
    asked = None if pupils is None else links(session).each_once(pupils)
    fresh = touched if asked is None else asked & {*touched}
    found = _rows(session, asked, {*seqs_of(session, touched).values()})
    return found | _folded(session, fresh)


def folded_since(session: Session) -> tuple[frozenset[int], dict[int, list[ExpectedSpell]]]:
    """The records whose rows are not to be read, and the spells of those children as they are."""
    touched = touched_since(session)
    return frozenset(seqs_of(session, touched).values()), _folded(session, touched)


def differing(session: Session) -> Iterator[str]:
    """Where the projection is not what the entries come to."""
    if not made_upto(session):
        if session.exec(select(func.count()).select_from(Expected)).one():
            yield "table expected: has rows and was never made: run apregister rebuild"
        return
    seqs = seqs_of(session)
    stale = {seqs[pupil] for pupil in touched_since(session)}
    wrong = _wrong(session, seqs, stale)
    if wrong:
        yield (
            f"table expected: is not what the entries of {wrong} pupils come to: "
            "run apregister rebuild"
        )


def _wrong(session: Session, seqs: dict[str, int], stale: set[int]) -> int:
    held, there = _rows(session, None, stale), present_rows(session, None, stale)
    wrong = 0
    for part in histories(session, None, None):
        for pupil, of_one in part:
            seq = seqs[pupil]
            due, present = sorted(held.pop(seq, []), key=_order), sorted(there.pop(seq, []))
            same = due == sorted(expected_spells(of_one), key=_order)
            wrong += seq not in stale and not (same and present == present_spells(of_one))
    return wrong + len({*held, *there})


def _order(spell: ExpectedSpell) -> tuple[Any, ...]:
    return spell.since, spell.place, spell.why, spell.entry


def _newest(session: Session) -> int:
    return session.exec(select(func.max(EntryRow.number))).one() or 0


def _folded(session: Session, pupils: Iterable[str]) -> dict[int, list[ExpectedSpell]]:
    return {seq: expected_spells(of_one) for seq, of_one in entries_of(session, pupils).items()}


def entries_of(session: Session, pupils: Iterable[str]) -> dict[int, list[Entry]]:
    """The entries of some pupils."""
    seqs = seqs_of(session, pupils)
    return {seqs[pupil]: of_one for pupil, of_one in by_pupil(entries(session, sorted(seqs)))}


def _rows(
    session: Session, pupils: Collection[str] | None, but: Collection[int]
) -> dict[int, list[ExpectedSpell]]:
    columns = (_TABLE.c.seq, *(_TABLE.c[name] for name in ExpectedSpell._fields))
    query = select_columns(*columns)
    found: dict[int, list[ExpectedSpell]] = {}
    for some in [None] if pupils is None else batches(seqs_of(session, pupils).values()):
        rows = query if some is None else query.where(_TABLE.c.seq.in_(some))
        for seq, *rest in session.execute(rows):
            if seq not in but:
                found.setdefault(seq, []).append(ExpectedSpell(*rest))
    return found


def _add(session: Session, found: dict[int, list[Entry]]) -> int:
    rows = [
        {"seq": seq, **spell._asdict()}
        for seq, of_one in found.items()
        for spell in expected_spells(of_one)
    ]
    if rows:
        session.connection().execute(insert(_TABLE), rows)
    add_present(session, {seq: present_spells(of_one) for seq, of_one in found.items()})
    return len(rows)
