"""Fair access cases: those of one's scope, and one of them."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse

from apregister.api.bodies import answers_in
from apregister.api.caller import Caller, Databases, address_of
from apregister.api.recording import Body
from apregister.api.shapes import RecordedShown
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.invented import holds_synthetic
from apregister.risk import LONGEST_REASON
from apregister.told import ItemsShown
from fair_access.case_file import case_file
from fair_access.case_file_told import file_told
from fair_access.case_reader import Case
from fair_access.case_state import State
from fair_access.cases import cases_for, visible_case
from fair_access.correct import may_correct
from fair_access.decide import open_steps
from fair_access.foreseen import foresee
from fair_access.meetings.sight import sees_risk
from fair_access.telling import CaseTold, refer, told_step
from movements.kind import Day
from movements.record import today

NOT_FOUND = "There is no such case, or not one that you may see."

cases = APIRouter(prefix="/cases", tags=["fair access"])

CaseId = Annotated[str, Path(alias="id", max_length=64, description="The case's id")]
RiskReason = Annotated[
    str | None,
    Query(max_length=LONGEST_REASON, description="Why you need risk information; it is noted"),
]

States = Annotated[
    list[State] | None,
    Query(alias="state", description="Only these states; give it again for each"),
]


@cases.get("", summary="Fair access cases")
@permission("see_case")
def every_case(
    request: Request,
    by: Caller,
    engines: Databases,
    states: States = None,
    on: Annotated[
        Day | None, Query(description="As they stood on this day; today unless you say")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=5000, description="How many at most")] = 500,
    offset: Annotated[int, Query(ge=0, le=10**9, description="How many to pass over")] = 0,
) -> ItemsShown:
    """The authority's cases, or those that concern a school; open ones first, soonest due first.

    With `on`, as they stood on that day: who may see them and what is withheld are today's.
    """
    day = on or today()
    with reading(engines.register) as session:
        found = [case.as_dict() for case in cases_for(session, by, states, today(), on)]
        synthetic = holds_synthetic(session)
    looked(engines.looks, by, "cases", door="api", address=address_of(request))
    return ItemsShown.of(day, found[offset : offset + limit], len(found), synthetic=synthetic)


@cases.post("", summary="Refer a pupil to the fair access panel", status_code=201)
@permission("open_case")
def refer_pupil(body: Body, by: Caller, engines: Databases) -> JSONResponse:
    """The answers of the referral, and `upn` or `pupil`; the case's id comes back as `case`.

    The same referral again gives the same case (200).
    """
    with writing(engines.register) as session:
        told = refer(session, answers_in(body), by, today())
    return _answer(told)


@cases.post(
    "/{id}/steps/{step}", summary="Take the next step of a case, or correct one", status_code=201
)
@permission("take_step")
def next_step(
    case_id: CaseId,
    step: Annotated[str, Path(max_length=64, description="The step, such as case_agreed")],
    body: Body,
    by: Caller,
    engines: Databases,
) -> JSONResponse:
    """The step's own answers; of an allocation, those of the movement that it implies besides.

    The movement is recorded with the step, or neither is. The same step again adds nothing (200).
    With `corrects`, the entry of a step, and a `correction_reason` it stands in that one's place.
    """
    answers = answers_in(body)
    with reading(engines.register) as session:
        foreseen = foresee(session, case_id, step, answers, by, today())
    with writing(engines.register) as session:
        done = told_step(session, case_id, step, answers, by, today(), foreseen)
    return _answer(CaseTold(case_id, done))


def _answer(told: CaseTold) -> JSONResponse:
    shown = RecordedShown.of(told.done).model_dump(mode="json")
    status = 201 if told.done.result == "accepted" else 200
    return JSONResponse({"case": told.case, **shown}, status)


@cases.get("/{id}/file", summary="The case file: what the panel sees of the child")
@permission("see_case")
def file_of_case(
    request: Request, case_id: CaseId, by: Caller, engines: Databases, reason: RiskReason = None
) -> dict[str, Any]:
    """History, standing, gaps, clocks, attendance by code, the referral, earlier cases.

    Risk information is in it for officers, for the chair, and for who gives a `reason`; `risk_held`
    says that there is some. A protected child's places are withheld.
    """
    why = (reason or "").strip() or None
    with reading(engines.register) as session:
        risk = why is not None or sees_risk(session, by, case_id, today())
        found = case_file(session, case_id, today(), by, show_risk=risk)
        synthetic = holds_synthetic(session)
    if found is None:
        raise HTTPException(404, NOT_FOUND)
    _note(request, engines, by, found.case, why)
    return file_told(found) | {"risk_held": found.risk_held, "risk": risk, "synthetic": synthetic}


@cases.get("/{id}", summary="One fair access case, step by step")
@permission("see_case")
def one_case(request: Request, case_id: CaseId, by: Caller, engines: Databases) -> dict[str, Any]:
    """Its steps as sentences, its concerns, and its clock: met, missed or running.

    `may_take` are the steps that you may take next, `may_correct` the entries of those that you
    may correct; `was` is what a corrected step said before.
    """
    with reading(engines.register) as session:
        found = visible_case(session, case_id, today(), by)
        synthetic = holds_synthetic(session)
    if found is None:
        raise HTTPException(404, NOT_FOUND)
    _note(request, engines, by, found, None)
    mended = [x.number for x in found.steps if may_correct(x.kind, x.organisation, by)]
    may_do = {"may_take": [step.id for step in open_steps(found, by)], "may_correct": mended}
    return found.as_dict() | may_do | {"synthetic": synthetic}


def _note(
    request: Request, engines: Databases, by: Caller, found: Case, reason: str | None
) -> None:
    looked(
        engines.looks,
        by,
        "case",
        door="api",
        address=address_of(request),
        pupil_id=found.pupil,
        case_id=found.id,
        reason=reason,
    )
