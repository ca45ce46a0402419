"""rebuild: projections made anew from what they are made of."""

import time
from typing import Annotated

import typer
from sqlmodel import Session

from apregister.commands.shared import (
    SET_UP,
    Db,
    commands,
    examples,
    progress,
    register,
    say,
)
from apregister.db import writing
from movements import expected, pupil_terms, swept
from movements.counted import counted
from movements.record import today

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
    """Make the projections anew: a pupil's marks by term, where marks are due, and the sweep.

    They are disposable, and never shown where they are not up to date; run it nightly, so that
    one pupil's year, the list of the morning and the sweep are read at once. 'apregister verify'
    compares them with what they are made of.
    """
    began = time.monotonic()
    with register(db) as engines, writing(engines.register) as session:
        said = f"{_terms(session, new)}; {_expected(session, new)}; {_swept(session, new)}"
    say(f"{said}, in {time.monotonic() - began:.1f} s.")


def _terms(session: Session, new: bool) -> str:
    if new and pupil_terms.made_upto(session):
        return f"{counted(pupil_terms.refresh(session), 'term')} of a place brought up to now"
    with progress("Places") as done:
        return f"{counted(pupil_terms.rebuild(session, done), 'row')} of pupils' terms made"


def _expected(session: Session, new: bool) -> str:
    if new and expected.made_upto(session):
        return f"{counted(expected.refresh(session), 'pupil')} expected brought up to now"
    with progress("Pupils") as done:
        return f"{counted(expected.rebuild(session, done), 'spell')} of where marks are due made"


def _swept(session: Session, new: bool) -> str:
    if new:
        return f"{counted(swept.refresh(session, today()), 'row')} of the sweep brought up to now"
    with progress("Sweep") as done:
        return f"{counted(swept.rebuild(session, today(), done), 'row')} of the sweep made"
