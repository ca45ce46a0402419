"""A school's file of movements: each row through the one way in, good rows kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cache

from sqlmodel import Session

from movements.actor import Actor
from movements.forms import columns
from movements.intake.reading import Row, Sheet, Unreadable
from movements.intake.receipts import IntakeReport, Outcome, refused, repeat
from movements.kinds import DOOR_KINDS
from movements.place_kinds import PLACE_KINDS
from movements.places import PlaceFacts
from movements.problems import Refused
from movements.take_in import take_in

Progress = Callable[[int], None]
"""Told how many rows are done, as they are done."""

REQUIRED = ("kind", "upn", "on")


@cache
def known_columns() -> frozenset[str]:
    """Every column some kind reads."""
    return frozenset(
        field.name
        for kind in (*DOOR_KINDS.values(), *PLACE_KINDS.values())
        for field in columns(kind, date.max)
    )


def check_movements(sheet: Sheet) -> tuple[str, ...]:
    """Notes on columns nobody reads. Raises Unreadable where a needed one is missing."""
    # A file that is told of settings alone names them where others name pupils.
    stands_in = {"upn"} if {"setting", "pupil"} & {*sheet.columns} else set()
    missing = [name for name in REQUIRED if name not in {*sheet.columns, *stands_in}]
    if missing:
        raise Unreadable(
            f"The file has no column {' or '.join(missing)} (it has {', '.join(sheet.columns)}). "
            "Every movement needs kind, upn and on: name the columns so, or begin with the file "
            "that 'apregister template KIND' writes."
        )
    unread = [name for name in sheet.columns if name not in known_columns()]
    return tuple(_not_read(name) for name in unread)


def _not_read(name: str) -> str:
    near = get_close_matches(name, sorted(known_columns()), n=1, cutoff=0.8)
    meant = f" Did you mean {near[0]}?" if near else ""
    return f"Column {name} is not one we know, and was not read.{meant}"


def take_in_movements(
    session: Session,
    sheet: Sheet,
    *,
    place: PlaceFacts | None,
    by: Actor,
    progress: Progress | None = None,
) -> IntakeReport:
    """Take in every row that can be, and say of each what became of it.

    `place` sent them; None where an authority did, of what only it may record.
    Their source is csv whichever way the file came, by command or by page: a row of a file is a row
    of a file. Who sent it is in `recorded_by`.
    Raises Unreadable where the file is not one of movements at all.
    """
    notes = [*sheet.notes, *check_movements(sheet)]
    read = known_columns()
    first: dict[int, int] = {}
    outcomes = []
    rows = [row for row in sheet.rows if not is_explanation(row)]
    for count, row in enumerate(rows, 1):
        answers = {n: v for n, v in row.values.items() if n in read and _is_ours(n, v)}
        outcomes.append(_repeat_said(_taken(session, row, answers, place, by), first))
        if progress:
            progress(count)
    if any(not _is_ours("pupil", row.values.get("pupil", "")) for row in rows):
        notes.append("Column pupil was read only where it holds new, or an id of this register.")
    if sheet.rows and not rows:
        notes.append("The file has no row but the template's own, so there was nothing to take in.")
    return IntakeReport.of(outcomes, notes)


def _is_ours(name: str, value: str) -> bool:
    """Whether a cell is to be read: a school's own column pupil may hold what it likes."""
    return name != "pupil" or re.fullmatch(r"new|p_\w+|", value.strip()) is not None


def is_explanation(row: Row) -> bool:
    """Whether this is the row of explanations that a template has beneath its names."""
    return bool(row.raw) and row.raw[0].lstrip().startswith("#")


def _taken(
    session: Session,
    row: Row,
    answers: dict[str, str],
    place: PlaceFacts | None,
    by: Actor,
) -> Outcome:
    if row.problems:
        return refused(row)
    kind = answers.pop("kind", "").strip().lower()
    try:
        with session.begin_nested():
            done = take_in(session, kind, answers, place=place, by=by, source="csv")
    except Refused as no:
        return refused(row, no.problems)
    return Outcome(row.line, done.result, done.entry, (), done.concerns)


def _repeat_said(outcome: Outcome, first: dict[int, int]) -> Outcome:
    """A row that says again what a row before it said is taken in once, and told which."""
    if outcome.entry is None:
        return outcome
    line = first.setdefault(outcome.entry, outcome.line)
    if line == outcome.line:
        return outcome
    return replace(outcome, concerns=(repeat(f"line {line}"), *outcome.concerns))
