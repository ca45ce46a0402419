"""Setting a local rule: a version is an entry, with the day it takes effect."""

import re
from datetime import date

from sqlmodel import Session, col

from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.local_rules import KIND, LOCAL_RULES, TIME, refuse_bad_rule
from movements.problems import Problem, Refused
from movements.record import Recorded, Source, append

_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")
_MOST_DIGITS = 4


def read_values(rule: str, text: str) -> tuple[int, ...]:
    """What a person writes that a rule comes to: 6, or 4,8,12; of a time of day also 9:30.

    Raises Refused where it cannot be read.
    """
    declared = LOCAL_RULES.get(rule)
    timed = declared is not None and declared.unit == TIME
    parts = [part.strip() for part in text.split(",")]
    if timed:
        parts = [_CLOCK.sub(r"\1\2", part) for part in parts]
    if not all(part.isdecimal() and len(part) <= _MOST_DIGITS for part in parts):
        how = "Write a time, as 9:30." if timed else "Write whole numbers, as 6 or as 4,8,12."
        raise Refused([Problem("values", "int", how)])
    return tuple(int(part) for part in parts)


def set_local_rule(
    session: Session,
    rule: str,
    values: tuple[int, ...],
    *,
    on: date,
    cite: str,
    by: Actor,
    source: Source,
) -> Recorded:
    """Set what a rule comes to for the actor's authority from a day on; or find it set so already.

    What started before that day keeps the version of its own day. Raises Refused with every
    problem found.
    """
    refuse_bad_rule(rule, values, cite, by)
    details = {"rule": rule, "values": list(values), "cite": cite.strip()}
    held = _last_of(session, rule, on, by.authority)
    if held is not None and held.answers() == details:
        return Recorded(held.number, "already_held", "")
    entry = append(
        session,
        kind=KIND,
        on=on,
        by=by,
        source=source,
        details=details,
        subjects={},
        authority=by.authority,
    )
    return Recorded(entry.number, "accepted", "")


def _last_of(session: Session, rule: str, on: date, authority: str | None) -> Entry | None:
    """What was said last of a rule for that same day."""
    query = ENTRIES.where(
        col(EntryRow.kind) == KIND, col(EntryRow.on) == on, col(EntryRow.authority) == authority
    ).order_by(col(EntryRow.number).desc())
    return next((e for e in read_entries(session, query) if e.answers()["rule"] == rule), None)
