"""What schools took and lost: admissions, exclusions and managed moves, each once, with its day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

from sqlmodel import Session, and_, col, or_, select

from fair_access.case_state import Allocation
from fair_access.fair_share.rolls import Asked
from fair_access.steps import STEPS, CaseAllocated, TakenStep, steps_of
from movements.entry import Entry, EntryRow
from movements.places import PlaceFacts
from movements.register import Folded, by_pupil, entries, fold, standings
from movements.school_days import school_year_start
from movements.standing import MAIN_STATUSES, Exclusion, Standing
from movements.superseded import superseded

ASKS = (CaseAllocated.id, "case_directed")
"""The steps by which a school is asked for a child."""
_ANY_YEAR = ("permanent_exclusion", *ASKS)
"""The kinds that count, or take a turn, in whatever year they were told."""
YEAR: Literal["1 September"] = "1 September"
"""The day on which the school year of a fair share turns."""
ADMITS = frozenset({"on_roll", "managed_move"})
"""The movements of an allocation that put a child on a school's roll."""


class Event(NamedTuple):
    """Something that befell a school: which measure counts it, where, when, and of whom."""

    measure: str
    place: str
    on: date
    pupil: str
    year: str


def events_of(session: Session, places: Mapping[str, PlaceFacts], asked: Asked) -> list[Event]:
    """What happened by the end of a day, as known then: of managed moves, in its school year.

    `places` are those known on the day, of every authority. Whoever is protected, on the day or
    today, is left out.
    """
    moved = (EntryRow.kind == "managed_move", EntryRow.on >= school_year_start(asked.on, YEAR))
    told = or_(col(EntryRow.kind).in_(_ANY_YEAR), and_(*moved))
    query = select(EntryRow.pupil_id).where(told).distinct()
    pupils = sorted(str(pupil) for pupil in session.exec(query))
    now, events = standings(session, pupils, asked.today), list[Event]()
    for pupil, known in by_pupil(entries(session, pupils, asked.known_on)):
        folded = [one for one in fold(known) if one[0].on <= asked.on]
        then = folded[-1][3] if folded else Standing()
        if not then.protected and not (pupil in now and now[pupil].protected):
            events += _of_one(pupil, known, folded, then, places, asked.on)
    return events


def _of_one(
    pupil: str,
    known: Sequence[Entry],
    folded: Sequence[Folded],
    then: Standing,
    places: Mapping[str, PlaceFacts],
    on: date,
) -> Iterator[Event]:
    year = str(then.details.get("nc_year") or "")
    happened = (
        *_admitted(known, on),
        *_excluded(folded, then, places),
        *_moved(known, then),
    )
    for measure, place, day in happened:
        yield Event(measure, place, day, pupil, year)


_Happened = tuple[str, str, date]


def _admitted(known: Sequence[Entry], on: date) -> Iterator[_Happened]:
    """The school place that each case has come to: counted from the day the school was asked.

    Not one that was declined, refused for good or withdrawn, nor one whose movement was taken back.
    """
    gone = superseded(known)
    taken_back = {number for number, by in gone.items() if _is_withdrawal(known, by)}
    steps = sorted((e for e in known if e.kind in STEPS), key=lambda e: str(e.case_id))
    for _, of_case in groupby(steps, key=lambda e: e.case_id):
        place, asked_on = _place_of(one for one in steps_of(of_case) if one.entry.on <= on)
        if place and asked_on and place.movement_entry not in taken_back:
            yield "admitted", place.to_place, asked_on


def _place_of(of_case: Iterable[TakenStep]) -> tuple[Allocation | None, date | None]:
    """The school place that a case's steps come to, and the day it was allocated or directed."""
    place, asked_on = None, None
    for one in of_case:
        came_to_nothing = one.after.state == "broke_down" and one.after.started_on is None
        place = None if came_to_nothing else one.after.allocation
        if place is None:
            asked_on = None
        elif one.step.id in ASKS:
            asked_on = asked_on if one.step.id != CaseAllocated.id and asked_on else one.step.on
    return (place if place and place.movement in ADMITS else None), asked_on


def _is_withdrawal(known: Sequence[Entry], number: int) -> bool:
    return any(entry.number == number and entry.kind == "withdrawn" for entry in known)


def _excluded(
    folded: Sequence[Folded], then: Standing, places: Mapping[str, PlaceFacts]
) -> Iterator[_Happened]:
    for place, exclusion in [(e.place, e) for e in then.exclusions if e.place]:
        yield "excluded_lost", place, exclusion.on
        taken = _taken_after(exclusion, folded, places)
        if taken is not None:
            yield "excluded_taken", *taken


def _taken_after(
    exclusion: Exclusion, folded: Sequence[Folded], places: Mapping[str, PlaceFacts]
) -> tuple[str, date] | None:
    """The first mainstream school that entered the child on its roll after an exclusion."""
    for entry, movement, _, after in folded:
        place = places.get(entry.place_id or "")
        if entry.on < exclusion.on or movement.id not in {"on_roll", "roll_claim"}:
            continue
        if place is None or not place.is_mainstream or place.id == exclusion.place:
            continue
        roll = after.roll_at(place.id)
        if roll and roll.status in MAIN_STATUSES:
            return place.id, entry.on
    return None


def _moved(known: Sequence[Entry], then: Standing) -> Iterator[_Happened]:
    """Managed moves that have not come to nothing; one that a panel allocated is an admission."""
    allocated = {entry.number for entry in known if entry.case_id}
    for episode in then.episodes:
        if episode.kind != "managed_move" or episode.entry in allocated:
            continue
        ends = episode.steps_of("managed_move_ended")
        if any(step.movement.outcome != "success" for step in ends):
            continue
        yield from (("moves_out", place, episode.on) for place in [episode.place] if place)
        yield "moves_in", episode.movement.to_place, episode.on
