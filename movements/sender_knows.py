"""What the sender of a movement may know of the pupil: it is judged, and answered, by that."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from movements.actor import Actor
from movements.claiming import is_claim
from movements.entry import Entry
from movements.kind import Kind
from movements.left import authority_of, has_known, is_left, is_unasked, known_to
from movements.places import PlaceFacts
from movements.problems import Refused
from movements.scope import not_yours
from movements.unconfirmed import UNCONFIRMED


class Known(NamedTuple):
    """The entries that the sender may know of.

    `left`: a protected child has left the sender's places. `claims`: the sender is an authority
    that may know no more of the child than what it told. `unasked`: the day from which it is to be
    noted that the sender has the child by its own word alone, if it enters it on its roll.
    """

    entries: Sequence[Entry]
    left: bool = False
    claims: bool = False
    unasked: date | None = None


def sender_knows(
    of_one: Sequence[Entry], movement: Kind, place: PlaceFacts | None, by: Actor, today: date
) -> Known:
    """What may be known of a pupil's entries by the place or authority that tells a movement."""
    if is_claim(of_one, movement, place, by, today):
        return Known(known_to(of_one, authority_of(by)), claims=True)
    hidden = is_left(of_one, by, today)
    left = hidden and has_known(of_one, by.places)
    alone = movement.id == "on_roll" and (hidden or is_unasked(of_one, place, by, today))
    if not hidden and not alone:
        return Known(of_one)
    unasked = _unasked_from(of_one, movement, place, today) if alone else None
    return Known(known_to(of_one, by.places), left, unasked=unasked)


def refuse_kept(
    of_one: Sequence[Entry],
    movement: Kind,
    place: PlaceFacts | None,
    corrects: int | None,
    by: Actor,
) -> None:
    """Raises Refused where an authority would find out where a child is that it may not know of.

    By telling something for that place, by correcting what another told, or by confirming it.
    """
    theirs = {e.number for e in of_one if e.authority != by.authority}
    elsewhere = place is not None and place.la_code != by.authority
    confirms = movement.details().get("question") == UNCONFIRMED
    if elsewhere or confirms or corrects in theirs:
        raise Refused([not_yours(by)])


def _unasked_from(
    of_one: Sequence[Entry], movement: Kind, place: PlaceFacts | None, today: date
) -> date | None:
    """The day to note it from; None where it is noted from then on already."""
    day = min(movement.on, today)
    noted = (e for e in of_one if e.kind == UNCONFIRMED and place and e.place_id == place.id)
    return None if any(entry.on <= day for entry in noted) else day
