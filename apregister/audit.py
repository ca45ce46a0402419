"""Who looked at, exported or signed in to what: append-only, in a file beside the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Index,
    Table,
    delete,
    desc,
    func,
    select,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from apregister import moment
from apregister.db import reading, writing
from movements.actor import Actor

Door = Literal["web", "api", "command"]


class LooksBase(DeclarativeBase):
    """What is kept in the looks file: looks, sittings and tries to sign in."""


class Look(LooksBase):
    """One look: who (sign-in name or key id), in which role, at what, when and by which door."""

    __tablename__ = "look"
    __table_args__ = (
        Index("ix_look_pupil_id", "pupil_id"),
        Index("ix_look_who", "who"),
        Index("ix_look_at", "at"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    who: Mapped[str]
    role: Mapped[str]
    organisation: Mapped[str]
    what: Mapped[str]
    pupil_id: Mapped[str | None]
    place_id: Mapped[str | None]
    case_id: Mapped[str | None]
    reason: Mapped[str | None]
    door: Mapped[str]
    address: Mapped[str]


LOOKS_GONE = "looks deleted"
"""What a look notes that others were deleted; its reason is the first day that was kept."""
LEAST_YEARS = 6
"""Years that a look is kept at the least: a younger one the database itself does not let go."""
LOOK_TRIGGERS = {
    "look_no_update": "BEFORE UPDATE ON look",
    "look_no_delete": (
        "BEFORE DELETE ON look WHEN NOT EXISTS (SELECT 1 FROM look AS r "
        f"WHERE r.what = '{LOOKS_GONE}' AND OLD.at < r.reason "
        f"AND r.reason <= date(r.at, '-{LEAST_YEARS} years'))"
    ),
    # INSERT OR REPLACE would take the place of a row without any update or deletion.
    "look_no_replace": (
        "BEFORE INSERT ON look WHEN EXISTS (SELECT 1 FROM look WHERE number = NEW.number)"
    ),
}


@dataclass(frozen=True)
class Wanted:
    """Which looks an auditor asks for; nothing set means all, the latest first.

    `pupil_ids` are several records of one child.
    """

    pupil_id: str | None = None
    pupil_ids: frozenset[str] = frozenset()
    case_id: str | None = None
    who: str | None = None
    what: str | None = None
    before: int | None = None
    limit: int = 100


def prepare_looks(engine: Engine, tables: Iterable[type[LooksBase]]) -> None:
    """Create those tables that are missing in the looks file, and its fence. Safe to call again."""
    with engine.begin() as connection:
        for table in tables:
            cast(Table, table.__table__).create(connection, checkfirst=True)
        for name in look_fence_missing(connection):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(_trigger(name))


def _trigger(name: str) -> str:
    refusal = f"SELECT RAISE(ABORT, '{name}: looks are append-only')"
    return f"CREATE TRIGGER {name} {LOOK_TRIGGERS[name]} BEGIN {refusal}; END"


def look_fence_missing(connection: Connection) -> list[str]:
    """The triggers of the looks file that are not there, or not as they were written."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    present = {row.name: row.sql for row in rows}
    return [name for name in LOOK_TRIGGERS if present.get(name) != _trigger(name)]


def looked(
    engine: Engine,
    actor: Actor,
    what: str,
    *,
    door: Door,
    address: str = "",
    pupil_id: str | None = None,
    place_id: str | None = None,
    case_id: str | None = None,
    reason: str | None = None,
) -> None:
    """Note that somebody looked. `what` is a word such as history, case, export or find.

    Neither `what` nor `reason` may carry a pupil's name or UPN: the pupil is named by id.
    """
    look = Look(
        at=moment.written(moment.now()),
        who=actor.name,
        role=actor.role,
        organisation=actor.organisation,
        what=what,
        pupil_id=pupil_id,
        place_id=place_id,
        case_id=case_id,
        reason=reason,
        door=door,
        address=address,
    )
    with writing(engine) as session:
        session.add(look)


def refused_sign_in(engine: Engine, who: str, what: str, address: str) -> None:
    """Note a sign-in that failed. `who` is an account there is, or nobody.

    The name as typed is never kept: people type passwords there.
    """
    look = Look(
        at=moment.written(moment.now()),
        who=who,
        role="none",
        organisation="none",
        what=what,
        door="web",
        address=address,
    )
    with writing(engine) as session:
        session.add(look)


def looks(engine: Engine, wanted: Wanted | None = None) -> list[Look]:
    """The looks an auditor asks for, the latest first; `before` is a number to page on from."""
    asked = wanted or Wanted()
    query = select(Look).order_by(desc(Look.number)).limit(asked.limit)
    for column in ("pupil_id", "case_id", "who", "what"):
        value = getattr(asked, column)
        if value is not None:
            query = query.where(getattr(Look, column) == value)
    if asked.pupil_ids:
        query = query.where(Look.pupil_id.in_(asked.pupil_ids))
    if asked.before is not None:
        query = query.where(Look.number < asked.before)
    with reading(engine) as session:
        return list(session.execute(query).scalars())


def count_looks(engine: Engine, what: str, since: str) -> int:
    """How many looks of this sort were noted since a moment, as it is written."""
    query = select(func.count()).select_from(Look).where(Look.what == what, Look.at >= since)
    with reading(engine) as session:
        return int(session.execute(query).scalar_one())


def looks_before(engine: Engine, day: str) -> int:
    """How many looks were noted before a day (2020-11-24)."""
    with reading(engine) as session:
        query = select(func.count()).select_from(Look).where(Look.at < day)
        return int(session.execute(query).scalar_one())


def delete_looks(engine: Engine, actor: Actor, day: str) -> int:
    """Delete the looks noted before a day, and note that. The fence keeps those of six years."""
    looked(engine, actor, LOOKS_GONE, door="command", reason=day)
    with writing(engine) as session:
        session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
        gone = cast(CursorResult[Any], session.execute(delete(Look).where(Look.at < day)))
        return gone.rowcount
