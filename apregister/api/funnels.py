"""The settings of an authority side by side, for whoever answers for them all."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.told import ItemsShown
from movements.places import place_facts
from movements.problems import Problem, Refused
from movements.record import today
from reports.funnel import funnels
from reports.scorecard import NO_SORT

funnel_routes = APIRouter(tags=["settings"])


@funnel_routes.get("/funnels", summary="Your settings beside the limits of chance")
@permission("see_funnels")
def every_funnel(
    request: Request,
    year: Annotated[str, Query(max_length=16, description="Academic year, such as 2025-26")],
    by: Caller,
    engines: Databases,
    sort: Annotated[str | None, Query(max_length=16, description="Only name")] = None,
) -> ItemsShown:
    """Each share over three school years, settings by name: of fewer than 6 pupils no numbers.

    Another `sort` than by name is refused, and says why.
    """
    if sort not in (None, "name"):
        raise Refused([Problem("sort", "no_rank", NO_SORT)])
    with reading(engines.register) as session:
        known = place_facts(session).values()
        own = [one for one in known if one.is_ap_setting and one.la_code == by.authority]
        told: list[dict[str, Any]] = [f.as_dict() for f in funnels(session, own, year, today())]
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "funnels", door="api", address=address_of(request))
    return ItemsShown.of(today(), told, len(told), synthetic=synthetic)
