"""scorecard: the profile of one AP setting."""

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
    show,
)
from apregister.db import reading
from movements.places import find_place
from movements.record import today
from reports.scorecard import scorecard

app = commands()


@app.command(
    "scorecard",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister scorecard 131548 --year 2025-26",
        "apregister scorecard 131548 --year 2025-26 --on 2026-03-31 --json",
    ),
)
def scorecard_of(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="URN, ukprn:... or id.")],
    year: Annotated[str, typer.Option("--year", help="Academic year, such as 2025-26.")],
    on: OnDay = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The profile of one AP setting: each outcome with its count, interval and what can be told."""
    with register(db) as engines, reading(engines.register) as session:
        facts = find_place(session, place)
        card = scorecard(session, facts, year, day(on, today()))
        looked(engines.looks, at_the_command_line(), "scorecard", door="command", place_id=facts.id)
    if as_json:
        show(card.as_dict())
        return
    for line in card.as_text():
        say(line)
