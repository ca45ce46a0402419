"""Setting a local rule: a version is an entry, with the day it takes effect."""

from datetime import date

from sqlmodel import Session, col

from movements.actor import Actor
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.local_rules import KIND, refuse_bad_rule
from movements.record import Recorded, Source, append


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
