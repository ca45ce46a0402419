"""Which record bears a UPN or ULN: identifiers last, but one taken back finds nobody any more.

An identifier is written once and stays. It no longer counts from the moment at which the entry
that brought it was corrected or withdrawn; withdraw that, and it counts again.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Table, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from movements.batches import as_list, batches, listed
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.identifiers import clean_upn
from movements.people_and_places import PupilIdentifier
from movements.superseded import superseded

UPN_CHANGED = "upn_changed"
NEW = "new_upn"
"""The answer that brings an identifier."""


class Bearing(NamedTuple):
    """A record that bears an identifier: the columns of `PupilIdentifier` that tell it."""

    number: int
    pupil_id: str
    value: str
    on: date
    recorded_at: str


# Made once: a pupil is looked up for every row that names one.
_TABLE: Table = SQLModel.metadata.tables["pupil_identifier"]
_ASKED = listed("asked")
_OF_VALUES = select_columns(*(_TABLE.c[name] for name in Bearing._fields)).select_from(
    _ASKED.join(_TABLE, _TABLE.c.value == _ASKED.c.value)
)
_CHANGES = ENTRIES.where(
    col(EntryRow.kind) == UPN_CHANGED,
    col(EntryRow.pupil_id).in_(bindparam("pupils", expanding=True)),
)


def bearers(
    session: Session, values: Iterable[str], *, without: int | None = None
) -> dict[str, set[str]]:
    """By UPN or ULN, as stored, the records that bear or bore it; nothing for one nobody bears.

    `without`: as if the entry of that number had never been.
    """
    asked = {"asked": as_list(map(clean_upn, values))}
    rows = [*map(Bearing._make, session.execute(_OF_VALUES, asked).all())]
    gone = taken_back(session, rows, without)
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.number not in gone:
            found.setdefault(row.value, set()).add(row.pupil_id)
    return found


def identifiers_of(session: Session, records: Iterable[str]) -> list[PupilIdentifier]:
    """Every identifier of some records in the order told, those taken back too."""
    theirs = col(PupilIdentifier.pupil_id).in_(list(records))
    query = select(PupilIdentifier).where(theirs).order_by(col(PupilIdentifier.number))
    return list(session.exec(query))


def taken_back(
    session: Session, rows: Sequence[PupilIdentifier | Bearing], without: int | None = None
) -> set[int | None]:
    """The numbers of the identifiers that no longer count."""
    brought = _brought(session, {row.pupil_id for row in rows})
    if not brought:
        return set()
    gone = {*superseded(_with_what_became(session, brought)), without}
    by = {row.number: [e.number for e in brought if _brings(e, row)] for row in rows}
    return {row for row, numbers in by.items() if numbers and gone.issuperset(numbers)}


def _brings(entry: Entry, row: PupilIdentifier | Bearing) -> bool:
    """Whether this entry told this identifier; one redacted is known by its moment alone."""
    same = (entry.pupil_id, entry.on, entry.recorded_at) == (row.pupil_id, row.on, row.recorded_at)
    return same and entry.answers().get(NEW, row.value) == row.value


def _brought(session: Session, pupils: Iterable[str]) -> list[Entry]:
    return [
        entry for some in batches(pupils) for entry in read_entries(session, _CHANGES, pupils=some)
    ]


def _with_what_became(session: Session, brought: Sequence[Entry]) -> list[Entry]:
    """The entries with what corrected or withdrew them, and with what withdrew that."""
    found = {entry.number: entry for entry in brought}
    asked = list(found)
    kinds = col(EntryRow.kind).in_(["withdrawn", UPN_CHANGED])
    while asked:
        query = ENTRIES.where(kinds, col(EntryRow.corrects).in_(asked))
        more = {entry.number: entry for entry in read_entries(session, query)}
        asked = [number for number in more if number not in found]
        found |= more
    return list(found.values())
