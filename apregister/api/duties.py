"""What is owed: clocks running and missed, and pupils without exactly one responsible place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlmodel import Session

from apregister.api.caller import Caller, Databases, address_of
from apregister.api.shapes import ItemsShown
from apregister.audit import looked
from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.sight import in_list, may_list, pupils_of
from apregister.told import due_told, exception_told
from fair_access.cases import cases_for
from movements.actor import Actor
from movements.due import OPEN_STATES, due
from movements.kind import Day
from movements.ledger import ledger
from movements.record import today
from movements.standing import Standing

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
        found = sorted([*_clocks(session, day, by)], key=lambda item: (item["due"], item["entry"]))
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "due", door="api", address=address_of(request))
    return ItemsShown.of(day, found[offset : offset + limit], len(found), synthetic=synthetic)


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
        found = list(_exceptions(session, day, by))
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "ledger", door="api", address=address_of(request))
    return ItemsShown.of(day, found[offset : offset + limit], len(found), synthetic=synthetic)


def _clocks(session: Session, on: date, by: Actor) -> Iterator[dict[str, Any]]:
    seen = pupils_of(session, by, on)
    for item in due(session, on, pupil_ids=_few(seen, by)):
        if item.pupil in seen and may_list(seen[item.pupil], by, item.place):
            yield due_told(item, in_list(seen[item.pupil], by, {}))
    if may(by.role, "see_case"):
        clocks = (case.clock for case in cases_for(session, by, None, on))
        yield from (clock.as_dict() for clock in clocks if clock and clock.state in OPEN_STATES)


def _exceptions(session: Session, on: date, by: Actor) -> Iterator[dict[str, Any]]:
    seen = pupils_of(session, by, on)
    for item in ledger(session, on, pupil_ids=_few(seen, by)):
        if item.pupil in seen:
            yield exception_told(item, in_list(seen[item.pupil], by, {}))


def _few(seen: Mapping[str, Standing], by: Actor) -> Iterable[str] | None:
    """The pupils to ask for; None (every pupil) where they would be too many to name in a query."""
    return seen if by.places else None
