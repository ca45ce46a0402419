"""Marks that what was recorded later has made wrong: listed for the school to send again.

A placement or direction at another school was told of after the sessions that it takes were marked:
they should have been D. Or a removal was, and marks are left of days on which the pupil was not on
the roll. Nothing is changed for the school; a line goes once its mark is sent again.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from movements.entry import Entry
from movements.exception import PupilView, Turn, View
from movements.mark_window import HalfDay, Row, has_mark
from movements.marks import CODE_OF, NO_MARK, SESSIONS
from movements.placement_law import is_no_school
from movements.responsible import takes

OPENING = frozenset({"ap_placement", "off_site_direction"})
_LONDON = ZoneInfo("Europe/London")


class ToRestate(NamedTuple):
    """A session to send again: what is held, what it should be, and the entry told of later.

    `should_be` is empty where no mark is due there at all; `due_at` is where the pupil was due.
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
        for row in rows:
            if turn.movement.id in OPENING:
                yield from _placed(one, turn, row, told, view)
            elif turn.movement.id == "removal_from_roll" and row.place == turn.entry.place_id:
                yield from _left(one, turn, row, told)


def _told_on(entry: Entry) -> date:
    return datetime.fromisoformat(entry.recorded_at).astimezone(_LONDON).date()


def _placed(one: PupilView, turn: Turn, row: Row, told: date, view: View) -> Iterator[ToRestate]:
    """The sessions that a placement at another school takes, and that are not marked D."""
    for at, mark in _marked(row, turn.entry.on, told):
        then = one.standing_at(at)
        placed = next((p for p in then.provision if p.opened_by(turn.entry.number)), None)
        if placed is None or placed.place in (None, row.place) or not then.roll_at(row.place):
            continue
        if takes(placed, at.slot) and not is_no_school(view.facts(placed.place), None):
            number = turn.entry.number
            yield ToRestate(one.pupil, row.place, at, mark, "D", placed.place, number)


def _left(one: PupilView, turn: Turn, row: Row, told: date) -> Iterator[ToRestate]:
    """The sessions marked after the name was deleted."""
    for at, mark in _marked(row, turn.entry.on, told):
        then = one.standing_at(at)
        if not then.roll_at(row.place) and not then.provision_at(row.place):
            yield ToRestate(one.pupil, row.place, at, mark, "", None, turn.entry.number)


def _marked(row: Row, first: date, told: date) -> Iterator[tuple[HalfDay, str]]:
    """The sessions from a day until it was told of that a place marked as its own."""
    own = (row.marks != NO_MARK) & ~has_mark(row.marks, "D", "Z", "#")
    for at in row.where(own):
        if first <= at.on < told:
            held = row.marks[row.days.index(at.on), SESSIONS.index(at.session)]
            yield at, CODE_OF[int(held)]
