"""A file of movements taken back: every entry that its receipts say was made, withdrawn."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from sqlmodel import Session, col

from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.intake.movements import Progress
from movements.intake.reading import SEPARATORS, Unreadable
from movements.intake.receipts import IntakeReport, Outcome
from movements.place_kinds import PLACE_KINDS
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.superseded import PLACE_WITHDRAWN
from movements.take_in import take_in

NEEDED = ("kind", "result", "entry")


class Made(NamedTuple):
    """An entry that a row of a file made, and the line on which the row ends."""

    line: int
    entry: int


def made_by(receipts: bytes) -> list[Made]:
    """The entries that receipts say were made, in the order of the rows.

    Rows that were held already made none: what another file told stays. Raises Unreadable for what
    are no receipts of a file of movements.
    """
    try:
        text = receipts.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("The receipts are written in UTF-8, and this file is not.") from error
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    if not {*NEEDED} <= {*(rows.fieldnames or ())}:
        raise Unreadable(
            "These are not the receipts of a file of movements: they have the columns kind, result "
            "and entry. Give the file that 'apregister intake movements --out' wrote."
        )
    return list(_made(rows))


def _made(rows: "csv.DictReader[str]") -> Iterator[Made]:
    for row in rows:
        number = (row["entry"] or "").strip()
        if (row["result"] or "").strip() == "accepted" and number.isdecimal():
            yield Made(rows.line_num, int(number))


def take_back(
    session: Session,
    made: list[Made],
    because: str,
    *,
    place: PlaceFacts | None,
    by: Actor,
    progress: Progress,
) -> IntakeReport:
    """Withdraw each entry, the last first, so that nothing is carried on by what has gone.

    One that may not be withdrawn stays, and the others go.
    """
    numbers = [one.entry for one in made]
    query = ENTRIES.where(col(EntryRow.number).in_(numbers))
    held = {entry.number: entry for entry in read_entries(session, query)}
    outcomes = []
    for count, one in enumerate(reversed(made), 1):
        outcomes.append(_withdrawn(session, one, held.get(one.entry), because, place, by))
        progress(count)
    return IntakeReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


def _withdrawn(
    session: Session,
    one: Made,
    entry: Entry | None,
    because: str,
    place: PlaceFacts | None,
    by: Actor,
) -> Outcome:
    if entry is None:
        words = f"There is no entry {one.entry} in this register."
        return Outcome(one.line, "refused", None, (Problem("entry", "unknown", words),))
    answers: dict[str, object] = {
        "on": entry.on.isoformat(),
        "corrects": entry.number,
        "correction_reason": "other",
        "because": because,
    }
    of_place = entry.kind in PLACE_KINDS
    kind = PLACE_WITHDRAWN if of_place else "withdrawn"
    answers |= (
        {"setting": entry.place_id}
        if of_place
        else {
            "pupil": entry.pupil_id,
            "session": entry.session,
        }
    )
    try:
        with session.begin_nested():
            done = take_in(session, kind, answers, place=place, by=by, source="csv")
    except Refused as no:
        return Outcome(one.line, "refused", None, no.problems)
    return Outcome(one.line, done.result, done.entry)
