"""Marks under the seal of their entry: what a submission stored is hashed into its details.

The tree of entries covers the details, so a mark changed behind the register's back shows too.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlmodel import Session, col

from movements.entry import Entry
from movements.marks import MarkRoll, SchoolDay, digest_of

SUBMISSION = "attendance_submission"
"""The kind of the entry that brings in a file of marks; its subject is the place."""

STORED = "stored"
"""The answer of a submission's entry that holds the seal."""


@dataclass(frozen=True)
class Stored:
    """One version of a day's marks, as bytes: what a seal is made of."""

    place_id: str
    day: date
    version: int
    pupils: bytes
    marks: bytes

    def line(self) -> str:
        """The version in one line that any change to it changes."""
        parts = (self.place_id, self.day, self.version, digest_of(self.pupils))
        return "|".join((*map(str, parts), digest_of(self.marks)))


def seal(versions: Iterable[Stored]) -> str:
    """SHA-256 of some versions, whatever their order."""
    lines = sorted(version.line() for version in versions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def broken_seals(session: Session) -> Iterator[str]:
    """Submissions whose stored marks are not those that were taken in, a sentence for each.

    A roll that no day is laid out by, or that is not as it was named, has a sentence of its own.
    """
    told = _told(session)
    held = dict(_held(session))
    for number in sorted({*told, *held}):
        if number not in told:
            yield f"entry {number}: holds marks and is no attendance submission"
        elif told[number] is not None and told[number] != held.get(number):
            yield f"entry {number}: its marks were changed, added or removed since it was recorded"
    yield from _odd_rolls(session)


def _odd_rolls(session: Session) -> Iterator[str]:
    """Rolls with a digest or a place that is not theirs, or under no submission's seal."""
    columns = (MarkRoll.id, MarkRoll.place_id, MarkRoll.digest, MarkRoll.pupils)
    days = select(col(SchoolDay.roll_id), col(SchoolDay.place_id)).distinct()
    used: dict[int, set[str]] = {}
    for roll_id, place_id in session.execute(days):
        used.setdefault(roll_id, set()).add(place_id)
    for roll_id, place_id, digest, pupils in session.execute(select(*map(col, columns))):
        if used.get(roll_id or 0) != {place_id} or digest != digest_of(pupils):
            yield f"table mark_roll: row {roll_id} was changed or added past the marks taken in"


def _told(session: Session) -> dict[int, str | None]:
    """The seal of each submission; None where its details were redacted."""
    entries = session.execute(select(Entry).where(col(Entry.kind) == SUBMISSION)).scalars()
    return {entry.number: _seal_of(entry) for entry in entries}


def _seal_of(entry: Entry) -> str | None:
    """The seal an entry holds; none that fits where its details are no longer what was stored."""
    try:
        return entry.answers().get(STORED)
    except ValueError:
        return ""


def _held(session: Session) -> Iterator[tuple[int, str]]:
    """What the seal of each submission would be now."""
    columns = (SchoolDay.place_id, SchoolDay.day, SchoolDay.version)
    query = (
        select(
            col(SchoolDay.submission),
            *map(col, columns),
            col(MarkRoll.pupils),
            col(SchoolDay.marks),
        )
        .outerjoin(MarkRoll, col(MarkRoll.id) == col(SchoolDay.roll_id))
        .order_by(col(SchoolDay.submission))
    )
    for number, rows in groupby(session.execute(query), key=lambda row: row[0]):
        yield number, seal(_stored(*row[1:]) for row in rows)


def _stored(place_id: str, day: date, version: int, pupils: bytes | None, held: bytes) -> Stored:
    return Stored(place_id, day, version, pupils or b"", held)
