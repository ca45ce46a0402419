"""What every command needs: the database it works on, who acts, and how it speaks."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.engine import make_url

from apregister.db import Engines, open_engines
from apregister.migrate import is_up_to_date
from apregister.settings import Settings
from movements.actor import Actor, Role
from movements.dates import NotADate, read_date
from movements.places import PlaceFacts
from movements.problems import Refused

REFUSED_ROWS = 3
UNREADABLE = 2

err = Console(stderr=True, highlight=False, soft_wrap=True)

Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="The register, as sqlite:///FILE. Default: $APREGISTER_DB, "
        "else apregister.db in this folder.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
OnDay = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="The day to answer for. Default: today."),
]
PlaceArg = Annotated[
    str, typer.Option("--school", metavar="PLACE", help="URN, ukprn:12345678 or a place's own id.")
]


class Stop(Exception):
    """Raised to end a command with a sentence and exit code 2; nothing was changed."""


def stop(message: str) -> NoReturn:
    """End the command: say what is wrong and how to mend it."""
    raise Stop(message)


def settings(db: str | None) -> Settings:
    """The settings, with the database a command was told."""
    return Settings.read(db=db)


@contextmanager
def register(db: str | None) -> Iterator[Engines]:
    """The register's engines, closed afterwards. Stops where the register has not been made."""
    url = settings(db).db
    path = make_url(url).database
    if path and not Path(path).exists():
        stop(f"There is no register at {url}. Make one with: apregister init --db {url}")
    engines = open_engines(url)
    try:
        if not is_up_to_date(engines.register):
            stop(f"The register at {url} is not up to date. Run: apregister init --db {url}")
        yield engines
    finally:
        engines.dispose()


def at_the_command_line(place: PlaceFacts | None = None) -> Actor:
    """Who acts at the command line: for a place when one is named, else the administrator."""
    if place is None:
        return Actor("command-line", "administrator")
    role: Role = "setting" if place.is_ap_setting else "school"
    return Actor("command-line", role, frozenset({place.id}), place.la_code)


def day(text: str | None, default: date) -> date:
    """A day given to a command. Stops where it cannot be read."""
    if not text:
        return default
    try:
        return read_date(text)
    except NotADate as error:
        stop(error.sentence)


def show(data: Any) -> None:
    """Print JSON, readable and stable."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")


def say(text: str = "") -> None:
    """Print a line of the answer."""
    sys.stdout.write(text + "\n")


def say_refused(refused: Refused) -> None:
    """Print each problem on a line of its own."""
    for problem in refused.problems:
        err.print(f"[red]{problem.field}[/red]: {problem.message}", markup=True)


@contextmanager
def progress(words: str, total: int | None = None) -> Iterator[Any]:
    """A progress bar on the error stream; yields a function told how many are done."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task(words, total=total)
        yield lambda done: bar.update(task, completed=done)
