"""One route for each kind of movement: `POST /v1/movements/{kind}`."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException
from fastapi.responses import JSONResponse
from sqlmodel import Session

from apregister.api.bodies import answers_in, body_of, canonical
from apregister.api.caller import Caller, Databases
from apregister.api.mistakes import Problems
from apregister.api.schemas import body_schema
from apregister.api.shapes import RecordedShown
from apregister.api.unchanged import IfMatch, Reading
from apregister.auth.permissions import permission
from apregister.db import writing
from apregister.idempotency import answered, keep_answer
from apregister.speaking import place_spoken_for
from movements.actor import Actor
from movements.kind import Kind
from movements.kinds import DOOR_KINDS
from movements.place_kind import PlaceKind
from movements.place_kinds import PLACE_KINDS
from movements.problems import Refused
from movements.take_in import take_in

LONGEST_KEY = 255
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": RecordedShown, "description": "Held already: nothing was added"},
    201: {"model": RecordedShown, "description": "Recorded as a new entry"},
    409: {"model": Problems, "description": "The Idempotency-Key came before with another body"},
}
_CHANGED: dict[int | str, dict[str, Any]] = {
    412: {"model": Problems, "description": "Something was recorded since the history was read"}
}

recording = APIRouter(prefix="/movements", tags=["movements"])


async def sender_key(
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="A text of your own for this one movement. The same key and body again "
            "are answered as the first time; the same key with another body is refused (409)",
        ),
    ] = None,
) -> str | None:
    """The key a sender chose, or None. Raises HTTPException 400 for one too long to keep."""
    if key is not None and len(key) > LONGEST_KEY:
        raise HTTPException(400, f"An Idempotency-Key has {LONGEST_KEY} characters at most.")
    return key or None


Body = Annotated[dict[str, Any], Depends(body_of)]
SenderKey = Annotated[str | None, Depends(sender_key)]


def _route(kind: type[Kind]) -> Callable[..., JSONResponse]:
    """The view that records movements of one kind."""

    @permission("record_movement")
    def record_movement(
        body: Body, by: Caller, engines: Databases, key: SenderKey, read: IfMatch = None
    ) -> JSONResponse:
        with writing(engines.register) as session:
            return _recorded_once(session, kind.id, body, by, key, read)

    return record_movement


def _route_of_place(kind: type[PlaceKind]) -> Callable[..., JSONResponse]:
    """The view that records what is told of a setting: nothing of it is in a pupil's history."""

    @permission("record_movement")
    def record_of_setting(
        body: Body, by: Caller, engines: Databases, key: SenderKey
    ) -> JSONResponse:
        with writing(engines.register) as session:
            return _recorded_once(session, kind.id, body, by, key, None)

    return record_of_setting


def _recorded_once(
    session: Session,
    kind: str,
    body: dict[str, Any],
    by: Actor,
    key: str | None,
    read: str | None,
) -> JSONResponse:
    """Record a movement, unless this key and body were answered before."""
    if key is None:
        return _answer(_record(session, kind, body, by, read))
    asked = kind.encode() + b"\n" + canonical(body)
    before = answered(session, by.organisation, key, asked)
    if before is not None:
        return _answer(RecordedShown.model_validate_json(before))
    shown = _record(session, kind, body, by, read)
    keep_answer(
        session,
        by.organisation,
        key,
        asked,
        entry=shown.entry,
        response=shown.model_dump_json(),
    )
    return _answer(shown)


def _record(
    session: Session, kind: str, body: dict[str, Any], by: Actor, read: str | None
) -> RecordedShown:
    answers = answers_in(body)
    reading = Reading(session, answers, by, read)
    place = place_spoken_for(session, by, answers.pop("school", "").strip() or None)
    try:
        done = take_in(session, kind, answers, place=place, by=by, source="api")
    except Refused:
        reading.check(accepted=False)
        raise
    if done.result == "accepted":
        reading.check(accepted=True)
    return RecordedShown.of(done)


def _answer(shown: RecordedShown) -> JSONResponse:
    return JSONResponse(shown.model_dump(mode="json"), 201 if shown.result == "accepted" else 200)


def _add(
    kind: type[Kind | PlaceKind],
    route: Callable[..., JSONResponse],
    more: dict[int | str, dict[str, Any]],
) -> None:
    route.__doc__ = f"{kind.summary}\n\nBasis: {kind.basis.words()}."
    content = {"application/json": {"schema": body_schema(kind)}}
    recording.add_api_route(
        f"/{kind.id}",
        route,
        methods=["POST"],
        name=f"record_{kind.id}",
        operation_id=f"record_{kind.id}",
        summary=kind.title,
        status_code=201,
        responses=_ANSWERS | more,
        openapi_extra={"requestBody": {"required": True, "content": content}},
    )


for _kind in DOOR_KINDS.values():
    _add(_kind, _route(_kind), _CHANGED)
for _of_place in PLACE_KINDS.values():
    _add(_of_place, _route_of_place(_of_place), {})
