"""Which place an actor speaks for when recording a movement, and in which role."""

from sqlmodel import Session

from movements.actor import Actor, Role
from movements.places import PlaceFacts, UnknownPlace, find_place
from movements.problems import Problem, Refused


def role_at(place: PlaceFacts) -> Role:
    """The role of those who speak for a place: "setting" for alternative provision, PRUs included.

    Their pupils may be on its own roll: the role says what a place is, not whose roll counts.
    """
    return "setting" if place.is_ap_setting else "school"


def place_spoken_for(session: Session, by: Actor, ref: str | None) -> PlaceFacts | None:
    """The place a movement is recorded for; None where the authority acts for the child itself.

    Somebody who speaks for one place need not name it. Raises Refused for a place that is unknown
    or not the actor's own (in the same words), and where one of several must be named.
    """
    if by.role == "la_officer":
        return _named(session, ref) if ref else None
    if ref is None:
        return _only_one(session, by)
    place = _named(session, ref)
    if place.id not in by.places:
        raise _unknown(ref)
    return place


def _only_one(session: Session, by: Actor) -> PlaceFacts:
    if len(by.places) == 1:
        return _named(session, next(iter(by.places)))
    words = "Say which of your places this is for: its URN, ukprn: and number, or its id here."
    raise Refused([Problem("school", "missing", words)])


def _named(session: Session, ref: str) -> PlaceFacts:
    try:
        return find_place(session, ref)
    except UnknownPlace as unknown:
        raise _unknown(ref) from unknown


def _unknown(ref: str) -> Refused:
    words = (
        f"'{ref}' is not a place you can record for. Give its URN, ukprn: and eight digits, "
        "or its id here; on a page, its name as the list there has it. Leave it out if you speak "
        "for one place."
    )
    return Refused([Problem("school", "unknown_place", words)])
