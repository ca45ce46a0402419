"""The movement that a step after the allocation records: on roll, or the end of what lapsed.

An offer enters nobody on a roll. The parent's acceptance does, or the pupil's start; a school that
has entered the pupil itself is not told again. What the case recorded for a day still to come is
withdrawn where the place lapses; what has begun is a fact, and the step says what to end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from fair_access.allocation import IMPLIED
from fair_access.case_state import OFFERED, Allocation, CaseState
from fair_access.steps import Step
from movements.actor import Actor
from movements.entry import Entry
from movements.kind import Kind
from movements.kinds.on_roll import OnRoll
from movements.kinds.place_offered import OFFER, PlaceOffered, PlaceOfferEnded
from movements.kinds.withdrawn import Withdrawn
from movements.places import find_place
from movements.record import Recorded, Told, record
from movements.register import in_force, standing_of
from movements.standing import MAIN_STATUSES
from movements.superseded import superseded

ENTERS = frozenset({"case_accepted", "case_started"})
NOT_TAKEN_UP = "The place was not taken up"
TAKEN_UP = "The place was taken up after all"


@dataclass(frozen=True)
class Moving:
    """What is needed to record a movement with a step: the case, the pupil's record, who acts."""

    session: Session
    case: str
    pupil: str
    by: Actor
    held: Sequence[Entry]

    def record(self, movement: Kind, place: str, corrects: int | None = None) -> int:
        """The number of the movement's entry. Raises Refused as record() does."""
        facts = find_place(self.session, place, movement.on)
        reason = "other" if corrects else None
        told = Told(
            self.pupil, facts, self.by, "panel", case=self.case, corrects=corrects, reason=reason
        )
        return record_anew(self.session, movement, told, self.held).entry

    def own(self) -> Iterator[tuple[Entry, Kind]]:
        """The movements that the case recorded and that count."""
        return ((e, movement) for e, movement in in_force(self.held) if e.case_id == self.case)

    def withdraw(self, entry: Entry, on: date) -> int:
        """The number of the entry that takes one of the case's own away."""
        withdrawn = Withdrawn(on=on, because=NOT_TAKEN_UP)
        return self.record(withdrawn, str(entry.place_id), entry.number)

    def entered(self, place: str, offer: Entry) -> Entry | None:
        """The entry by which the school, or an acceptance, entered the pupil on its roll since."""
        return next(
            (
                entry
                for entry, movement in in_force(self.held)
                if movement.id == OnRoll.id
                and entry.place_id == place
                and entry.number > offer.number
            ),
            None,
        )

    def holds(self, number: int) -> bool:
        """Whether the entry of that number counts."""
        return any(entry.number == number for entry, _ in in_force(self.held))

    def offer(self, found: Allocation | None) -> Entry | None:
        """The offer of the place, where one was recorded and was not withdrawn since."""
        number = found.movement_entry if found else 0
        gone = superseded(self.held).get(number)
        if any(e.number == gone and e.kind == Withdrawn.id for e in self.held):
            return None
        return next(
            (e for e in self.held if e.number == number and e.kind == PlaceOffered.id), None
        )


def record_anew(session: Session, movement: Kind, told: Told, held: Sequence[Entry]) -> Recorded:
    """Record a movement; where the same was withdrawn before, it counts again. Raises Refused."""
    done = record(session, movement, told)
    by = superseded(held).get(done.entry)
    if not any(entry.number == by and entry.kind == Withdrawn.id for entry in held):
        return done
    again = Withdrawn(on=movement.on, because=TAKEN_UP)
    record(session, again, replace(told, corrects=by, reason="other"))
    return record(session, movement, told)


def record_move(moving: Moving, step: Step, before: CaseState, after: CaseState) -> int:
    """Record what a step comes to for the pupil, if anything. The number of its entry, or 0."""
    found = after.allocation or before.allocation
    if found is None:
        return 0
    offer = moving.offer(before.allocation)
    if step.id in ENTERS:
        return _enter(moving, step, found, offer)
    if step.id == "case_refused":
        return _withdraw_roll(moving, step, found)
    if offer and (after.allocation is None or not after.is_open):
        return _end(moving, step, found, offer)
    if after.lapses(before):
        return _withdraw(moving, step, found, before)
    if after.state in OFFERED and not found.movement_entry:
        return moving.record(_offered(step, found), found.to_place)
    return 0


def _offered(step: Step, found: Allocation) -> Kind:
    if OFFER.in_force(step.on):
        return PlaceOffered(on=step.on, starts_on=found.starts_on)
    return OnRoll(on=found.starts_on, joined="in_year")


def _enter(moving: Moving, step: Step, found: Allocation, offer: Entry | None) -> int:
    """On roll from the day agreed, or from the day of a start.

    A school directed without an offer has recorded nothing: it is a start that enters the pupil.
    Where the school told before that it has the pupil by then, there is nothing to enter.
    """
    if offer is None and (found.movement != OnRoll.id or moving.holds(found.movement_entry)):
        return 0
    own = moving.entered(found.to_place, offer) if offer else None
    if own is not None:
        return own.number
    on = step.on if step.id == "case_started" else max(step.on, found.starts_on)
    if standing_of(moving.held, on).roll_at(found.to_place):
        return 0
    status = str(offer.answers().get("enrol_status", "C")) if offer else "C"
    joined = "in_year" if status in MAIN_STATUSES else None
    return moving.record(OnRoll(on=on, enrol_status=status, joined=joined), found.to_place)


def _end(moving: Moving, step: Step, found: Allocation, offer: Entry) -> int:
    """The offer has ended. A roll entered for a day to come is withdrawn; one begun is a fact."""
    own = moving.entered(found.to_place, offer)
    if own is not None and (own.case_id != moving.case or own.on <= step.on):
        return 0
    if own is not None:
        moving.withdraw(own, step.on)
    ended = PlaceOfferEnded(on=step.on, episode=offer.number)
    return moving.record(ended, found.to_place)


def _withdraw_roll(moving: Moving, step: Step, found: Allocation) -> int:
    """The school refuses: the offer stands; a roll of the case still to come does not."""
    for entry, movement in moving.own():
        is_roll = movement.id == OnRoll.id and entry.place_id == found.to_place
        if is_roll and entry.on > step.on:
            return moving.withdraw(entry, step.on)
    return 0


def _withdraw(moving: Moving, step: Step, found: Allocation, before: CaseState) -> int:
    """The place lapses: the movement to it is withdrawn where it is yet to begin.

    On the starting day itself a pupil who was not said to have come has not begun; but a roll is a
    fact from the beginning of its day.
    """
    starts = IMPLIED[found.movement].starts
    same_day = before.started_on is None and found.movement != OnRoll.id
    for entry, movement in moving.own():
        if entry.number != found.movement_entry:
            continue
        begins = movement.value(starts)
        if begins > step.on or (same_day and begins == step.on):
            return moving.withdraw(entry, step.on)
    return 0
