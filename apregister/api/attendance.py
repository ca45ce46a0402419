"""Marks sent by programs, and the submissions they make."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlmodel import Session

from apregister.api.bodies import limited
from apregister.api.caller import Caller, Databases, Writing, address_of
from apregister.api.mistakes import Problems
from apregister.api.recording import SenderKey
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import Engines, reading
from apregister.idempotency import answered, keep_answer
from apregister.invented import holds_synthetic
from apregister.reconciled import ReconcileShown, reconciled
from apregister.sight import may_see_place
from apregister.speaking import place_spoken_for
from apregister.told_sent import SubmissionShown
from apregister.tracked import WINDOW, TrackerShown, tracked
from movements.actor import Actor
from movements.intake.attendance import (
    AttendanceReport,
    check_attendance,
    read_attendance,
    write_attendance,
)
from movements.intake.attendance_check import Checked
from movements.intake.attendance_columns import Columns
from movements.intake.attendance_json import read_attendance_json
from movements.intake.plain_text import Unreadable
from movements.intake.totals import TotalsReport, write_totals
from movements.intake.totals_check import CheckedTotals, check_totals
from movements.intake.totals_file import TotalsFile, holds_totals, read_totals
from movements.kept import kept
from movements.kind import Day
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from movements.received import ProblemRow, problem_rows, submission, submissions, submissions_held
from movements.record import today

LARGEST = 64 * 1024 * 1024
_TEXT: dict[str, Any] = {"type": "string"}
_MANY = {"type": "array", "items": _TEXT}
_ONE_OR_MANY = {"oneOf": [_TEXT, _MANY]}
_UPNS = ["B801200005001", "K801200005002"]
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "title": "Marks",
                "properties": {
                    "school": {**_TEXT, "description": "Not needed where the key has one place"},
                    "upn": _MANY,
                    "date": _ONE_OR_MANY,
                    "session": _ONE_OR_MANY,
                    "mark": _MANY,
                    "rows": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": dict.fromkeys(("upn", "date", "session", "mark"), _TEXT),
                        },
                    },
                },
            },
            "examples": {
                "columns": {
                    "summary": "A session of a school: the quick way",
                    "value": {
                        "school": "103423",
                        "date": "2026-09-14",
                        "session": "AM",
                        "upn": _UPNS,
                        "mark": ["/", "L"],
                    },
                },
                "rows": {
                    "summary": "A row for each mark",
                    "value": {
                        "rows": [
                            {"upn": _UPNS[0], "date": "2026-09-14", "session": "PM", "mark": "C1"}
                        ]
                    },
                },
            },
        },
        "text/csv": {
            "schema": _TEXT,
            "example": f"upn,date,session,mark\n{_UPNS[0]},14/09/2026,AM,/",
        },
    },
}


class Taken(BaseModel):
    """What became of what was sent. Of the accepted marks, `changed` replaced another.

    `receipt` is where the refused rows are told.
    """

    submission: int
    rows: int
    accepted: int
    unchanged: int
    changed: int
    refused: int
    receipt: str
    notes: list[str]

    @classmethod
    def of(cls, report: AttendanceReport | TotalsReport) -> "Taken":
        """The answer to a report on marks, or totals, taken in."""
        return cls(
            submission=report.submission,
            rows=report.accepted + report.already_held + report.refused,
            accepted=report.accepted,
            unchanged=report.already_held,
            changed=report.changed if isinstance(report, AttendanceReport) else 0,
            refused=report.refused,
            receipt=f"/api/v1/submissions/{report.submission}",
            notes=list(report.notes),
        )


class RowRefused(BaseModel):
    """A row that was refused: its line in the file (in JSON: which mark, from 1), and why."""

    line: int
    column: str
    problems: list[dict[str, str]]

    @classmethod
    def of(cls, row: ProblemRow) -> "RowRefused":
        """A refused row with its problems."""
        told = [problem.as_dict() for problem in row.problems]
        return cls(line=row.line, column=row.column, problems=told)


class SubmissionTold(SubmissionShown):
    """A submission with a page of the rows that were refused."""

    synthetic: bool
    problem_rows: int
    problems: list[RowRefused]


class SubmissionsTold(BaseModel):
    """Submissions, the latest first; `before` of the next page is the last one's number."""

    on: date
    synthetic: bool
    total: int
    items: list[SubmissionShown]


