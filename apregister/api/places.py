"""A setting's scorecard, who was there on a day, and the attendance of a place's pupils."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from sqlmodel import Session

from apregister.api.caller import Caller, Databases, address_of
from apregister.api.duties import First, Last, Limit, Offset
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.day_grid import GridShown, day_grid
from apregister.db import reading
from apregister.place_attendance import PlaceAttendance, place_attendance
from apregister.sight import may_see_place
from apregister.traced import trace
from movements.actor import Actor
from movements.kind import Day
from movements.places import PlaceFacts, UnknownPlace, find_place
from movements.problems import Problem, Refused
from movements.record import today
from reports.school_years import years
from reports.scorecard import NO_SORT, scorecard
from reports.voices import voices

NO_PLACE = "There is no such place."
NOT_FOUND = "There is no such place, or not one you may see."

places = APIRouter(prefix="/places", tags=["settings"])


@places.get("/{id}/scorecard", summary="The scorecard of one AP setting")
@permission("see_scorecard")
def scorecard_of(
    request: Request,
    ref: Annotated[
        str, Path(alias="id", max_length=64, description="URN, ukprn: and number, or id")
    ],
    year: Annotated[str, Query(max_length=16, description="Academic year, such as 2025-26")],
    by: Caller,
    engines: Databases,
    on: Annotated[Day | None, Query(description="The data day; today unless you say")] = None,
    sort: Annotated[str | None, Query(max_length=16, description="Only outcome")] = None,
) -> dict[str, Any]:
    """One row for each measure, with its count and interval: no total, and no rank.

    Three school years up to `year`. Another `sort` than by outcome is refused, and says why.
    """
    if sort not in (None, "outcome"):
        raise Refused([Problem("sort", "no_rank", NO_SORT)])
    with reading(engines.register) as session:
        place = place_seen(session, ref, by)
        card = scorecard(session, place, year, on or today())
        said = voices(session, place, *years(year), on or today())
    looked(
        engines.looks, by, "scorecard", door="api", address=address_of(request), place_id=place.id
    )
    return card.as_dict() | {"voices": [one.as_dict() for one in said]}


@places.get(
    "/{id}/scorecard/{measure}", summary="Who is counted in a measure, and by which entries"
)
@permission("see_pupil")
def trace_of(
    request: Request,
    ref: Annotated[
        str, Path(alias="id", max_length=64, description="URN, ukprn: and number, or id")
    ],
    measure: Annotated[str, Path(max_length=16, description="The measure's id, such as REI-3")],
    year: Annotated[str, Query(max_length=16, description="Academic year, such as 2025-26")],
    by: Caller,
    engines: Databases,
    on: Annotated[Day | None, Query(description="The data day; today unless you say")] = None,
) -> dict[str, Any]:
    """Each pupil you may see, how they count and why; `unnamed` count and may not be named."""
    with reading(engines.register) as session:
        place = place_seen(session, ref, by)
        told = trace(session, place, measure, year, by, on or today())
    looked(engines.looks, by, "trace", door="api", address=address_of(request), place_id=place.id)
    return told.as_dict()


@places.get("/{id}/grid", summary="Who of yours was at a setting on a day")
@permission("see_morning")
def grid_of(
    request: Request,
    ref: Annotated[
        str, Path(alias="id", max_length=64, description="URN, ukprn: and number, or id")
    ],
    by: Caller,
    engines: Databases,
    on: Annotated[Day | None, Query(description="Today unless you say")] = None,
) -> GridShown:
    """Your own children there: expected or not, the mark of each session, and lateness.

    `suggested` is the code that the main school's own register might have: nothing is set.
    """
    with reading(engines.register) as session:
        told = day_grid(session, ref, by, on)
    if told is None:
        raise HTTPException(404, NO_PLACE)
    looked(engines.looks, by, "grid", door="api", address=address_of(request), place_id=told.place)
    return told


@places.get("/{id}/attendance", summary="What the marks of a place's pupils come to")
@permission("see_pupil")
def attendance_of(
    request: Request,
    ref: Annotated[
        str, Path(alias="id", max_length=64, description="URN, ukprn: and number, or id")
    ],
    by: Caller,
    engines: Databases,
    first: First,
    last: Last = None,
    limit: Limit = 500,
    offset: Offset = 0,
) -> PlaceAttendance:
    """All together and a line for each pupil on its roll or placed there, the lowest rate first.

    Each over every place that marked the pupil; of a former pupil (`sight` own) your own marks.
    """
    with reading(engines.register) as session:
        place = place_seen(session, ref, by)
        told = place_attendance(session, place, by, (first, last or today()))
    address = address_of(request)
    looked(engines.looks, by, "place_attendance", door="api", address=address, place_id=place.id)
    return told.page(limit, offset)


def place_seen(session: Session, ref: str, by: Actor) -> PlaceFacts:
    """The place, if it is the actor's to see; otherwise as if there were none."""
    try:
        place = find_place(session, ref)
    except UnknownPlace as unknown:
        raise HTTPException(404, NOT_FOUND) from unknown
    if not may_see_place(place, by):
        raise HTTPException(404, NOT_FOUND)
    return place
