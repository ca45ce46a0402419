"""digest and escalation: what each owes, ready for e-mail, and who is told of what is overdue."""

from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
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
    show,
)
from apregister.db import reading, writing
from apregister.digest import digest_of
from apregister.invented import holds_synthetic
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
    ),
)
def digest(school: Owner, on: OnDay = None, as_json: AsJson = False, db: Db = None) -> None:
    """What one place or authority has overdue, due and waiting: text ready for an e-mail.

    It names pupils by the ids of this register alone. What is overdue by `escalate_days` (ten
    school days unless set) is marked, with the person to tell.
    """
    asked = day(on, today())
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