attendance = APIRouter(tags=["attendance"])

School = Annotated[
    str | None, Query(description="URN, ukprn: and number, or id; for a key of several places")
]


async def marks_body(request: Request) -> bytes:
    """The body as sent. Raises HTTPException 413 where it is too large."""
    words = f"A body has {LARGEST:,} bytes at most: send a term at a time."
    return await limited(request, LARGEST, words)


@attendance.post(
    "/attendance",
    summary="Send attendance marks",
    status_code=201,
    response_model=Taken,
    responses={
        200: {"model": Taken, "description": "The very same was taken in before"},
        409: {
            "model": Problems,
            "description": "The Idempotency-Key came before with another body",
        },
    },
    openapi_extra={"requestBody": _BODY},
)
@permission("upload_file")
def send_marks(
    request: Request,
    body: Annotated[bytes, Depends(marks_body)],
    by: Caller,
    engines: Databases,
    in_turn: Writing,
    key: SenderKey,
    school: School = None,
) -> JSONResponse:
    """A school's day or any batch: JSON as columns (quickest) or rows, or CSV (text/csv).

    Good rows are kept and the others told at `receipt`. A mark that differs from the one held
    takes its place, and the one before is kept. The very same body again changes nothing. CSV with
    the columns of termly totals is kept beside the marks, and touches none.
    """
    sent, named = _read(request.headers.get("content-type", ""), body)
    with reading(engines.register) as session:
        place = kept(
            session, ("sender", by, named, school), lambda: _place(session, by, named or school)
        )
        asked = b"attendance\n" + place.id.encode() + b"\n" + body
        before = answered(session, by.organisation, key, asked) if key else None
        if before is None:
            checked = _check(session, sent, place)
    if before is not None:
        return JSONResponse(Taken.model_validate_json(before).model_dump(), 200)

    def write(session: Session) -> tuple[Taken, bool]:
        report = _write(session, checked, by)
        told = Taken.of(report)
        if key and answered(session, by.organisation, key, asked) is None:
            said = told.model_dump_json()
            keep_answer(session, by.organisation, key, asked, entry=told.submission, response=said)
        return told, report.is_new

    told, is_new = in_turn.write(write)
    return JSONResponse(told.model_dump(), 201 if is_new else 200)


def _read(sort: str, body: bytes) -> tuple[Columns | TotalsFile, str | None]:
    """What was sent, and the school it names. Raises Refused where no row is in it."""
    sent, named = _parsed(sort, body)
    if not (len(sent) if isinstance(sent, Columns) else sent.sheet.rows):
        raise Refused([Problem("", "no_rows", "There is no mark in it.")])
    return sent, named


def _parsed(sort: str, body: bytes) -> tuple[Columns | TotalsFile, str | None]:
    try:
        if sort.partition(";")[0].strip().lower() != "text/csv":
            return read_attendance_json(body, name="marks.json")
        if holds_totals(body, name="totals.csv"):
            return read_totals(body, name="totals.csv"), None
        return read_attendance(body, name="marks.csv"), None
    except Unreadable as error:
        raise HTTPException(400, error.message) from error


def _check(
    session: Session, sent: Columns | TotalsFile, place: PlaceFacts
) -> Checked | CheckedTotals:
    if isinstance(sent, TotalsFile):
        return check_totals(session, sent, place, today())
    return check_attendance(session, sent, place, today())


