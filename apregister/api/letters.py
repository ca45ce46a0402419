"""The letters of a case: owed, made and sent; one of them word for word; and the reasons."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import JSONResponse
from sqlmodel import Session

from apregister.api.bodies import answers_in
from apregister.api.caller import Caller, Databases, address_of, shell_of
from apregister.api.cases import NOT_FOUND, CaseId
from apregister.api.recording import Body
from apregister.api.shapes import RecordedShown
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.invented import holds_synthetic
from apregister.letters import NoLetter, letter_for
from apregister.papers import store_of
from apregister.told import ItemsShown
from fair_access.case_reader import Case
from fair_access.cases import visible_case
from fair_access.letters.make import make_letter
from fair_access.letters.owed import letters_of
from fair_access.letters.reasons import reasons_of
from movements.actor import Actor
from movements.attachments import PaperLost
from movements.record import today

letters = APIRouter(prefix="/cases", tags=["fair access"])


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


@letters.get("/{id}/letters/{entry}", summary="One letter, word for word")
@permission("see_letter")
def one_letter(
    request: Request,
    case_id: CaseId,
    entry: Annotated[int, Path(ge=1, le=10**15, description="The entry that made the letter")],
    by: Caller,
    engines: Databases,
) -> dict[str, Any]:
    """As it was kept when it was made, whatever was recorded since."""
    store = store_of(engines, shell_of(request).settings)
    with reading(engines.register) as session:
        try:
            found = letter_for(session, store, case_id, entry, by, today())
        except (NoLetter, PaperLost) as none:
            raise HTTPException(404, NOT_FOUND) from none
        synthetic = holds_synthetic(session)
    _note(request, engines, by, "letter", found.case)
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
    with reading(engines.register) as session:
        found = _case(session, case_id, by)
        told = reasons_of(session, found, today())
        synthetic = holds_synthetic(session)
    _note(request, engines, by, "reasons", found)
    return told | {"synthetic": synthetic}


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
