"""Papers: attached to an entry, and handed back to whoever sees the entry."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException as Unreadable
from starlette.formparsers import MultiPartException
from starlette.types import Message

from apregister.api.caller import Caller, Databases, Shell, address_of, shell_of
from apregister.api.pupils import PupilId, Reason
from apregister.api.shapes import RecordedShown
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.invented import holds_synthetic
from apregister.papers import ASKED, attach, paper_seen, store_of
from apregister.scanning import refuse_infected
from apregister.sight import NotSeen
from movements.attachments import PaperLost, too_large
from movements.problems import Problem, Refused

NOT_FOUND = "There is no such paper, or not one that you may see."
NOT_THERE = "The paper is lost or was changed since it was sent. Tell whoever keeps the register."
_REST = 64 * 1024
"""Bytes of a form besides its file."""
_FORM = {
    "type": "object",
    "title": "Attach a paper",
    "additionalProperties": False,
    "properties": {
        "about": {"type": "integer", "description": "Number of the entry it is evidence for"},
        "title": {"type": "string", "maxLength": 200, "description": "What it is"},
        "letter": {"type": "string", "description": "Of a referral to fair access: A to G"},
        "keep_until": {"type": "string", "description": "The day after which it is deleted"},
        "school": {
            "type": "string",
            "description": "The place that attaches it; for keys that speak for several",
        },
        "file": {"type": "string", "format": "binary"},
    },
    "required": ["about", "title", "file"],
}

papers = APIRouter(prefix="/pupils", tags=["pupils"])


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: what is said, the bytes of the file and how its name ends."""

    said: dict[str, str]
    data: bytes
    name: str


async def sent_form(request: Request, shell: Annotated[Shell, Depends(shell_of)]) -> Sent:
    """The form with its file, read no further than a paper may be long.

    Raises HTTPException: 400 where it is no form, 413 where it is too large.
    """
    largest = shell.settings.largest_attachment
    async with _form(request, await _bytes(request, largest + _REST, largest)) as form:
        file = form.get("file")
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        wrong = [*_wrong(form)]
        if wrong:
            raise Refused(wrong)
        data = await file.read() if isinstance(file, UploadFile) else b""
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
        return Sent(texts, data, name)


def _wrong(form: FormData) -> Iterator[Problem]:
    names = [name for name, _ in form.multi_items()]
    for name in dict.fromkeys(names):
        if name not in (*ASKED, "file"):
            yield Problem(name, "unknown_field", "This is not asked for: leave it out.")
        elif names.count(name) > 1:
            yield Problem(name, "not_one_value", "Give one value.")
    if not isinstance(form.get("file"), UploadFile):
        yield Problem("file", "missing", "Send the paper as a file named `file`.")


async def _bytes(request: Request, most: int, largest: int) -> bytes:
    held = bytearray()
    async for part in request.stream():
        held += part
        if len(held) > most:
            raise HTTPException(413, too_large(largest).message)
    return bytes(held)


@asynccontextmanager
async def _form(request: Request, body: bytes) -> AsyncIterator[FormData]:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(400, "Send a form (multipart/form-data) with the paper as `file`.")

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        form = await Request(request.scope, again).form(max_files=1, max_fields=8)
    except (MultiPartException, Unreadable) as error:
        raise HTTPException(400, "The form could not be read: send it whole.") from error
    try:
        yield form
    finally:
        await form.close()


@papers.post(
    "/{id}/attachments",
    summary="Attach a paper to an entry",
    status_code=201,
    response_model=RecordedShown,
    responses={200: {"model": RecordedShown, "description": "Held already: nothing was added"}},
    openapi_extra={
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}
    },
)
@permission("record_movement")
def attach_paper(
    request: Request,
    pupil: PupilId,
    sent: Annotated[Sent, Depends(sent_form)],
    by: Caller,
    engines: Databases,
) -> JSONResponse:
    """Evidence for an entry you see: PDF, PNG, JPEG, DOCX, ODT or plain text, by what is in it.

    The register holds its SHA-256; the file lies outside the database.
    """
    settings = shell_of(request).settings
    store = store_of(engines, settings)
    refuse_infected(sent.data, settings.virus_scan)
    try:
        with writing(engines.register) as session:
            recorded = attach(
                session, store, pupil, sent.said, (sent.data, sent.name), by=by, source="api"
            )
    except NotSeen as unseen:
        raise HTTPException(404, NOT_FOUND) from unseen
    shown = RecordedShown.of(recorded)
    return JSONResponse(shown.model_dump(mode="json"), 201 if shown.result == "accepted" else 200)


@papers.get(
    "/{id}/attachments/{entry}",
    summary="A paper, as it was sent",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
@permission("see_pupil")
def paper(
    request: Request,
    pupil: PupilId,
    entry: Annotated[int, Path(ge=1, le=2**62, description="The entry that attached it")],
    by: Caller,
    engines: Databases,
    reason: Reason = None,
) -> Response:
    """The file, if you see the entry it supports. Withheld where a protected child's place is."""
    why = (reason or "").strip() or None
    try:
        with reading(engines.register) as session:
            found = paper_seen(session, pupil, entry, by, why)
            synthetic = holds_synthetic(session)
        data = store_of(engines, shell_of(request).settings).read(found.sha256)
    except NotSeen as unseen:
        raise HTTPException(404, NOT_FOUND) from unseen
    except PaperLost as lost:
        raise HTTPException(500, NOT_THERE) from lost
    looked(
        engines.looks,
        by,
        "attachment",
        door="api",
        address=address_of(request),
        pupil_id=pupil,
        reason=why,
    )
    return Response(data, headers=found.headers(synthetic=synthetic))
