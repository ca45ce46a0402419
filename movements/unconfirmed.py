"""A child who comes to a place unasked: on its roll at once, and known there by its own word alone.

Of a protected child, and of one whom another authority holds as missing: who types UPNs would else
learn of the child by entering it. It is asked of the new place's authority whether it is the child.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from movements.actor import Actor
from movements.home_educated import MISSING
from movements.offered import is_coming_to
from movements.remade import remade
from movements.standing import Episode, Provision, Roll, Standing, Step

UNCONFIRMED = "roll_unconfirmed"


def comes_unasked(standing: Standing, place: str, authority: str | None) -> bool:
    """Whether a place enters such a child, whom nobody said to be coming there.

    Not one who is on a roll elsewhere: that is a claim. The word of a place that has the child
    unconfirmed itself does not count.
    """
    doubted = doubted_places(standing)
    if place in doubted:
        return True
    if {roll.place for roll in standing.main_rolls} - {place, *doubted}:
        return False
    if not standing.protected and not _is_missed(standing, authority):
        return False
    last = [roll.place for roll in standing.rolls] or [r.place for r in standing.removals[-1:]]
    return not doubted.isdisjoint(last) or not _is_expected(standing, place)


def _is_missed(standing: Standing, authority: str | None) -> bool:
    return any(e.authority != authority for e in standing.open_episodes(MISSING))


def _is_expected(standing: Standing, place: str) -> bool:
    if has_child(standing, place) or is_coming_to(standing, place):
        return True
    if any(removal.to_place == place for removal in standing.removals[-1:]):
        return True
    return any(place in e.named for e in standing.open_episodes("dual_registration"))


def doubted_places(standing: Standing) -> frozenset[str]:
    """The places that entered the child unasked, and have not been confirmed."""
    return frozenset(roll.place for roll in standing.unconfirmed)


def has_child(standing: Standing, place: str) -> bool:
    """Whether a child is on a place's roll, or placed there, by more than the place's own word.

    Not by a placement of a protected child that nobody ended, and that the child has left.
    """
    doubted = doubted_places(standing)
    if standing.roll_at(place) and place not in doubted:
        return True
    return any(
        placed.by not in doubted and left_for(standing, placed) is None
        for placed in standing.provision_at(place)
    )


def is_by_own_word(standing: Standing, place: str) -> bool:
    """Whether a place has the child by its own word, or by that of a place that has it so."""
    doubted = doubted_places(standing)
    if not doubted:
        return False
    placed = any(p.by in doubted for p in standing.provision_at(place))
    return placed or bool(place in doubted and standing.roll_at(place))


def left_for(standing: Standing, placed: Provision) -> Roll | None:
    """The roll for which a protected child has evidently left a placement that is open still.

    One begun since, in another authority, or of a child protected since. Not where the school that
    placed the child still has it, or the new school or its authority has named the place since.
    """
    if not standing.protected or standing.roll_at(placed.by):
        return None
    opened, first = standing.episode(placed.entry), min((placed.entry, *placed.earlier))
    for roll in standing.main_rolls:
        if roll.place == placed.place or roll.since <= placed.since:
            continue
        away = opened is None or opened.authority != roll.authority
        if (away or standing.hidden_by > first) and not _goes_on(standing, opened, placed, roll):
            return roll
    return None


def _goes_on(standing: Standing, opened: Episode | None, placed: Provision, roll: Roll) -> bool:
    naming = [e for e in standing.episodes if e is opened or placed.place in e.named]
    said: list[Episode | Step] = [*naming, *(opened.steps if opened else ())]
    return any(
        one.entry > roll.told
        and (one.place == roll.place or (one.place is None and one.authority == roll.authority))
        for one in said
    )


def is_kept_from(standing: Standing, by: Actor) -> bool:
    """Whether an authority may not see, for any reason, where a protected child came to unasked.

    Any authority but that of the place. It sees that the child is on a roll, and no more.
    """
    return standing.protected and any(
        roll.authority != by.authority and standing.roll_at(roll.place)
        for roll in standing.unconfirmed
    )


def passed_on(standing: Standing, from_place: str, roll: Roll) -> Standing:
    """The standing in which a roll that rests on another's word is confirmed if that is."""
    if from_place not in doubted_places(standing):
        return standing
    return remade(standing, unconfirmed=(*standing.unconfirmed, roll))


def told_by(standing: Standing, place: str | None, told: Mapping[str, Any]) -> dict[str, Any]:
    """The details once a place has told some. By its own word alone it changes none that is held.

    But that the child is protected is so whoever says it.
    """
    if place is None or place not in doubted_places(standing):
        return {**standing.details, **told}
    hidden = {"protected": "Y"} if told.get("protected") == "Y" else {}
    return {**told, **standing.details, **hidden}


def confirmed(standing: Standing, authority: str | None) -> Standing:
    """The standing once an authority says of its places that it is the child.

    Where a protected child lives is not known any more: the authority it was said to live in
    before is told nothing, unless the new place tells that the child lives there.
    """
    rest = tuple(roll for roll in standing.unconfirmed if roll.authority != authority)
    if rest == standing.unconfirmed:
        return standing
    details = dict(standing.details)
    if standing.protected and details.get("home_la") != authority:
        details.pop("home_la", None)
    return remade(standing, unconfirmed=rest, details=MappingProxyType(details))
