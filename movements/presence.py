"""When a pupil was where: the half-days from which to which a place may mark them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from movements.batches import batches
from movements.entry import Entry
from movements.linked import links
from movements.people_and_places import Pupil
from movements.register import folds
from movements.standing import Standing

Spell = tuple[int, int]
"""From one half-day up to, but not including, another."""

EVER: Final = 2 * date.max.toordinal() + 2
"""The end of a spell that has not ended: after every half-day there is."""


def half_day(day: date, session: str) -> int:
    """A half-day as a number; a later half-day has a higher one."""
    return 2 * day.toordinal() + (session == "PM")


def intervals(
    session: Session, place_id: str, pupil_ids: Iterable[str] | None = None
) -> dict[int, list[Spell]]:
    """By `Pupil.seq`, when each pupil was on the place's roll, or placed or directed there.

    Of some pupils, or of all when None. Pupils who never were there are left out. A placement
    lasts until its end is recorded, whatever was planned.
    """
    found: dict[int, list[Spell]] = {}
    linked = links(session)
    for some in [None] if pupil_ids is None else batches(pupil_ids):
        seqs = _seqs(session, some)
        for pupil, folded in folds(session, some):
            spells = list(_spells(folded, place_id))
            if spells:
                ours = linked.records(pupil) & seqs.keys()
                found |= {seqs[record]: spells for record in ours}
    return found


def _seqs(session: Session, pupil_ids: list[str] | None) -> dict[str, int]:
    query = select(Pupil.id, Pupil.seq)
    if pupil_ids is not None:
        query = query.where(col(Pupil.id).in_(pupil_ids))
    return {pupil: int(str(seq)) for pupil, seq in session.exec(query)}


def _spells(folded: Sequence[tuple[Entry, Standing]], place_id: str) -> Iterator[Spell]:
    since: int | None = None
    for entry, after in folded:
        now = half_day(entry.on, entry.session)
        here = is_at(after, place_id)
        if here and since is None:
            since = now
        elif since is not None and not here:
            if since < now:
                yield since, now
            since = None
    if since is not None:
        yield since, EVER


def is_at(standing: Standing, place_id: str) -> bool:
    """Whether a place may mark the pupil: on its roll in any status, placed or directed there."""
    return bool(standing.roll_at(place_id) or standing.provision_at(place_id))
