"""A projection of which place may mark whom: made with that of where marks are due, and disposable.

On its roll in any status, placed or directed there. A placement lasts until its end is recorded,
whatever was planned.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Table, insert, select, text
from sqlmodel import Field, Session, SQLModel

from movements.entry import Entry
from movements.presence import EVER, half_day
from movements.register import fold

_NAME = "present"


class Present(SQLModel, table=True):
    """A spell in which a place may mark a pupil: `PresentSpell`, by `Pupil.seq`."""

    __tablename__ = _NAME
    __table_args__ = ({"sqlite_with_rowid": False},)

    place: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    until: int


class PresentSpell(NamedTuple):
    """At a place from one half-day up to, but not including, another (`presence.half_day`)."""

    place: str
    since: int
    until: int


_TABLE: Table = SQLModel.metadata.tables[_NAME]
_FORGET = text(f"DELETE FROM {_NAME}")
_FORGET_ONE = text(f"DELETE FROM {_NAME} WHERE seq IN (SELECT seq FROM pupil WHERE id = :pupil)")


def present_spells(of_one: Sequence[Entry]) -> list[PresentSpell]:
    """One pupil's spells at every place, by place and time."""
    begun: dict[str, int] = {}
    found: list[PresentSpell] = []
    for entry, _, _, after in fold(of_one):
        now = half_day(entry.on, entry.session)
        here = {roll.place for roll in after.rolls} | {p.place for p in after.provision if p.place}
        for place in begun.keys() - here:
            since = begun.pop(place)
            found += [PresentSpell(place, since, now)] if since < now else []
        begun |= dict.fromkeys(here - begun.keys(), now)
    found += [PresentSpell(place, since, EVER) for place, since in begun.items()]
    return sorted(found)


def forget_present(session: Session) -> None:
    """Let every spell go."""
    session.execute(_FORGET)


def forget_present_pupil(session: Session, pupil: str) -> None:
    """Let the spells of one record go."""
    session.execute(_FORGET_ONE, {"pupil": pupil})


def add_present(session: Session, found: dict[int, list[PresentSpell]]) -> None:
    """Add the spells of some pupils, by `Pupil.seq`."""
    rows = [{"seq": seq, **spell._asdict()} for seq, some in found.items() for spell in some]
    if rows:
        session.connection().execute(insert(_TABLE), rows)


def present_rows(
    session: Session, place: str | None, but: Collection[int]
) -> dict[int, list[PresentSpell]]:
    """The spells held at a place, or at all, by `Pupil.seq`; `but` those of some pupils."""
    query = select(_TABLE.c.seq, *(_TABLE.c[name] for name in PresentSpell._fields))
    found: dict[int, list[PresentSpell]] = {}
    if place is not None:
        query = query.where(_TABLE.c.place == place)
    # All at once: one by one takes several times as long.
    for seq, *rest in session.execute(query).all():
        if seq not in but:
            found.setdefault(seq, []).append(PresentSpell(*rest))
    return found