def _write(
    session: Session, checked: Checked | CheckedTotals, by: Actor
) -> AttendanceReport | TotalsReport:
    if isinstance(checked, CheckedTotals):
        return write_totals(session, checked, by, "api")
    return write_attendance(session, checked, by, "api")


def _place(session: Session, by: Actor, ref: str | None) -> PlaceFacts:
    """The place the marks are of: the caller's own, or one of its authority.

    Raises Refused, in the same words for a place of another authority and for none.
    """
    place = place_spoken_for(session, by, (ref or "").strip() or None)
    if place is None or not may_see_place(place, by):
        words = "Name the school or setting the marks are of: one of your authority."
        code = "unknown_place" if ref else "missing"
        raise Refused([Problem("school", code, words)])
    return place


@attendance.get("/tracker", summary="Which schools have sent what, how late, how complete")
@permission("see_submissions")
def tracker_told(
    request: Request,
    by: Caller,
    engines: Databases,
    on: Annotated[Day | None, Query(description="Today unless you say")] = None,
    days: Annotated[int, Query(ge=1, le=400, description="So many days up to it")] = WINDOW,
) -> TrackerShown:
    """The places you may see, your own first, those with most days missing next."""
    with reading(engines.register) as session:
        told = tracked(session, on or today(), by, days=days)
    looked(engines.looks, by, "tracker", door="api", address=address_of(request))
    return told


@attendance.get("/reconcile", summary="Where termly totals and marks differ")
@permission("see_submissions")
def reconcile_told(
    request: Request, by: Caller, engines: Databases, school: School = None
) -> ReconcileShown:
    """The questions for one place: your only one, or the one named in `school`."""
    with reading(engines.register) as session:
        place = _place(session, by, school)
        told = reconciled(session, place, by)
    address = address_of(request)
    looked(engines.looks, by, "reconcile", door="api", address=address, place_id=place.id)
    return told


@attendance.get("/submissions", summary="The attendance files and marks that were sent")
@permission("see_submissions")
def submissions_told(
    request: Request,
    by: Caller,
    engines: Databases,
    school: School = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int | None, Query(description="Only those of lower numbers")] = None,
) -> SubmissionsTold:
    """Those of one place, the latest first: your only one, or the one named in `school`."""
    with reading(engines.register) as session:
        place = _place(session, by, school)
        found = submissions(session, place.id, limit=limit, before=before)
        places, synthetic = place_facts(session, [place.id]), holds_synthetic(session)
        total = submissions_held(session, place.id)
    _note(engines, request, by, place.id)
    items = [SubmissionShown.of(one, places) for one in found]
    return SubmissionsTold(on=today(), synthetic=synthetic, total=total, items=items)


@attendance.get("/submissions/{number}", summary="A submission, and the rows that were refused")
@permission("see_submissions")
def submission_told(
    request: Request,
    number: int,
    by: Caller,
    engines: Databases,
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> SubmissionTold:
    """What became of one submission, with a page of its refused rows."""
    with reading(engines.register) as session:
        found = submission(session, number) if number < 2**62 else None
        places = place_facts(session, [found.place_id]) if found else {}
        if found is None or not may_see_place(places[found.place_id], by):
            raise HTTPException(404, "There is no such submission, or not one you may see.")
        rows, synthetic = problem_rows(session, number), holds_synthetic(session)
    _note(engines, request, by, found.place_id)
    return SubmissionTold(
        **SubmissionShown.of(found, places).model_dump(),
        synthetic=synthetic,
        problem_rows=len(rows),
        problems=[
            RowRefused(
                line=row.line, column=row.column, problems=[one.as_dict() for one in row.problems]
            )
            for row in rows[offset : offset + limit]
        ],
    )


def _note(engines: Engines, request: Request, by: Actor, place: str) -> None:
    address = address_of(request)
    looked(engines.looks, by, "submissions", door="api", address=address, place_id=place)
