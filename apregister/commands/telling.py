"""What a command that takes in a file says of it, and the receipts it gives back."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from apregister.commands.shared import REFUSED_ROWS, err, say, stop
from movements.intake.receipts import IntakeReport, said_of

SHOWN = 20
"""How many refused rows are printed."""


def check_out(out: Path | None) -> None:
    """A receipts file that cannot be written is found out before anything is taken in."""
    if out is None:
        return
    folder = out.absolute().parent
    if out.is_dir() or not folder.is_dir():
        stop(f"The receipts cannot be written to {out}: give a file in a folder that exists.")
    if not os.access(out if out.exists() else folder, os.W_OK):
        stop(f"The receipts cannot be written to {out}: you may not write there. Choose another.")


def give_back(out: Path | None, dry_run: bool, write: Callable[[Path], None]) -> None:
    """Write the receipts; should that fail now, say that the rows are safe."""
    if out is None:
        return
    try:
        write(out)
    except OSError as error:
        safe = "" if dry_run else " The rows were taken in: send the file again for its receipts."
        stop(f"The receipts could not be written to {out} ({error.strerror}).{safe}")


def say_report(
    report: IntakeReport, out: Path | None, dry_run: bool, refusals: list[tuple[int, Any]]
) -> None:
    """Print what became of a file, its first refused rows last; exit code 3 where there are any."""
    for note in report.notes:
        err.print(note, markup=False)
    would = " (a dry run: nothing was changed)" if dry_run else ""
    say(f"{counts(report)}{would}")
    for line, problems in refusals[:SHOWN]:
        said = " | ".join(said_of(problem) for problem in problems)
        err.print(f"line {line}: {said}", markup=False)
    if report.refused > SHOWN:
        where = f"; all of them are in {out}" if out else "; give --out to see them all"
        err.print(f"... and {report.refused - SHOWN:,} more{where}", markup=False)
    if report.refused:
        raise typer.Exit(REFUSED_ROWS)


def counts(report: IntakeReport) -> str:
    """How many rows of a file came to what."""
    return (
        f"{report.accepted:,} accepted, {report.already_held:,} already held, "
        f"{report.refused:,} refused"
    )
