"""The entry that a roll file leaves: when it came, what it spoke for, and who was not in it.

One entry for the file, about the place, and never one for a pupil: a pupil missing from a roll is
a question for the school (see movements/not_in_file.py), and no removal.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, canonical, read_entries
from movements.intake.reading import Sheet
from movements.intake.receipts import Outcome
from movements.linked import links
from movements.not_in_file import MISSING, ROLL_RECEIVED
from movements.places import PlaceFacts
from movements.record import append
from movements.register import standings

ROWS = "rows_sha256"


@dataclass(frozen=True)
class RollFile:
    """A whole roll that was taken in: whose, the day it speaks for, and who was missing from it."""

    place: PlaceFacts
    day: date
    sheet: Sheet
    missing: tuple[str, ...]

    @property
    def said(self) -> str:
        """A digest of what the rows say, whatever receipts were added to the file since."""
        values = [list(row.values.values()) for row in self.sheet.rows]
        told = canonical({"columns": self.sheet.columns, "values": values})
        return hashlib.sha256(told.encode()).hexdigest()


def missing_from(
    session: Session, place: PlaceFacts, day: date, in_file: Iterable[str], unlisted: str = ""
) -> tuple[str, ...]:
    """The pupils on a place's roll on a day, as the register has it, who are not among these.

    `unlisted` are enrolment statuses that such a file never lists.
    """
    entered = select(EntryRow.pupil_id).where(
        col(EntryRow.place_id) == place.id, col(EntryRow.kind) == "on_roll"
    )
    entered_ever = links(session).each_once(map(str, session.exec(entered.distinct())))
    ever = entered_ever - set(in_file)
    held = standings(session, ever, day).items()
    rolls = {pupil: roll for pupil, one in held if (roll := one.roll_at(place.id))}
    return tuple(sorted(pupil for pupil, roll in rolls.items() if roll.status not in unlisted))


def enter_roll(session: Session, roll: RollFile, outcomes: Sequence[Outcome], by: Actor) -> None:
    """Append the entry of a roll, unless it says nothing new or none of it could be taken in."""
    results = [outcome.result for outcome in outcomes]
    if set(results) <= {"refused"} or _said_before(session, roll):
        return
    append(
        session,
        kind=ROLL_RECEIVED,
        on=roll.day,
        by=by,
        source="roll",
        details={
            "sha256": roll.sheet.sha256,
            ROWS: roll.said,
            "rows": len(results),
            "accepted": results.count("accepted"),
            "already_held": results.count("already_held"),
            "refused": results.count("refused"),
            "day": roll.day.isoformat(),
            MISSING: list(roll.missing),
        },
        subjects={"place_id": roll.place.id},
        authority=roll.place.la_code,
    )


def first_roll_of(session: Session, place: PlaceFacts) -> date | None:
    """The day of the earliest roll received of a place; None where none was."""
    return min((entry.on for entry in _rolls_of(session, place)), default=None)


def _said_before(session: Session, roll: RollFile) -> bool:
    """Whether the same rows came before for this day; or last, of another, with as many missing."""
    held = _rolls_of(session, roll.place)
    same = [entry for entry in held if entry.answers().get(ROWS) == roll.said]
    if any(entry.on == roll.day for entry in same):
        return True
    last = max(
        (entry for entry in held if entry.on <= roll.day),
        key=lambda entry: (entry.on, entry.number),
        default=None,
    )
    return last in same and last is not None and last.answers().get(MISSING) == list(roll.missing)


def _rolls_of(session: Session, place: PlaceFacts) -> Sequence[Entry]:
    query = ENTRIES.where(col(EntryRow.place_id) == place.id, col(EntryRow.kind) == ROLL_RECEIVED)
    return list(read_entries(session, query))
