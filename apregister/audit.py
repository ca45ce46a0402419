"""Who looked at, exported or signed in to what: append-only, in a file beside the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, Engine, Index, Table, desc, func, select, text
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


LOOK_TRIGGERS = {
    "look_no_update": "BEFORE UPDATE ON look",
    "look_no_delete": "BEFORE DELETE ON look",
    # INSERT OR REPLACE would take the place of a row without any update or deletion.
    "look_no_replace": (
        "BEFORE INSERT ON look WHEN EXISTS (SELECT 1 FROM look WHERE number = NEW.number)"
    ),
}


@dataclass(frozen=True)
class Wanted:
    """Which looks an auditor asks for; nothing set means all, the latest first."""

    pupil_id: str | None = None
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
        for name, when in LOOK_TRIGGERS.items():
            refusal = f"SELECT RAISE(ABORT, '{name}: looks are append-only')"
            connection.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS {name} {when} BEGIN {refusal}; END"
            )


def look_fence_missing(connection: Connection) -> list[str]:
    """The triggers of the looks file that are not there."""
    rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    present = set(rows.scalars())
    return [name for name in LOOK_TRIGGERS if name not in present]


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
    if asked.before is not None:
        query = query.where(Look.number < asked.before)
    with reading(engine) as session:
        return list(session.execute(query).scalars())


def count_looks(engine: Engine, what: str, since: str) -> int:
    """How many looks of this sort were noted since a moment, as it is written."""
    query = select(func.count()).select_from(Look).where(Look.what == what, Look.at >= since)
    with reading(engine) as session:
        return int(session.execute(query).scalar_one())
