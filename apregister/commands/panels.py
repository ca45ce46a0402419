"""panel: what becomes of the panel's decisions."""

import csv
import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.chased import COLUMNS, Chased, chased
from apregister.commands.shared import (
    LOOK,
    AsJson,
    Db,
    at_the_command_line,
    commands,
    counted,
    examples,
    register,
    say,
    say_synthetic,
    show,
)
from apregister.db import reading
from apregister.invented import SAID
from movements.actor import Actor
from movements.cells import escape_cell

app = commands()
panel = commands("What becomes of a fair access panel's decisions.")
app.add_typer(panel, name="panel", rich_help_panel=LOOK)

Authority = Annotated[
    str, typer.Option("--authority", metavar="CODE", help="The authority's three-digit code.")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")]


@panel.command(
    "follow-up",
    epilog=examples(
        "apregister panel follow-up --authority 330",
        "apregister panel follow-up --authority 330 --csv > chase.csv",
    ),
)
def follow_up(
    authority: Authority, as_csv: AsCsv = False, as_json: AsJson = False, db: Db = None
) -> None:
    """The children not on roll a week after the starting day of their place, and who chases it.

    It names no child: each by the id of the case.
    """
    with register(db) as engines:
        with reading(engines.register) as session:
            told = chased(session, Actor("command-line", "la_officer", authority=authority))
        looked(engines.looks, at_the_command_line(), "follow_up", door="command")
    if as_json:
        show(told.told())
    elif as_csv:
        print_table(COLUMNS, map(told.cells, told.rows), synthetic=told.synthetic)
    else:
        _say(told)


def print_table(
    columns: tuple[str, ...], rows: Iterable[tuple[object, ...]], *, synthetic: bool
) -> None:
    """A table for a spreadsheet; where pupils are invented each row says so."""
    note = [SAID] if synthetic else []
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([*columns, *(["note"] if note else [])])
    for row in rows:
        out.writerow([*(escape_cell("" if c is None else str(c)) for c in row), *note])


def _say(told: Chased) -> None:
    say_synthetic(told.synthetic)
    count = counted(len(told.rows), "child", "children")
    say(f"{count} not on roll a week after the starting day, on {told.on:%-d %B %Y}")
    for one in told.rows:
        say(
            f"{one.case.id}: {told.school(one)}, to start {one.starts_on:%-d %B %Y}; "
            f"{one.case.title.lower()}"
        )
        say(f"      chased by {told.chaser(one)} since {one.since:%-d %B %Y}")
        if one.next:
            say(f"      next: {one.next.clock.owes}, by {one.next.due:%-d %B %Y}")
