"""Marks under the seal of their entry: what a submission stored is hashed into its details.

The tree of entries covers the details, so a mark changed behind the register's back shows too.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from movements.marks import digest_of

SUBMISSION = "attendance_submission"
"""The kind of the entry that brings in a file of marks; its subject is the place."""

STORED = "stored"
"""The answer of a submission's entry that holds the seal."""


@dataclass(frozen=True)
class Stored:
    """One version of a day's marks, as bytes: what a seal is made of."""

    place_id: str
    day: date | str
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


_NOTHING = seal(())
"""The seal of a submission that changed no mark."""


def broken_seals(session: Session) -> Iterator[str]:
    """Submissions whose stored marks are not those that were taken in, a sentence for each.

    So have rolls that are not as they were named, and tables whose rows were counted anew.
    """
    told = _told(session)
    held = dict(_held(session))
    for number in sorted({*told, *held}, key=lambda key: (str(type(key)), key)):
        if number not in told:
            yield f"entry {number}: holds marks and is no attendance submission"
        elif told[number] != held.get(number, None if told[number] is None else _NOTHING):
            yield f"entry {number}: its marks were changed, added or removed since it was recorded"
    yield from _odd_rolls(session)
    # The marks of a redacted submission went with their numbers.
    if None not in told.values():
        yield from _counted_anew(session, "mark_roll", "id")
        yield from _counted_anew(session, "school_day", "number")


# As stored, and not as the columns' types: what was changed by other means may be of any type.
_TOLD = text("SELECT number, details FROM entry WHERE kind = :kind")
_HELD = text(
    "SELECT d.submission, d.place_id, d.day, d.version, r.pupils, d.marks FROM school_day AS d "
    "LEFT JOIN mark_roll AS r ON r.id = d.roll_id ORDER BY d.submission"
)
_ROLLS = text("SELECT id, place_id, digest, pupils FROM mark_roll ORDER BY id")
_USED = text("SELECT DISTINCT roll_id, place_id FROM school_day")


def _told(session: Session) -> dict[int, str | None]:
    """The seal of each submission; None where its details were redacted and its marks let go."""
    found = session.execute(_TOLD, {"kind": SUBMISSION})
    return {number: _seal_of(details) for number, details in found}


def _seal_of(details: str | None) -> str | None:
    """The seal that details hold; none that fits where they are no longer what was stored."""
    try:
        told: str | None = json.loads(details or "{}").get(STORED)
    except (AttributeError, TypeError, ValueError):
        return ""
    return told


def _held(session: Session) -> Iterator[tuple[int, str]]:
    """What the seal of each submission would be now."""
    for number, rows in groupby(session.execute(_HELD), key=lambda row: row[0]):
        yield number, seal(_stored(*row[1:]) for row in rows)


def _stored(place_id: str, day: str, version: int, pupils: Any, held: Any) -> Stored:
    return Stored(place_id, day, version, _as_bytes(pupils), _as_bytes(held))


def _as_bytes(stored: Any) -> bytes:
    """What is stored, where it is bytes; something else where it no longer is."""
    return stored if isinstance(stored, bytes) else repr(stored).encode()


def _odd_rolls(session: Session) -> Iterator[str]:
    """Rolls with a digest or a place that is not theirs, of no submission, or there twice."""
    used: dict[int, set[str]] = {}
    for roll_id, place_id in session.execute(_USED):
        used.setdefault(roll_id, set()).add(place_id)
    seen = set()
    for roll_id, place_id, digest, pupils in session.execute(_ROLLS):
        whole = used.get(roll_id) == {place_id} and digest == digest_of(_as_bytes(pupils))
        if not whole or (place_id, digest) in seen:
            yield f"table mark_roll: row {roll_id} was changed or added past the marks taken in"
        seen.add((place_id, digest))


def _counted_anew(session: Session, table: str, key: str) -> Iterator[str]:
    """Rows are numbered one by one, so that where none went no number may be left out."""
    query = text(f"SELECT count(*), min({key}), max({key}) FROM {table}")
    count, first, last = session.execute(query).one()
    if count and (first, last) != (1, count):
        yield f"table {table}: its {count:,} marks' rows are not numbered 1 to {count:,}"
