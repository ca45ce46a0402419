"""subject-access: everything held on a child, for a person to check and hand over."""

from pathlib import Path
from typing import Annotated

import typer

from apregister.audit import looked
from apregister.commands.meant import PupilArg, pupil_meant
from apregister.commands.shared import (
    LOOK,
    Db,
    at_the_command_line,
    commands,
    examples,
    register,
    say,
    settings,
    stop,
)
from apregister.db import Engines, reading
from apregister.papers import store_of
from apregister.subject_access import gather
from apregister.subject_access_files import NotEmpty, prepare, write_pack
from movements.counted import counted
from movements.record import today
from movements.register import standing

app = commands()
REASON = "subject access request"
LONGEST_REASON = 200


@app.command(
    "subject-access",
    rich_help_panel=LOOK,
    epilog=examples(
        "apregister subject-access B801200005001 --out request-17",
        'apregister subject-access B801200005001 --out request-18 --reason "Solicitor, letter 9"',
    ),
)
def subject_access(
    upn: PupilArg,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the pack.")],
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason",
            metavar="WHY",
            help="Needed for a protected child, whose places the pack names; noted. "
            "Name no child in it.",
        ),
    ] = None,
    db: Db = None,
) -> None:
    """Make the pack of everything held on a child: a page to print, JSON, and the papers.

    Entries with their answers, standing, clocks, attendance marks, cases, letters, papers, the
    files that set marks, and who looked. Lines that name or come from somebody else are marked for
    a person to check and redact: nobody else has seen the pack when this command ends. The folder
    can be read by you alone; its name and its files bear no UPN, and neither should what you call
    it.
    """
    why = (reason or "").strip()
    if len(why) > LONGEST_REASON:
        stop(f"--reason: use {LONGEST_REASON} characters at most.")
    by, chosen = at_the_command_line(), settings(db)
    with register(db) as engines:
        pupil = _pupil(engines, upn, why)
        _prepare(out)
        noted = f"{REASON}: {why}" if why else REASON
        looked(engines.looks, by, "export", door="command", pupil_id=pupil, reason=noted)
        store = store_of(engines, chosen)
        held = gather(engines, store, pupil, by, today(), noted)
        files = write_pack(held, store, out)
    if held.pack["synthetic"]:
        say("SYNTHETIC: the register holds invented pupils.")
    say(f"{files[0]}: {counted(len(held.pack['entries']), 'entry', 'entries')}")
    say(f"{counted(len(files), 'file')} written; they can be read by you alone.")
    lines = counted(held.pack["lines_to_check"], "line")
    say(f"{lines} marked for a person to check before anything is handed over.")
    if held.pack["protected"]:
        say("A protected child: make the serious-harm test first, and write it down.")


def _prepare(out: Path) -> None:
    try:
        prepare(out)
    except NotEmpty as error:
        stop(str(error))


def _pupil(engines: Engines, upn: str, reason: str) -> str:
    """The pupil's id. Stops where there is none, and for a protected child without a reason."""
    with reading(engines.register) as session:
        found = pupil_meant(session, upn)
        if standing(session, found, today()).protected and not reason:
            stop("A protected child: the pack says where the child is. Give a --reason.")
    return found
