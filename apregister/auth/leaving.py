"""Who has a way into the register, and how a leaver's is closed."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from apregister.auth.accounts import close_account, set_password
from apregister.auth.keys import ApiKey
from apregister.auth.passwords import new_password
from apregister.auth.people import Account, AccountPlace
from apregister.auth.permissions import PERMISSIONS
from apregister.auth.second_step import SecondStep, put_down
from apregister.digest_wishes import stop_wish
from movements.places import place_facts
from movements.problems import Problem, Refused

ADMINISTRATOR = "administrator"
UNKNOWN = "There is no open account with this sign-in name."


@dataclass(frozen=True)
class Person:
    """An account as it is listed: `speaks_for` are names of places, or the authority's code.

    `places` are the ids of those places. `has_code`: whether it asks for a code at sign-in.
    """

    id: str
    sign_in_name: str
    name: str
    role: str
    speaks_for: tuple[str, ...]
    added: str
    closed: str | None
    authority: str | None
    places: frozenset[str]
    manages: bool
    has_code: bool


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
        held.setdefault(one.account_id, []).append(one.place_id)
    coded = frozenset(session.exec(select(SecondStep.account_id)))
    found = session.exec(select(Account).order_by(col(Account.sign_in_name))).all()
    return [
        Person(
            one.id,
            one.sign_in_name,
            one.name,
            one.role,
            tuple(sorted(places[p].name for p in held.get(one.id, ())))
            or tuple(filter(None, [one.authority])),
            one.created_at,
            one.closed_at,
            one.authority,
            frozenset(held.get(one.id, ())),
            one.manages,
            one.id in coded,
        )
        for one in sorted(found, key=lambda one: one.closed_at is not None)
    ]


def looked_after(session: Session, by: Account) -> list[Person]:
    """Whose accounts a person looks after: an administrator everybody's, others their colleagues'.

    A colleague has the same role, of the same authority or for no place that is not one's own too.
    """
    everybody = people(session)
    if by.role == ADMINISTRATOR:
        return everybody
    own = next(one for one in everybody if one.id == by.id)
    return [one for one in everybody if by.manages and _is_colleague(one, own)]


def _is_colleague(one: Person, own: Person) -> bool:
    alike = (one.role, one.authority) == (own.role, own.authority)
    return alike and one.places <= own.places and bool(one.places) == bool(own.places)


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


def give_management(session: Session, sign_in_name: str, *, given: bool) -> None:
    """Let a person look after the accounts of colleagues, or no more.

    Raises Refused for no open account, and for one whose role has nobody look after accounts.
    """
    account = _open(session, sign_in_name)
    if account.role not in PERMISSIONS["manage_accounts"]:
        words = "Of this role an administrator looks after the accounts."
        raise Refused([Problem("manages", "not_allowed", words)])
    account.manages = given
    session.add(account)


def without_code(session: Session, sign_in_name: str, *, by: str) -> None:
    """Ask for no code beside the password any more: the telephone is lost.

    Raises Refused for no open account, and for one's own, which is ended by a code.
    """
    account = _open(session, sign_in_name)
    if account.sign_in_name == by:
        words = "This is your own account: end it by a code, or ask somebody else who may."
        raise Refused([Problem("sign_in_name", "own", words)])
    put_down(session, account.id)


def _open(session: Session, sign_in_name: str) -> Account:
    wanted = sign_in_name.strip().lower()
    found = session.exec(select(Account).where(Account.sign_in_name == wanted)).first()
    if found is None or found.closed_at is not None:
        raise Refused([Problem("sign_in_name", "unknown", UNKNOWN)])
    return found
