"""The authority's own figures."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.authority_year import AuthorityYearTold, authority_year_told
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.told import ItemsShown
from movements.record import today
from reports.authority_card import authority_limits

authority_card_routes = APIRouter(tags=["settings"])


@authority_card_routes.get("/authority/figures", summary="Which limits your authority kept")
@permission("see_funnels")
def own_figures(
    request: Request,
    year: Annotated[str, Query(max_length=16, description="Academic year, such as 2025-26")],
    by: Caller,
    engines: Databases,
) -> ItemsShown:
    """Each limit that bound it and fell due in the year: kept, late, and missed."""
    with reading(engines.register) as session:
        told = [
            one.as_dict() for one in authority_limits(session, by.authority or "", year, today())
        ]
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "authority_card", door="api", address=address_of(request))
    return ItemsShown.of(today(), told, len(told), synthetic=synthetic)


@authority_card_routes.get("/authority/year", summary="Waits, limits and days without a school")
@permission("see_funnels")
def own_year(
    request: Request,
    year: Annotated[str, Query(max_length=16, description="Academic year, such as 2025-26")],
    by: Caller,
    engines: Databases,
) -> AuthorityYearTold:
    """The wait for a place, limits kept, and days that no school answered for.

    By month and by who owes. A median is told of six children or more.
    """
    with reading(engines.register) as session:
        told = authority_year_told(session, by.authority or "", year, today())
    looked(engines.looks, by, "authority_year", door="api", address=address_of(request))
    return told
