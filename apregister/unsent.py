"""The places that have sent nothing of some school days, as one actor sees them: cross-check 8."""

from datetime import date
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from apregister.sight import may_see_place
from apregister.told import ItemsShown
from movements.actor import Actor
from movements.exceptions.no_mark import NO_MARK
from movements.not_sent import NEXT_STEP, QUESTION, NotSent, not_sent
from movements.places import place_facts
from movements.ready import once


class UnsentShown(BaseModel):
    """A place, the school days it has sent nothing of, and how many children nobody marked."""

    number: int | None
    title: str
    place: str
    name: str
    own: bool
    days: list[date]
    children: int
    about: str
    asks: str
    next_step: str
    basis: str
    basis_detail: dict[str, Any]


class ChecksShown(ItemsShown):
    """The cross-checks about pupils, and besides what whole places are asked."""

    places: list[UnsentShown]

    @classmethod
    def with_places(cls, shown: ItemsShown, places: list[UnsentShown]) -> "ChecksShown":
        """A list of cross-checks with the places beside it."""
        return cls(**shown.model_dump(), places=places)


def unsent(session: Session, on: date, by: Actor, *, keeper: bool = False) -> list[UnsentShown]:
    """The places an actor may see, its own first, then those with most children.

    `keeper`: every place, for who keeps the register's file: the command line.
    """
    places = place_facts(session)
    seen = frozenset(p for p, facts in places.items() if keeper or may_see_place(facts, by))
    among = seen if by.places else None
    asked = once(
        session, on, ("not_sent", among), lambda: not_sent(session, on, among, own=by.places)
    )
    found = [one for one in asked if one.place in seen]
    told = [_shown(one, places[one.place].name, one.place in by.places) for one in found]
    return sorted(told, key=lambda one: (not one.own, -one.children, one.name))


def _shown(one: NotSent, name: str, own: bool) -> UnsentShown:
    return UnsentShown(
        number=NO_MARK.number,
        title=NO_MARK.title,
        place=one.place,
        name=name,
        own=own,
        days=[*one.days],
        children=one.children,
        about=one.about,
        asks=QUESTION,
        next_step=NEXT_STEP,
        **one.basis.told(),
    )
