"""Who is on a place's roll in the register and was not in the roll that the place last sent.

Read from the entries of the rolls received; nobody is removed by it. The school is asked: it goes
when the pupil is in a later file of the school, or off its roll.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlmodel import Session, col, select

from movements.entry import Entry
from movements.register import known_until, standings
from movements.standing import MAIN_STATUSES, Roll, Standing

ROLL_RECEIVED = "roll_received"
"""The kind of the entry that a roll file leaves; its subject is the place."""

MISSING = "missing"
"""The answer of that entry that lists the pupils who were not in the file."""


class NotInFile(NamedTuple):
    """The place that left a pupil out, the day since when, and the entry of the first such file.

    The files since then, if any, left the pupil out too. The place is the one to answer.
    """

    place: str
    since: date
    entry: int


def not_in_file(
    session: Session, on: date, *, as_known_on: date | None = None
) -> dict[str, NotInFile]:
    """The pupils on a roll on a day whom the latest roll file of that place leaves out, by pupil.

    Latest is by the day that the files speak for. A pupil left out by two places is shown with
    the one responsible, and with the other once that is settled.
    """
    left_out: dict[str, list[tuple[NotInFile, date]]] = {}
    for place, rolls in _rolls(session, on, as_known_on):
        for pupil, since in _since(place, rolls).items():
            left_out.setdefault(pupil, []).append((since, rolls[-1].on))
    held = standings(session, left_out, on, as_known_on)
    found = {pupil: _first(held[pupil], places) for pupil, places in left_out.items()}
    return {pupil: missing for pupil, missing in found.items() if missing}


def _rolls(
    session: Session, on: date, as_known_on: date | None
) -> Iterator[tuple[str, list[Entry]]]:
    """The rolls received of each place, in the order of the days they speak for."""
    query = select(Entry).where(col(Entry.kind) == ROLL_RECEIVED, col(Entry.on) <= on)
    if as_known_on is not None:
        query = query.where(col(Entry.recorded_at) < known_until(as_known_on))
    in_order = (col(column) for column in (Entry.place_id, Entry.on, Entry.number))
    for place, rolls in groupby(session.exec(query.order_by(*in_order)), lambda e: e.place_id):
        yield str(place), list(rolls)


def _since(place: str, rolls: list[Entry]) -> dict[str, NotInFile]:
    """Those the last of a place's files leaves out, each with the first of the run that does."""
    run: dict[str, NotInFile] = {}
    for roll in rolls:
        here = NotInFile(place, roll.on, roll.number)
        run = {pupil: run.get(pupil, here) for pupil in roll.answers().get(MISSING, ())}
    return run


def _first(standing: Standing, places: list[tuple[NotInFile, date]]) -> NotInFile | None:
    """The place to ask first: the pupil is on its roll still, and was when its file was true."""
    asked = [
        (roll.status not in MAIN_STATUSES, missing.since, missing)
        for missing, told in places
        if (roll := _roll(standing, missing.place, told))
    ]
    return min(asked)[2] if asked else None


def _roll(standing: Standing, place: str, told: date) -> Roll | None:
    roll = standing.roll_at(place)
    return roll if roll and roll.since <= told else None
