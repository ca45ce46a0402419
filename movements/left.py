"""What a place knows of a protected child who has left it: nothing of what came after.

A clock that stops, a question that is settled, a doubt or a refusal would tell it that another
place has the child, or which. An authority that claims a child knows what it told, and no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from sqlmodel import Session, col, select

from movements.actor import Actor
from movements.authority_claims import CLAIM, claims_of, has_claimed
from movements.claiming import as_told
from movements.entry import Entry, EntryRow
from movements.home_educated import MISSING
from movements.linked import links
from movements.offered import is_coming_to
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.register import entries, fold, movement_of, places_of, standing_of, standings
from movements.scope import entries_put_to, may_see
from movements.standing import MAIN_STATUSES, Standing
from movements.unconfirmed import (
    UNCONFIRMED,
    comes_unasked,
    doubted_places,
    has_child,
    is_by_own_word,
    left_for,
)

Places = frozenset[str]
"""The ids of places; or of an authority alone, as `la:331`."""
_PROTECTED = '"protected":"Y"'
_ROLLS = frozenset({"on_roll", "roll_claim"})
_HIDING = frozenset({MISSING, UNCONFIRMED})


def is_veiled(standing: Standing, by: Actor) -> bool:
    """Whether what an actor may know of a child is what its places knew as the child left them.

    Or what they told, where they have the child by their own word. Not of a place that the child
    is to come to again: it was asked, and the child is its own soon.
    """
    if not by.places or not (standing.protected or standing.unconfirmed):
        return False
    if may_see(standing, by) != "own":
        return False
    if any(is_by_own_word(standing, place) for place in by.places):
        return True
    coming = any(is_coming_to(standing, place) for place in by.places)
    return standing.protected and not (coming or entries_put_to(standing, by))


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
    if not by.places or not _may_be_hidden(of_one):
        return False
    return is_veiled(standing_of(of_one, today), by)


def is_unasked(of_one: Sequence[Entry], place: PlaceFacts | None, by: Actor, today: date) -> bool:
    """Whether the pupil of some entries would be on a place's roll by the place's word alone."""
    if place is None or place.id not in by.places or not _may_be_hidden(of_one):
        return False
    return comes_unasked(standing_of(of_one, today), place.id, place.la_code)


def known_at(
    of_one: Sequence[Entry], place: PlaceFacts | None, by: Actor, today: date
) -> Sequence[Entry]:
    """One pupil's entries as far as an actor may know them who enters the pupil at a place."""
    if is_left(of_one, by, today) or is_unasked(of_one, place, by, today):
        return known_to(of_one, by.places)
    return of_one


def _may_be_hidden(of_one: Sequence[Entry]) -> bool:
    return any(e.kind in _HIDING or _PROTECTED in (e.details or "") for e in of_one)


def refuse_unveiling(then: Standing, without: Standing) -> None:
    """Raises Refused for the correction by which who is protected would be so no longer.

    `then` is the standing as places that were left know it, `without` that less the entry.
    """
    if then.protected and not without.protected:
        words = "This entry says that the child is protected: ask the authority to correct it."
        raise Refused([Problem("corrects", "protected", words)])


def gone_from(
    session: Session, seen: Mapping[str, Standing], by: Actor, today: date
) -> frozenset[str]:
    """Those of some pupils of whom an actor may know no more than its places knew, or told."""
    if not by.places:
        return frozenset()
    marked = select(EntryRow.pupil_id).where(col(EntryRow.kind) == UNCONFIRMED).distinct()
    unasked = links(session).each_once(map(str, session.exec(marked)))
    may_be = [pupil for pupil, one in seen.items() if one.protected or pupil in unasked]
    now = standings(session, may_be, today)
    return frozenset(pupil for pupil, one in now.items() if is_veiled(one, by))


