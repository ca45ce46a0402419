"""Whether the files kept beside submissions are those that were sent, and letting them go.

A file that the schedule lets go is named by an entry, so that one that merely vanished is found.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from movements.actor import Actor
from movements.packing import Damaged, unpacked
from movements.received import AS_SENT, BESIDE, KEPT_BESIDE, SIZE, beside
from movements.record import append, today
from movements.redacted import OF, TITLE, UNDER

LET_GO = "files_let_go"
"""The kind of the entry that lets files go: of one place, by a rule of the schedule."""

_EMPTY = text(
    "UPDATE received SET body = NULL, problems = NULL, name = '' WHERE submission = :number"
)


def let_files_go(
    session: Session, place_id: str, numbers: Sequence[int], *, rule: str, title: str, by: Actor
) -> None:
    """Let the files of some submissions of a place go: their marks, entries and hashes stay."""
    session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
    append(
        session,
        kind=LET_GO,
        on=today(),
        by=by,
        source="register",
        details={OF: list(numbers), UNDER: rule, TITLE: title, "files": len(numbers)},
        subjects={"place_id": place_id},
    )
    for number in numbers:
        session.execute(_EMPTY, {"number": number})
    session.expire_all()


# As stored, and not as the columns' types: what was changed by other means may be of any type.
_KEPT = text(
    "SELECT r.submission, r.place_id, r.sha256, r.size, e.place_id, "
    "CASE WHEN e.kind IN :kinds THEN e.details END "
    "FROM received AS r LEFT JOIN entry AS e ON e.number = r.submission ORDER BY r.submission"
).bindparams(bindparam("kinds", KEPT_BESIDE, expanding=True))
_ROW = text("SELECT name, body, problems FROM received WHERE submission = :number")
_SAID = text(
    "SELECT number, details FROM entry WHERE kind IN :kinds AND details IS NOT NULL"
).bindparams(bindparam("kinds", expanding=True))


def broken_files(session: Session) -> Iterator[str]:
    """Files that are not those that were sent, a sentence for each."""
    seen, gone = set(), _let_go(session)
    for number, *held, place, details in session.execute(_KEPT).all():
        seen.add(number)
        told = _answers(details)
        if held != [place, told.get("sha256"), told.get(SIZE)]:
            yield f"entry {number}: the file kept beside it was changed, or is of no submission"
        elif not _whole(session.execute(_ROW, {"number": number}).one(), told, number in gone):
            yield f"entry {number}: the file kept beside it is not the one that was sent"
    for number, details in session.execute(_SAID, {"kinds": KEPT_BESIDE}):
        if SIZE in _answers(details) and number not in seen:
            yield f"entry {number}: the file kept beside it is gone"


def _let_go(session: Session) -> set[int]:
    found = session.execute(_SAID, {"kinds": [LET_GO]})
    return {number for _, details in found for number in _answers(details).get(OF, ())}


def _answers(details: Any) -> dict[str, Any]:
    try:
        return dict(json.loads(details or "{}"))
    except (TypeError, ValueError):
        return {}


def _whole(row: Sequence[Any], told: dict[str, Any], gone: bool) -> bool:
    name, body, problems = row
    if gone:
        return (name, body, problems) == ("", None, None)
    try:
        data = unpacked(body)
        said = beside(name, problems)
    except (AttributeError, TypeError, Damaged):
        return False
    sent = told.get(AS_SENT, told["sha256"])
    same = hashlib.sha256(data).hexdigest() == sent and said == told.get(BESIDE)
    return same and len(data) == told[SIZE]
