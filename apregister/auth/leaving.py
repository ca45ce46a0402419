"""Who has a way into the register, and how a leaver's is closed."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from apregister.auth.accounts import close_account, set_password
from apregister.auth.keys import ApiKey
from apregister.auth.passwords import new_password
from apregister.auth.people import Account, AccountPlace
from apregister.digest_wishes import stop_wish
from movements.places import place_facts
from movements.problems import Problem, Refused

UNKNOWN = "There is no open account with this sign-in name."


@dataclass(frozen=True)
class Person:
    """An account as it is listed: `speaks_for` are names of places, or the authority's code."""

    id: str
    sign_in_name: str
    name: str
    role: str
    speaks_for: tuple[str, ...]
    added: str
    closed: str | None


@dataclass(frozen=True)
class KeyHeld:
    """A program's key as it is listed; never the key itself, of which only a hash is kept."""

    id: str
    label: str
    role: str
    speaks_for: str
    added: str
    revoked: str | None


def people(session: Session) -> list[Person]:
    """Everybody who has or had an account: the open ones first, by their sign-in names."""
    places, held = place_facts(session), dict[str, list[str]]()
    for one in session.exec(select(AccountPlace)):
        held.setdefault(one.account_id, []).append(places[one.place_id].name)
    found = session.exec(select(Account).order_by(col(Account.sign_in_name))).all()
    return [
        Person(
            one.id,
            one.sign_in_name,
            one.name,
            one.role,
            tuple(sorted(held.get(one.id, [])) or filter(None, [one.authority])),
            one.created_at,
            one.closed_at,
        )
        for one in sorted(found, key=lambda one: one.closed_at is not None)
    ]


def keys_held(session: Session) -> list[KeyHeld]:
    """Every key that was made, those in use first."""
    places = place_facts(session)
    found = session.exec(select(ApiKey).order_by(col(ApiKey.created_at))).all()
    return [
        KeyHeld(
            one.id,
            one.label,
            one.role,
            places[one.place_id].name if one.place_id else one.authority or "",
            one.created_at,
            one.revoked_at,
        )
        for one in sorted(found, key=lambda one: one.revoked_at is not None)
    ]


def leave(session: Session, sign_in_name: str, *, by: str) -> None:
    """Close a leaver's account for good, and send it no digest more.

    The name stays beside what was recorded, and is given to nobody else. Raises Refused for no
    open account, and for one's own.
    """
    account = _open(session, sign_in_name)
    if account.sign_in_name == by:
        words = "This is your own account: another administrator closes it."
        raise Refused([Problem("sign_in_name", "own", words)])
    close_account(session, account)
    stop_wish(session, account.id)


def given_anew(session: Session, sign_in_name: str) -> str:
    """A new password for an account, to be shown once; whoever was signed in with it no longer is.

    Raises Refused for no open account.
    """
    password = new_password()
    set_password(session, _open(session, sign_in_name), password)
    return password


def _open(session: Session, sign_in_name: str) -> Account:
    wanted = sign_in_name.strip().lower()
    found = session.exec(select(Account).where(Account.sign_in_name == wanted)).first()
    if found is None or found.closed_at is not None:
        raise Refused([Problem("sign_in_name", "unknown", UNKNOWN)])
    return found
