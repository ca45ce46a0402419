"""rebuild: projections made anew from what they are made of."""

import time
from typing import Annotated

import typer

from apregister.commands.shared import (
    SET_UP,
    Db,
    commands,
    counted,
    examples,
    progress,
    register,
    say,
)
from apregister.db import writing
from movements.pupil_terms import made_upto, rebuild, refresh

app = commands()


@app.command(
    "rebuild",
    rich_help_panel=SET_UP,
    epilog=examples("apregister rebuild", "apregister rebuild --new"),
)
def rebuild_all(
    new: Annotated[
        bool, typer.Option("--new", help="Only what was stored since the last time: quicker.")
    ] = False,
    db: Db = None,
) -> None:
    """Make the projections anew: a pupil's marks by term, which the days themselves tell too.

    They are disposable, and never shown where they are not up to date; run it nightly, so that one
    pupil's year is read at once. 'apregister verify' compares them with what they are made of.
    """
    began = time.monotonic()
    with (
        register(db) as engines,
        progress("Places") as done,
        writing(engines.register) as session,
    ):
        if new and made_upto(session):
            said = f"{counted(refresh(session), 'term')} of a place brought up to now"
        else:
            said = f"{counted(rebuild(session, done), 'row')} of pupils' terms made"
    say(f"{said}, in {time.monotonic() - began:.1f} s.")
