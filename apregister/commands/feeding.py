"""intake attendance without --school: feeds of many schools, each school's part a submission."""

from dataclasses import dataclass
from pathlib import Path

import typer
from sqlmodel import Session

from apregister.attendance_files import Sending
from apregister.commands.shared import (
    REFUSED_ROWS,
    UNREADABLE,
    at_the_command_line,
    err,
    progress,
    say,
    say_invented,
    stop,
)
from apregister.commands.telling import SHOWN, counts, give_back
from apregister.db import Engines, reading
from apregister.invented import holds_synthetic
from movements.counted import counted
from movements.intake.feed import Feed, Unplaced, read_feed, unplaced
from movements.intake.reading import Unreadable
from movements.intake.receipts import said_of
from movements.places import PlaceFacts, UnknownPlace, find_place


@dataclass(frozen=True)
class _Feeding:
    """What is the same for every feed of one command."""

    engines: Engines
    out: Path | None
    dry_run: bool

    def take_in(self, file: Path) -> int:
        """Take in each school's part of a feed; how many rows were refused."""
        feed = read_feed(file, name=file.name)
        with reading(self.engines.register) as session:
            places = {school: _place(session, school) for school in feed.schools()}
        left = unplaced(feed, places.get)
        refused = 0
        known = [(school, place) for school, place in places.items() if place]
        with progress(file.name, len(known)) as done:
            for number, (school, place) in enumerate(known, 1):
                refused += self._part(file, feed, school, place)
                done(number)
        for note in feed.notes:
            err.print(f"{file.name}: {note}", markup=False)
        self._tell_unplaced(file, left)
        return refused + len(left.outcomes)

    def _part(self, file: Path, feed: Feed, school: str, place: PlaceFacts) -> int:
        by = at_the_command_line(place)
        sending = Sending(self.engines, place, by, "csv", self.dry_run)
        taken = sending.take_in(feed.part(school), name=file.name)
        would = " (a dry run)" if self.dry_run else ""
        say(f"{file.name}, {place.name}: {counts(taken.report)}{would}")
        for outcome in taken.report.refusals(SHOWN):
            said = " | ".join(map(said_of, outcome.problems))
            err.print(f"{file.name}, line {outcome.line}: {said}", markup=False)
        back = self.out / f"{school}-{_as_csv(file)}" if self.out else None
        give_back(back, self.dry_run, taken.write_receipts)
        return taken.report.refused

    def _tell_unplaced(self, file: Path, left: Unplaced) -> None:
        """Rows of no school of the register go back by themselves."""
        if not left.outcomes:
            return
        say(f"{file.name}: {counted(len(left.outcomes), 'row')} of no school here, refused")
        for outcome in left.outcomes[:SHOWN]:
            said = " | ".join(map(said_of, outcome.problems))
            err.print(f"{file.name}, line {outcome.line}: {said}", markup=False)
        back = self.out / f"no-school-{_as_csv(file)}" if self.out else None
        give_back(back, self.dry_run, left.write_receipts)


def _place(session: Session, school: str) -> PlaceFacts | None:
    try:
        return find_place(session, school)
    except UnknownPlace:
        return None


def _as_csv(file: Path) -> str:
    name = file.name.removesuffix(".gz")
    return name if name.lower().endswith((".csv", ".txt")) else f"{name}.csv"


def take_in_feeds(engines: Engines, files: list[Path], out: Path | None, dry_run: bool) -> None:
    """Each feed whatever becomes of the others, and a line on each school in it."""
    if out is not None:
        if out.exists() and not out.is_dir():
            stop(f"The receipts cannot be written to {out}: of a feed --out names a folder.")
        out.mkdir(parents=True, exist_ok=True)
    with reading(engines.register) as session:
        synthetic = holds_synthetic(session)
    feeding, refused, unread = _Feeding(engines, out, dry_run), 0, 0
    for file in files:
        try:
            refused += feeding.take_in(file)
        except Unreadable as unreadable:
            err.print(f"{file.name}: {unreadable}", markup=False)
            unread += 1
    say_invented(out, synthetic)
    if unread == len(files):
        raise typer.Exit(UNREADABLE)
    if refused or unread:
        raise typer.Exit(REFUSED_ROWS)
