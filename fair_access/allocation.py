"""An allocation's answers: the step's own, and those of the movement that takes the pupil there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session

from fair_access.steps import CaseAllocated, Step
from movements.entry import Entry
from movements.kind import Answers, Day, Kind, Placed, SeveralPlaced, typed
from movements.kinds import KINDS
from movements.kinds.on_roll import OnRoll
from movements.kinds.place_offered import OFFER, PlaceOffered
from movements.places import PlaceFacts, UnknownPlace, find_place
from movements.problems import Problem, Refused
from movements.register import standing_of

AnyStep = TypeVar("AnyStep", bound=Step)


@dataclass(frozen=True)
class Implied:
    """A movement that an allocation may imply, and which of its questions the step answers.

    `place`: the question that the place allocated answers; None where the movement is recorded for
    that place itself. `starts`: the question that the starting day answers.
    """

    place: str | None
    starts: str = "on"


IMPLIED: dict[str, Implied] = {
    "on_roll": Implied(None),
    "managed_move": Implied("to_place"),
    "off_site_direction": Implied("place"),
    "ap_placement": Implied("place"),
    "reintegration_planned": Implied("to_place", starts="target"),
}
"""The movements that an allocation may imply. `on_roll`, a school place, is at first an offer."""

_STEP_FIELD = {
    "on": "starts_on",
    "target": "starts_on",
    "place": "to_place",
    "school": "to_place",
    "upn": "to_place",
}
_SHARED = frozenset({"on", "to_place", "starts_on", "movement"})


def implied_kind(movement: str, on: date, starts_on: date) -> type[Kind]:
    """The kind recorded: a school place is an offer since August 2024, and was a roll before.

    Who started before it was decided attends already, and is on roll.
    """
    offers = movement == "on_roll" and OFFER.in_force(on) and starts_on >= on
    return PlaceOffered if offers else KINDS[movement]


def answered_by_step(movement: str) -> frozenset[str]:
    """The movement's questions that are asked once, as the step's own."""
    implied = IMPLIED[movement]
    return frozenset(
        {"on", "starts_on", implied.starts, *([implied.place] if implied.place else [])}
    )


def read_allocation(answers: Mapping[str, Any]) -> tuple[CaseAllocated, Kind]:
    """The step and its movement. Raises Refused with the problems of both, on the step's fields."""
    own = {name: value for name, value in answers.items() if name in CaseAllocated.fields()}
    rest = {name: value for name, value in answers.items() if name not in own}
    problems: list[Problem] = []
    try:
        step = typed(CaseAllocated, own)
    except Refused as refused:
        problems += refused.problems
    if not _SHARED & {problem.field for problem in problems}:
        problems += _not_asked(own["movement"], rest)
        days = typed(_Days, {name: own[name] for name in ("on", "starts_on")})
        kind = implied_kind(own["movement"], days.on, days.starts_on)
        try:
            movement = typed(kind, _movement_answers(kind, own, rest))
        except Refused as refused:
            problems += on_step_fields(refused)
    if problems:
        raise Refused(problems)
    return step, movement


def _not_asked(movement: str, rest: Mapping[str, Any]) -> Iterator[Problem]:
    """The place is asked once, as `to_place`."""
    field = IMPLIED[movement].place
    if field and field in rest:
        yield Problem(field, "unknown_field", "Give the place as to_place.")


class _Days(Answers):
    """The two days of an allocation."""

    starts_on: Day


def _movement_answers(
    kind: type[Kind], own: Mapping[str, Any], rest: Mapping[str, Any]
) -> dict[str, Any]:
    """An offer and a plan are of the day of the decision; any other movement, of the start."""
    implied = IMPLIED[own["movement"]]
    starts = "starts_on" if kind is PlaceOffered else implied.starts
    shared = {"on": own["on"], starts: own["starts_on"]}
    return {**rest, **shared} | ({implied.place: own["to_place"]} if implied.place else {})


def on_step_fields(refused: Refused) -> list[Problem]:
    """The movement's problems under the names of the step's fields."""
    return [Problem(_STEP_FIELD.get(p.field, p.field), p.code, p.message) for p in refused.problems]


def going_to(movement: Kind, step: CaseAllocated, held: Sequence[Entry]) -> Kind:
    """The movement going to the place allocated, by its id.

    Where the register holds the pupil on that roll from that day already, nothing is to offer: it
    is that entry which the step names.
    """
    field = IMPLIED[step.movement].place
    if field:
        return movement.model_copy(update={field: step.to_place})
    roll = standing_of(held, step.starts_on).roll_at(step.to_place)
    if isinstance(movement, PlaceOffered) and roll and roll.since == step.starts_on:
        return OnRoll(on=step.starts_on, enrol_status=movement.enrol_status)
    return movement


def recorded_for(session: Session, step: CaseAllocated, held: Sequence[Entry]) -> PlaceFacts | None:
    """The place the movement is recorded for: the new school, or the main school the pupil has."""
    if IMPLIED[step.movement].place is None:
        return find_place(session, step.to_place, step.starts_on)
    roll = standing_of(held, step.starts_on).main_roll
    return find_place(session, roll.place, step.starts_on) if roll else None


def place_id(session: Session, field: str, ref: str) -> str:
    """The id of the place named. Raises Refused, on the field, where no place is known."""
    try:
        return find_place(session, ref).id
    except UnknownPlace as unknown:
        raise Refused([Problem(field, "unknown_place", str(unknown))]) from unknown


def with_places(session: Session, step: AnyStep) -> AnyStep:
    """The step with the places it names as ids. Raises Refused where one is not known."""
    problems: list[Problem] = []
    ids: dict[str, Any] = {}
    for name in (*step.marked(Placed), *step.marked(SeveralPlaced)):
        named = step.value(name)
        if named is None:
            continue
        try:
            if isinstance(named, tuple):
                ids[name] = tuple(dict.fromkeys(place_id(session, name, ref) for ref in named))
            else:
                ids[name] = place_id(session, name, named)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return step.model_copy(update=ids)
