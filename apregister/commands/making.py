"""Commands that make a register and what stands in it: init, terms, setting."""

from pathlib import Path
from typing import Annotated

import typer

from apregister.commands.shared import (
    EXIT_CODES,
    SET_UP,
    Db,
    commands,
    day,
    err,
    examples,
    register,
    say,
    say_problems,
    settings,
)
from apregister.db import writing
from apregister.migrate import migrate
from movements.places import find_place
from movements.record import now, today
from movements.register import stamp
from movements.school_as_setting import tell_use_as_ap
from movements.schools import add_setting, close_setting
from movements.terms import import_terms, read_terms

app = commands()
setting_app = commands("AP settings that are not on GIAS, or not as such.")


@app.command(
    rich_help_panel=SET_UP,
    epilog=examples("apregister init", "apregister init --db sqlite:///county.db"),
)
def init(db: Db = None) -> None:
    """Create the register, or bring an older one up to date. Safe to run again."""
    url = settings(db).db
    migrate(url)
    say(f"The register at {url} is ready.")


@app.command(
    rich_help_panel=SET_UP,
    epilog=examples("apregister terms terms-2026-27.csv", codes=EXIT_CODES),
)
def terms(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file: place_or_la,kind,from,to")
    ],
    db: Db = None,
) -> None:
    """Load term dates, INSET days and closures of an authority or a place.

    place_or_la is a PLACE or an authority's code, kind is term, inset or closure, from and to are
    days, both included. Bank holidays are known. Where no terms are loaded a built-in calendar is
    used, and every answer that rests on it says so.
    """
    with register(db) as engines:
        dates = read_terms(file)
        with writing(engines.register) as session:
            report = import_terms(session, dates, recorded_at=stamp(now()))
    for note in report.notes:
        err.print(note, markup=False)
    refused = len({line for line, _ in report.problems})
    say(f"{report.accepted:,} accepted, {report.already_held:,} already held, {refused:,} refused")
    say_problems(report.problems)


@setting_app.command(
    "add",
    epilog=examples(
        'apregister setting add --name "Forge Barn" --authority 330 --ukprn 10012345',
        'apregister setting add --name "Riverside Boxing" --authority 330 --type NFE',
    ),
)
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


@setting_app.command("close", epilog=examples("apregister setting close s_1a2b --on 2026-11-20"))
def setting_close(
    place: Annotated[
        str,
        typer.Argument(metavar="PLACE", help="The id that `setting add` printed, or ukprn:NUMBER."),
    ],
    closed: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it closed.")],
    db: Db = None,
) -> None:
    """Tell that such a setting has closed: the ledger asks after whoever is placed there still."""
    on = day(closed, today())
    with register(db) as engines, writing(engines.register) as session:
        found = find_place(session, place)
        close_setting(session, found.id, on, stamp(now()))
    say(f"{found.name} closed on {on:%-d %B %Y}.")


@setting_app.command(
    "school",
    epilog=examples("apregister setting school 123456", "apregister setting school 123456 --not"),
)
def setting_school(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="The school's URN.")],
    no_more: Annotated[bool, typer.Option("--not", help="It is so no more, or never was.")] = False,
    db: Db = None,
) -> None:
    """Tell that an independent school, or a college, is used as alternative provision.

    From today on it is an AP setting and has a scorecard, of children placed or directed there
    alone and not of its other pupils. Give its people accounts of role setting.
    """
    with register(db) as engines, writing(engines.register) as session:
        found = find_place(session, place)
        tell_use_as_ap(session, found, used=not no_more, recorded_at=stamp(now()))
    said = "is no longer told to be" if no_more else "is"
    say(f"{found.name} {said} used as alternative provision.")


app.add_typer(setting_app, name="setting", rich_help_panel=SET_UP)
