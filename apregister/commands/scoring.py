"""scorecard and measures: the profile of one AP setting, and what each measure of it counts."""

from datetime import date
from pathlib import Path
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
    stop,
)
from apregister.commands.shared import settings as settings_of
from apregister.db import reading
from apregister.invented import SYNTHETIC, holds_synthetic
from apregister.scored import (
    Some,
    score_all,
    settings_to_score,
    spread_over,
    with_similar,
    write,
)
from apregister.told import ItemsShown
from movements.counted import counted
from movements.places import find_place
from movements.record import today
from reports.bands import BANDS
from reports.measure import OUTCOMES, Measure
from reports.measures import MEASURES
from reports.methods import METHODS
from reports.school_years import years
from reports.scorecard import scorecard

app = commands()


@app.command(
    "scorecard",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister scorecard 131548 --year 2025-26",
        "apregister scorecard 131548 --year 2025-26 --on 2026-03-31 --json",
        "apregister scorecard --all --authority 330 --year 2025-26 --out scorecards.csv",
    ),
)
def scorecard_of(
    year: Annotated[str, typer.Option("--year", help="Academic year, such as 2025-26.")],
    place: Annotated[
        str | None, typer.Argument(metavar="[PLACE]", help="URN, ukprn:... or id.")
    ] = None,
    on: OnDay = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every AP setting: a row of CSV for each measure of each.")
    ] = False,
    authority: Annotated[
        str | None,
        typer.Option("--authority", metavar="CODE", help="With --all: only settings of this one."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="With --all: where to.")
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="With --all: in so many processes or parts.")
    ] = 1,
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask",
            metavar="tcp://HOST:PORT",
            help="With --all: on a Dask cluster whose workers can open the register's file.",
        ),
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """The profile of one AP setting: each outcome with its count, interval and what can be told.

    With --all every setting's counts, intervals and bands as a table, by name: no rank.
    """
    if every is (place is not None) or (every and as_json):
        stop("Name one PLACE, or ask for --all with --out FILE.")
    if place is None:
        _all(db, authority, (*years(year), day(on, today())), out, workers, dask)
        return
    with register(db) as engines, reading(engines.register) as session:
        facts = find_place(session, place)
        card = scorecard(session, facts, year, day(on, today()))
        looked(engines.looks, at_the_command_line(), "scorecard", door="command", place_id=facts.id)
    if as_json:
        show(card.as_dict())
        return
    for line in card.as_text():
        say(line)


def _all(
    db: str | None,
    authority: str | None,
    span: tuple[date, date, date],
    out: Path | None,
    parts: int,
    dask: str | None,
) -> None:
    """Every setting's rows, written to a file."""
    if out is None:
        stop("Give the file to write to: --out FILE.")
    with register(db) as engines:
        with reading(engines.register) as session:
            shown = settings_to_score(session, authority)
            scored = tuple(with_similar(session, shown))
            path = out.with_name(f"{SYNTHETIC}-{out.name}") if holds_synthetic(session) else out
        looked(engines.looks, at_the_command_line(), "scorecard", door="command", reason="all")
    if not shown:
        stop("There is no AP setting to score. List what is known with: apregister directory")
    try:
        with spread_over(parts, dask) as spread:
            every = Some(settings_of(db).db, scored, *span)
            table = score_all(every, spread, parts, {one.id for one in shown})
            written = write(table, path)
    except ImportError:
        stop("Dask is not installed. Install it with: pip install 'apregister[dask]'")
    except OSError as error:
        stop(f"{error}. Check --out and --dask, and try again.")
    say(f"Written to {path}: {counted(written, 'setting')}.")


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
