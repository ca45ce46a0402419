"""directory: the settings, what they offer, and their places of a week."""

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
    show,
)
from apregister.db import reading
from apregister.directory import STATES, Filters, Listing, directory, monday_of
from apregister.invented import holds_synthetic
from apregister.told import ItemsShown
from movements.counted import counted
from movements.record import today

app = commands()


@app.command(
    "directory",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister directory",
        "apregister directory --authority 330 --evidence expired --json",
    ),
)
def directory_now(
    authority: Annotated[
        str, typer.Option("--authority", metavar="CODE", help="Of this authority alone.")
    ] = "",
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="STATE", help=", ".join(STATES))
    ] = "",
    cost: Annotated[
        int | None, typer.Option("--cost", metavar="POUNDS", help="A week, at most.", min=0)
    ] = None,
    by_cost: Annotated[
        bool, typer.Option("--by-cost", help="What costs least first, not by name.")
    ] = False,
    on: OnDay = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The AP directory: each setting's offer, evidence and places on a day."""
    by, at = at_the_command_line(), day(on, today())
    pence, order = None if cost is None else cost * 100, "cost" if by_cost else ""
    asked = Filters(authority=authority, evidence=evidence, cost=pence, order=order)
    with register(db) as engines, reading(engines.register) as session:
        found = directory(session, by, at, asked, keeper=True)
        synthetic = holds_synthetic(session)
        looked(engines.looks, by, "directory", door="command")
    if as_json:
        told = [one.as_dict() for one in found]
        show(ItemsShown.of(at, told, len(told), synthetic=synthetic).model_dump(mode="json"))
        return
    say_synthetic(synthetic)
    say(f"{counted(len(found), 'setting')} on {at:%-d %B %Y}")
    for one in found:
        _say(one)


def _say(one: Listing) -> None:
    week = one.week(monday_of(one.on))
    offer = one.offer.sentence() if one.offer else "No offer is told"
    say(f"{one.place.name} ({one.place.urn or one.place.ukprn or one.place.id})")
    say(f"      {offer}")
    places = "places not told" if week.free is None else f"{week.free} of {week.commissioned} free"
    say(f"      {week.taken} taken this week, {places}; evidence: {STATES[one.evidence].lower()}")
