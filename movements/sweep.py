"""One reading of the register for every exception: entries read once, each pupil folded once.

Pupils are read some at a time, so that a sweep over many needs no more memory than over a few.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlmodel import Session, select

from movements.entry import Entry
from movements.exception import PupilView, Turn, View
from movements.linked import links
from movements.local_rules import local_rules
from movements.not_in_file import not_in_file
from movements.people_and_places import Pupil
from movements.places import PlaceFacts, place_facts
from movements.recent_marks import recent_marks
from movements.register import by_pupil, entries, fold, known_until
from movements.school_days import calendars
from movements.standing import Standing

AT_ONCE = 2_000
"""Pupils in one view."""


def views_of(
    session: Session,
    on: date,
    *,
    pupil_ids: Iterable[str] | None = None,
    as_known_on: date | None = None,
) -> Iterator[View]:
    """The pupils asked for (every pupil when None) as they stand at the end of a day, in parts.

    The places of the last view are those of every one.
    """
    asked = None if pupil_ids is None else list(pupil_ids)
    known = known_until(as_known_on) if as_known_on else None
    days, local = calendars(session, known_at=known), local_rules(session, known_at=known)
    held = recent_marks(session, on, pupil_ids=asked, as_known_on=as_known_on)
    left_out = not_in_file(session, on, as_known_on=as_known_on)
    places: dict[str, PlaceFacts] = {}
    for part in histories(session, asked, as_known_on):
        pupils = [one for pupil, of_one in part if (one := pupil_view(pupil, of_one, on))]
        named = {place for one in pupils for place in _named(one.standing)} - places.keys()
        if named:
            places |= place_facts(session, named, on, known_at=known)
        yield View(on, pupils, days, places, left_out, local, held)


def histories(
    session: Session, pupil_ids: Iterable[str] | None, as_known_on: date | None
) -> Iterator[Iterator[tuple[str, list[Entry]]]]:
    """The entries of the pupils asked for (of every pupil when None), some pupils at a time."""
    asked = session.exec(select(Pupil.id)).all() if pupil_ids is None else list(pupil_ids)
    linked = links(session, known_until(as_known_on) if as_known_on else None)
    every = list(dict.fromkeys(map(linked.kept, asked)))
    for first in range(0, len(every), AT_ONCE):
        some = every[first : first + AT_ONCE]
        yield by_pupil(entries(session, some, as_known_on))


def pupil_view(pupil: str, of_one: Sequence[Entry], on: date) -> PupilView | None:
    """One pupil's turns by the end of a day; None where nothing has taken effect yet."""
    turns = tuple(turn for turn in map(Turn._make, fold(of_one)) if turn.entry.on <= on)
    return PupilView(pupil, turns, turns[-1].after) if turns else None


def _named(standing: Standing) -> Iterator[str]:
    """The places that exceptions may ask about."""
    yield from (roll.place for roll in (*standing.rolls, *standing.claims))
    yield from (removal.place for removal in standing.removals)
    yield from (spell.place for spell in standing.former if spell.place)
    for placed in standing.provision:
        yield from (place for place in (placed.place, placed.by) if place)
