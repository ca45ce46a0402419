"""Signing in: throttled, the same answer for a wrong password as for a name nobody has."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, delete, desc, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from apregister import moment
from apregister.audit import LooksBase, looked, refused_sign_in
from apregister.auth.accounts import account_named, actor_of, open_account, set_password
from apregister.auth.passwords import matches
from apregister.auth.people import Account
from apregister.auth.second_step import has_second_step, use
from apregister.auth.sittings import begin_sitting, end_all_sittings
from apregister.db import Engines, reading, writing
from movements.actor import Actor
from movements.problems import Problem, Refused

WINDOW = timedelta(hours=1)
FREE_FOR_A_NAME = 5
FREE_FOR_AN_ADDRESS = 25
LONGEST_WAIT = 300


class SignInTry(LooksBase):
    """One try to sign in. The typed name is kept only as a hash: people type passwords there."""

    __tablename__ = "sign_in_try"
    __table_args__ = (
        Index("ix_sign_in_try_name_hash", "name_hash"),
        Index("ix_sign_in_try_address", "address"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    name_hash: Mapped[str]
    address: Mapped[str]
    good: Mapped[bool]


@dataclass(frozen=True)
class SignIn:
    """How a try to sign in ended: a token, or none; `wait` seconds when there were too many.

    `half` is the account whose password was right and whose code is still to be given.
    """

    token: str | None = None
    wait: int = 0
    half: str | None = None


def sign_in(engines: Engines, name: str, password: str, address: str) -> SignIn:
    """Try to sign in. A try counts before its password is looked at, so that a race gains nothing.

    The wait grows with each failure: 1, 2, 4 ... 300 seconds after five for a name or twenty-five
    for an address within an hour.
    """
    now = moment.now()
    with writing(engines.looks) as looks:
        wait = _wait(looks, _hash(name), address, now)
        number = None if wait else _note_try(looks, _hash(name), address, now)
    account, actor = _account(engines, name)
    who = account.sign_in_name if account else "nobody"
    if number is None:
        refused_sign_in(engines.looks, who, "sign_in_throttled", address)
        return SignIn(wait=wait)
    good = matches(password, account.password_hash if account else None)
    if account is None or actor is None or not good:
        refused_sign_in(engines.looks, who, "sign_in_refused", address)
        return SignIn()
    _was_good(engines, number)
    with reading(engines.register) as session:
        if has_second_step(session, account.id):
            return SignIn(half=account.id)
    return _signed_in(engines, account.id, actor, address)


def sign_in_by_code(engines: Engines, account_id: str, code: str, address: str) -> SignIn:
    """The second step of an account whose password was right: throttled for itself, like the first.

    Raises Refused for a code that is not right or was used.
    """
    with reading(engines.register) as session:
        account = open_account(session, account_id)
        actor = actor_of(session, account) if account else None
    if account is None or actor is None:
        return SignIn()
    name_hash = _hash(f"code of {account_id}")
    with writing(engines.looks) as looks:
        wait = _wait(looks, name_hash, address, moment.now())
        number = None if wait else _note_try(looks, name_hash, address, moment.now())
    if number is None:
        refused_sign_in(engines.looks, account.sign_in_name, "sign_in_throttled", address)
        return SignIn(wait=wait)
    try:
        with writing(engines.register) as session:
            use(session, account_id, code)
    except Refused:
        refused_sign_in(engines.looks, account.sign_in_name, "sign_in_code_refused", address)
        raise
    _was_good(engines, number)
    return _signed_in(engines, account_id, actor, address)


def wait_for(engines: Engines, what: str, address: str) -> int:
    """Seconds that an address must wait before it tries again what needs no account; 0 for none.

    `what` was tried, not signed in to: its failures count apart from those of signing in.
    """
    with writing(engines.looks) as looks:
        return _wait(looks, _hash(f"{what} {address}"), f"{what} {address}", moment.now())


def note_failure(engines: Engines, what: str, address: str) -> None:
    """Count a try that came to nothing, such as an address that was guessed."""
    with writing(engines.looks) as looks:
        _note_try(looks, _hash(f"{what} {address}"), f"{what} {address}", moment.now())


def change_password(engines: Engines, account_id: str, current: str, new: str, again: str) -> None:
    """Change one's own password and end every sitting, this one too.

    Raises Refused when the current password is wrong, or the new one is easy or typed differently.
    """
    with writing(engines.register) as session:
        account = session.get_one(Account, account_id)
        problems = _change_problems(account, current, new, again)
        if problems:
            raise Refused(problems)
        set_password(session, account, new)
    end_all_sittings(engines, account_id)


def _change_problems(account: Account, current: str, new: str, again: str) -> list[Problem]:
    if not matches(current, account.password_hash):
        return [Problem("current_password", "wrong", "The current password is not right.")]
    if new != again:
        words = "The two new passwords differ: type the same one twice."
        return [Problem("again", "differs", words)]
    if new == current:
        return [Problem("new_password", "same", "The new password is the one you have now.")]
    return []


def _was_good(engines: Engines, number: int) -> None:
    with writing(engines.looks) as looks:
        looks.execute(update(SignInTry).where(SignInTry.number == number).values(good=True))


def _signed_in(engines: Engines, account_id: str, actor: Actor, address: str) -> SignIn:
    with writing(engines.looks) as looks:
        token = begin_sitting(looks, account_id, moment.now())
    looked(engines.looks, actor, "sign_in", door="web", address=address)
    return SignIn(token)


def _account(engines: Engines, name: str) -> tuple[Account | None, Actor | None]:
    with reading(engines.register) as session:
        account = account_named(session, name)
        return account, actor_of(session, account) if account else None


def _hash(name: str) -> str:
    return hashlib.sha256(name.strip().lower().encode()).hexdigest()


def _note_try(looks: Session, name_hash: str, address: str, now: datetime) -> int:
    old = moment.written(now - 24 * WINDOW)
    looks.execute(delete(SignInTry).where(SignInTry.at < old))
    one = SignInTry(at=moment.written(now), name_hash=name_hash, address=address, good=False)
    looks.add(one)
    looks.flush()
    return int(one.number)


def _wait(looks: Session, name_hash: str, address: str, now: datetime) -> int:
    """Seconds still to wait, by the failures since the last good try for the name, the address."""
    since = moment.written(now - WINDOW)
    recent = select(SignInTry).where(SignInTry.at > since).order_by(desc(SignInTry.number))
    by_name = looks.scalars(recent.where(SignInTry.name_hash == name_hash).limit(50)).all()
    by_address = looks.scalars(recent.where(SignInTry.address == address).limit(100)).all()
    return max(
        _seconds(_failures(by_name), FREE_FOR_A_NAME, now),
        _seconds([one for one in by_address if not one.good], FREE_FOR_AN_ADDRESS, now),
    )


def _failures(tries: Sequence[SignInTry]) -> list[SignInTry]:
    """The failures since the last good try; the tries come latest first."""
    good = next((place for place, one in enumerate(tries) if one.good), len(tries))
    return list(tries[:good])


def _seconds(failures: Sequence[SignInTry], free: int, now: datetime) -> int:
    if len(failures) < free:
        return 0
    penalty = min(1 << (len(failures) - free), LONGEST_WAIT)
    passed = (now - moment.read(failures[0].at)).total_seconds()
    return max(0, round(penalty - passed + 0.5))
