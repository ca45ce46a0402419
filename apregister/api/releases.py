"""Releases of a setting's scorecard: shown first, commented on, frozen."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse

from apregister.api.bodies import answers_in
from apregister.api.caller import Caller, Databases, address_of, shell_of
from apregister.api.places import NOT_FOUND, place_seen
from apregister.api.recording import Body
from apregister.api.shapes import RecordedShown
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.invented import holds_synthetic
from apregister.papers import store_of
from apregister.released import act_on_release, read_release
from movements.actor import Actor
from movements.attachments import PaperLost
from movements.record import today
from movements.scorecard_release import releases

release_routes = APIRouter(prefix="/places", tags=["settings"])

Ref = Annotated[str, Path(alias="id", max_length=64, description="URN, ukprn: and number, or id")]
Year = Annotated[str, Query(max_length=16, description="Academic year, such as 2025-26")]


@release_routes.get("/{id}/releases", summary="The releases of a setting's scorecard")
@permission("see_scorecard")
def every_release(
    request: Request, ref: Ref, year: Year, by: Caller, engines: Databases
) -> dict[str, Any]:
    """Whether one is open and until when to comment, what was said, and those that are frozen."""
    with reading(engines.register) as session:
        place = place_seen(session, ref, by)
        told = releases(session, place.id, year).as_dict() | {"synthetic": holds_synthetic(session)}
    looked(engines.looks, by, "release", door="api", address=address_of(request), place_id=place.id)
    return {"place": place.id, "year": year, **told}


@release_routes.get("/{id}/releases/{entry}", summary="A frozen release, as it was kept")
@permission("see_scorecard")
def one_release(
    request: Request,
    ref: Ref,
    entry: Annotated[int, Path(ge=1, le=10**15, description="The entry that froze it")],
    year: Year,
    by: Caller,
    engines: Databases,
) -> dict[str, Any]:
    """Word for word, whatever was recorded since; measures of fewer than 6 pupils are not in it."""
    store = store_of(engines, shell_of(request).settings)
    with reading(engines.register) as session:
        place = place_seen(session, ref, by)
        try:
            told = read_release(session, store, place, year, entry)
        except PaperLost as lost:
            raise HTTPException(404, NOT_FOUND) from lost
    looked(engines.looks, by, "release", door="api", address=address_of(request), place_id=place.id)
    return told


@release_routes.post("/{id}/releases/open", summary="Let the setting see a release first")
@permission("release_scorecard")
def opened(request: Request, ref: Ref, body: Body, by: Caller, engines: Databases) -> JSONResponse:
    """`year`. The setting then has 20 working days."""
    return _done(request, ref, "open", body, by, engines)


@release_routes.post("/{id}/releases/comment", summary="Comment on a release that is open")
@permission("comment_release")
def commented(
    request: Request, ref: Ref, body: Body, by: Caller, engines: Databases
) -> JSONResponse:
    """`year`, `whose` (setting, authority, pupils or parents) and `words`: name no child."""
    return _done(request, ref, "comment", body, by, engines)


@release_routes.post("/{id}/releases/support", summary="Note support offered to a setting")
@permission("release_scorecard")
def supported(
    request: Request, ref: Ref, body: Body, by: Caller, engines: Databases
) -> JSONResponse:
    """`year`, `what`, and `until` if it ends: name no child."""
    return _done(request, ref, "support", body, by, engines)


@release_routes.post("/{id}/releases/freeze", summary="Freeze a release")
@permission("release_scorecard")
def frozen(request: Request, ref: Ref, body: Body, by: Caller, engines: Databases) -> JSONResponse:
    """`year`. Kept under its hash and never edited; refused while the setting may comment."""
    return _done(request, ref, "freeze", body, by, engines)


def _done(
    request: Request, ref: str, act: str, body: Body, by: Actor, engines: Databases
) -> JSONResponse:
    store = store_of(engines, shell_of(request).settings)
    with writing(engines.register) as session:
        place = place_seen(session, ref, by)
        answers = answers_in(body)
        done = act_on_release(session, store, place, act, answers, by, today(), "api")
    shown = RecordedShown.of(done).model_dump(mode="json")
    return JSONResponse({"place": place.id, **shown}, 201 if done.result == "accepted" else 200)
