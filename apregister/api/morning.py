"""The list of the morning, for programs."""

from datetime import time
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.api.duties import Limit, Offset
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.this_morning import MorningShown, this_morning
from movements.kind import Day

mornings = APIRouter(tags=["attendance"])


@mornings.get("/morning", summary="Who is expected in AP this morning and has no mark from there")
@permission("see_morning")
def morning_told(
    request: Request,
    by: Caller,
    engines: Databases,
    on: Annotated[Day | None, Query(description="Today unless you say")] = None,
    at: Annotated[time | None, Query(description="As if it were that time; now")] = None,
    half: Annotated[Literal["AM", "PM"], Query(alias="session")] = "AM",
    limit: Limit = 500,
    offset: Offset = 0,
) -> MorningShown:
    """Your own children: an authority's, those of a school, those whom a setting expects.

    No mark first, then absent without a reason, then arrived later. `on` of the answer is the last
    school day by the day asked for. Before `listed_from` a child without a mark only counts among
    `waiting`. `session=PM` is the list of the afternoon. No mark can come from a setting that is
    known by its type alone: `mark` is then the main school's, and `asks` says what is owed.
    """
    with reading(engines.register) as session:
        told = this_morning(session, by, on=on, at=at, half=half)
    looked(engines.looks, by, "morning", door="api", address=address_of(request))
    return told.told(limit, offset)
