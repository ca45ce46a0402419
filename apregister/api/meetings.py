"""Panels and meetings: the minute book, what the register puts to a meeting, and its pack."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from apregister.api.bodies import answers_in
from apregister.api.caller import Caller, Databases, address_of, shell_of
from apregister.api.pdfs import PDF, as_pdf
from apregister.api.recording import Body
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.invented import holds_synthetic
from apregister.letters import named
from apregister.pack_paper import pack_paper
from apregister.packs_read import NoPack, PackRead, read_for
from apregister.papers import store_of
from apregister.told import ItemsShown
from apregister.version import this_version
from fair_access.meetings.agenda import matters
from fair_access.meetings.book import Book
from fair_access.meetings.convene import Minuted, minute
from fair_access.meetings.pack import pupil_of, seal
from fair_access.meetings.sight import book_for
from fair_access.meetings.state import Meeting
from fair_access.meetings.told import meeting_in_short, meeting_told, panel_told
from movements.actor import Actor
from movements.attachments import PaperLost
from movements.kind import Day
from movements.local_rules import local_rules
from movements.places import place_facts
from movements.record import today

NOT_FOUND = "There is no such meeting, or not one that you may see."

meetings = APIRouter(tags=["fair access"])

MeetingId = Annotated[str, Path(alias="id", max_length=64, description="The meeting's id")]
Version = Annotated[int | None, Query(ge=1, description="Which sealing; the last unless you say")]
KnownOn = Annotated[
    Day | None, Query(description="As the minute book was known at the end of this day")
]


@meetings.get("/panels", summary="Fair access panels")
@permission("see_meeting")
def every_panel(
    request: Request, by: Caller, engines: Databases, as_known_on: KnownOn = None
) -> ItemsShown:
    """Each with its area, terms of reference, members, and the ids of its meetings."""
    with reading(engines.register) as session:
        held = book_for(session, by, today(), as_known_on)
        places = place_facts(session)
        told = [panel_told(one, held, places, today()) for one in held.panels.values()]
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "panels", door="api", address=address_of(request))
    return ItemsShown.of(today(), told, len(told), synthetic=synthetic)


@meetings.get("/meetings", summary="Meetings of fair access panels")
@permission("see_meeting")
def every_meeting(
    request: Request, by: Caller, engines: Databases, as_known_on: KnownOn = None
) -> ItemsShown:
    """The latest first."""
    with reading(engines.register) as session:
        held = book_for(session, by, today(), as_known_on)
        synthetic = holds_synthetic(session)
    found = sorted(held.meetings.values(), key=lambda one: (one.day, one.id), reverse=True)
    told = [meeting_in_short(one, held) for one in found]
    looked(engines.looks, by, "meetings", door="api", address=address_of(request))
    return ItemsShown.of(today(), told, len(told), synthetic=synthetic)


@meetings.get("/meetings/{id}", summary="One meeting, minute by minute")
@permission("see_meeting")
def one_meeting(
    request: Request,
    meeting_id: MeetingId,
    by: Caller,
    engines: Databases,
    as_known_on: KnownOn = None,
) -> dict[str, Any]:
    """Its agenda, invitations, attendance and packs, and what was not in order."""
    with reading(engines.register) as session:
        held = book_for(session, by, today(), as_known_on)
        found = _found(held, meeting_id)
        places, rules = place_facts(session, on=found.day), local_rules(session)
        told = meeting_told(found, held, places, rules, today())
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "meeting", door="api", address=address_of(request))
    return told | {"synthetic": synthetic}


@meetings.get("/meetings/{id}/matters", summary="What the register puts to a meeting")
@permission("hold_meeting")
def matters_of(
    request: Request, meeting_id: MeetingId, by: Caller, engines: Databases
) -> ItemsShown:
    """Unplaced children, exclusions, reviews, updates promised and open cases, each with why.

    To put a case on the agenda, send it to `POST /v1/minutes/meeting_agenda`.
    """
    with reading(engines.register) as session:
        held = book_for(session, by, today())
        told = [m.as_dict() for m in matters(session, held, _found(held, meeting_id), today())]
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "matters", door="api", address=address_of(request))
    return ItemsShown.of(today(), told, len(told), synthetic=synthetic)


@meetings.post("/minutes/{kind}", summary="Note one thing of a panel or a meeting")
@permission("note_meeting")
def note(
    kind: Annotated[str, Path(max_length=64, description="panel_member, meeting_called, ...")],
    body: Body,
    by: Caller,
    engines: Databases,
) -> JSONResponse:
    """`about` is the panel or the meeting: for a new meeting its panel, for a new panel nothing.

    The other answers are those of the kind. 201 for a new entry, 200 for one held already.
    """
    answers = answers_in(body)
    about = answers.pop("about", "")
    with writing(engines.register) as session:
        return _answer(minute(session, kind, about, answers, by))


@meetings.post("/meetings/{id}/pack", summary="Seal the pack of a meeting")
@permission("hold_meeting")
def seal_pack(
    request: Request, meeting_id: MeetingId, by: Caller, engines: Databases
) -> JSONResponse:
    """Keep the case files as known now, as one file named by its SHA-256."""
    store = store_of(engines, shell_of(request).settings)
    with writing(engines.register) as session:
        return _answer(seal(session, store, meeting_id, by, today(), this_version()))


@meetings.get("/meetings/{id}/pack", summary="A sealed pack")
@permission("see_meeting")
def one_pack(
    request: Request, meeting_id: MeetingId, by: Caller, engines: Databases, version: Version = None
) -> dict[str, Any]:
    """As it was kept, and how many entries were recorded since: none of them is in it."""
    found, synthetic = _read(request, meeting_id, by, engines, version)
    return {
        "sha256": found.sealed.sha256,
        "version": found.version,
        "sealed_by_entry": found.sealed.entry,
        "recorded_since": found.since.entries,
        "recorded_since_on_its_children": found.since.on_its_children,
        "left_out_as_protected": list(found.left_out),
        "left_out_as_redacted": list(found.redacted),
        "pack": found.pack,
        "synthetic": synthetic,
    }


@meetings.get("/meetings/{id}/pack.pdf", summary="A sealed pack as an accessible PDF", **PDF)
@permission("see_meeting")
def pack_pdf(
    request: Request, meeting_id: MeetingId, by: Caller, engines: Databases, version: Version = None
) -> Response:
    """With the name of its reader on every page. 501, with why, where none can be made here."""
    found, synthetic = _read(request, meeting_id, by, engines, version)
    html = pack_paper(found, by.name, synthetic=synthetic)
    return as_pdf(html, named("pack", found.sealed.entry, "pdf", synthetic=synthetic))


def _read(
    request: Request, meeting_id: str, by: Actor, engines: Databases, version: int | None
) -> tuple[PackRead, bool]:
    """A pack for its reader, each look noted, and whether pupils are invented. Raises 404."""
    store = store_of(engines, shell_of(request).settings)
    with reading(engines.register) as session:
        try:
            found = read_for(session, store, meeting_id, by, today(), version=version)
        except (NoPack, PaperLost) as none:
            raise HTTPException(404, NOT_FOUND) from none
        _note_pack(request, session, by, engines, [*found.pack["files"]])
        return found, holds_synthetic(session)


def _note_pack(
    request: Request,
    session: Session,
    by: Actor,
    engines: Databases,
    cases: list[str],
) -> None:
    for case in cases:
        looked(
            engines.looks,
            by,
            "pack",
            door="api",
            address=address_of(request),
            pupil_id=pupil_of(session, case),
            case_id=case,
        )


def _found(held: Book, meeting_id: str) -> Meeting:
    found = held.meetings.get(meeting_id)
    if found is None:
        raise HTTPException(404, NOT_FOUND)
    return found


def _answer(done: Minuted) -> JSONResponse:
    return JSONResponse(done.as_dict(), 201 if done.result == "accepted" else 200)
