"""scorecard and measures: the profile of one AP setting, and what each measure of it counts."""

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
from apregister.told import ItemsShown
from movements.places import find_place
from movements.record import today
from reports.bands import BANDS
from reports.measure import OUTCOMES, Measure
from reports.measures import MEASURES
from reports.methods import METHODS
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


@app.command(
    "measures",
    rich_help_panel=LOOK,
    epilog=examples("apregister measures", "apregister measures --markdown > measures.md"),
)
def measures(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="As a page of documentation.")
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Every measure: whom it counts, over how long, its formula, and from how many pupils on.

    The same for every register: --db is taken, as by every command, and not opened.
    """
    if as_json:
        items = [measure.as_dict() for measure in MEASURES]
        show(ItemsShown.of_rules(today(), items).model_dump(mode="json"))
    elif markdown:
        _page()
    else:
        for measure in MEASURES:
            _say_measure(measure)
        say(f"Bands: {BANDS.cite}.")


def _say_measure(measure: Measure) -> None:
    say(f"{measure.id}  {OUTCOMES[measure.outcome]}: {measure.title}")
    say(f"    {measure.cohort}. Window: {measure.window}")
    say(f"    {measure.basis.cite}")
    say(f"    {METHODS[measure.method].words}")
    banded = f"Banded from {measure.minimum} pupils; {measure.better} is better."
    say(f"    {'Never banded.' if measure.never_compared else banded} Ours.")
    if measure.left_out:
        say(f"    Left out: {'; '.join(aside.words for aside in measure.left_out)}")
    if measure.never_compared:
        say(f"    {measure.never_compared}")


def _page() -> None:
    say("# Measures\n")
    say(f"Bands: {BANDS.cite}.\n")
    say("| measure | outcome | what it says | whom it counts | over how long | formula | method |")
    say("|---|---|---|---|---|---|---|")
    for measure in MEASURES:
        who = (measure.id, OUTCOMES[measure.outcome], measure.title, measure.cohort)
        how = (measure.window, measure.basis.cite, METHODS[measure.method].words)
        say("| " + " | ".join(cell.replace("|", "/") for cell in (*who, *how)) + " |")
