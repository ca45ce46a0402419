"""Marks that what was recorded later has made wrong: listed for the school to send again.

A placement or direction at another school was told of after the sessions that it takes were marked:
they should have been D. Or its end was, or a removal: marks are left of days on which the pupil was
not at the place any more, and D at a school that by then was the only one. Nothing is changed for
the school; a line goes once its mark is sent again.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from movements.entry import Entry
from movements.exception import PupilView, Turn, View
from movements.mark_questions import registered_elsewhere
from movements.mark_window import HalfDay, Row, has_mark
from movements.marks import CODE_OF, NO_MARK, SESSIONS, Truth
from movements.placement_law import keeps_no_register
from movements.responsible import takes

OPENING = frozenset({"ap_placement", "off_site_direction"})
NOT_D = "other than D"
"""What a session should be whose pupil was due at no other school any more."""
_LONDON = ZoneInfo("Europe/London")


class ToRestate(NamedTuple):
    """A session to send again: what is held, what it should be, and the entry told of later.

    `should_be` is D, NOT_D, or empty where no mark is due there at all; `due_at` is where the pupil
    was due.
    """

    pupil: str
    place: str
    at: HalfDay
    mark: str
    should_be: str
    due_at: str | None
    entry: int


def to_restate(one: PupilView, view: View) -> Iterator[ToRestate]:
    """The sessions of a pupil that entries told of later have made wrong, by entry and in order."""
    rows = view.marks.rows(one.pupil)
    for turn in one.turns if rows else ():
        told = _told_on(turn.entry)
        if told <= turn.entry.on:
            continue
        left = _left_by(turn)
        for row in rows:
            if turn.movement.id in OPENING:
                yield from _placed(one, turn, row, told, view)
            elif row.place in left:
                yield from _left(one, turn, row, told)
            elif left:
                yield from _due_there_no_more(one, turn, row, told, view)


def _left_by(turn: Turn) -> set[str]:
    """The places where the pupil was on roll, or placed, until an entry."""
    was, now = (
        {roll.place for roll in standing.rolls} | {p.place for p in standing.provision if p.place}
        for standing in (turn.before, turn.after)
    )
    return was - now


def _told_on(entry: Entry) -> date:
    return datetime.fromisoformat(entry.recorded_at).astimezone(_LONDON).date()


def _placed(one: PupilView, turn: Turn, row: Row, told: date, view: View) -> Iterator[ToRestate]:
    """The sessions that a placement at another school takes, and that are not marked D.

    Those of the day on which it was told as well: a morning's marks were sent before anybody knew.
    """
    for at, mark in _marked(row, _own(row), turn.entry.on, told + timedelta(days=1)):
        then = one.standing_at(at)
        placed = next((p for p in then.provision if p.opened_by(turn.entry.number)), None)
        if placed is None or placed.place in (None, row.place) or not then.roll_at(row.place):
            continue
        if takes(placed, at.slot) and not keeps_no_register(view.facts(placed.place)):
            number = turn.entry.number
            yield ToRestate(one.pupil, row.place, at, mark, "D", placed.place, number)


def _left(one: PupilView, turn: Turn, row: Row, told: date) -> Iterator[ToRestate]:
    """The sessions marked after the name was deleted, or the placement had ended."""
    for at, mark in _marked(row, _own(row), turn.entry.on, told):
        then = one.standing_at(at)
        if not then.roll_at(row.place) and not then.provision_at(row.place):
            yield ToRestate(one.pupil, row.place, at, mark, "", None, turn.entry.number)


def _due_there_no_more(
    one: PupilView, turn: Turn, row: Row, told: date, view: View
) -> Iterator[ToRestate]:
    """The sessions marked D after the pupil had left the only other school there was."""
    for at, mark in _marked(row, has_mark(row.marks, "D"), turn.entry.on, told):
        was, then = turn.before, one.standing_at(at)
        if registered_elsewhere(was, row, at, view) and not registered_elsewhere(
            then, row, at, view
        ):
            yield ToRestate(one.pupil, row.place, at, mark, NOT_D, None, turn.entry.number)


def _own(row: Row) -> Truth:
    """Where a place marked a session as its own."""
    found: Truth = (row.marks != NO_MARK) & ~has_mark(row.marks, "D", "Z", "#")
    return found


def _marked(row: Row, which: Truth, first: date, end: date) -> Iterator[tuple[HalfDay, str]]:
    """Some of a place's marks, of the sessions from a day up to, but not including, another."""
    for at in row.where(which):
        if first <= at.on < end:
            held = row.marks[row.days.index(at.on), SESSIONS.index(at.session)]
            yield at, CODE_OF[int(held)]
