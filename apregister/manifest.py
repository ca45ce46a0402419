"""A manifest of files taken in, in order, through the same doors as any school's files."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path

from apregister.ahead import ahead
from apregister.attendance_files import Sending, TakenFile
from apregister.commands.shared import AUTHORITY, at_the_command_line, sender
from apregister.db import Engines, reading, writing
from fair_access.intake import foresee_rows, take_in_cases
from fair_access.meetings.intake import take_in_minutes
from movements.gias import read_extract
from movements.intake.movements import take_in_movements
from movements.intake.pupils import take_in_pupils
from movements.intake.reading import Row, Unreadable, read_rows
from movements.intake.receipts import IntakeReport
from movements.places import find_place
from movements.record import now, stop_clock_at, today
from movements.register import stamp
from movements.schools import SchoolsReport, import_schools
from movements.terms import TermsReport, import_terms, read_terms

PART = "intake pupils --part"
ROLLS = ("intake pupils", PART)
MOVEMENTS = "intake movements"
CASES = "intake cases"
MINUTES = "intake minutes"
ATTENDANCE = "intake attendance"
BY_AUTHORITY: dict[str, Callable[..., IntakeReport]] = {
    MOVEMENTS: take_in_movements,
    CASES: take_in_cases,
    MINUTES: take_in_minutes,
}
"""What an authority sends too."""
COMMANDS = ("schools", "terms", *ROLLS, *BY_AUTHORITY, ATTENDANCE)
WHEN = frozenset({"on", "entry_date", "date", "from"})


@dataclass(frozen=True)
class Item:
    """A line of a manifest: the command, its file, and the place it is sent for."""

    order: int
    command: str
    file: Path
    place: str


def items(folder: Path) -> list[Item]:
    """The lines of a folder's manifest.csv, in order.

    Raises Unreadable where it is not a list of commands with their files and places.
    """
    sheet = read_rows(folder / "manifest.csv", name="manifest.csv")
    missing = [name for name in ("order", "command", "file", "place") if name not in sheet.columns]
    if missing:
        raise Unreadable(
            f"manifest.csv has no column {', '.join(missing)}: it needs order, command, file and "
            "place."
        )
    return sorted((_item(folder, row) for row in sheet.rows), key=lambda item: item.order)


def _item(folder: Path, row: Row) -> Item:
    order, command = row.values["order"], row.values["command"]
    if row.problems or not order.isdecimal() or command not in COMMANDS:
        raise Unreadable(
            f"manifest.csv, line {row.line}: give a number in order and in command one of "
            f"{', '.join(COMMANDS)}."
        )
    if row.values["place"].lower().startswith(AUTHORITY) and command not in BY_AUTHORITY:
        raise Unreadable(
            f"manifest.csv, line {row.line}: an authority sends movements, cases and minutes, "
            f"no {command}."
        )
    return Item(int(order), command, folder / row.values["file"], row.values["place"])


def take_in_all(
    engines: Engines,
    folder: Path,
    *,
    as_sent: bool = False,
    told: Callable[[int], None],
    refusing: Callable[[Item, int], None] = lambda item, rows: None,
) -> int:
    """Take in every file; returns how many rows were refused.

    `told` hears how many files are done, `refusing` of each file with how many rows were refused.
    With `as_sent` the register's clock stands, for each file, a few days after the last day in
    it, so that a demonstration can be asked what was known when.
    """
    refused = 0
    really = today()
    clock = datetime.min.replace(tzinfo=UTC)
    try:
        # What is checked ahead of its turn would be checked by the clock of an earlier file.
        for count, (item, take) in enumerate(_takes(engines, items(folder), not as_sent), 1):
            if as_sent and item.place:
                clock = max(clock, _sent(item.file, really))
                stop_clock_at(clock)
            rows = take()
            refused += rows
            if rows:
                refusing(item, rows)
            told(count)
    finally:
        stop_clock_at(None)
    return refused


def _takes(
    engines: Engines, every: Iterable[Item], early: bool
) -> Iterator[tuple[Item, Callable[[], int]]]:
    """What takes each file in; files of marks that follow each other are read ahead of theirs."""
    for marks, run in groupby(every, key=lambda item: item.command == ATTENDANCE):
        some = list(run)
        if marks and early:
            for item, judged in zip(some, ahead(partial(_judged, engines), some), strict=True):
                yield item, partial(_written, judged)
        else:
            yield from ((item, partial(_take, engines, item)) for item in some)


def _take(engines: Engines, item: Item) -> int:
    if item.command in {"schools", "terms"}:
        return _set_up(engines, item)
    if item.command in BY_AUTHORITY:
        return _by_authority(engines, item)
    if item.command == ATTENDANCE:
        return _written(partial(_judged, engines, item))
    with reading(engines.register) as session:
        place = find_place(session, item.place)
    sheet, by = read_rows(item.file, name=item.file.name), at_the_command_line(place)
    with writing(engines.register) as session:
        whole = item.command != PART
        return take_in_pupils(session, sheet, place=place, by=by, whole=whole).refused


def _by_authority(engines: Engines, item: Item) -> int:
    """The rows of a place, or those that an authority records."""
    sheet = read_rows(item.file, name=item.file.name)
    with reading(engines.register) as session:
        place, by = sender(session, item.place)
        ahead = {"foreseen": foresee_rows(session, sheet, by)} if item.command == CASES else {}
    with writing(engines.register) as session:
        return BY_AUTHORITY[item.command](session, sheet, place=place, by=by, **ahead).refused


def _set_up(engines: Engines, item: Item) -> int:
    """Schools or terms: read before the write lock is taken, like any file."""
    load: Callable[..., SchoolsReport | TermsReport]
    if item.command == "schools":
        load = partial(import_schools, source=read_extract(item.file))
    else:
        load = partial(import_terms, source=read_terms(item.file))
    with writing(engines.register) as session:
        problems = load(session, recorded_at=stamp(now())).problems
    return len({line for line, _ in problems})


def _judged(engines: Engines, item: Item) -> Callable[[], TakenFile]:
    """A file of marks read and checked, without the write lock; what then takes it in."""
    with reading(engines.register) as session:
        place = find_place(session, item.place)
    sending = Sending(engines, place, at_the_command_line(place), "csv")
    return sending.judged(item.file, name=item.file.name)


def _written(judged: Callable[[], Callable[[], TakenFile]]) -> int:
    return judged()().report.refused


def _sent(file: Path, really: date) -> datetime:
    """A few days after the last day that the file speaks of, and never in the future."""
    last = max(_days(file), default=really)
    day = min(last + timedelta(days=3), really)
    return datetime.combine(day, time(9, 0), UTC)


def _days(file: Path) -> Iterator[date]:
    """The days in the columns that say when something happened."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        wanted = [i for i, name in enumerate(next(rows)) if name in WHEN]
        seen = {row[i] for row in rows for i in wanted}
    for text in seen:
        if len(text) == 10 and text[4] == "-":
            yield date.fromisoformat(text)
