"""Commands that make a register and what stands in it: init, schools, setting, terms, people."""

import secrets
import sys
from pathlib import Path
from typing import Annotated

import typer

from apregister.auth.accounts import add_account
from apregister.auth.keys import add_key
from apregister.commands.shared import (
    REFUSED_ROWS,
    Db,
    err,
    progress,
    register,
    say,
    settings,
    stop,
)
from apregister.db import writing
from apregister.migrate import migrate
from movements.places import find_place
from movements.record import now
from movements.register import stamp
from movements.schools import add_setting, import_schools
from movements.terms import import_terms

setting_app = typer.Typer(help="AP settings that are not on GIAS.", no_args_is_help=True)
account_app = typer.Typer(help="People who sign in.", no_args_is_help=True)
key_app = typer.Typer(help="Keys for programs that use the API.", no_args_is_help=True)


def init(db: Db = None) -> None:
    """Create the register, or bring an older one up to date. Safe to run again."""
    url = settings(db).db
    migrate(url)
    say(f"The register at {url} is ready.")


def schools(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A GIAS extract (CSV).")],
    db: Db = None,
) -> None:
    """Import schools from Get Information About Schools; repeat it whenever a new extract is out.

    Renames, closures and successors become history: nothing is overwritten. Alternative
    provision is known by establishment type (14, 38, 42, 43), never by phase.
    """
    with register(db) as engines, progress("Schools") as done, writing(engines.register) as session:
        report = import_schools(session, file, recorded_at=stamp(now()), progress=lambda count, _: done(count))
    say(f"{report.total:,} establishments")
    say(f"{report.ap_total:,} of them alternative provision, {report.ap_closed:,} closed")
    say(f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} as held")
    for name, count in report.by_type.most_common():
        say(f"  {count:>7,}  {name}")
    for problem in report.problems:
        err.print(str(problem), markup=False)
    if report.problems:
        raise typer.Exit(REFUSED_ROWS)


@setting_app.command("add")
def setting_add(
    name: Annotated[str, typer.Option("--name", help="The setting's name.")],
    authority: Annotated[
        str, typer.Option("--authority", "--la", help="Three-digit code of its authority.")
    ],
    ukprn: Annotated[
        str | None, typer.Option("--ukprn", help="Eight digits. This or --type, never both.")
    ] = None,
    setting_type: Annotated[
        str | None, typer.Option("--type", help="NFE, OOT, WBP or OTH, where there is no UKPRN.")
    ] = None,
    db: Db = None,
) -> None:
    """Add an AP setting that has no URN. Prints the id to use for it from now on."""
    with register(db) as engines, writing(engines.register) as session:
        place = add_setting(
            session,
            name=name,
            la_code=authority,
            ukprn=ukprn,
            setting_type=setting_type,
            recorded_at=stamp(now()),
        )
    say(place.id)


def terms(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="place_or_la,kind,from,to")],
    db: Db = None,
) -> None:
    """Load term dates, INSET days and closures of an authority or a place.

    Bank holidays are known. Where no terms are loaded a built-in calendar is used, and every
    answer that rests on it says so.
    """
    with register(db) as engines, writing(engines.register) as session:
        report = import_terms(session, file, recorded_at=stamp(now()))
    say(f"{report.accepted:,} dates taken in")
    for line, problem in report.problems:
        err.print(f"line {line}: {problem.field}: {problem.message}", markup=False)
    if report.problems:
        raise typer.Exit(REFUSED_ROWS)


@account_app.command("add")
def account_add(
    sign_in_name: Annotated[str, typer.Argument(metavar="SIGN_IN_NAME")],
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


@key_app.command("add")
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
    with register(db) as engines, writing(engines.register) as session:
        facts = find_place(session, place) if place else None
        role = "la_officer" if facts is None else "setting" if facts.is_ap_setting else "school"
        made = add_key(
            session,
            role=role,
            label=label,
            place=facts.id if facts else None,
            authority=authority,
        )
    say(made.token)
