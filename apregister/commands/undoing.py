"""intake undo: a file of movements that should not have been sent, taken back."""

from pathlib import Path
from typing import Annotated

import typer

from apregister.commands.shared import Db, SenderArg, progress, register, say, sender
from apregister.commands.telling import say_report
from apregister.db import reading, rehearsing, writing
from movements.counted import counted
from movements.intake.taken_back import made_by, take_back

Receipts = Annotated[
    Path,
    typer.Argument(
        metavar="RECEIPTS",
        exists=True,
        dir_okay=False,
        help="The file that `intake movements --out` wrote.",
    ),
]
Because = Annotated[
    str, typer.Option("--because", help="Why it is taken back; it stands on each entry.")
]


def undo(
    receipts: Receipts,
    school: SenderArg,
    because: Because,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
    db: Db = None,
) -> None:
    """Take back a file of movements: withdraw every entry that its receipts say was made.

    Nothing is deleted: the entries stay to be read, struck through, and the histories are what they
    were before. What was held before the file came stays. To undo this, withdraw the withdrawals.
    """
    made = made_by(receipts.read_bytes())
    begin = rehearsing if dry_run else writing
    with register(db) as engines:
        with reading(engines.register) as session:
            place, by = sender(session, school)
        with progress("Entries", len(made)) as done, begin(engines.register) as session:
            report = take_back(session, made, because, place=place, by=by, progress=done)
    say(f"{counted(len(made), 'entry', 'entries')} made by the file")
    refusals = [(o.line, o.problems) for o in report.outcomes if o.result == "refused"]
    say_report(report, None, dry_run, refusals)
