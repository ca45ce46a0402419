"""Projections: what is made of the register's tables to be read quickly, and is disposable.

Each says how far it was made; what came later is read beside it, so that it is never stale.
"""

from sqlalchemy import bindparam, text
from sqlmodel import Field, Session, SQLModel, col, select


class Projection(SQLModel, table=True):
    """How far a projection was made: it holds what was stored up to the row of this number."""

    name: str = Field(primary_key=True)
    upto: int


# Made once: asked whenever a projection is read.
_UPTO = select(Projection.upto).where(col(Projection.name) == bindparam("name"))
_UNMAKE = text("DELETE FROM projection WHERE name = :name")


def made_upto(session: Session, name: str) -> int:
    """The number of the newest row that a projection knows; 0 where it was not made."""
    return session.connection().execute(_UPTO, {"name": name}).scalar() or 0


def unmake(session: Session, name: str) -> None:
    """Say that a projection was not made."""
    session.execute(_UNMAKE, {"name": name})


def say_made(session: Session, name: str, upto: int) -> None:
    """Say how far a projection was made, now that its rows were written."""
    unmake(session, name)
    session.expire_all()
    session.add(Projection(name=name, upto=upto))
    session.flush()
