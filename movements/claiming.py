"""An authority tells of a child whom another has: kept as a claim, and read by it as it told it.

Whoever tells is answered as of a child whom nobody knows: judged by its own entries alone.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from movements.actor import Actor
from movements.authority_claims import CLAIM
from movements.basis import Basis
from movements.entry import Entry, canonical
from movements.kind import Kind
from movements.kinds import KINDS
from movements.places import PlaceFacts
from movements.problems import Concern
from movements.register import REFERENCE, standing_of
from movements.scope import may_record

FIRST_TOLD = Concern(
    "first_told",
    "Nothing else that your authority may see is held of this child. If another authority has the "
    "child, it is asked to hand the child over; until it does, you see only what you tell.",
    Basis("ours", "Whoever tells of a child is not told whether another has the child"),
    level="note",
)


def may_tell_first(movement: Kind, place: PlaceFacts | None, by: Actor) -> bool:
    """Whether an officer may tell by this of a child whom the register has not met."""
    return movement.may_be_first and place is None and by.role == "la_officer"


def is_claim(
    of_one: Sequence[Entry], movement: Kind, place: PlaceFacts | None, by: Actor, today: date
) -> bool:
    """Whether an officer tells of a child whom another authority has, or takes that back.

    `of_one` are all of the child's entries.
    """
    if movement.id == "withdrawn":
        own = (e for e in of_one if e.kind == CLAIM and e.organisation == by.organisation)
        told = place is None and by.role == "la_officer" and any(own)
    else:
        told = may_tell_first(movement, place, by) and bool(of_one)
    if not told:
        return False
    then = standing_of(of_one, movement.on, movement.session)
    return not may_record(movement.id, then, standing_of(of_one, today), place, by)


def claim_of(movement: Kind) -> Kind:
    """A movement as the claim it is; a withdrawal takes a claim away as it does anything."""
    if movement.id == "withdrawn":
        return movement
    when = {"on": movement.on, "session": movement.session}
    told = {"told": movement.id, "answers": movement.details()}
    return KINDS[CLAIM].model_validate(when | told)


def as_told(entry: Entry) -> Entry:
    """A claim as the entry that its authority told; any other entry as it is.

    Its leaf is another, since a movement read is kept by its leaf.
    """
    if entry.kind != CLAIM or entry.details is None:
        return entry
    held = entry.answers()
    ref = {REFERENCE: held[REFERENCE]} if REFERENCE in held else {}
    details = canonical(held["answers"] | ref)
    return entry._replace(kind=held["told"], details=details, leaf=entry.leaf[::-1])


def first_told(
    movement: Kind,
    place: PlaceFacts | None,
    by: Actor,
    of_one: Sequence[Entry],
    held: Entry | None = None,
) -> Iterator[Concern]:
    """What an officer is told who is the first to tell of a child, as far as that may be known.

    `of_one` are the entries that the officer may know of, `held` the one that says this already.
    """
    first = all(held is not None and held.number <= entry.number for entry in of_one)
    if first and may_tell_first(movement, place, by):
        yield FIRST_TOLD
