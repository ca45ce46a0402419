"""The places that have sent nothing of some school days, as one actor sees them: cross-check 8."""

from datetime import date
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from apregister.sight import may_see_place
from apregister.told import ItemsShown
from movements.actor import Actor
from movements.exceptions.no_mark import NO_MARK
from movements.not_sent import NEXT_STEP, QUESTION, NotSent, answers, not_sent
from movements.place_kinds.days_not_sent import DaysNotSent
from movements.places import PlaceFacts, place_facts
from movements.ready import once
from movements.record_place import may_record_of


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
    may_answer: bool
    basis: str
    basis_detail: dict[str, Any]


class AnswerShown(BaseModel):
    """Why a place sent nothing of some days, and the entry that says so."""

    place: str
    name: str
    entry: int
    first_day: date
    last_day: date
    because: str


class ChecksShown(ItemsShown):
    """The cross-checks about pupils, and besides what whole places are asked, and answered."""

    places: list[UnsentShown]
    places_answered: list[AnswerShown]

    @classmethod
    def with_places(
        cls, shown: ItemsShown, places: list[UnsentShown], answered: list[AnswerShown]
    ) -> "ChecksShown":
        """A list of cross-checks with the places beside it."""
        return cls(**shown.model_dump(), places=places, places_answered=answered)


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
    told = [_shown(session, one, places[one.place], by) for one in found]
    return sorted(told, key=lambda one: (not one.own, -one.children, one.name))


def unsent_answered(
    session: Session, on: date, by: Actor, *, keeper: bool = False
) -> list[AnswerShown]:
    """The reasons told of places an actor may see, the latest days first."""
    places = place_facts(session)
    found = [
        AnswerShown(
            place=place,
            name=places[place].name,
            entry=one.entry,
            first_day=one.movement.days[0],
            last_day=one.movement.days[1],
            because=one.movement.because,
        )
        for place, one in answers(session, on)
        if keeper or may_see_place(places[place], by)
    ]
    return sorted(found, key=lambda one: (one.first_day, one.name), reverse=True)


def _shown(session: Session, one: NotSent, place: PlaceFacts, by: Actor) -> UnsentShown:
    return UnsentShown(
        number=NO_MARK.number,
        title=NO_MARK.title,
        place=one.place,
        name=place.name,
        own=place.id in by.places,
        days=[*one.days],
        children=one.children,
        about=one.about,
        asks=QUESTION,
        next_step=NEXT_STEP,
        may_answer=may_record_of(session, DaysNotSent, place, None, by),
        **one.basis.told(),
    )
