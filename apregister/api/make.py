"""Putting the API together."""

from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from apregister.api.attendance import attendance
from apregister.api.authority_card import authority_card_routes
from apregister.api.caller import Shell, admit
from apregister.api.cases import cases
from apregister.api.directory import directory_routes
from apregister.api.duties import duties
from apregister.api.funnels import funnel_routes
from apregister.api.kinds import kinds
from apregister.api.letters import letters
from apregister.api.meetings import meetings
from apregister.api.mistakes import Problems, answer_mistakes
from apregister.api.morning import mornings
from apregister.api.panel_reports import panel_reports
from apregister.api.papers import papers
from apregister.api.places import places
from apregister.api.proposals import proposals
from apregister.api.pupils import pupils
from apregister.api.recording import recording
from apregister.api.releases import release_routes
from apregister.api.rulebook import rulebook
from apregister.api.school_card import school_card_routes
from apregister.api.sharing import sharing
from apregister.api.voice import voices
from apregister.auth.permissions import PUBLIC, permission
from apregister.db import Engines, reading_tables
from apregister.headers import PRIVATE, SECURITY_HEADERS
from apregister.settings import Settings

MISTAKES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problems} for code in (400, 401, 403, 404, 413, 422)
}
"""What any route may answer besides what it declares."""

health = APIRouter(tags=["health"])

ROUTERS: tuple[APIRouter, ...] = (
    health,
    kinds,
    rulebook,
    attendance,
    mornings,
    pupils,
    papers,
    voices,
    duties,
    proposals,
    cases,
    panel_reports,
    letters,
    sharing,
    meetings,
    places,
    release_routes,
    authority_card_routes,
    school_card_routes,
    funnel_routes,
    directory_routes,
    # Last, for it has a route for every kind, and each is tried in turn.
    recording,
)
"""Every group of routes, each beneath /api/v1; a new one is one line here."""

_HEADERS = {**SECURITY_HEADERS, "Cache-Control": PRIVATE}
_DOCS = """<!DOCTYPE html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8">
    <title>API – Pupil movements register</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="{root}/static/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="{root}/static/vendor/swagger-ui.css">
    <script src="{root}/static/vendor/swagger-ui-bundle.js" defer></script>
    <script src="{root}/static/api-docs.js" defer></script>
  </head>
  <body><main id="docs" data-schema="{root}/api/openapi.json"></main></body>
</html>
"""


@health.get("/health", summary="Whether the register answers")
@permission(PUBLIC)
def answers(request: Request) -> dict[str, str]:
    """`ok` when the database can be read."""
    with reading_tables(request.app.state.shell.engines.register) as connection:
        connection.exec_driver_sql("SELECT 1 FROM tree_head").first()
    return {"register": "ok"}


def make_api(engines: Engines, settings: Settings) -> FastAPI:
    """The API; it is mounted at /api."""
    api = FastAPI(
        title="Pupil movements register",
        version="1",
        description="What schools and settings record, and what the register says of it.",
        docs_url=None,
        redoc_url=None,
        responses=MISTAKES,
    )
    api.state.shell = Shell(engines, settings)
    answer_mistakes(api)
    for router in ROUTERS:
        api.include_router(router, prefix="/v1", dependencies=[Depends(admit)])
    api.add_api_route("/docs", docs, include_in_schema=False)
    api.add_middleware(Headers)
    return api


@permission(PUBLIC)
def docs(request: Request) -> HTMLResponse:
    """The API's own description, drawn from files of ours under the same strict policy."""
    root = request.scope.get("root_path", "").removesuffix("/api")
    return HTMLResponse(_DOCS.format(root=root))


class Headers:
    """Gives every answer the headers it must have, where the route gave it none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its headers."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, answer)
