"""What a place knows of a protected child who has left it: nothing of what came after.

A clock that stops, a question that is settled, a doubt or a refusal would tell it that another
place has the child, or which. An authority that claims a child knows what it told, and no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from sqlmodel import Session

from movements.actor import Actor
from movements.authority_claims import CLAIM, claims_of, has_claimed
from movements.claiming import as_told
from movements.entry import Entry
from movements.offered import is_coming_to
from movements.problems import Problem, Refused
from movements.register import entries, fold, movement_of, standing_of, standings
from movements.scope import entries_put_to, may_see
from movements.standing import MAIN_STATUSES, Standing

Places = frozenset[str]
"""The ids of places; or of an authority alone, as `la:331`."""
_PROTECTED = '"protected":"Y"'
_ROLLS = frozenset({"on_roll", "roll_claim"})


def is_veiled(standing: Standing, by: Actor) -> bool:
    """Whether what an actor may know of a child is what its places knew as the child left them.

    Not of a place that the child is to come to again: it was asked, and the child is its own soon.
    """
    if not standing.protected or not by.places or may_see(standing, by) != "own":
        return False
    coming = any(is_coming_to(standing, place) for place in by.places)
    return not (coming or entries_put_to(standing, by))


def knows_as(standing: Standing, by: Actor) -> Places:
    """As whom alone an actor may know a child: its places, its authority; nobody if as itself."""
    if is_veiled(standing, by):
        return by.places
    claims = has_claimed(standing, by) and may_see(standing, by) == "own"
    return authority_of(by) if claims and not entries_put_to(standing, by) else frozenset()


def authority_of(by: Actor) -> Places:
    """The actor's authority as one that knows what it told."""
    return frozenset({f"la:{by.authority}"})


def is_left(of_one: Sequence[Entry], by: Actor, today: date) -> bool:
    """Whether an actor may know no more of the pupil of some entries than as its places did."""
    if not by.places or not any(_PROTECTED in (entry.details or "") for entry in of_one):
        return False
    return is_veiled(standing_of(of_one, today), by)


def refuse_unveiling(then: Standing, without: Standing) -> None:
    """Raises Refused for the correction by which who is protected would be so no longer.

    `then` is the standing as places that were left know it, `without` that less the entry.
    """
    if then.protected and not without.protected:
        words = "This entry says that the child is protected: ask the authority to correct it."
        raise Refused([Problem("corrects", "protected", words)])


def gone_from(session: Session, pupil_ids: Iterable[str], by: Actor, today: date) -> frozenset[str]:
    """Those of some pupils of whom an actor may know no more than its places knew."""
    if not by.places:
        return frozenset()
    now = standings(session, pupil_ids, today)
    return frozenset(pupil for pupil, one in now.items() if is_veiled(one, by))


def standing_as_left(
    session: Session, pupil: str, on: date, places: Places, as_known_on: date | None = None
) -> Standing:
    """A pupil's standing at the end of a day, as places that the pupil has left know it.

    Or as an authority that claims the pupil does, to which nobody is said to be protected.
    """
    held = entries(session, [pupil], as_known_on)
    known = standing_of(known_to(held, places), on)
    if _is_authority(places):
        return _only_claimed(known, standing_of(held, on), places)
    return protecting(known)


def _only_claimed(known: Standing, now: Standing, places: Places) -> Standing:
    """What an authority told of a child, so that by it too the child is not its own but claimed."""
    details = {name: told for name, told in known.details.items() if name != "home_la"}
    claims = tuple(claim for claim in claims_of(now) if f"la:{claim.authority}" in places)
    return replace(
        known,
        authority=None,
        details=MappingProxyType(details),
        episodes=(*known.episodes, *claims),
    )


def protecting(standing: Standing) -> Standing:
    """A standing of which the child's places are withheld, whatever told so and when."""
    return replace(standing, details=MappingProxyType({**standing.details, "protected": "Y"}))


def known_to(of_one: Sequence[Entry], places: Places) -> list[Entry]:
    """One pupil's entries as some places know them that the pupil has left.

    Their own, and what had been told of the pupil by the time they were left; but not that another
    school had entered the pupil on its roll already, or what an authority claims. To an authority
    that claims the pupil, those it told and as it told them.
    """
    if _is_authority(places):
        return [as_told(entry) for entry in of_one if is_of(entry, places)]
    own = [entry.number for entry in of_one if is_of(entry, places)]
    first, left = min(own, default=0), _left_by(of_one, places)
    return [
        entry
        for entry in of_one
        if is_of(entry, places)
        or entry.number == left
        or (entry.number < left and not _is_not_theirs(entry, first))
    ]


def _is_authority(places: Places) -> bool:
    return any(place.startswith("la:") for place in places)


def is_of(entry: Entry, places: Places) -> bool:
    """Whether an entry was recorded for one of some places, or by it."""
    return entry.place_id in places or entry.organisation in places


def _left_by(of_one: Sequence[Entry], places: Places) -> int:
    """The number of the entry by which the pupil left the last of them; 0 where none is held."""
    left = [
        entry.number
        for entry, _, before, after in fold(of_one)
        if any(_is_at(before, place) and not _is_at(after, place) for place in places)
    ]
    return max(left, default=0)


def _is_at(standing: Standing, place: str) -> bool:
    return bool(standing.roll_at(place) or standing.provision_at(place))


def _is_not_theirs(entry: Entry, first: int) -> bool:
    return entry.kind == CLAIM or (entry.number > first and _is_main_roll(entry))


def _is_main_roll(entry: Entry) -> bool:
    movement = movement_of(entry) if entry.kind in _ROLLS else None
    return bool(movement and movement.value("enrol_status") in MAIN_STATUSES)
