"""Fair share: what each school has taken, the schools advised for a child, and the scheme."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from apregister.api.bodies import answers_in, body_of
from apregister.api.caller import Caller, Databases, address_of
from apregister.api.schemas import body_schema
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.fair_share import Wanted, share_shown
from apregister.sight import NotSeen
from fair_access.fair_share.held import SHARE_KINDS
from fair_access.fair_share.kind import ShareKind
from fair_access.fair_share.tell import tell_fair_share
from movements.kind import Day
from movements.record import today

sharing = APIRouter(prefix="/fair-share", tags=["fair access"])

NOT_FOUND = "There is no such child, or not one that you may ask this for."


class ShareTold(BaseModel):
    """What became of an entry sent."""

    entry: int
    result: str


@sharing.get("", summary="What each school has taken and lost, and whose turn a child is")
@permission("see_fair_share")
def fair_share_of(
    request: Request,
    by: Caller,
    engines: Databases,
    on: Annotated[Day | None, Query(description="The day; today unless you say")] = None,
    as_known_on: Annotated[
        Day | None, Query(description="As known at the end of this day; now unless you say")
    ] = None,
    year_group: Annotated[
        str | None, Query(description="This year group's lines; whole schools unless you say")
    ] = None,
    pupil: Annotated[
        str | None, Query(alias="for", description="A child's id: the schools advised for it")
    ] = None,
    reason: Annotated[
        str | None, Query(description="Why what is withheld of a protected child is to be shown")
    ] = None,
) -> dict[str, Any]:
    """The ledger of your authority: `advice`, where a child is named, decides nothing.

    A school sees its own lines, and all where the scheme says so; a total that would tell of fewer
    than five children of other schools is null. Protected children are counted nowhere.
    """
    wanted = Wanted(on or today(), as_known_on, year_group, pupil, reason)
    try:
        with reading(engines.register) as session:
            told = share_shown(session, by, wanted, today()).told()
    except NotSeen as not_seen:
        raise HTTPException(404, NOT_FOUND) from not_seen
    looked(
        engines.looks,
        by,
        "fair_share",
        door="api",
        address=address_of(request),
        pupil_id=pupil,
        reason=reason,
    )
    return told


Body = Annotated[dict[str, Any], Depends(body_of)]


def _route(kind: type[ShareKind]) -> Callable[..., JSONResponse]:
    """The view that takes in one kind of entry."""

    @permission("set_fair_share")
    def tell(body: Body, by: Caller, engines: Databases) -> JSONResponse:
        with writing(engines.register) as session:
            told = tell_fair_share(session, kind.id, answers_in(body), by=by, source="api")
        status = 201 if told.result == "accepted" else 200
        return JSONResponse({"entry": told.entry, "result": told.result}, status)

    tell.__doc__ = f"{kind.summary}\n\nBasis: {kind.basis.words()}."
    return tell


for _kind in SHARE_KINDS.values():
    sharing.add_api_route(
        f"/{_kind.id}",
        _route(_kind),
        methods=["POST"],
        name=f"tell_{_kind.id}",
        operation_id=f"tell_{_kind.id}",
        summary=_kind.title,
        status_code=201,
        response_model=ShareTold,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": body_schema(_kind)}},
            }
        },
    )
