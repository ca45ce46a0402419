"""What the shell keeps for itself in the register's file: the secret that signs cookies."""

import secrets

from sqlmodel import Field, Session, SQLModel

_SECRET = "secret"


class Keeping(SQLModel, table=True):
    """A thing the shell keeps, by name."""

    name: str = Field(primary_key=True)
    value: str


def make_secret(session: Session) -> None:
    """Give the database a random secret of its own, once."""
    if session.get(Keeping, _SECRET) is None:
        session.add(Keeping(name=_SECRET, value=secrets.token_urlsafe(48)))


def own_secret(session: Session) -> str:
    """The database's own secret, made when it was migrated."""
    return session.get_one(Keeping, _SECRET).value
