"""intake: a school's files, row by row, with the file back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from apregister.commands.shared import (
    REFUSED_ROWS,
    Db,
    PlaceArg,
    at_the_command_line,
    err,
    progress,
    register,
    say,
    stop,
)
from apregister.db import reading, rehearsing, writing
from movements.intake.attendance import (
    check_attendance,
    read_attendance,
    settle_attendance,
    write_attendance,
)
from movements.intake.attendance_receipts import write_attendance_receipts
from movements.intake.movements import take_in_movements
from movements.intake.pupils import take_in_pupils
from movements.intake.reading import read_rows
from movements.intake.receipts import IntakeReport, said_of, write_receipts
from movements.places import PlaceFacts, find_place
from movements.record import today

intake_app = typer.Typer(
    help="Take in a school's files. Good rows are kept; the file comes back with what became of "
    "each row. Exit code 0: all taken in; 3: some rows refused; 2: the file cannot be read.",
    no_args_is_help=True,
)
FileArg = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")]
Receipts = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="RECEIPTS",
        help="Where to write the file back, with result, entry, problems and concerns. "
        "Mend it and send it again.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
SHOWN = 20


@intake_app.command("pupils")
def pupils(
    file: FileArg, school: PlaceArg, out: Receipts = None, dry_run: DryRun = False, db: Db = None
) -> None:
    """A school's roll: upn, surname, forename, dob, sex, nc_year, entry_date, enrol_status, ...

    The names that school systems use are understood. The roll is compared with the register and
    only differences are recorded; a pupil missing from the file is never removed.
    """
    _rows("pupils", file, school, out, dry_run, db)


@intake_app.command("movements")
def movements(
    file: FileArg, school: PlaceArg, out: Receipts = None, dry_run: DryRun = False, db: Db = None
) -> None:
    """Movements of any kinds: kind, upn, on, session, ref and the columns of each kind.

    'apregister template KIND' writes a file to start from.
    """
    _rows("movements", file, school, out, dry_run, db)


@intake_app.command("attendance")
def attendance(
    file: FileArg, school: PlaceArg, out: Receipts = None, dry_run: DryRun = False, db: Db = None
) -> None:
    """Attendance marks in long form: upn, date, session, mark."""
    _check_out(out)
    with register(db) as engines:
        columns = read_attendance(file, name=file.name)
        with reading(engines.register) as session:
            place = find_place(session, school)
            checked = check_attendance(session, columns, place, today())
            report = settle_attendance(session, checked) if dry_run else None
        if report is None:
            with writing(engines.register) as session:
                report = write_attendance(session, checked, at_the_command_line(place))
    if out is not None:
        write_attendance_receipts(out, report)
    _say(report, out, dry_run, [(o.line, o.problems) for o in report.refusals(SHOWN)])


def _rows(
    what: str, file: Path, school: str, out: Path | None, dry_run: bool, db: str | None
) -> None:
    """Read and check before the write lock is taken; then every row in one transaction."""
    _check_out(out)
    take = take_in_pupils if what == "pupils" else take_in_movements
    begin: Callable[[Engine], AbstractContextManager[Session]]
    begin = rehearsing if dry_run else writing
    with register(db) as engines:
        sheet = read_rows(file, name=file.name)
        with reading(engines.register) as session:
            place: PlaceFacts = find_place(session, school)
        by = at_the_command_line(place)
        with progress(what.capitalize(), len(sheet.rows)) as done, begin(engines.register) as open_:
            report = take(open_, sheet, place=place, by=by, progress=done)
    if out is not None:
        write_receipts(out, sheet, report.outcomes)
    refusals = [(o.line, o.problems) for o in report.outcomes if o.result == "refused"]
    _say(report, out, dry_run, refusals)


def _check_out(out: Path | None) -> None:
    """A receipts file that cannot be written is found out before anything is taken in."""
    if out is None:
        return
    if out.is_dir() or not out.absolute().parent.is_dir():
        stop(f"The receipts cannot be written to {out}: give a file in a folder that exists.")


def _say(
    report: IntakeReport, out: Path | None, dry_run: bool, refusals: list[tuple[int, Any]]
) -> None:
    for note in report.notes:
        err.print(note, markup=False)
    would = " (a dry run: nothing was changed)" if dry_run else ""
    say(
        f"{report.accepted:,} accepted, {report.already_held:,} already held, "
        f"{report.refused:,} refused{would}"
    )
    for line, problems in refusals[:SHOWN]:
        said = " | ".join(said_of(problem) for problem in problems)
        err.print(f"line {line}: {said}", markup=False)
    if report.refused > SHOWN:
        where = f"; all of them are in {out}" if out else "; give --out to see them all"
        err.print(f"... and {report.refused - SHOWN:,} more{where}", markup=False)
    if report.refused:
        raise typer.Exit(REFUSED_ROWS)
