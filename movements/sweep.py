"""One reading of the register for every exception: entries read once, each pupil folded once.

Pupils are read some at a time, so that a sweep over many needs no more memory than over a few.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from movements.entry import Entry
from movements.exception import PupilView, Turn, View
from movements.left import Places, known_to, places_known
from movements.linked import links
from movements.local_rules import local_rules
from movements.mark_window import MarkWindow
from movements.not_in_file import NotInFile, not_in_file
from movements.people_and_places import Pupil
from movements.places import PlaceFacts, place_facts
from movements.recent_marks import recent_marks
from movements.register import Folded, by_pupil, entries, fold, known_until
from movements.school_days import calendars
from movements.standing import Standing

AT_ONCE = 250
"""Pupils in one view."""


class History(NamedTuple):
    """One pupil's entries, and those that count, folded."""

    pupil: str
    entries: Sequence[Entry]
    folded: Sequence[Folded]


Part = Sequence[History]
"""Some pupils."""


class Views:
    """Makes views of pupils on a day: calendars, local rules and rolls received are read once.

    `marks` are those that questions of marks are asked of: none, where none is to be asked.
    """

    def __init__(
        self,
        session: Session,
        on: date,
        as_known_on: date | None = None,
        left_out: Mapping[str, Sequence[NotInFile]] | None = None,
        marks: MarkWindow | None = None,
    ) -> None:
        self._session = session
        self._known = known = known_until(as_known_on) if as_known_on else None
        self.on = on
        self.days, self.local = calendars(session, known_at=known), local_rules(session, known)
        if left_out is None:
            left_out = not_in_file(session, on, as_known_on=as_known_on)
        self.left_out, self.marks = left_out, marks or MarkWindow()
        self._places: dict[str, PlaceFacts] = {}

    def of(self, part: Part) -> View:
        """Some pupils as they stand at the end of the day, with the places of all so far."""
        found = (pupil_view(one.pupil, one.folded, self.on) for one in part)
        pupils = [one for one in found if one]
        named = {place for one in pupils for place in _named(one.standing)} - self._places.keys()
        if named:
            self._places |= place_facts(self._session, named, self.on, known_at=self._known)
        return View(self.on, pupils, self.days, self._places, self.left_out, self.local, self.marks)


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
    marks = recent_marks(session, on, pupil_ids=asked, as_known_on=as_known_on)
    views = Views(session, on, as_known_on, marks=marks)
    return map(views.of, folded_parts(session, asked, as_known_on))


def view_as_left(
    session: Session, pupil: str, on: date, left: Places, as_known_on: date | None = None
) -> View:
    """One pupil as places that were left know the pupil; marks of the places they know of."""
    known = [one for part in folded_parts(session, [pupil], as_known_on, left) for one in part]
    places = places_known(entries(session, [pupil], as_known_on), left)
    marks = recent_marks(session, on, pupil_ids=[pupil], as_known_on=as_known_on, places=places)
    return Views(session, on, as_known_on, marks=marks).of(known)


def folded_parts(
    session: Session,
    pupil_ids: Iterable[str] | None,
    as_known_on: date | None = None,
    left: Places = frozenset(),
) -> Iterator[Part]:
    """The pupils asked for (every pupil when None), folded, some at a time."""
    for part in histories(session, pupil_ids, as_known_on, left):
        yield [History(pupil, of_one, list(fold(of_one))) for pupil, of_one in part]


def histories(
    session: Session,
    pupil_ids: Iterable[str] | None,
    as_known_on: date | None,
    left: Places = frozenset(),
) -> Iterator[Iterator[tuple[str, list[Entry]]]]:
    """The entries of the pupils asked for (of every pupil when None), some pupils at a time.

    As they are known to the places `left`, where some are given.
    """
    asked = session.exec(select(Pupil.id)).all() if pupil_ids is None else list(pupil_ids)
    linked = links(session, known_until(as_known_on) if as_known_on else None)
    every = list(dict.fromkeys(map(linked.kept, asked)))
    for first in range(0, len(every), AT_ONCE):
        some = every[first : first + AT_ONCE]
        found = by_pupil(entries(session, some, as_known_on))
        yield ((pupil, known_to(of_one, left)) for pupil, of_one in found) if left else found


def pupil_view(pupil: str, folded: Iterable[Folded], on: date) -> PupilView | None:
    """One pupil's turns by the end of a day; None where nothing has taken effect yet."""
    turns = tuple(turn for turn in map(Turn._make, folded) if turn.entry.on <= on)
    return PupilView(pupil, turns, turns[-1].after) if turns else None


def _named(standing: Standing) -> Iterator[str]:
    """The places that exceptions may ask about."""
    yield from (roll.place for roll in (*standing.rolls, *standing.claims))
    for removal in standing.removals:
        yield from (place for place in (removal.place, removal.to_place) if place)
    yield from (spell.place for spell in standing.former if spell.place)
    for placed in standing.provision:
        yield from (place for place in (placed.place, placed.by) if place)
