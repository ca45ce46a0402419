"""Sittings: what begins with a sign-in and ends with a sign-out, a time-out or a new password."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, delete, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from apregister import moment
from apregister.audit import LooksBase
from apregister.auth.accounts import actor_of, open_account
from apregister.auth.keys import hash_of
from apregister.auth.people import Account
from apregister.auth.permissions import may
from apregister.db import Engines, reading, writing
from movements.actor import Actor

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=30)
# Seen is written down at most this often, so that most pages write nothing.
SEEN_EVERY = timedelta(minutes=1)


class AccountSession(LooksBase):
    """A sitting of an account. The browser holds the token; only its hash is kept here.

    It lies in the looks file, not in the register, so that a long intake keeps nobody out.
    """

    __tablename__ = "account_session"
    __table_args__ = (Index("ix_account_session_account_id", "account_id"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    opened_at: Mapped[str]
    seen_at: Mapped[str]


@dataclass(frozen=True)
class Sitting:
    """Somebody who is signed in: the account, and the actor it acts as."""

    account: Account
    actor: Actor

    def may(self, permission: str) -> bool:
        """Whether the role holds the permission; of accounts, whether it was given to the person.

        Raises KeyError for a permission nobody defined.
        """
        given = self.account.manages or self.actor.role == "administrator"
        return may(self.actor.role, permission) and (permission != "manage_accounts" or given)


def begin_sitting(session: Session, account_id: str, now: datetime) -> str:
    """Begin a sitting in a looks session; returns the token for the browser. Clears old ones."""
    token = secrets.token_urlsafe(32)
    long_ago = moment.written(now - LONGEST)
    session.execute(delete(AccountSession).where(AccountSession.opened_at < long_ago))
    at = moment.written(now)
    session.add(
        AccountSession(token_hash=hash_of(token), account_id=account_id, opened_at=at, seen_at=at)
    )
    return token


def sitting_of(engines: Engines, token: str, now: datetime) -> Sitting | None:
    """Who holds this token, or None when it is unknown, ended, timed out or idle for too long."""
    with reading(engines.looks) as looks:
        held = looks.get(AccountSession, hash_of(token))
    if held is None or _is_over(held, now):
        return None
    with reading(engines.register) as session:
        account = open_account(session, held.account_id)
        if account is None or account.password_set_at > held.opened_at:
            return None
        sitting = Sitting(account, actor_of(session, account))
    _note_seen(engines, held, now)
    return sitting


def end_sitting(engines: Engines, token: str) -> None:
    """End one sitting: sign out here."""
    with writing(engines.looks) as looks:
        looks.execute(delete(AccountSession).where(AccountSession.token_hash == hash_of(token)))


def end_all_sittings(engines: Engines, account_id: str) -> None:
    """End every sitting of an account: sign out everywhere."""
    with writing(engines.looks) as looks:
        looks.execute(delete(AccountSession).where(AccountSession.account_id == account_id))


def _is_over(held: AccountSession, now: datetime) -> bool:
    too_long = now - moment.read(held.opened_at) > LONGEST
    return too_long or now - moment.read(held.seen_at) > IDLE


def _note_seen(engines: Engines, held: AccountSession, now: datetime) -> None:
    if now - moment.read(held.seen_at) < SEEN_EVERY:
        return
    seen = update(AccountSession).where(AccountSession.token_hash == held.token_hash)
    try:
        with writing(engines.looks) as looks:
            looks.execute(seen.values(seen_at=moment.written(now)))
    except OperationalError:
        # The file is busy: a page is worth more than a minute's precision. The next one notes it.
        return
