"""From when to when a place may mark pupils: by the projection, or folded where it is behind."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from movements.expected import entries_of, made_upto, touched_since
from movements.linked import links
from movements.presence import Spell, half_day
from movements.present import PresentSpell, present_rows, present_spells
from movements.pupil_seqs import pupils_of, seqs_of


def may_mark(session: Session, place_id: str, children: Collection[str]) -> dict[int, list[Spell]]:
    """When each of some children may be marked by a place, by `Pupil.seq`; never: left out.

    `children` are the records that are kept. Others of the place may be among those found.
    """
    if not made_upto(session):
        return _folded(session, place_id, children)
    touched = touched_since(session)
    fresh = {*children} & {*touched}
    rows = present_rows(session, place_id, but={*seqs_of(session, touched).values()})
    return _spells(rows, place_id) | _folded(session, place_id, fresh)


def to_mark_within(session: Session, place_id: str, first: date, last: date) -> set[str]:
    """The children a place may mark in any session from first to last: on its roll, or placed.

    Each by the record that is kept.
    """
    begins, ends = half_day(first, "AM"), half_day(last, "PM")
    found = may_mark(session, place_id, touched_since(session))
    there = [
        seq
        for seq, spells in found.items()
        if any(since <= ends and until > begins for since, until in spells)
    ]
    return links(session).each_once(pupils_of(session, there).values())


def _folded(session: Session, place_id: str, children: Collection[str]) -> dict[int, list[Spell]]:
    told = entries_of(session, children)
    return _spells({seq: present_spells(of_one) for seq, of_one in told.items()}, place_id)


def _spells(found: dict[int, list[PresentSpell]], place_id: str) -> dict[int, list[Spell]]:
    there = {
        seq: [(one.since, one.until) for one in some if one.place == place_id]
        for seq, some in found.items()
    }
    return {seq: spells for seq, spells in there.items() if spells}