def standing_as_left(
    session: Session, pupil: str, on: date, places: Places, as_known_on: date | None = None
) -> Standing:
    """A pupil's standing at the end of a day, as places that the pupil has left know it.

    Or as places do that have the pupil by their own word, which are not told of the protection. Or
    as an authority that claims the pupil does, to which nobody is said to be protected.
    """
    held = entries(session, [pupil], as_known_on)
    known = standing_of(known_to(held, places), on)
    if _is_authority(places):
        return _only_claimed(known, standing_of(held, on), places)
    return protecting(known) if has_known(held, places) else known


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

    Their own, and what had been told of the pupil by the time they were left, and that it ended;
    but not that another school had entered the pupil on its roll, or what an authority claims. To
    an authority that claims the pupil, those it told and as it told them.
    """
    if _is_authority(places):
        return [as_told(entry) for entry in of_one if is_of(entry, places)]
    window = _window(of_one, places)
    own = [e for e in of_one if is_of(e, window.places) and e.kind != UNCONFIRMED]
    first = min((window.came, *(e.number for e in own)))
    theirs = {e.number for e in own} | {
        e.number
        for e in of_one
        if (e.number < window.left or e.number in window.ended)
        and e.kind != UNCONFIRMED
        and not _is_not_theirs(e, first)
    }
    return [entry for entry in of_one if entry.number in theirs]


def places_known(of_one: Sequence[Entry], places: Places) -> Places:
    """The places whose marks of a pupil some places may know of that the pupil has left.

    Their own, and those that they knew the pupil to be at before; none that they named since.
    """
    window = _window(of_one, places)
    known = (e for e in known_to(of_one, places) if e.number < window.left)
    return places | places_of(known)


def has_known(of_one: Sequence[Entry], places: Places) -> bool:
    """Whether some places had the pupil by more than their own word before the pupil left."""
    return _window(of_one, places).left > 0


def _is_authority(places: Places) -> bool:
    return any(place.startswith("la:") for place in places)


def is_of(entry: Entry, places: Places) -> bool:
    """Whether an entry was recorded for one of some places, or by it."""
    return entry.place_id in places or entry.organisation in places


class _Window(NamedTuple):
    """What places knew of others' entries: those told before `left`, and those that `ended` a stay.

    `came` is the entry by which the pupil first came to one of them.

    `places` are they, with those by whose word alone the pupil was placed with them.
    """

    came: int
    left: int
    ended: frozenset[int]
    places: Places


def _window(of_one: Sequence[Entry], places: Places) -> _Window:
    came, left, ended, beside = list[int](), 0, set[int](), set[str]()
    for entry, _, before, after in fold(of_one):
        doubted = doubted_places(after)
        for place in places:
            if has_child(before, place) and not (has_child(after, place) or place in doubted):
                left = max(left, _left_by(after, place, entry.number))
            if _is_at(before, place) and not _is_at(after, place):
                ended.add(entry.number)
            if _is_at(after, place) and not _is_at(before, place):
                came.append(entry.number)
            beside |= {p.by for p in after.provision_at(place) if p.by in doubted}
    return _Window(
        min(came, default=0), left, frozenset(ended), places | frozenset(by for by in beside if by)
    )


def _left_by(after: Standing, place: str, entry: int) -> int:
    """The entry by which a pupil left: the roll for which, where nobody ended the placement."""
    rolls = (left_for(after, placed) for placed in after.provision_at(place))
    return min((roll.told for roll in rolls if roll), default=entry)


def _is_at(standing: Standing, place: str) -> bool:
    return bool(standing.roll_at(place) or standing.provision_at(place))


def _is_not_theirs(entry: Entry, first: int) -> bool:
    return entry.kind == CLAIM or (entry.number > first and _is_main_roll(entry))


def _is_main_roll(entry: Entry) -> bool:
    movement = movement_of(entry) if entry.kind in _ROLLS else None
    return bool(movement and movement.value("enrol_status") in MAIN_STATUSES)
