"""Putting the API together."""

from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from apregister.api.attendance import attendance
from apregister.api.caller import Shell, admit
from apregister.api.cases import cases
from apregister.api.directory import directory_routes
from apregister.api.duties import duties
from apregister.api.kinds import kinds
from apregister.api.mistakes import Problems, answer_mistakes
from apregister.api.morning import mornings
from apregister.api.papers import papers
from apregister.api.places import places
from apregister.api.proposals import proposals
from apregister.api.pupils import pupils
from apregister.api.recording import recording
from apregister.api.rulebook import rulebook
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
    recording,
    attendance,
    mornings,
    pupils,
    papers,
    duties,
    proposals,
    cases,
    places,
    directory_routes,
)
"""Every group of routes, each beneath /api/v1; a new one is one line here."""

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
    api.middleware("http")(_add_headers)
    return api


@permission(PUBLIC)
def docs(request: Request) -> HTMLResponse:
    """The API's own description, drawn from files of ours under the same strict policy."""
    root = request.scope.get("root_path", "").removesuffix("/api")
    return HTMLResponse(_DOCS.format(root=root))


async def _add_headers(request: Request, call_next) -> Response:  # type: ignore[no-untyped-def]
    answer: Response = await call_next(request)
    for name, value in {**SECURITY_HEADERS, "Cache-Control": PRIVATE}.items():
        answer.headers.setdefault(name, value)
    return answer
