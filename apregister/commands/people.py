"""Commands about people and programs: accounts and keys, added, listed, and closed."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlmodel import Session

from apregister.audit import looked
from apregister.auth.accounts import add_account
from apregister.auth.keys import add_key, revoke_key
from apregister.auth.leaving import (
    give_management,
    given_anew,
    keys_held,
    leave,
    people,
    without_code,
)
from apregister.commands.shared import (
    SET_UP,
    Db,
    at_the_command_line,
    commands,
    examples,
    register,
    say,
    stop,
)
from apregister.db import reading, writing
from apregister.speaking import role_at
from movements.actor import Actor
from movements.la_codes import LA_NAMES
from movements.places import find_place

app = commands()
account_app = commands("People who sign in.")
key_app = commands("Keys for programs that use the API.")
SignInName = Annotated[str, typer.Argument(metavar="SIGN_IN_NAME")]


@contextmanager
def _noted(db: str | None, what: str, of: str) -> Iterator[tuple[Session, Actor]]:
    """A change to who may come in, and who makes it: noted among the looks once it is made."""
    with register(db) as engines:
        by = at_the_command_line()
        with writing(engines.register) as session:
            yield session, by
        looked(engines.looks, by, what, door="command", reason=of)


@account_app.command(
    "add",
    epilog=examples(
        "apregister account add jo.okafor --role la_officer --authority 330",
        "apregister account add head.103423 --role school --place 103423",
    ),
)
def account_add(
    sign_in_name: SignInName,
    role: Annotated[
        str,
        typer.Option(help="school, setting, la_officer, panel_member, auditor or administrator."),
    ],
    name: Annotated[str, typer.Option(help="The person's name, as shown.")] = "",
    place: Annotated[
        list[str] | None, typer.Option("--place", help="A place they speak for; may be repeated.")
    ] = None,
    authority: Annotated[
        str | None, typer.Option("--authority", "--la", help="Code of their authority.")
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    db: Db = None,
) -> None:
    """Add a person. Without --password-stdin a random password is made and printed once."""
    _check_authority(authority)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(15)
    with register(db) as engines, writing(engines.register) as session:
        places = [find_place(session, ref).id for ref in place or []]
        add_account(
            session,
            sign_in_name=sign_in_name,
            name=name or sign_in_name,
            role=role,
            password=password,
            places=places,
            authority=authority,
        )
    say(f"{sign_in_name} can sign in as {role}.")
    if not password_stdin:
        say(f"Password (shown once): {password}")


@account_app.command("list", epilog=examples("apregister account list"))
def account_list(db: Db = None) -> None:
    """Everybody who has or had an account, the open ones first."""
    with register(db) as engines, reading(engines.register) as session:
        found = people(session)
    for one in found:
        until = f"closed {one.closed[:10]}" if one.closed else "open"
        of = "; ".join(one.speaks_for) or "the register"
        say(f"{one.sign_in_name}\t{one.role}\t{of}\t{one.name}\t{until}")


@account_app.command("close", epilog=examples("apregister account close jo.okafor"))
def account_close(sign_in_name: SignInName, db: Db = None) -> None:
    """Close a leaver's account for good. The name stays beside what was recorded."""
    with _noted(db, "account_closed", sign_in_name) as (session, by):
        leave(session, sign_in_name, by=by.name)
    say(f"{sign_in_name} can sign in no more.")


@account_app.command("password", epilog=examples("apregister account password jo.okafor"))
def account_password(sign_in_name: SignInName, db: Db = None) -> None:
    """Give an account a new random password, printed once; it is signed out everywhere."""
    with _noted(db, "account_password", sign_in_name) as (session, _):
        password = given_anew(session, sign_in_name)
    say(f"Password (shown once): {password}")


@account_app.command(
    "manages",
    epilog=examples(
        "apregister account manages head.103423", "apregister account manages head.103423 --no"
    ),
)
def account_manages(
    sign_in_name: SignInName,
    no: Annotated[bool, typer.Option("--no", help="Take it from them again.")] = False,
    db: Db = None,
) -> None:
    """Let a person look after colleagues' accounts: same role, same place or authority."""
    what = "account_management_taken" if no else "account_management_given"
    with _noted(db, what, sign_in_name) as (session, _):
        give_management(session, sign_in_name, given=not no)
    say(f"{sign_in_name} looks after {'no accounts' if no else 'the accounts of colleagues'}.")


@account_app.command("without-code", epilog=examples("apregister account without-code jo.okafor"))
def account_without_code(sign_in_name: SignInName, db: Db = None) -> None:
    """Ask a person for no code beside the password: the telephone is lost."""
    with _noted(db, "account_without_code", sign_in_name) as (session, by):
        without_code(session, sign_in_name, by=by.name)
    say(f"{sign_in_name} signs in by the password alone.")


@key_app.command("list", epilog=examples("apregister key list"))
def key_list(db: Db = None) -> None:
    """Every key that was made, those in use first; never the key itself."""
    with register(db) as engines, reading(engines.register) as session:
        found = keys_held(session)
    for one in found:
        until = f"revoked {one.revoked[:10]}" if one.revoked else "in use"
        say(f"{one.id}\t{one.role}\t{one.speaks_for}\t{one.label}\t{until}")


@key_app.command("revoke", epilog=examples("apregister key revoke k_0123456789abcdef0123"))
def key_revoke(
    key: Annotated[str, typer.Argument(metavar="ID", help="As `key list` has it.")],
    db: Db = None,
) -> None:
    """Revoke a key at once: whoever holds it comes in no more."""
    with _noted(db, "key_revoked", key) as (session, _):
        revoke_key(session, key)
    say(f"{key} is revoked.")


@key_app.command(
    "add",
    epilog=examples('apregister key add --place 103423 --label "Greenfield\'s MIS"'),
)
def key_add(
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help="The place it speaks for.")
    ] = None,
    authority: Annotated[
        str | None, typer.Option("--authority", "--la", help="Or the authority it speaks for.")
    ] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    db: Db = None,
) -> None:
    """Make an API key for a place or an authority. The key is shown once; only its hash is kept."""
    if (place is None) == (authority is None):
        stop("Give --place or --authority: one of them and not both.")
    _check_authority(authority)
    with register(db) as engines, writing(engines.register) as session:
        facts = find_place(session, place) if place else None
        role = "la_officer" if facts is None else role_at(facts)
        made = add_key(
            session,
            role=role,
            label=label,
            place=facts.id if facts else None,
            authority=authority,
        )
    say(made.token)


def _check_authority(code: str | None) -> None:
    if code is not None and code not in LA_NAMES:
        stop(f"--authority: '{code}' is no local authority's code: give three digits such as 330.")


app.add_typer(account_app, name="account", rich_help_panel=SET_UP)
app.add_typer(key_app, name="key", rich_help_panel=SET_UP)
