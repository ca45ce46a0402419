"""What is owed: clocks running and missed, and pupils without exactly one responsible place."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from apregister.api.caller import Caller, Databases, address_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.owed import clocks_owed, exceptions_owed
from apregister.told import ItemsShown, due_told, exception_told
from movements.kind import Day
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
    """The clocks of the pupils and cases you may see, soonest due first."""
    day = on or today()
    with reading(engines.register) as session:
        owed = clocks_owed(session, day, by)
    looked(engines.looks, by, "due", door="api", address=address_of(request))
    return owed.told(due_told, limit, offset)


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
        owed = exceptions_owed(session, day, by)
    looked(engines.looks, by, "ledger", door="api", address=address_of(request))
    return owed.told(exception_told, limit, offset)
