"""intake attendance: files of marks of any form, one or many, each a submission of its own."""

from collections.abc import Callable
from pathlib import Path

import typer

from apregister.ahead import ahead
from apregister.attendance_files import STEPS, Sending, TakenFile
from apregister.commands.feeding import take_in_feeds
from apregister.commands.shared import (
    REFUSED_ROWS,
    UNREADABLE,
    at_the_command_line,
    err,
    progress,
    register,
    say,
    say_invented,
    stop,
)
from apregister.commands.telling import SHOWN, check_out, counts, give_back, say_report
from apregister.db import reading
from apregister.invented import holds_synthetic
from movements.counted import counted
from movements.intake.reading import Unreadable
from movements.places import find_place

SUFFIXES = (".csv", ".txt", ".xml", ".json", ".gz")
"""What a file in a folder ends in, to be taken for one of marks."""


def attend(
    files: list[Path], school: str | None, out: Path | None, dry_run: bool, db: str | None
) -> None:
    """Take in one file, or each of many; without a school, feeds that name the school of a row."""
    every = _each(files)
    with register(db) as engines:
        if school is None:
            take_in_feeds(engines, every, out, dry_run)
            return
        with reading(engines.register) as session:
            synthetic = holds_synthetic(session)
            place = find_place(session, school)
        sending = Sending(engines, place, at_the_command_line(place), "csv", dry_run)
        if len(files) == 1 and not files[0].is_dir():
            _one(sending, files[0], out, synthetic)
        else:
            _many(sending, every, out, synthetic)


def _each(files: list[Path]) -> list[Path]:
    """The files themselves, those of folders by name. Stops where a folder has none."""
    found: list[Path] = []
    for path in files:
        within, left = _within(path) if path.is_dir() else ([path], [])
        if left:
            words = f"{path.name}: nothing was read of {', '.join(left)}; name a folder to read it."
            err.print(words, markup=False)
        if not within:
            stop(f"The folder {path} has no file of marks: they end in {', '.join(SUFFIXES)}.")
        found += [one for one in within if one not in found]
    return found


def _within(folder: Path) -> tuple[list[Path], list[str]]:
    """The files of marks in a folder by name, and the names of all else that is in sight there."""
    there = sorted(folder.iterdir())
    files = [path for path in there if path.suffix.lower() in SUFFIXES and not path.is_dir()]
    left = (path.name for path in there if path not in files)
    return files, [name for name in left if not name.startswith((".", "~$"))]


def _one(sending: Sending, file: Path, out: Path | None, synthetic: bool) -> None:
    check_out(out)
    with progress(file.name, STEPS) as done:
        taken = sending.take_in(file, name=file.name, told=done)
    give_back(out, sending.dry_run, taken.write_receipts)
    say_invented(out, synthetic)
    refusals = [(outcome.line, outcome.problems) for outcome in taken.report.refusals(SHOWN)]
    say_report(taken.report, out, sending.dry_run, refusals)


def _many(sending: Sending, files: list[Path], out: Path | None, synthetic: bool) -> None:
    """Each file whatever becomes of the others, and a line on each."""
    _check_folder(out, files)
    refused, unread = 0, 0
    early = ahead(lambda file: sending.judged(file, name=file.name), files)
    with progress("Files", len(files)) as done:
        every = zip(files, _receipts(out, files), early, strict=True)
        for number, (file, back, judged) in enumerate(every, 1):
            rows = _next(sending, file, judged, back)
            unread += rows is None
            refused += rows or 0
            done(number)
    say_invented(out, synthetic)
    _sum_up(len(files), unread, refused)


def _next(
    sending: Sending, file: Path, judged: Callable[[], Callable[[], TakenFile]], out: Path | None
) -> int | None:
    """Take in one of many; how many of its rows were refused, None where it cannot be read."""
    try:
        taken = judged()()
    except Unreadable as unreadable:
        err.print(f"{file.name}: {unreadable}", markup=False)
        return None
    would = " (a dry run)" if sending.dry_run else ""
    say(f"{file.name}: {counts(taken.report)}{would}")
    for note in taken.report.notes:
        err.print(f"{file.name}: {note}", markup=False)
    give_back(out, sending.dry_run, taken.write_receipts)
    return taken.report.refused


def _sum_up(files: int, unread: int, refused: int) -> None:
    could_not = f", {counted(unread, 'file')} could not be read" if unread else ""
    say(f"{counted(files - unread, 'file')} taken in, {counted(refused, 'row')} refused{could_not}")
    if unread == files:
        raise typer.Exit(UNREADABLE)
    if unread or refused:
        raise typer.Exit(REFUSED_ROWS)


def _check_folder(out: Path | None, files: list[Path]) -> None:
    """A folder that cannot hold the receipts is found out before anything is taken in."""
    if out is None:
        return
    if out.exists() and not out.is_dir():
        stop(f"The receipts cannot be written to {out}: of many files --out names a folder.")
    if any(out.absolute() == file.absolute().parent for file in files):
        stop(f"The receipts would overwrite the files in {out}: give another folder.")
    out.mkdir(parents=True, exist_ok=True)


def _receipts(out: Path | None, files: list[Path]) -> list[Path | None]:
    """Where the receipts of each go: by its name, and its number where two have one."""
    if out is None:
        return [None] * len(files)
    names = [_as_csv(file.name.removesuffix(".gz")) for file in files]
    return [
        out / (name if names.count(name) == 1 else f"{number}-{name}")
        for number, name in enumerate(names, 1)
    ]


def _as_csv(name: str) -> str:
    return name if name.lower().endswith((".csv", ".txt")) else f"{name}.csv"
