"""export: what the register holds, in the layout of somebody who asks for it."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    SHOW,
    Db,
    OnDay,
    SchoolOption,
    at_the_command_line,
    commands,
    day,
    err,
    examples,
    register,
    say,
    stop,
)
from apregister.db import reading
from apregister.invented import SYNTHETIC, holds_synthetic
from movements.cells import escape_cell
from movements.counted import counted
from movements.daily_feed import FIELDS, NOT_HELD
from movements.places import find_place
from movements.record import today
from reports.returns.daily_attendance import Daily, daily_attendance

app = commands()
export_app = commands("Write what the register holds in somebody else's layout.")
app.add_typer(export_app, name="export", rich_help_panel=SHOW)


@export_app.command(
    "daily",
    epilog=examples(
        "apregister export daily --on 2026-09-14 --out daily.csv",
        "apregister export daily --on 2026-09-14 --school 103423 --out daily.csv",
        "apregister export daily --fields",
    ),
)
def daily(
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to.")] = None,
    on: OnDay = None,
    school: Annotated[str | None, SchoolOption] = None,
    fields: Annotated[
        bool, typer.Option("--fields", help="Say what each field is, in and out, and stop.")
    ] = False,
    db: Db = None,
) -> None:
    """The DfE's daily attendance field list: the marks of the seven days up to a day, as held now.

    A row for each mark. Whoever takes it in replaces what is held of those days, so that marks
    changed since are refreshed. Protected children are left out.
    """
    if fields:
        for field in FIELDS:
            say(f"{field.name:<24}{field.says()}")
        say(f"The register does not hold, so that there is no column: {', '.join(NOT_HELD)}.")
        return
    if out is None:
        stop("Give the file to write to: --out FILE.")
    at, by = day(on, today()), at_the_command_line()
    with register(db) as engines:
        with reading(engines.register) as session:
            place = find_place(session, school).id if school else None
            told = daily_attendance(session, at, None if place is None else [place])
            synthetic = holds_synthetic(session)
        looked(engines.looks, by, "export", door="command", place_id=place, reason="daily")
    path = out.with_name(f"{SYNTHETIC}-{out.name}") if synthetic else out
    _write(path, told)
    err.print(f"Written to {path}.", markup=False)
    say(f"{counted(len(told.rows), 'mark')} of the seven days up to {at:%-d %B %Y}")
    if told.withheld:
        say(f"      {told.withheld:,} of protected children are left out")


def _write(path: Path, told: Daily) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow([field.name for field in FIELDS])
            out.writerows([map(escape_cell, row.values()) for row in told.rows])
    except OSError as error:
        stop(f"{path} cannot be written ({error.strerror}): choose another.")
