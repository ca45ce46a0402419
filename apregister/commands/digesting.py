"""digest and escalation: what each owes, ready for e-mail, and who is told of what is overdue."""

from datetime import date
from functools import partial
from typing import Annotated

import typer
from sqlmodel import Session

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    REFUSED_ROWS,
    AsJson,
    Db,
    OnDay,
    at_the_command_line,
    commands,
    day,
    examples,
    register,
    say,
    say_synthetic,
    sender,
    settings,
    show,
    stop,
)
from apregister.db import Engines, reading, writing
from apregister.digest import digest_of
from apregister.digest_sent import Outgoing, Sent, long_overdue, mails_of, send_all
from apregister.invented import holds_synthetic
from apregister.post import post_of
from apregister.settings import Settings, Unsafe
from movements.actor import Actor
from movements.escalation import escalation, name_person
from movements.ledger import owner_name
from movements.places import place_facts
from movements.record import today

app = commands()
named = commands("Who is told, by name, of what a place or authority has long overdue.")
app.add_typer(named, name="escalation", rich_help_panel=LOOK)

Owner = Annotated[
    str,
    typer.Option(
        "--school",
        metavar="PLACE",
        help="URN, ukprn:12345678 or a place's own id; la:330 for what the authority owes.",
    ),
]


@app.command(
    "digest",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister digest --school la:330",
        "apregister digest --school 103423 --on 2026-11-20 --json",
        "apregister digest --send --dry-run",
    ),
)
def digest(
    school: Annotated[
        str | None,
        typer.Option("--school", metavar="PLACE", help="As of `escalation set`; not with --send."),
    ] = None,
    on: OnDay = None,
    send: Annotated[
        bool, typer.Option("--send", help="E-mail everybody whose digest is due; for cron.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --send: say what would be sent, to whom.")
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """What one place or authority has overdue, due and waiting: text ready for an e-mail.

    It names pupils by the ids of this register alone. What is overdue by `escalate_days` (ten
    school days unless set) is marked, with the person to tell. With --send, everybody who asked
    for it (My digest) is sent counts and links, once on each of their days, by the mail server of
    APREGISTER_SMTP.
    """
    if send == (school is not None):
        stop("Give --school for the text of one place or authority, or --send for everybody.")
    if send:
        _send(db, dry_run=dry_run)
    elif school is not None:
        _one(db, school, day(on, today()), as_json=as_json)


def _one(db: str | None, school: str, asked: date, *, as_json: bool) -> None:
    with register(db) as engines:
        with reading(engines.register) as session:
            place, by = sender(session, school)
            [told] = digest_of(session, by, asked)
        place_id = place.id if place else None
        looked(engines.looks, at_the_command_line(), "digest", door="command", place_id=place_id)
    if as_json:
        show(told.model_dump(mode="json") | told.as_email())
        return
    say(told.text())


def _send(db: str | None, *, dry_run: bool) -> None:
    chosen = settings(db)
    with register(db) as engines:
        mails = mails_of(engines, today(), chosen.url)
        found = [Sent(one) for one in mails] if dry_run else _sent(engines, chosen, mails)
    _say_sent(found, dry_run=dry_run)


def _say_sent(found: list[Sent], *, dry_run: bool) -> None:
    refused = [one for one in found if one.problem]
    for one in found:
        say(f"{one.outgoing.to}: {one.problem or one.outgoing.mail.subject}")
    did = "to send" if dry_run else "sent"
    say(f"{len(found) - len(refused)} {did}, {len(refused)} refused")
    if refused:
        raise typer.Exit(REFUSED_ROWS)


def _sent(engines: Engines, chosen: Settings, mails: list[Outgoing]) -> list[Sent]:
    try:
        return list(send_all(engines, post_of(chosen), mails, today()))
    except Unsafe as wrong:
        stop(str(wrong))
    except OSError as wrong:
        stop(f"The mail server of APREGISTER_SMTP cannot be used: {type(wrong).__name__}.")


@named.command(
    "set",
    epilog=examples(
        'apregister escalation set --authority 330 --school 103423 --name "Head of inclusion" '
        "--email inclusion@example.org --from 2026-09-01"
    ),
)
def set_person(
    authority: Annotated[str, typer.Option("--authority", metavar="CODE", help="Who says so.")],
    school: Owner,
    name: Annotated[str, typer.Option("--name", help="The person, by name or post.")],
    email: Annotated[str, typer.Option("--email", help="An address, if there is one.")] = "",
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Today unless given.")
    ] = None,
    db: Db = None,
) -> None:
    """Name the person who is told of what is long overdue there, from a day on."""
    begins = day(from_, today())
    with register(db) as engines, writing(engines.register) as session:
        place, _ = sender(session, school)
        _, by = sender(session, f"la:{authority}")
        told = name_person(session, place, name, email, on=begins, by=by, source="form")
    say(f"{told.result.replace('_', ' ').capitalize()}: entry {told.entry}.")


@named.command("list", epilog=examples("apregister escalation list"))
def list_people(on: OnDay = None, as_json: AsJson = False, db: Db = None) -> None:
    """Who is named for each place and authority on a day."""
    asked = day(on, today())
    with register(db) as engines, reading(engines.register) as session:
        found = [*escalation(session, asked).values()]
        places, synthetic = place_facts(session), holds_synthetic(session)
    if as_json:
        items = [vars(one) for one in found]
        show({"on": asked, "synthetic": synthetic, "total": len(items), "items": items})
        return
    say_synthetic(synthetic)
    for one in found:
        say(f"{owner_name(one.owner, places)}: {one.words}, from {one.since:%-d %B %Y}")


@named.command("send", epilog=examples("apregister escalation send --dry-run"))
def send_escalation(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent, to whom.")
    ] = False,
    db: Db = None,
) -> None:
    """E-mail the persons named how much is long overdue: counts and links, each time it is run.

    To those with an address, by the mail server of APREGISTER_SMTP; once a week by cron, say.
    """
    chosen = settings(db)
    with register(db) as engines:
        with reading(engines.register) as session:
            speaks = partial(_speaks_for, session)
            mails = list(long_overdue(session, today(), chosen.url, speaks))
        found = [Sent(one) for one in mails] if dry_run else _sent(engines, chosen, mails)
    _say_sent(found, dry_run=dry_run)


def _speaks_for(session: Session, owner: str) -> Actor:
    return sender(session, owner)[1]
