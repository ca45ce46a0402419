"""Accounts, for an administrator: who has one, a new one, a new password, and a leaver's end."""

from flask import Blueprint, abort, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.accounts import add_account
from apregister.auth.leaving import Person, given_anew, leave, people
from apregister.auth.passwords import new_password
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.web.listing import part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
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
    """Everybody who has or had an account."""
    with reading(engines().register) as session:
        listed = part_of(people(session))
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
    """Add an account, and show its password once."""
    given = {name: request.form.get(name, "").strip() for name in ASKED}
    password = new_password()
    try:
        with writing(engines().register) as session:
            add_account(
                session,
                sign_in_name=given["sign_in_name"],
                name=given["name"] or given["sign_in_name"],
                role=given["role"],
                password=password,
                places=_places(session, given["places"]),
                authority=_authority(given["authority"]),
            )
    except Refused as refused:
        return _form(given, refused.problems)
    note_look("account_added", reason=given["sign_in_name"])
    return _shown(given["sign_in_name"], password)


@account_pages.get("/accounts/<account>")
@permission("manage_accounts")
def account_page(account: str) -> Response:
    """One account, with what can be done about it."""
    with reading(engines().register) as session:
        found = _person(session, account)
    return page("account.html", person=found, roles=ROLES, problems=())


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
    problems: tuple[Problem, ...] = ()
    try:
        with writing(engines().register) as session:
            leave(session, _person(session, account).sign_in_name, by=actor().name)
    except Refused as refused:
        problems = refused.problems
    with reading(engines().register) as session:
        found = _person(session, account)
    if not problems:
        note_look("account_closed", reason=found.sign_in_name)
    status = 422 if problems else 200
    return page("account.html", status=status, person=found, roles=ROLES, problems=problems)


def _person(session: Session, account: str) -> Person:
    found = next((one for one in people(session) if one.id == account), None)
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
    return page("account_new.html", status=status, given=given, roles=ROLES, problems=problems)


def _shown(sign_in_name: str, password: str) -> Response:
    return page("account_password.html", sign_in_name=sign_in_name, password=password)
