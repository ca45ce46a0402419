"""publish: open-data tables of a school year, suppressed, attacked, and told with their methods."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.shared import (
    LOOK,
    Db,
    at_the_command_line,
    commands,
    day,
    err,
    examples,
    register,
    say,
    say_synthetic,
    stop,
)
from apregister.db import reading, reading_at
from movements.counted import counted
from movements.record import today
from movements.register import last_entry
from reports.publishing.release import Release, release

app = commands()


@app.command(
    "publish",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister publish --year 2025-26 --out release",
        "apregister publish --year 2025-26 --out again --earlier release --published-on 2026-12-01",
        codes="0: the files are written. 2: nothing is written, for the command cannot be read or "
        "a suppressed count could be worked out from the files.",
    ),
)
def publish(
    year: Annotated[str, typer.Option("--year", help="Academic year that is over: 2025-26.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")],
    earlier: Annotated[
        list[Path] | None,
        typer.Option("--earlier", metavar="DIR", help="Folder published before; may be repeated."),
    ] = None,
    published_on: Annotated[
        list[str] | None,
        typer.Option(
            "--published-on",
            metavar="DATE",
            help="A day on which this year was published before; may be repeated.",
        ),
    ] = None,
    national: Annotated[
        bool,
        typer.Option("--national", help="Lines of England and its regions: for a register of all."),
    ] = False,
    db: Db = None,
) -> None:
    """Open-data tables of settings' outcomes, as Explore Education Statistics takes them.

    Few pupils are suppressed, and what would tell them. Then every sum and difference of the files,
    and with those of each --earlier folder, is tried on what is suppressed; nothing is written
    where a suppressed count comes out. Protected children are in no number. A year that was
    published before is revised by six pupils or more, or not at all: give each day with
    --published-on, and the folders with --earlier.
    """
    before = [_read(folder) for folder in earlier or []]
    days = sorted(day(one, today()) for one in published_on or [])
    with register(db) as engines, ExitStack() as stack:
        session = stack.enter_context(reading(engines.register))
        released = [
            stack.enter_context(reading_at(engines.register, last_entry(session, one)))
            for one in days
        ]
        made = release(session, year, today(), national=national, released=released)
        by = at_the_command_line()
        looked(engines.looks, by, "export", door="command", reason="publish")
    _attack(made, before)
    _write(out, made)
    say_synthetic(made.synthetic)
    say(f"{counted(len(made.files), 'file')} in {out}; no suppressed count can be worked out.")


def _read(folder: Path) -> dict[str, str]:
    try:
        found = {one.name: one.read_text("utf-8-sig") for one in sorted(folder.glob("*.csv"))}
    except (OSError, UnicodeDecodeError) as error:
        stop(f"--earlier {folder} cannot be read ({error}): give the folder of a release.")
    if not found:
        stop(f"--earlier {folder} holds no table: give the folder of a release.")
    return found


def _attack(made: Release, before: list[dict[str, str]]) -> None:
    try:
        found = made.leaks(before)
    except ValueError as error:
        stop(str(error))
    for leak in found:
        err.print(leak.sentence, markup=False)
    differ = made.revisions(before)
    for one in differ:
        err.print(one.sentence, markup=False)
    if differ:
        stop(
            "Nothing is written: give each day on which the year was published before with "
            "--published-on DATE, so that what differs by few pupils stands as it was."
        )
    if found:
        counts = counted(len(found), "suppressed count")
        stop(
            f"Nothing is written: {counts} could be worked out. Where an earlier release tells "
            "them, they cannot be published again in this form: correct the register, or leave "
            "the year as it was published."
        )


def _write(out: Path, made: Release) -> None:
    """The files, into a folder that holds none of them: a release is never edited."""
    if taken := sorted(name for name in made.files if (out / name).exists()):
        stop(f"{out} has {taken[0]} already, and a release is never edited: choose another folder.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in made.files.items():
            (out / name).write_bytes(text.encode())
    except OSError as error:
        stop(f"{out} cannot be written ({error.strerror}): choose another folder.")
