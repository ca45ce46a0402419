"""The second step of signing in: a code that an app on one's telephone shows.

The app and the register share a secret, which lies beside the hash of the password. Basis: NCSC
guidance asks for a second factor wherever sensitive records are reached from outside; the codes
are those of RFC 6238.
"""

import re
from datetime import datetime
from hmac import compare_digest

import pyotp
from sqlmodel import Field, Session, SQLModel

from apregister import moment
from movements.problems import Problem, Refused

ISSUER = "AP register"
_WRONG = (
    "This code is not right. Enter the six figures that the app shows now; each counts once. "
    "Check that the telephone's clock is set by itself."
)


class SecondStep(SQLModel, table=True):
    """What an account shares with its owner's app; `last_used` is the turn of the last code."""

    __tablename__ = "second_step"

    account_id: str = Field(foreign_key="account.id", primary_key=True)
    secret: str
    since: str
    last_used: int = 0


def new_secret() -> str:
    """A random secret to be shared with an app: 160 bits, in letters and digits."""
    return pyotp.random_base32()


def address_of(secret: str, sign_in_name: str) -> str:
    """The otpauth address by which an app takes the secret; a picture of it is scanned."""
    return pyotp.TOTP(secret).provisioning_uri(name=sign_in_name, issuer_name=ISSUER)


def has_second_step(session: Session, account_id: str) -> bool:
    """Whether an account asks for a code beside the password."""
    return session.get(SecondStep, account_id) is not None


def take_up(session: Session, account_id: str, secret: str, code: str) -> None:
    """From now on an account asks for a code. Raises Refused where the app does not show it yet."""
    put_down(session, account_id)
    session.add(SecondStep(account_id=account_id, secret=secret, since=_now()))
    session.flush()
    use(session, account_id, code)


def put_down(session: Session, account_id: str) -> None:
    """An account asks for no code any more: the telephone is lost, or another takes its place."""
    held = session.get(SecondStep, account_id)
    if held is not None:
        session.delete(held)
        session.flush()


def use(session: Session, account_id: str, code: str) -> None:
    """Take a code, which then counts no more. Raises Refused where it is not right.

    The turn before and the one after are taken too, for a clock that is half a minute wrong.
    """
    held = session.get(SecondStep, account_id)
    turn = _turn_of(held, re.sub(r"\s", "", code), moment.now()) if held else None
    if held is None or turn is None:
        raise Refused([Problem("code", "not_right", _WRONG)])
    held.last_used = turn
    session.add(held)


def _turn_of(held: SecondStep, code: str, now: datetime) -> int | None:
    clock = pyotp.TOTP(held.secret)
    this = clock.timecode(now)
    turns = (turn for turn in (this - 1, this, this + 1) if turn > held.last_used)
    typed = code.encode()
    return next((t for t in turns if compare_digest(clock.generate_otp(t).encode(), typed)), None)


def _now() -> str:
    return moment.written(moment.now())
