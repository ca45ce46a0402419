"""Rows beside the entries under an entry's seal: pupils, their identifiers, places, calendars.

Whoever writes seals what is new before it is kept, in one entry. So a UPN moved to another child
or a school's name changed behind the register's back shows in the tree like any entry.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from movements.actor import Actor
from movements.record import append, today

KIND = "rows_sealed"
KEYS = {
    "pupil": "seq",
    "pupil_identifier": "number",
    "place_version": "number",
    "term_date": "number",
}
"""Each table under seal and the key its rows are counted by."""
REGISTER = Actor("register", "administrator")

_LAST = text(
    "SELECT details FROM entry WHERE kind = 'rows_sealed' AND place_id IS NULL "
    "ORDER BY number DESC LIMIT 1"
)
_ALL = text("SELECT number, details FROM entry WHERE kind = 'rows_sealed' ORDER BY number")


def seal_new_rows(session: Session) -> None:
    """Append an entry that seals the rows added since the last one; nothing when there are none."""
    sealed = _upto(session)
    newest = {table: _newest(session, table) for table in KEYS}
    new = {table: last for table, last in newest.items() if last > sealed[table]}
    if not new:
        return
    seals = {table: _seal(session, table, sealed[table], newest[table]) for table in KEYS}
    append(
        session, kind=KIND, on=today(), by=REGISTER, source="register", details=seals, subjects={}
    )


def broken_row_seals(session: Session) -> Iterator[str]:
    """Rows changed, added or removed behind the register's back, a sentence for each seal."""
    upto: dict[str, int] = {}
    for number, details in session.execute(_ALL):
        for table, seal in json.loads(details or "{}").items():
            held = _seal(session, table, seal["after"], seal["upto"])
            if held["sha256"] != seal["sha256"]:
                yield f"entry {number}: rows it sealed in {table} were changed or removed since"
            upto[table] = seal["upto"]
    for table, last in upto.items():
        if _newest(session, table) > last:
            yield f"table {table}: has rows that no entry seals, added behind the register's back"


def _upto(session: Session) -> dict[str, int]:
    held = session.execute(_LAST).scalar()
    seals = json.loads(held) if held else {}
    return {table: seals.get(table, {}).get("upto", 0) for table in KEYS}


def _newest(session: Session, table: str) -> int:
    return int(session.execute(text(f"SELECT max({KEYS[table]}) FROM {table}")).scalar() or 0)


def _seal(session: Session, table: str, after: int, upto: int) -> dict[str, Any]:
    """The digest of a table's rows after one key, up to another."""
    key = KEYS[table]
    query = text(f"SELECT * FROM {table} WHERE {key} > :after AND {key} <= :upto ORDER BY {key}")
    digest = hashlib.sha256()
    for row in session.execute(query, {"after": after, "upto": upto}):
        digest.update(json.dumps(list(row), default=str).encode() + b"\n")
    return {"after": after, "upto": upto, "sha256": digest.hexdigest()}
