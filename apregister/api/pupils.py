"""Finding a pupil, and a pupil's history."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Query, Request, Response

from apregister.api.bodies import answers_in, body_of
from apregister.api.caller import Caller, Databases, address_of
from apregister.api.shapes import PupilFound
from apregister.api.unchanged import ETAG, tag_of
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.sight import NotSeen, find_for, look_at
from apregister.told import HistoryShown
from apregister.told_attendance import AttendanceShown, attendance_for
from apregister.told_marks import MarksShown, marks_for
from apregister.words import OTHER_WORDS
from movements.identifiers import upn_problem
from movements.kind import Day
from movements.problems import Problem, Refused
from movements.record import today

NOT_FOUND = "There is no such pupil, or not one whose record you may see."
_FIND = {
    "type": "object",
    "title": "Find a pupil",
    "additionalProperties": False,
    "properties": {"upn": {"type": "string", "title": "UPN", "examples": ["B801200005001"]}},
    "required": ["upn"],
}

pupils = APIRouter(prefix="/pupils", tags=["pupils"])

PupilId = Annotated[str, Path(alias="id", max_length=64, description="The pupil's id here")]
KnownOn = Annotated[
    Day | None, Query(description="Only what had been recorded by the end of this day")
]
Reason = Annotated[
    str | None,
    Header(
        alias="Reason-To-See",
        max_length=200,
        description="Why the places of a protected child are asked for; noted with the look. "
        "Name no child in it",
    ),
]


@pupils.post(
    "/find",
    summary="Find a pupil by UPN",
    response_model=PupilFound,
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": _FIND}}}
    },
)
@permission("see_pupil")
def find(
    request: Request,
    body: Annotated[dict[str, Any], Depends(body_of)],
    by: Caller,
    engines: Databases,
) -> PupilFound:
    """The id of the pupil who bears or bore a UPN. A look-up is a POST: no UPN is in an address."""
    upn = _upn_in(answers_in(body))
    try:
        with reading(engines.register) as session:
            pupil = find_for(session, upn, by, today())
    except NotSeen as unseen:
        raise HTTPException(404, NOT_FOUND) from unseen
    looked(engines.looks, by, "find", door="api", address=address_of(request), pupil_id=pupil)
    return PupilFound(pupil=pupil)


@pupils.get(
    "/{id}/history",
    summary="Everything held on a pupil, in order",
    responses={200: {"headers": ETAG}},
)
@permission("see_pupil")
def history_of(
    request: Request,
    response: Response,
    pupil: PupilId,
    by: Caller,
    engines: Databases,
    as_known_on: KnownOn = None,
    reason: Reason = None,
) -> HistoryShown:
    """Each entry as a sentence, with its concerns. A former place sees its own entries only."""
    why = (reason or "").strip() or None
    try:
        with reading(engines.register) as session:
            seen = look_at(
                session,
                pupil,
                by,
                today=today(),
                as_known_on=as_known_on,
                reason=why,
                others=OTHER_WORDS,
            )
            synthetic = holds_synthetic(session)
    except NotSeen as unseen:
        raise HTTPException(404, NOT_FOUND) from unseen
    looked(
        engines.looks,
        by,
        "history",
        door="api",
        address=address_of(request),
        pupil_id=pupil,
        reason=why,
    )
    if as_known_on is None:
        response.headers["ETag"] = tag_of(seen)
    return HistoryShown.of(seen, as_known_on, synthetic=synthetic)


@pupils.get("/{id}/marks", summary="A pupil's marks, each with the submission that set it")
@permission("see_pupil")
def marks_of(
    request: Request,
    pupil: PupilId,
    by: Caller,
    engines: Databases,
    first: Annotated[Day, Query(alias="from", description="The first day")],
    last: Annotated[Day | None, Query(alias="to", description="Today unless you say")] = None,
) -> MarksShown:
    """The marks of each session by place, with those they replaced. A former place sees its own."""
    try:
        with reading(engines.register) as session:
            between = (first, last or today())
            synthetic = holds_synthetic(session)
            shown = marks_for(session, pupil, by, between, synthetic=synthetic)
    except NotSeen as unseen:
        raise HTTPException(404, NOT_FOUND) from unseen
    looked(engines.looks, by, "marks", door="api", address=address_of(request), pupil_id=pupil)
    return shown


@pupils.get("/{id}/attendance", summary="What a pupil's marks come to, over home and AP")
@permission("see_pupil")
def attendance_of(
    request: Request,
    pupil: PupilId,
    by: Caller,
    engines: Databases,
    first: Annotated[Day, Query(alias="from", description="The first day")],
    last: Annotated[Day | None, Query(alias="to", description="Today unless you say")] = None,
) -> AttendanceShown:
    """Rates, runs of absence, sessions offered, when last seen; one register over every place.

    A former place is told of its own marks.
    """
    try:
        with reading(engines.register) as session:
            between = (first, last or today())
            synthetic = holds_synthetic(session)
            shown = attendance_for(session, pupil, by, between, synthetic=synthetic)
    except NotSeen as unseen:
        raise HTTPException(404, NOT_FOUND) from unseen
    looked(engines.looks, by, "attendance", door="api", address=address_of(request), pupil_id=pupil)
    return shown


def _upn_in(answers: dict[str, str]) -> str:
    """The UPN asked for. Raises Refused where it is missing, wrong or not alone."""
    others = sorted(answers.keys() - {"upn"})
    wrong = [Problem(name, "unknown_field", "Only the UPN is looked up.") for name in others]
    upn = answers.get("upn", "").strip()
    problem = upn_problem(upn) if upn else "Enter the pupil's UPN."
    if problem:
        wrong.append(Problem("upn", "not_a_upn" if upn else "missing", problem))
    if wrong:
        raise Refused(wrong)
    return upn
