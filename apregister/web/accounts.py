"""Accounts: who has one, a new one, a new password, a lost telephone, and a leaver's end.

Of everybody for an administrator; of their colleagues for those to whom that was given.
"""

from collections.abc import Callable

from flask import Blueprint, abort, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.accounts import add_account
from apregister.auth.leaving import (
    ADMINISTRATOR,
    Person,
    give_management,
    given_anew,
    leave,
    looked_after,
    without_code,
)
from apregister.auth.passwords import new_password
from apregister.auth.people import Account
from apregister.auth.permissions import PERMISSIONS, permission
from apregister.db import reading, writing
from apregister.web.listing import part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look, sitting
from apregister.web.words import ROLE_TITLES
from movements.la_codes import LA_NAMES
from movements.places import UnknownPlace, find_place
from movements.problems import Problem, Refused

account_pages = Blueprint("accounts", __name__)
ROLES = {role: words[:1].upper() + words[1:] for role, words in ROLE_TITLES.items()}
ASKED = ("sign_in_name", "name", "role", "places", "authority")


@account_pages.get("/accounts", endpoint="accounts")
@permission("manage_accounts")
def accounts_page() -> Response:
    """Everybody who has or had an account, as far as whoever is signed in looks after them."""
    with reading(engines().register) as session:
        listed = part_of(looked_after(session, _own()))
    note_look("accounts")
    return page("accounts.html", listed=listed, roles=ROLES, asked={})


@account_pages.get("/accounts/new")
@permission("manage_accounts")
def new_page() -> Response:
    """The form for a new account."""
    return _form({}, ())


@account_pages.post("/accounts/new")
@permission("manage_accounts")
def add() -> Response:
    """Add an account, and show its password once; a colleague's is for what one's own is for."""
    given = {name: request.form.get(name, "").strip() for name in ASKED}
    password, own = new_password(), _own()
    any_role = own.role == ADMINISTRATOR
    try:
        with writing(engines().register) as session:
            add_account(
                session,
                sign_in_name=given["sign_in_name"],
                name=given["name"] or given["sign_in_name"],
                role=given["role"] if any_role else own.role,
                password=password,
                places=_places(session, given["places"]) if any_role else actor().places,
                authority=_authority(given["authority"]) if any_role else own.authority,
            )
    except Refused as refused:
        return _form(given, refused.problems)
    note_look("account_added", reason=given["sign_in_name"])
    return _shown(given["sign_in_name"], password)


@account_pages.get("/accounts/<account>")
@permission("manage_accounts")
def account_page(account: str) -> Response:
    """One account, with what can be done about it."""
    return _account_page(account, ())


@account_pages.post("/accounts/<account>/password")
@permission("manage_accounts")
def renew(account: str) -> Response:
    """Give a new password, and show it once."""
    with writing(engines().register) as session:
        found = _person(session, account)
        try:
            password = given_anew(session, found.sign_in_name)
        except Refused:
            abort(404)
    note_look("account_password", reason=found.sign_in_name)
    return _shown(found.sign_in_name, password)


@account_pages.post("/accounts/<account>/close")
@permission("manage_accounts")
def close(account: str) -> Response:
    """Close a leaver's account."""
    by = actor().name
    return _done(account, "account_closed", lambda session, name: leave(session, name, by=by))


@account_pages.post("/accounts/<account>/code/end")
@permission("manage_accounts")
def end_code(account: str) -> Response:
    """Let a person in without a code: the telephone is lost."""
    by = actor().name
    return _done(
        account, "account_without_code", lambda session, name: without_code(session, name, by=by)
    )


@account_pages.post("/accounts/<account>/manages/<given>")
@permission("manage_accounts")
def manage(account: str, given: str) -> Response:
    """Let a person look after the accounts of colleagues, or no more: for an administrator."""
    if _own().role != ADMINISTRATOR or given not in ("yes", "no"):
        abort(404)
    gives = given == "yes"
    what = "account_management_given" if gives else "account_management_taken"
    return _done(account, what, lambda session, name: give_management(session, name, given=gives))


def _done(account: str, what: str, do: Callable[[Session, str], None]) -> Response:
    """The account's page after something was done to it, and noted; or what was wrong."""
    try:
        with writing(engines().register) as session:
            name = _person(session, account).sign_in_name
            do(session, name)
    except Refused as refused:
        return _account_page(account, refused.problems)
    note_look(what, reason=name)
    return _account_page(account, ())


def _account_page(account: str, problems: tuple[Problem, ...]) -> Response:
    with reading(engines().register) as session:
        found = _person(session, account)
    return page(
        "account.html",
        status=422 if problems else 200,
        person=found,
        roles=ROLES,
        problems=problems,
        may_give=_own().role == ADMINISTRATOR and found.role in PERMISSIONS["manage_accounts"],
    )


def _own() -> Account:
    held = sitting()
    return held.account if held is not None else abort(403)


def _person(session: Session, account: str) -> Person:
    found = next((one for one in looked_after(session, _own()) if one.id == account), None)
    return found or abort(404)


def _places(session: Session, text: str) -> list[str]:
    """The ids of the places written one after the other. Raises Refused for one nobody knows."""
    try:
        return [find_place(session, ref).id for ref in text.replace(",", " ").split()]
    except UnknownPlace as unknown:
        raise Refused([Problem("places", "unknown_place", str(unknown))]) from unknown


def _authority(code: str) -> str | None:
    if code and code not in LA_NAMES:
        words = "Give the authority's three-digit code, such as 330."
        raise Refused([Problem("authority", "authority", words)])
    return code or None


def _form(given: dict[str, str], problems: tuple[Problem, ...]) -> Response:
    status = 422 if problems else 200
    any_role = _own().role == ADMINISTRATOR
    return page(
        "account_new.html",
        status=status,
        given=given,
        roles=ROLES if any_role else {},
        problems=problems,
    )


def _shown(sign_in_name: str, password: str) -> Response:
    return page("account_password.html", sign_in_name=sign_in_name, password=password)
