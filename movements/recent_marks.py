"""The marks that questions and clocks are asked of: the school year so far, twenty weeks at least.

Read once for every pupil who is asked about, and as packed columns: never a row for a mark.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

import numpy as np
from sqlmodel import Session, col, select

from movements import marks
from movements.batches import batches
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.held_marks import DayRow, latest_days, rolls
from movements.linked import Links, links
from movements.mark_window import MarkWindow, PlaceMarks, first_looked_at
from movements.marks import Marks, Seqs
from movements.people_and_places import Pupil
from movements.register import known_until

OPENING = ("ap_placement", "off_site_direction")


def recent_marks(
    session: Session,
    on: date,
    *,
    pupil_ids: Iterable[str] | None = None,
    as_known_on: date | None = None,
    places: Collection[str] | None = None,
) -> MarkWindow:
    """The marks of some pupils, or of all when None, up to a day, as known on a day.

    Of some `places` alone, where they are given.
    """
    linked = links(session, known_until(as_known_on) if as_known_on else None)
    records = None if pupil_ids is None else linked.every_record(pupil_ids)
    whose = _whose(session, linked, records)
    if places is None and records is not None:
        places = _places_of(session, records)
    rows = latest_days(session, first_looked_at(on), on, places, as_known_on)
    known = rolls(session, (row.roll_id for row in rows))
    only = None if records is None else np.array(sorted(whose), dtype=np.uint32)
    by_place = groupby(rows, key=lambda row: row.place_id)
    held = (_held(place, list(of_place), known, only) for place, of_place in by_place)
    return MarkWindow(first_looked_at(on), held, whose)


def _whose(session: Session, linked: Links, records: Sequence[str] | None) -> dict[int, str]:
    """By `Pupil.seq`, the pupil as shown: the record that is kept for the child."""
    query = select(Pupil.seq, Pupil.id)
    parts = [None] if records is None else batches(records)
    queries = (query if some is None else query.where(col(Pupil.id).in_(some)) for some in parts)
    found = (row for one in queries for row in session.exec(one))
    return {int(seq or 0): linked.kept(pupil) for seq, pupil in found}


def _places_of(session: Session, records: Iterable[str]) -> set[str]:
    """Where the pupils have ever been on roll, placed or directed."""
    found: set[str] = set()
    for some in batches(records):
        about = col(EntryRow.pupil_id).in_(some)
        at = select(EntryRow.place_id).where(about).distinct()
        found |= {place for place in session.exec(at) if place is not None}
        opening = ENTRIES.where(about, col(EntryRow.kind).in_(OPENING))
        found |= {*_placed(read_entries(session, opening))}
    return found


def _placed(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        place = entry.answers().get("place") if entry.details else None
        if place:
            yield str(place)


def _held(
    place: str, rows: Sequence[DayRow], known: Mapping[int, Seqs], only: Seqs | None
) -> PlaceMarks:
    """One place's days as one grid: of everybody it marked, or of those asked for alone."""
    everyone: Seqs = np.unique(np.concatenate([known[row.roll_id] for row in rows]))
    seqs: Seqs = everyone if only is None else np.intersect1d(everyone, only)
    found: Marks = np.zeros((len(seqs), len(rows), 2), dtype=np.uint8)
    where = {}
    for roll_id in {row.roll_id for row in rows}:
        _, ours, theirs = np.intersect1d(
            seqs, known[roll_id], assume_unique=True, return_indices=True
        )
        where[roll_id] = (ours, theirs)
    for at, row in enumerate(rows):
        ours, theirs = where[row.roll_id]
        found[ours, at] = marks.column_of(row.marks)[theirs]
    return PlaceMarks(
        place=place,
        days=tuple(row.day for row in rows),
        submissions=tuple(row.submission for row in rows),
        seqs=seqs,
        marks=found,
    )
