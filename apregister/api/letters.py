"""The letters of a case: owed, made and sent; one word for word, as PDF too; and the reasons."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from apregister.api.bodies import answers_in
from apregister.api.caller import Caller, Databases, address_of, shell_of
from apregister.api.cases import NOT_FOUND, CaseId
from apregister.api.pdfs import PDF, as_pdf
from apregister.api.recording import Body
from apregister.api.shapes import RecordedShown
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.invented import holds_synthetic
from apregister.letters import LetterRead, NoLetter, letter_for, letter_paper, named, reasons_paper
from apregister.papers import store_of
from apregister.told import ItemsShown
from fair_access.case_reader import Case
from fair_access.cases import visible_case
from fair_access.letters.make import draft_letter, make_letter
from fair_access.letters.owed import letters_of
from fair_access.letters.reasons import reasons_of
from movements.actor import Actor
from movements.attachments import PaperLost
from movements.record import today

letters = APIRouter(prefix="/cases", tags=["fair access"])

MadeBy = Annotated[int, Path(alias="entry", ge=1, le=10**15, description="The entry that made it")]


@letters.get("/{id}/letters", summary="The letters of a case")
@permission("see_letter")
def every_letter(request: Request, case_id: CaseId, by: Caller, engines: Databases) -> ItemsShown:
    """Of each decision and reader: owed, made or sent, when and by whom; the latest first."""
    with reading(engines.register) as session:
        found = _case(session, case_id, by)
        told = [one.as_dict() for one in letters_of(session, found, today())]
        synthetic = holds_synthetic(session)
    _note(request, engines, by, "letters", found)
    return ItemsShown.of(today(), told, len(told), synthetic=synthetic)


@letters.post("/{id}/letters", summary="Make a letter", status_code=201)
@permission("make_letter")
def new_letter(
    request: Request, case_id: CaseId, body: Body, by: Caller, engines: Databases
) -> JSONResponse:
    """`whom` (parent, school or referrer), `call`, and if you like `about` and `language`.

    Its text is kept under its hash; the entry comes back. Nothing is sent. The same letter again
    is held already (200).
    """
    store = store_of(engines, shell_of(request).settings)
    with writing(engines.register) as session:
        done = make_letter(session, store, case_id, answers_in(body), by, today())
    shown = RecordedShown.of(done).model_dump(mode="json")
    return JSONResponse({"case": case_id, **shown}, 201 if done.result == "accepted" else 200)


@letters.get("/{id}/letters/draft", summary="A letter as it would be made now, and is not")
@permission("make_letter")
def draft(
    request: Request,
    case_id: CaseId,
    by: Caller,
    engines: Databases,
    whom: Annotated[str, Query(max_length=20, description="parent, school or referrer")],
    about: Annotated[int | None, Query(description="The decision; the last unless you say")] = None,
    language: Annotated[str | None, Query(max_length=20, description="Such as en")] = None,
    call: Annotated[str | None, Query(max_length=2000, description="Whom to call")] = None,
) -> dict[str, Any]:
    """What `POST` would make of the same answers; nothing is kept."""
    asked = {"whom": whom, "about": about, "language": language, "call": call}
    with reading(engines.register) as session:
        found = _case(session, case_id, by)
        drawn = draft_letter(session, case_id, asked, by, today())
        synthetic = holds_synthetic(session)
    _note(request, engines, by, "letter_new", found)
    return {"letter": drawn, "synthetic": synthetic}


@letters.get("/{id}/letters/{entry}.pdf", summary="One letter as an accessible PDF", **PDF)
@permission("see_letter")
def letter_pdf(
    request: Request, case_id: CaseId, entry: MadeBy, by: Caller, engines: Databases
) -> Response:
    """The letter as it was kept. 501, with why, where this register can make no PDF."""
    found, synthetic = _read(request, case_id, entry, by, engines)
    html = letter_paper(found.letter, synthetic=synthetic)
    return as_pdf(html, named("letter", entry, "pdf", synthetic=synthetic))


@letters.get("/{id}/letters/{entry}", summary="One letter, word for word")
@permission("see_letter")
def one_letter(
    request: Request, case_id: CaseId, entry: MadeBy, by: Caller, engines: Databases
) -> dict[str, Any]:
    """As it was kept when it was made, whatever was recorded since."""
    found, synthetic = _read(request, case_id, entry, by, engines)
    return {
        "entry": entry,
        "sha256": found.made.step.sha256,
        "letter": found.letter,
        "synthetic": synthetic,
    }


@letters.get("/{id}/reasons", summary="The options considered in a case, and the reasons")
@permission("see_letter")
def reasons(request: Request, case_id: CaseId, by: Caller, engines: Databases) -> dict[str, Any]:
    """Each decision: among which options, why, by whom, when, on what law of that day."""
    told, synthetic = _record(request, case_id, by, engines)
    return told | {"synthetic": synthetic}


@letters.get("/{id}/reasons.pdf", summary="The same record as an accessible PDF", **PDF)
@permission("see_letter")
def reasons_pdf(request: Request, case_id: CaseId, by: Caller, engines: Databases) -> Response:
    """For a court or an ombudsman. 501, with why, where this register can make no PDF."""
    told, synthetic = _record(request, case_id, by, engines)
    number = told["as_known_at_entry"]
    html = reasons_paper(told, synthetic=synthetic)
    return as_pdf(html, named("reasons", number, "pdf", synthetic=synthetic))


def _read(
    request: Request, case_id: str, entry: int, by: Actor, engines: Databases
) -> tuple[LetterRead, bool]:
    """A letter as it was kept, and whether the register holds invented pupils. Raises 404."""
    store = store_of(engines, shell_of(request).settings)
    with reading(engines.register) as session:
        try:
            found = letter_for(session, store, case_id, entry, by, today())
        except (NoLetter, PaperLost) as none:
            raise HTTPException(404, NOT_FOUND) from none
        synthetic = holds_synthetic(session)
    _note(request, engines, by, "letter", found.case)
    return found, synthetic


def _record(
    request: Request, case_id: str, by: Actor, engines: Databases
) -> tuple[dict[str, Any], bool]:
    with reading(engines.register) as session:
        found = _case(session, case_id, by)
        told = reasons_of(session, found, today())
        synthetic = holds_synthetic(session)
    _note(request, engines, by, "reasons", found)
    return told, synthetic


def _case(session: Session, case_id: str, by: Actor) -> Case:
    found = visible_case(session, case_id, today(), by)
    if found is None:
        raise HTTPException(404, NOT_FOUND)
    return found


def _note(request: Request, engines: Databases, by: Actor, what: str, found: Case) -> None:
    looked(
        engines.looks,
        by,
        what,
        door="api",
        address=address_of(request),
        pupil_id=found.pupil,
        case_id=found.id,
    )
