"""Accounts of people: their role, the organisations they speak for, their password."""

from collections.abc import Iterable, Iterator
from typing import cast

from sqlmodel import Session, select

from apregister import moment
from apregister.auth.passwords import hashed, password_problem
from apregister.auth.people import Account, AccountPlace
from apregister.auth.permissions import EVERYONE
from apregister.speaking import role_at
from movements.actor import Actor, Role
from movements.people_and_places import new_id
from movements.places import place_facts
from movements.problems import Problem, Refused

_PLACE_ROLES = ("school", "setting")
_AUTHORITY_ROLES = ("la_officer", "panel_member")


def add_account(
    session: Session,
    *,
    sign_in_name: str,
    name: str,
    role: str,
    password: str,
    places: Iterable[str] = (),
    authority: str | None = None,
    demo: bool = False,
) -> Account:
    """Add an account; `places` are place ids, already resolved.

    Raises Refused with every problem: an unknown role, a sign-in name that is taken, a school
    without a place or with a setting's, an officer without an authority, a password that is too
    easy.
    """
    account = Account(
        id=new_id("a"),
        sign_in_name=sign_in_name.strip().lower(),
        name=name.strip(),
        role=role,
        authority=authority,
        password_hash="",
        password_set_at=moment.written(moment.now()),
        demo=demo,
        created_at=moment.written(moment.now()),
    )
    held = tuple(dict.fromkeys(places))
    _refuse([*_account_problems(session, account, held), *_password_problems(account, password)])
    account.password_hash = hashed(password)
    session.add(account)
    session.flush()
    session.add_all(AccountPlace(account_id=account.id, place_id=place) for place in held)
    session.flush()
    return account


def account_named(session: Session, sign_in_name: str) -> Account | None:
    """The open account with this sign-in name, however it is capitalised."""
    wanted = sign_in_name.strip().lower()
    found = session.exec(select(Account).where(Account.sign_in_name == wanted)).first()
    return found if found is not None and found.closed_at is None else None


def open_account(session: Session, account_id: str) -> Account | None:
    """The account with this id, unless it was closed."""
    found = session.get(Account, account_id)
    return found if found is not None and found.closed_at is None else None


def actor_of(session: Session, account: Account) -> Actor:
    """The actor that an account acts as."""
    places = session.exec(
        select(AccountPlace.place_id).where(AccountPlace.account_id == account.id)
    )
    role = cast(Role, account.role)
    return Actor(account.sign_in_name, role, frozenset(places), account.authority)


def set_password(session: Session, account: Account, password: str) -> None:
    """Change a password; sittings begun before this moment no longer count.

    Raises Refused when the password is too short or too easy to guess.
    """
    _refuse(_password_problems(account, password, field="new_password"))
    account.password_hash = hashed(password)
    account.password_set_at = moment.written(moment.now())
    session.add(account)


def close_account(session: Session, account: Account) -> None:
    """Close an account for good: it stays for the record, nobody can sign in with it."""
    account.closed_at = moment.written(moment.now())
    session.add(account)


def has_demo_accounts(session: Session) -> bool:
    """Whether the database was made by `demo`, whose passwords were shown on a screen."""
    wanted = select(Account.id).where(Account.demo == True, Account.closed_at == None)  # noqa: E711, E712
    return session.exec(wanted.limit(1)).first() is not None


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(problems)


def _password_problems(account: Account, password: str, field: str = "password") -> list[Problem]:
    problem = password_problem(password, sign_in_name=account.sign_in_name, field=field)
    return [problem] if problem else []


def _account_problems(
    session: Session, account: Account, places: tuple[str, ...]
) -> Iterator[Problem]:
    if not account.sign_in_name:
        yield Problem("sign_in_name", "missing", "Enter a sign-in name.")
    if not account.name:
        yield Problem("name", "missing", "Enter the person's name.")
    if account.role not in EVERYONE:
        words = f"{account.role!r} is not a role: use one of {', '.join(sorted(EVERYONE))}."
        yield Problem("role", "not_allowed", words)
    if account.role in _PLACE_ROLES and not places:
        yield Problem("places", "missing", f"Name the place that this {account.role} speaks for.")
    if account.role in _PLACE_ROLES:
        yield from _misfits(session, account.role, places)
    if account.role in _AUTHORITY_ROLES and not account.authority:
        yield Problem("authority", "missing", "Name the local authority by its three-digit code.")
    taken = select(Account.id).where(Account.sign_in_name == account.sign_in_name)
    if session.exec(taken).first():
        words = f"The sign-in name {account.sign_in_name} is taken: choose another."
        yield Problem("sign_in_name", "taken", words)


def _misfits(session: Session, role: str, places: tuple[str, ...]) -> Iterator[Problem]:
    """Places whose people have the other of the two roles."""
    for place in place_facts(session, places).values():
        fitting = role_at(place)
        if fitting != role:
            what = "an AP setting" if fitting == "setting" else "a school and no AP setting"
            words = f"{place.name} is {what}: give its people the role {fitting}."
            yield Problem("role", "not_allowed", words)
