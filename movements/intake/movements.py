"""A school's file of movements: each row through the one way in, good rows kept."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from sqlmodel import Session

from movements.actor import Actor
from movements.forms import columns
from movements.intake.reading import Row, Sheet, Unreadable
from movements.intake.receipts import IntakeReport, Outcome, refused
from movements.kinds import DOOR_KINDS
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
        field.name for kind in DOOR_KINDS.values() for field in columns(kind, date.max)
    )


def check_movements(sheet: Sheet) -> tuple[str, ...]:
    """Notes on columns nobody reads. Raises Unreadable where a needed one is missing."""
    missing = [name for name in REQUIRED if name not in sheet.columns]
    if missing:
        raise Unreadable(
            f"The file has no column {' or '.join(missing)}. Every movement needs "
            "kind, upn and on; 'apregister template KIND' writes a file to start from."
        )
    unread = [name for name in sheet.columns if name not in known_columns()]
    return tuple(f"Column {name} is not one of ours; it was not read." for name in unread)


def take_in_movements(
    session: Session,
    sheet: Sheet,
    *,
    place: PlaceFacts,
    by: Actor,
    progress: Progress | None = None,
) -> IntakeReport:
    """Take in every row that can be, and say of each what became of it.

    Raises Unreadable where the file is not one of movements at all.
    """
    notes = check_movements(sheet)
    read = known_columns()
    seen: dict[tuple[str, ...], int] = {}
    outcomes = []
    rows = [row for row in sheet.rows if not is_explanation(row)]
    for count, row in enumerate(rows, 1):
        answers = {name: value for name, value in row.values.items() if name in read}
        outcomes.append(_taken(session, row, answers, seen, place, by))
        if progress:
            progress(count)
    return IntakeReport.of(outcomes, (*sheet.notes, *notes, *_repeats(outcomes, seen)))


def is_explanation(row: Row) -> bool:
    """Whether this is the row of explanations that a template has beneath its names."""
    return bool(row.raw) and row.raw[0].lstrip().startswith("#")


def _taken(
    session: Session,
    row: Row,
    answers: dict[str, str],
    seen: dict[tuple[str, ...], int],
    place: PlaceFacts,
    by: Actor,
) -> Outcome:
    if row.problems:
        return refused(row)
    kind = answers.pop("kind", "").strip().lower()
    seen.setdefault((kind, *answers.values()), row.line)
    try:
        with session.begin_nested():
            done = take_in(session, kind, answers, place=place, by=by, source="csv")
    except Refused as no:
        return refused(row, no.problems)
    return Outcome(row.line, done.result, done.entry, (), done.concerns)


def _repeats(outcomes: Iterable[Outcome], seen: dict[tuple[str, ...], int]) -> list[str]:
    """Rows given twice in one file: taken in once, and said."""
    first = set(seen.values())
    again = [o.line for o in outcomes if o.result == "already_held" and o.line not in first]
    if not again:
        return []
    lines = ", ".join(str(line) for line in again[:20])
    return [f"The same row stands twice in this file (lines {lines}); it was taken in once."]
