"""One shape for everything that goes wrong: {"problems": [{"field", "code", "message"}]}."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from apregister.api.unchanged import CHANGED, Changed
from apregister.idempotency import KeyReused
from movements.problems import Problem, Refused, problems_of_errors

_WHERE = frozenset({"query", "path", "header"})
CODES = {
    400: "unreadable",
    401: "no_key",
    403: "not_permitted",
    404: "unknown",
    405: "no_such_method",
    409: "conflict",
    413: "too_large",
    503: "busy",
}


class ProblemShown(BaseModel):
    """What is wrong, where, and how to mend it."""

    field: str
    code: str
    message: str


class Problems(BaseModel):
    """Everything that is wrong with a request."""

    problems: list[ProblemShown]


def answer_mistakes(api: FastAPI) -> None:
    """Give every mistake the one shape."""
    api.exception_handler(HTTPException)(_http)
    api.exception_handler(RequestValidationError)(_not_valid)
    api.exception_handler(Refused)(_refused)
    api.exception_handler(KeyReused)(_reused)
    api.exception_handler(Changed)(_changed)
    api.exception_handler(OperationalError)(_busy)
    api.exception_handler(Exception)(_broken)


def problems_answer(
    status: int, problems: Iterable[Problem], headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An answer that carries problems."""
    body = {"problems": [problem.as_dict() for problem in problems]}
    return JSONResponse(body, status, dict(headers or {}))


async def _http(request: Request, error: HTTPException) -> JSONResponse:
    code = CODES.get(error.status_code, "not_allowed")
    problem = Problem("", code, _sentence(request, error))
    return problems_answer(error.status_code, [problem], error.headers)


async def _not_valid(_request: Request, error: RequestValidationError) -> JSONResponse:
    errors = error.errors()
    if any(one["type"] == "json_invalid" for one in errors):
        return problems_answer(400, [Problem("body", "unreadable", "The body is not JSON.")])
    return problems_answer(422, problems_of_errors([_without_where(one) for one in errors], {}))


def _sentence(request: Request, error: HTTPException) -> str:
    """What went wrong; in our words where the framework's say no more than the status does."""
    if str(error.detail) != HTTPStatus(error.status_code).phrase:
        return str(error.detail)
    words = {
        404: "There is nothing at this address: /api/docs lists what there is.",
        405: f"This address does not answer {request.method}: the header Allow says what it does.",
    }
    return words.get(error.status_code, str(error.detail))


def _without_where(error: dict[str, Any]) -> dict[str, Any]:
    """The error with a field named as the sender names it, without `query` or `path`."""
    return error | {"loc": [part for part in error["loc"] if part not in _WHERE]}


async def _refused(_request: Request, error: Refused) -> JSONResponse:
    return problems_answer(422, error.problems)


async def _reused(_request: Request, error: KeyReused) -> JSONResponse:
    return problems_answer(409, [Problem("Idempotency-Key", "key_reused", str(error))])


async def _changed(_request: Request, _error: Changed) -> JSONResponse:
    return problems_answer(412, [Problem("If-Match", "changed", CHANGED)])


async def _busy(_request: Request, error: OperationalError) -> JSONResponse:
    if "locked" not in str(error) and "busy" not in str(error):
        raise error
    words = "A long intake is being written and nothing of yours was recorded. Try again."
    return problems_answer(503, [Problem("", "busy", words)], {"Retry-After": "60"})


async def _broken(_request: Request, _error: Exception) -> JSONResponse:
    words = "Something went wrong here; nothing was recorded. It has been noted."
    return problems_answer(500, [Problem("", "broken", words)])
