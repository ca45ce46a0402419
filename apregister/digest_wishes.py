"""Who wants a digest by e-mail, how often and of what: beside the register, not in it."""

import json
from collections.abc import Iterable
from datetime import date, timedelta

from sqlmodel import Field, Session, SQLModel, col, select

from apregister.auth.people import Account
from movements.problems import Problem, Refused

EVERY = {"day": "Every day", "week": "Once a week, on Monday"}
"""How often, and in words; somebody who wants none has no wish."""
_LONGEST = 200


class DigestWish(SQLModel, table=True):
    """What one person wants sent. `left_out` are ids of clocks and questions, as JSON.

    `sent_on` is the last day on which it was sent.
    """

    __tablename__ = "digest_wish"

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    email: str
    every: str
    left_out: str
    sent_on: date | None = None

    @property
    def without(self) -> frozenset[str]:
        """The clocks and questions of which nothing is sent."""
        return frozenset(json.loads(self.left_out))

    def is_due(self, on: date) -> bool:
        """Whether one is to be sent: none was yet on that day, or in its week from Monday on."""
        begins = on if self.every == "day" else on - timedelta(days=on.weekday())
        return self.sent_on is None or self.sent_on < begins


def wish_of(session: Session, account_id: str) -> DigestWish | None:
    """What a person wants sent; None where nothing."""
    return session.get(DigestWish, account_id)


def save_wish(
    session: Session, account_id: str, email: str, every: str, left_out: Iterable[str]
) -> None:
    """Keep what a person wants sent. Raises Refused for an address that can be none, and the like.

    What was sent today already is not sent again for that.
    """
    _refuse(email.strip(), every)
    held = session.get(DigestWish, account_id)
    wish = DigestWish(
        account_id=account_id,
        email=email.strip(),
        every=every,
        left_out=json.dumps(sorted(left_out)),
        sent_on=held.sent_on if held else None,
    )
    session.merge(wish)


def stop_wish(session: Session, account_id: str) -> None:
    """Send a person no more."""
    wish = session.get(DigestWish, account_id)
    if wish is not None:
        session.delete(wish)


def wishes_due(session: Session, on: date) -> list[tuple[DigestWish, Account]]:
    """What is to be sent on a day, and to whom: of open accounts, by their sign-in names."""
    query = (
        select(DigestWish, Account)
        .where(col(DigestWish.account_id) == col(Account.id), col(Account.closed_at).is_(None))
        .order_by(col(Account.sign_in_name))
    )
    return [(wish, account) for wish, account in session.exec(query) if wish.is_due(on)]


def _refuse(email: str, every: str) -> None:
    problems = []
    printable = email.isascii() and email.isprintable() and " " not in email
    if not printable or email.count("@") != 1 or "@" not in email.strip("@"):
        words = "Give an e-mail address, such as a.person@example.org."
        problems.append(Problem("email", "email", words))
    elif len(email) > _LONGEST:
        words = f"Give an e-mail address of at most {_LONGEST} characters."
        problems.append(Problem("email", "too_long", words))
    if every not in EVERY:
        problems.append(Problem("every", "unknown_code", "Choose how often it is sent."))
    if problems:
        raise Refused(problems)
