"""What every command needs: the database it works on, who acts, and how it speaks."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn, overload

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.engine import make_url
from sqlmodel import Session

from apregister.db import Engines, open_engines
from apregister.fence import is_up_to_date
from apregister.invented import SAID, SYNTHETIC
from apregister.settings import Settings
from apregister.speaking import role_at
from movements.actor import Actor
from movements.authority_code import is_authority
from movements.counted import counted as counted
from movements.dates import NotADate, read_date
from movements.intake.reading import Unreadable
from movements.intake.receipts import said_of
from movements.places import PlaceFacts, find_place
from movements.problems import Problem, Refused

REFUSED_ROWS = 3
UNREADABLE = 2
AUTHORITY = "la:"
"""How a file that an authority sends names its sender: la:330."""
EXIT_CODES = (
    "0: all is done. 3: some rows were refused and the good ones kept. "
    "2: the file or the command cannot be read, and nothing was changed."
)
SET_UP, TAKE_IN, LOOK, SHOW = "Set up", "Take in", "Look", "Demonstrate and serve"
"""The panels of the manual."""

err = Console(stderr=True, highlight=False, soft_wrap=True)

_OPTIONS = {
    "authority": "--authority",
    "la_code": "--authority",
    "name": "--name",
    "password": "Password",
    "place": "PLACE",
    "places": "--place",
    "role": "--role",
    "setting_type": "--type",
    "sign_in_name": "SIGN_IN_NAME",
    "ukprn": "--ukprn",
    "year": "--year",
}
"""Fields of a refusal as they are asked for at the command line."""

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
SchoolOption = typer.Option(
    "--school", metavar="PLACE", help="URN, ukprn:12345678 or a place's own id."
)
PlaceArg = Annotated[str, SchoolOption]
SenderArg = Annotated[
    str,
    typer.Option(
        "--school",
        metavar="PLACE",
        help="URN, ukprn:12345678 or a place's own id; la:330 for what an authority records.",
    ),
]


class Stop(Exception):
    """Raised to end a command with a sentence and exit code 2; nothing was changed."""


def commands(help_text: str | None = None) -> typer.Typer:
    """Commands to be filled in; with a help text, those of a group such as `intake`."""
    return typer.Typer(help=help_text, no_args_is_help=True, rich_markup_mode="markdown")


def examples(*lines: str, codes: str = "") -> str:
    """Commands as one would type them, and what the exit codes mean, for beneath a help."""
    said = [f"### Exit codes\n\n{codes}"] if codes else []
    return "\n\n".join(["### Examples", *(f"- `{line}`" for line in lines), *said])


def stop(message: str) -> NoReturn:
    """End the command: say what is wrong and how to mend it."""
    raise Stop(message)


def settings(db: str | None) -> Settings:
    """The settings, with the database a command was told. Stops where that is no file's."""
    chosen = Settings.read(db=db)
    url = make_url(chosen.db)
    if url.get_backend_name() != "sqlite":
        stop(f"--db {url.drivername}://... is not for this register: it keeps to SQLite for now.")
    if url.database in (None, "", ":memory:"):
        stop("--db names no file: write it as sqlite:///apregister.db.")
    return chosen


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


def accounts_file(database: Path) -> Path:
    """Where a demo's accounts are kept."""
    return database.with_name(database.name + ".demo-accounts")


def at_the_command_line(place: PlaceFacts | None = None) -> Actor:
    """Who acts at the command line: for a place when one is named, else the administrator."""
    if place is None:
        return Actor("command-line", "administrator")
    return Actor("command-line", role_at(place), frozenset({place.id}), place.la_code)


def sender(session: Session, ref: str) -> tuple[PlaceFacts | None, Actor]:
    """Who sends a file of movements: a place, or an authority named as `la:330` (no place).

    Raises UnknownPlace, and Unreadable for a code that is no authority's.
    """
    if not ref.lower().startswith(AUTHORITY):
        place = find_place(session, ref)
        return place, at_the_command_line(place)
    code = ref[len(AUTHORITY) :].strip()
    if not is_authority(code):
        raise Unreadable(f"{ref} names no authority: write la: and a three-digit code of England.")
    return None, Actor("command-line", "la_officer", authority=code)


@overload
def day(text: str | None, default: date) -> date: ...
@overload
def day(text: str | None, default: None) -> date | None: ...
def day(text: str | None, default: date | None) -> date | None:
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


def say_synthetic(synthetic: bool) -> None:
    """The first line of what is told of invented pupils."""
    if synthetic:
        say(SAID)


def say_invented(out: Path | None, synthetic: bool) -> None:
    """Of receipts that hold invented pupils: say so, for they are the file as sent, and no more."""
    if out is None or not synthetic:
        return
    err.print(SAID)
    if SYNTHETIC not in out.name:
        err.print(
            f"The name {out.name} does not say so: write such receipts to {SYNTHETIC}-{out.name}.",
            markup=False,
        )


def say_refused(refused: Refused) -> None:
    """Print each problem on a line of its own, by the option that it is about."""
    for problem in refused.problems:
        err.print(f"{_OPTIONS.get(problem.field, problem.field)}: {problem.message}", markup=False)


Problems = Iterable[tuple[int, Problem]]


def say_problems(problems: Problems, beside: Problems = (), file: str = "") -> None:
    """Each problem with its line, those of a file beside with its name; exit code 3 for any."""
    lines = [f"line {line}: {said_of(problem)}" for line, problem in problems]
    lines += [f"{file}, line {line}: {said_of(problem)}" for line, problem in beside]
    for line in lines:
        err.print(line, markup=False)
    if lines:
        raise typer.Exit(REFUSED_ROWS)


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
        yield lambda done, of=total: bar.update(task, completed=done, total=of)
