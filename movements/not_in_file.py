"""Who is on a place's roll in the register and was not in the roll that the place last sent.

Read from the entries of the rolls received; nobody is removed by it. The school is asked: it goes
when the pupil is in a later file of the school, or off its roll.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlmodel import Session, col

from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.linked import linked_among, links
from movements.register import by_pupil, entries, known_until, standing_of, standings
from movements.standing import MAIN_STATUSES, Roll, Standing

ROLL_RECEIVED = "roll_received"
"""The kind of the entry that a roll file leaves; its subject is the place."""

MISSING = "missing"
"""The answer of that entry that lists the pupils who were not in the file."""


class NotInFile(NamedTuple):
    """The place that left a pupil out, the day since when, and the entry of the first such file.

    The files since then, if any, left the pupil out too: `told` is the day of the latest. The place
    is the one to answer.
    """

    place: str
    since: date
    entry: int
    told: date


def not_in_file(
    session: Session, on: date, *, as_known_on: date | None = None
) -> dict[str, tuple[NotInFile, ...]]:
    """The pupils on a roll on a day whom the latest roll file of that place leaves out, by pupil.

    Latest is by the day that the files speak for. Each place that leaves a pupil out is asked, the
    one responsible first.
    """
    rolls = dict(_rolls(session, on, as_known_on))
    of_whom = _Children(session, rolls.values(), as_known_on)
    left_out: dict[str, list[NotInFile]] = {}
    for place, told in rolls.items():
        for pupil, missing in _since(place, told, of_whom).items():
            left_out.setdefault(pupil, []).append(missing)
    held = standings(session, left_out, on, as_known_on)
    found = {pupil: tuple(_asked(held[pupil], places)) for pupil, places in left_out.items()}
    return {pupil: missing for pupil, missing in found.items() if missing}


class _Children:
    """Whom rolls leave out, by child: records found to be one child's since are read as one."""

    def __init__(
        self, session: Session, rolls: Iterable[list[Entry]], as_known_on: date | None
    ) -> None:
        known = known_until(as_known_on) if as_known_on else None
        self.linked = links(session, known)
        named = {p for told in rolls for roll in told for p in _missing(roll)}
        several = [p for p in named if len(self.linked.records(p)) > 1]
        self.held = dict(by_pupil(entries(session, several, as_known_on)))

    def left_out(self, roll: Entry) -> set[str]:
        """The children whom a roll names under no record."""
        told = _missing(roll)
        children = self.linked.each_once(told)
        return {child for child in children if not _was_in(self.held.get(child, []), told, roll)}


def _was_in(of_one: list[Entry], told: set[str], roll: Entry) -> bool:
    """Whether a roll had the child under another record, from before the two were linked."""
    then = [entry for entry in of_one if entry.number < roll.number]
    apart = linked_among(then)
    records = {apart.kept(str(entry.pupil_id)) for entry in then} - told
    return any(
        standing_of([e for e in then if apart.kept(str(e.pupil_id)) == record], roll.on).roll_at(
            str(roll.place_id)
        )
        for record in records
    )


def _missing(roll: Entry) -> set[str]:
    return set(roll.answers().get(MISSING, ()))


def _rolls(
    session: Session, on: date, as_known_on: date | None
) -> Iterator[tuple[str, list[Entry]]]:
    """The rolls received of each place, in the order of the days they speak for."""
    query = ENTRIES.where(col(EntryRow.kind) == ROLL_RECEIVED, col(EntryRow.on) <= on)
    if as_known_on is not None:
        query = query.where(col(EntryRow.recorded_at) < known_until(as_known_on))
    in_order = (col(column) for column in (EntryRow.place_id, EntryRow.on, EntryRow.number))
    for place, rolls in groupby(
        read_entries(session, query.order_by(*in_order)), lambda e: e.place_id
    ):
        yield str(place), list(rolls)


def _since(place: str, rolls: list[Entry], of_whom: _Children) -> dict[str, NotInFile]:
    """Those the last of a place's files leaves out, each with the first of the run that does."""
    run: dict[str, NotInFile] = {}
    for roll in rolls:
        here = NotInFile(place, roll.on, roll.number, roll.on)
        left_out = of_whom.left_out(roll)
        run = {pupil: run.get(pupil, here)._replace(told=roll.on) for pupil in left_out}
    return run


def _asked(standing: Standing, places: list[NotInFile]) -> Iterator[NotInFile]:
    """The places to ask: the pupil is on the roll there still, and was when the file was true."""
    asked = [
        (roll.status not in MAIN_STATUSES, missing.since, missing)
        for missing in places
        if (roll := _roll(standing, missing.place, missing.told))
    ]
    yield from (missing for *_, missing in sorted(asked))


def _roll(standing: Standing, place: str, told: date) -> Roll | None:
    roll = standing.roll_at(place)
    return roll if roll and roll.since <= told else None
