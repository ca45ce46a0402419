"""intake pupils --collect: a COLLECT export of the school census, table by table."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from apregister.commands.shared import (
    REFUSED_ROWS,
    at_the_command_line,
    day,
    err,
    progress,
    register,
    say,
    say_invented,
    stop,
)
from apregister.db import reading, rehearsing, writing
from apregister.invented import holds_synthetic
from movements.counted import counted
from movements.intake.collect import CollectReport, take_in_collect
from movements.intake.collect_export import Export, read_export
from movements.intake.collect_schools import read_schools
from movements.intake.reading import read_rows
from movements.intake.receipts import IntakeReport, said_of, write_receipts

SHOWN = 20
ExportArg = Annotated[
    Path | None,
    typer.Option("--collect", metavar="DIR", help="A COLLECT export instead of a FILE."),
]
SchoolsArg = Annotated[
    Path | None,
    typer.Option(
        "--schools",
        metavar="MAP.csv",
        help="With --collect: which place each school of the export is. Columns school (as in "
        "NativeId) and place.",
    ),
]
CensusDay = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        help="With --collect: the day the rolls were true. Default: the census day, where the "
        "export has it, else today.",
    ),
]


@dataclass(frozen=True)
class Asked:
    """An export to be taken in: its folder, the list of its schools, the day it speaks for."""

    folder: Path
    schools: Path
    on: date | None
    out: Path | None
    dry_run: bool


def asked(
    folder: Path, schools: Path | None, on: str | None, out: Path | None, dry_run: bool
) -> Asked:
    """What a command asks for. Stops where the list of schools is not given."""
    if schools is None:
        stop(
            "--collect needs --schools MAP.csv: a list with the columns school, as the export's "
            "NativeId has it, and place."
        )
    return Asked(folder, schools, day(on, None), out, dry_run)


def refuse_beside(what: str, others: dict[str, object]) -> None:
    """Stop where options are given that do not go with what is sent."""
    given = [name for name, value in others.items() if value]
    if given:
        stop(f"{', '.join(given)} cannot be given with {what}: leave out one or the other.")


def collect(asked: Asked, db: str | None) -> None:
    """Read and check before the write lock is taken; then every table in one transaction."""
    _check_out(asked)
    begin: Callable[[Engine], AbstractContextManager[Session]]
    begin = rehearsing if asked.dry_run else writing
    with register(db) as engines:
        export = read_export(asked.folder)
        sheet = read_rows(asked.schools, name=asked.schools.name)
        with reading(engines.register) as session:
            schools = read_schools(session, sheet, name=asked.schools.name)
        rows = sum(len(table.rows) for table in export.tables.values())
        with progress("Census", rows) as done, begin(engines.register) as session:
            report = take_in_collect(
                session, export, schools, by=at_the_command_line, on=asked.on, progress=done
            )
            synthetic = holds_synthetic(session)
    report = _without_entries(report) if asked.dry_run else report
    _give_back(asked, export, report)
    say_invented(asked.out, synthetic)
    _say(asked, export, report)


def _without_entries(report: CollectReport) -> CollectReport:
    """A dry run's entries were never kept, so their numbers would name nothing."""
    outcomes = {
        table: tuple(replace(outcome, entry=None) for outcome in told)
        for table, told in report.outcomes.items()
    }
    return replace(report, outcomes=outcomes)


def _check_out(asked: Asked) -> None:
    """A folder that cannot hold the receipts is found out before anything is taken in."""
    out = asked.out
    if out is None:
        return
    if out.absolute() == asked.folder.absolute():
        stop(f"The receipts would overwrite the export in {out}: give another folder.")
    if out.exists() and not out.is_dir():
        stop(f"The receipts cannot be written to {out}: --out names a folder with --collect.")
    out.mkdir(parents=True, exist_ok=True)


def _give_back(asked: Asked, export: Export, report: CollectReport) -> None:
    """Write each table back with its receipts; should that fail now, say that the rows are safe."""
    if asked.out is None:
        return
    try:
        for table, outcomes in report.outcomes.items():
            write_receipts(asked.out / export.files[table], export.tables[table], outcomes)
    except OSError as error:
        safe = "" if asked.dry_run else " The rows were taken in: send them again for receipts."
        stop(f"The receipts could not be written to {asked.out} ({error.strerror}).{safe}")


def _say(asked: Asked, export: Export, report: CollectReport) -> None:
    for note in report.notes:
        err.print(note, markup=False)
    whole = report.whole
    would = " (a dry run: nothing was changed)" if asked.dry_run else ""
    say(f"{_counts(whole)}{would}")
    for table, outcomes in report.outcomes.items():
        say(f"{export.files[table]}: {_counts(IntakeReport.of(outcomes))}")
    _say_refused(asked, export, report)
    if whole.refused:
        raise typer.Exit(REFUSED_ROWS)


def _counts(report: IntakeReport) -> str:
    return (
        f"{report.accepted:,} accepted, {report.already_held:,} already held, "
        f"{report.refused:,} refused"
    )


def _say_refused(asked: Asked, export: Export, report: CollectReport) -> None:
    """The first refused rows of each table, in turn, until enough are shown."""
    refusals = [
        (export.files[table], outcome)
        for table, told in report.outcomes.items()
        for outcome in [one for one in told if one.result == "refused"][: SHOWN // 4]
    ]
    for file, outcome in refusals:
        said = " | ".join(said_of(problem) for problem in outcome.problems)
        err.print(f"{file}, line {outcome.line}: {said}", markup=False)
    more = report.whole.refused - len(refusals)
    if more:
        where = f"all are in {asked.out}" if asked.out else "give --out FOLDER to see them all"
        err.print(f"... and {counted(more, 'row')} more; {where}", markup=False)
