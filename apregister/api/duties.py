"""What is owed: clocks running and missed, and pupils without exactly one responsible place."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.api.shapes import ItemsShown
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.sight import Shown, Within, pupils_of
from movements.actor import Actor
from movements.due import due
from movements.kind import Day
from movements.ledger import ledger
from movements.record import today

duties = APIRouter(tags=["duties"])

On = Annotated[Day | None, Query(description="The day it is asked for; today unless you say")]
Limit = Annotated[int, Query(ge=1, le=5000, description="How many at most")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="How many to pass over")]


@duties.get("/due", summary="Clocks running and missed")
@permission("see_due")
def due_items(
    request: Request,
    by: Caller,
    engines: Databases,
    on: On = None,
    limit: Limit = 500,
    offset: Offset = 0,
) -> ItemsShown:
    """The clocks of the pupils you may see, soonest due first."""
    day = on or today()
    with reading(engines.register) as session:
        seen = pupils_of(session, by, day)
        found = due(session, day, pupil_ids=_few(seen, by))
        within = [i for i in found if i.pupil in seen and seen[i.pupil].may_see(i.place)]
        items = [item.as_dict() for item in within]
    looked(engines.looks, by, "due", door="api", address=address_of(request))
    return _page(day, items, seen, slice(offset, offset + limit))


@duties.get("/ledger", summary="Pupils without exactly one responsible place")
@permission("see_ledger")
def ledger_items(
    request: Request,
    by: Caller,
    engines: Databases,
    on: On = None,
    limit: Limit = 500,
    offset: Offset = 0,
) -> ItemsShown:
    """The pupils of your authority on no roll, on two, or claimed; longest first."""
    day = on or today()
    with reading(engines.register) as session:
        seen = pupils_of(session, by, day)
        found = ledger(session, day, pupil_ids=_few(seen, by))
        items = [item.as_dict() for item in found if item.pupil in seen]
    looked(engines.looks, by, "ledger", door="api", address=address_of(request))
    return _page(day, items, seen, slice(offset, offset + limit))


def _few(seen: Mapping[str, Within], by: Actor) -> Iterable[str] | None:
    """The pupils to ask for; None (every pupil) where they would be too many to name in a query."""
    return seen if by.places else None


def _page(
    on: date, items: list[dict[str, Any]], seen: Mapping[str, Within], part: slice
) -> ItemsShown:
    shown = [_without_places(item, seen[item["pupil"]].shown) for item in items[part]]
    return ItemsShown(on=on, total=len(items), items=shown)


def _without_places(item: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """An item without the places that are withheld."""
    if "place" in item:
        item["place"] = shown.place(item["place"])
    if "places" in item:
        item["places"] = [place for place in item["places"] if not shown.hides(place)]
    return item
