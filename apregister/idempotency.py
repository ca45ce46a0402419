"""The same request twice: a key that a sender chose, kept for the life of the entry it made."""

import hashlib

from sqlmodel import Field, Session, SQLModel

from apregister import moment


class IdempotencyKey(SQLModel, table=True):
    """What was answered to a sender's key. The key itself is not kept, only its hash."""

    __tablename__ = "idempotency_key"

    key_hash: str = Field(primary_key=True)
    organisation: str
    body_hash: str
    entry: int
    response: str
    created_at: str


class KeyReused(Exception):
    """Raised when a key comes again with another body."""


def answered(session: Session, organisation: str, key: str, body: bytes) -> str | None:
    """The answer (JSON text) given to this key and body before; None when the key is new.

    `body` is the request as sent, preceded by its path when one key may serve several paths.
    Raises KeyReused when the key came before with another body.
    """
    kept = session.get(IdempotencyKey, _key_hash(organisation, key))
    if kept is None:
        return None
    if kept.body_hash != _sha(body):
        raise KeyReused(
            "This Idempotency-Key was used before with another body: send a new key, "
            "or the same body as the first time."
        )
    return kept.response


def keep_answer(
    session: Session, organisation: str, key: str, body: bytes, *, entry: int, response: str
) -> None:
    """Keep the answer, in the session that records the entry: both are held or neither."""
    session.add(
        IdempotencyKey(
            key_hash=_key_hash(organisation, key),
            organisation=organisation,
            body_hash=_sha(body),
            entry=entry,
            response=response,
            created_at=moment.written(moment.now()),
        )
    )


def _key_hash(organisation: str, key: str) -> str:
    """Two organisations may choose the same key."""
    return _sha(f"{organisation}\x00{key}".encode())


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
