"""The whole application: the API at /api beside the pages at /."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from apregister.api import make_api
from apregister.db import Engines
from apregister.fence import assert_fence
from apregister.ready import kept_ready
from apregister.settings import Settings
from apregister.web import make_web

PAGE_THREADS = 16
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


def make_app(engines: Engines, settings: Settings) -> FastAPI:
    """The application that a server runs. It refuses to start with a broken fence.

    The API is mounted, not included: otherwise an unknown address beneath /api would be answered
    by the pages, in HTML.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        assert_fence(engines)
        with kept_ready(engines.register):
            yield
        engines.dispose()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(LengthRequired)
    app.add_route("/api", _to_docs)
    app.mount("/api", make_api(engines, settings))
    # The bridge's types and those of the two frameworks say the same in different words.
    pages = WSGIMiddleware(cast(Any, make_web(engines, settings)), workers=PAGE_THREADS)
    app.mount("/", cast(ASGIApp, pages))
    return app


async def _to_docs(_request: object) -> RedirectResponse:
    return RedirectResponse("/api/docs")


class LengthRequired:
    """Answers 411 to a form without its length.

    The bridge to the pages reads a chunked body as empty, and one cut short as whole: a file
    would be lost without a word. Browsers always send the length.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it is a form of unknown length for the pages."""
        answer = self.app
        if _is_page_form(scope) and not _has_length(scope):
            answer = PlainTextResponse("Send the length of the request (Content-Length).\n", 411)
        await answer(scope, receive, send)


def _is_page_form(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in _WITH_BODY:
        return False
    return not str(scope["path"]).startswith("/api/")


def _has_length(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return b"content-length" in names and b"transfer-encoding" not in names
