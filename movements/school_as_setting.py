"""A school that is alternative provision, though its establishment type does not say so.

Independent schools that take children placed there by schools and authorities stand in GIAS as any
independent school does. Placements alone do not make one of them a setting, for a placement into a
mainstream school, or a mistyped URN, would: its authority tells it.
"""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, select

from movements.people_and_places import USED_AS_AP, PlaceVersion
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused


def tell_use_as_ap(
    session: Session, place: PlaceFacts, *, used: bool, recorded_at: str
) -> PlaceFacts:
    """Tell that a school is used as alternative provision, or no more, from today on.

    Raises Refused: a maintained school or an academy, an AP setting without that, what is told
    already.
    """
    if problems := [*_problems(place, used)]:
        raise Refused(problems)
    held = session.exec(
        select(PlaceVersion)
        .where(PlaceVersion.place_id == place.id)
        .order_by(col(PlaceVersion.on), col(PlaceVersion.number))
    ).all()[-1]
    told = held.model_dump(exclude={"number", "on", "recorded_at", "setting_type"})
    on = max(date.fromisoformat(recorded_at[:10]), held.on)
    setting_type = USED_AS_AP if used else None
    session.add(PlaceVersion(**told, on=on, recorded_at=recorded_at, setting_type=setting_type))
    session.flush()
    return place_facts(session, [place.id])[place.id]


def may_be_told(place: PlaceFacts) -> bool:
    """Whether a school could be told to be used as AP: no setting yet, and not state-funded."""
    return not (place.is_ap_setting or place.is_maintained or place.is_academy)


def _problems(place: PlaceFacts, used: bool) -> Iterator[Problem]:
    if place.is_used_as_ap == used:
        now = "is used as alternative provision already" if used else "is not told to be used so"
        yield Problem("place", "already_held", f"{place.name} {now}.")
    elif used and place.is_ap_setting:
        words = f"{place.name} is alternative provision by its type: nothing has to be told."
        yield Problem("place", "is_a_setting", words)
    elif used and not may_be_told(place):
        yield Problem(
            "place",
            "state_funded",
            f"{place.name} is a maintained school or an academy, of no type for alternative "
            "provision: only an independent school or a college can be told to be used as such.",
        )
