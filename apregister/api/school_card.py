"""A mainstream school's own figures."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.api.places import place_seen
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.invented import holds_synthetic
from movements.record import today
from reports.school_card import school_card

school_card_routes = APIRouter(prefix="/places", tags=["settings"])


@school_card_routes.get("/{id}/figures", summary="Who left a mainstream school, and who came back")
@permission("see_school_card")
def figures(
    request: Request,
    ref: Annotated[
        str, Path(alias="id", max_length=64, description="URN, ukprn: and number, or id")
    ],
    year: Annotated[str, Query(max_length=16, description="Academic year, such as 2025-26")],
    by: Caller,
    engines: Databases,
) -> dict[str, Any]:
    """Counts over three school years up to `year`: ways out, repeat moves, returns that lasted."""
    with reading(engines.register) as session:
        place = place_seen(session, ref, by)
        told = school_card(session, place, year, today()).as_dict()
        synthetic = holds_synthetic(session)
    looked(
        engines.looks, by, "school_card", door="api", address=address_of(request), place_id=place.id
    )
    return told | {"synthetic": synthetic}
