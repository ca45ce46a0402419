"""API keys: bound to one organisation, shown once, kept only as a hash, revocable."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import cast

from sqlalchemy import CheckConstraint, Connection, Table, bindparam, select
from sqlmodel import Field, Session, SQLModel

from apregister import moment
from movements.actor import Actor, Role
from movements.people_and_places import new_id
from movements.problems import Problem, Refused

KEY_ROLES = ("school", "setting", "la_officer")
_MARK = "apr_"


class ApiKey(SQLModel, table=True):
    """A key of one place (school or setting) or of one authority; the token itself is not kept."""

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint("role in ('school', 'setting', 'la_officer')", name="role"),
        CheckConstraint("(place_id is null) <> (authority is null)", name="one_organisation"),
    )

    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    label: str
    role: str
    place_id: str | None = None
    authority: str | None = None
    created_at: str
    revoked_at: str | None = None


@dataclass(frozen=True)
class NewKey:
    """A key just made, with the token that is shown this once."""

    key: ApiKey
    token: str


def add_key(
    session: Session,
    *,
    role: str,
    label: str = "",
    place: str | None = None,
    authority: str | None = None,
) -> NewKey:
    """Make a key for one place (role school or setting) or one authority (role la_officer).

    `place` is a place id, already resolved. Raises Refused when role and organisation do not fit.
    """
    _refuse_misfit(role, place, authority)
    token = _MARK + secrets.token_urlsafe(32)
    key = ApiKey(
        id=new_id("k"),
        token_hash=hash_of(token),
        label=label.strip() or f"{role} key",
        role=role,
        place_id=place,
        authority=authority,
        created_at=moment.written(moment.now()),
    )
    session.add(key)
    session.flush()
    return NewKey(key, token)


# Made once, on the table itself: asked for every call.
_KEY: Table = SQLModel.metadata.tables["api_key"]
_IN_USE = select(_KEY.c.id, _KEY.c.role, _KEY.c.place_id, _KEY.c.authority).where(
    _KEY.c.token_hash == bindparam("hash"), _KEY.c.revoked_at.is_(None)
)


def actor_of_token(connection: Connection, token: str) -> Actor | None:
    """The actor that a bearer of this token acts as, or None when the key is unknown or revoked."""
    found = connection.execute(_IN_USE, {"hash": hash_of(token)}).first()
    if found is None:
        return None
    places = frozenset({found.place_id}) if found.place_id else frozenset[str]()
    return Actor(found.id, cast(Role, found.role), places, found.authority)


def revoke_key(session: Session, key_id: str) -> None:
    """Revoke a key at once. Raises Refused when there is no such key in use."""
    found = session.get(ApiKey, key_id)
    if found is None or found.revoked_at is not None:
        raise Refused([Problem("key", "unknown", f"There is no key {key_id} in use.")])
    found.revoked_at = moment.written(moment.now())
    session.add(found)


def hash_of(token: str) -> str:
    """What is kept of a token. It is random and long, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_misfit(role: str, place: str | None, authority: str | None) -> None:
    if role not in KEY_ROLES:
        words = f"A key cannot have the role {role!r}: use {', '.join(KEY_ROLES)}."
        raise Refused([Problem("role", "not_allowed", words)])
    if role == "la_officer" and (place or not authority):
        words = "A key of an authority needs the authority's code and no place."
        raise Refused([Problem("authority", "missing", words)])
    if role != "la_officer" and (authority or not place):
        words = f"A key of a {role} needs its place and no authority."
        raise Refused([Problem("place", "missing", words)])
