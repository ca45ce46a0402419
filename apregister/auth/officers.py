"""Whether an authority's officers have a way into this register: an account, or a key."""

from sqlmodel import Session, select

from apregister.auth.keys import ApiKey
from apregister.auth.people import Account


def has_officers(session: Session, authority: str) -> bool:
    """Whether an officer of the authority can sign in, or one of its programs come in by a key."""
    account = select(Account.id).where(
        Account.role == "la_officer",
        Account.authority == authority,
        Account.closed_at == None,  # noqa: E711
    )
    key = select(ApiKey.id).where(
        ApiKey.role == "la_officer",
        ApiKey.authority == authority,
        ApiKey.revoked_at == None,  # noqa: E711
    )
    return any(session.exec(query.limit(1)).first() is not None for query in (account, key))
