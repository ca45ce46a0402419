"""template: the columns of a kind's file, explained."""

import csv
import sys
from datetime import date
from typing import Annotated

import typer

from apregister.commands.shared import TAKE_IN, Db, commands, examples, stop
from fair_access.questions import step_columns
from fair_access.steps import STEPS
from movements.cells import escape_cell
from movements.forms import FormField, columns
from movements.kinds import DOOR_KINDS
from movements.place_kinds import PLACE_KINDS

KINDS_TOLD = {
    **DOOR_KINDS,
    **PLACE_KINDS,
    **{name: step for name, step in STEPS.items() if step.by_form},
}

app = commands()


@app.command(
    "template",
    rich_help_panel=TAKE_IN,
    epilog=examples(
        "apregister template suspension > suspensions.csv",
    ),
)
def template(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS_TOLD))],
    db: Db = None,
) -> None:
    """The CSV template of a kind: its columns, and a row that explains each.

    The row of explanations begins with # and may stay: intake passes over it.
    The same for every register: --db is taken, as by every command, and not opened.
    """
    if kind not in KINDS_TOLD:
        stop(f'"{kind}" is not a kind. Use one of: {", ".join(KINDS_TOLD)}.')
    fields = step_columns(kind) if kind in STEPS else columns(KINDS_TOLD[kind], date.max)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([field.name for field in fields])
    first, *rest = [_explained(field) for field in fields]
    out.writerow([f"# {first}: {kind}", *map(escape_cell, rest)])


def _explained(field: FormField) -> str:
    """What a column wants, and an example of it."""
    needed = " (required)" if field.required else ""
    example = f", such as {field.example}" if field.example else ""
    return f"{field.hint or field.title}{example}{needed}"
