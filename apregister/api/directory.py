"""The AP directory."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.bought import BoughtTold, bought_by, this_year
from apregister.db import reading
from apregister.directory import Filters, directory
from apregister.invented import holds_synthetic
from apregister.told import ItemsShown
from movements.kind import Day
from movements.record import today

directory_routes = APIRouter(tags=["settings"])

Word = Annotated[str, Query(max_length=100)]


@directory_routes.get("/directory", summary="The AP directory: settings, offers and free places")
@permission("see_scorecard")
def settings_listed(
    request: Request,
    by: Caller,
    engines: Databases,
    authority: Annotated[str, Query(max_length=3, description="An authority's code")] = "",
    age: Annotated[int | None, Query(ge=3, le=25, description="Takes pupils of this age")] = None,
    tier: Annotated[Literal["", "1", "2", "3"], Query(description="Offers this tier")] = "",
    type_: Annotated[Word, Query(alias="type", description="The type, in words")] = "",
    need: Annotated[str, Query(max_length=8, description="Meets this need, a code")] = "",
    free: Annotated[
        Day | None, Query(description="Has a place free in the week of this day")
    ] = None,
    evidence: Annotated[
        Literal["", "in_date", "expired", "none"], Query(description="How its evidence stands")
    ] = "",
    cost: Annotated[
        int | None, Query(ge=0, le=10_000_000, description="Costs at most this, pence a week")
    ] = None,
    order: Annotated[Literal["", "cost"], Query(description="By name, or by cost a week")] = "",
    on: Annotated[Day | None, Query(description="The day; today unless you say")] = None,
) -> ItemsShown:
    """The settings of your authority, and those where you have or had a pupil.

    By name, or by what a place costs: no order tells how good they are.
    """
    day = on or today()
    week = free.isoformat() if free else ""
    asked = Filters(authority, age, tier, type_, need, week, evidence, cost, order)
    with reading(engines.register) as session:
        found = [one.as_dict() for one in directory(session, by, day, asked)]
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "directory", door="api", address=address_of(request))
    return ItemsShown.of(day, found, len(found), synthetic=synthetic)


@directory_routes.get("/bought", summary="Sessions bought and attended, and what they cost")
@permission("see_ledger")
def sessions_bought(
    request: Request,
    by: Caller,
    engines: Databases,
    first: Annotated[
        Day | None, Query(alias="from", description="1 September unless given")
    ] = None,
    last: Annotated[Day | None, Query(alias="to", description="Today unless given")] = None,
) -> BoughtTold:
    """The AP placements of a period that you may see, one by one, by setting and by commissioner.

    What nobody told, or no mark shows, is null. Those of protected children are in no sum.
    """
    usual = this_year()
    with reading(engines.register) as session:
        told = bought_by(session, first or usual[0], last or usual[1], by)
    looked(engines.looks, by, "bought", door="api", address=address_of(request))
    return told
