"""An allocation's answers: the step's own, and those of the movement that takes the pupil there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from fair_access.steps import CaseAllocated
from movements.entry import Entry
from movements.kind import Kind, typed
from movements.kinds import fill_in
from movements.places import PlaceFacts, UnknownPlace, find_place
from movements.problems import Problem, Refused
from movements.register import standing_of

IMPLIED: dict[str, str | None] = {
    "on_roll": None,
    "managed_move": "to_place",
    "off_site_direction": "place",
    "ap_placement": "place",
}
"""The movements an allocation may imply, with the question that the place allocated answers.

None: the movement is recorded for the place allocated itself; the others for the main school.
"""

_STEP_FIELD = {"on": "starts_on", "place": "to_place", "school": "to_place", "upn": "to_place"}
_SHARED = frozenset({"to_place", "starts_on", "movement"})


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
        try:
            movement = fill_in(own["movement"], _movement_answers(own, rest))
        except Refused as refused:
            problems += on_step_fields(refused)
    if problems:
        raise Refused(problems)
    return step, movement


def _not_asked(movement: str, rest: Mapping[str, Any]) -> Iterator[Problem]:
    """The place is asked once, as `to_place`."""
    field = IMPLIED[movement]
    if field and field in rest:
        yield Problem(field, "unknown_field", "Give the place as to_place.")


def _movement_answers(own: Mapping[str, Any], rest: Mapping[str, Any]) -> dict[str, Any]:
    field = IMPLIED[own["movement"]]
    shared = {"on": own["starts_on"]} | ({field: own["to_place"]} if field else {})
    return {**rest, **shared}


def on_step_fields(refused: Refused) -> list[Problem]:
    """The movement's problems under the names of the step's fields."""
    return [Problem(_STEP_FIELD.get(p.field, p.field), p.code, p.message) for p in refused.problems]


def with_place(movement: Kind, place: str) -> Kind:
    """The movement going to the place allocated, by its id."""
    field = IMPLIED[movement.id]
    return movement.model_copy(update={field: place}) if field else movement


def recorded_for(session: Session, step: CaseAllocated, held: Sequence[Entry]) -> PlaceFacts | None:
    """The place the movement is recorded for: the new school, or the main school the pupil has."""
    if IMPLIED[step.movement] is None:
        return find_place(session, step.to_place, step.starts_on)
    roll = standing_of(held, step.starts_on).main_roll
    return find_place(session, roll.place, step.starts_on) if roll else None


def place_id(session: Session, field: str, ref: str) -> str:
    """The id of the place named. Raises Refused, on the field, where no place is known."""
    try:
        return find_place(session, ref).id
    except UnknownPlace as unknown:
        raise Refused([Problem(field, "unknown_place", str(unknown))]) from unknown
