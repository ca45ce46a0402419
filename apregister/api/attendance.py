"""Marks sent by programs, and the submissions they make."""

import json
from asyncio import wrap_future
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from apregister.api.bodies import limited
from apregister.api.caller import Caller, Databases, address_of, shell_of
from apregister.api.feeds import CheckedFeed, check_feed
from apregister.api.marks_sent import BODY, FeedTaken, RowRefused, Taken
from apregister.api.mistakes import Problems
from apregister.api.recording import SenderKey
from apregister.audit import looked
from apregister.auth.permissions import permission
from apregister.db import Engines, reading, writing
from apregister.idempotency import answered, keep_answer
from apregister.in_turn import Work
from apregister.invented import holds_synthetic
from apregister.reconciled import ReconcileShown, reconciled
from apregister.sight import may_see_place
from apregister.speaking import place_spoken_for
from apregister.told_sent import SubmissionShown
from apregister.tracked import WINDOW, TrackerShown, tracked
from movements.actor import Actor
from movements.intake.attendance import check_attendance, read_attendance, write_attendance
from movements.intake.attendance_check import Checked
from movements.intake.attendance_columns import Columns
from movements.intake.attendance_file import tells_schools
from movements.intake.attendance_json import marks_told, told_json
from movements.intake.attendance_plain_json import plain_marks
from movements.intake.feed import Feed, read_feed
from movements.intake.feed_json import feed_as_csv
from movements.intake.plain_text import Unreadable
from movements.intake.totals import write_totals
from movements.intake.totals_check import CheckedTotals, check_totals
from movements.intake.totals_file import TotalsFile, holds_totals, read_totals
from movements.kept import kept
from movements.kind import Day
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from movements.received import problem_rows, submission, submissions, submissions_held
from movements.record import today
from movements.signed_off import LONGEST, sign_off

LARGEST = 64 * 1024 * 1024
_TOO_LARGE = f"A body has {LARGEST:,} bytes at most: send a term at a time."
_SMALL = 1 << 18
"""So many bytes are at most a week of a large school."""
Sent = Columns | TotalsFile | Feed
_ToWrite = tuple[Checked | CheckedTotals | CheckedFeed, bytes]
"""What was checked, and the request as a sender's key is kept with it."""


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


@attendance.post(
    "/attendance",
    summary="Send attendance marks",
    status_code=201,
    response_model=Taken | FeedTaken,
    responses={
        200: {"model": Taken | FeedTaken, "description": "The very same was taken in before"},
        409: {
            "model": Problems,
            "description": "The Idempotency-Key came before with another body",
        },
    },
    openapi_extra={"requestBody": BODY},
)
@permission("upload_file")
async def send_marks(
    request: Request, by: Caller, key: SenderKey, school: School = None
) -> JSONResponse:
    """A school's day or any batch: JSON as columns (quickest) or rows, or CSV (text/csv).

    Good rows are kept and the others told at `receipt`. A mark that differs from the one held
    takes its place, and the one before is kept. The very same body again changes nothing. CSV with
    the columns of termly totals is kept beside the marks, and touches none. An authority's key
    may send the marks of many schools: then each names its own (`school`, or `school_urn` in CSV),
    and each school's are a submission with a receipt.
    """
    shell = shell_of(request)
    body = await limited(request, LARGEST, _TOO_LARGE)
    sent = _Sending(request.headers.get("content-type", ""), body, by, key, school)
    work = Work(sent.check, sent.write)
    if len(body) > _SMALL:
        # The checking of a term would keep everybody else's day waiting.
        checked = await run_in_threadpool(sent.check_apart, shell.engines)
        work = Work(lambda _: checked, sent.write)
    told, status = await wrap_future(shell.in_turn.answer(work))
    return JSONResponse(told, status)


@dataclass(frozen=True)
class _Sending:
    """Marks that somebody sends: of which sort the body is, with which key, of which school."""

    sort: str
    body: bytes
    by: Actor
    key: str | None
    school: str | None

    def check(self, session: Session) -> _ToWrite:
        """What there is to write, and what its key is kept with. Reads only."""
        alone = self.school is not None or len(self.by.places) == 1
        sent, named = _read(self.sort, self.body, alone=alone)
        place = None if isinstance(sent, Feed) else _sender(session, self.by, named, self.school)
        asked = b"\n".join((b"attendance", place.id.encode() if place else b"", self.body))
        return _check(session, sent, place, self.by), asked

    def check_apart(self, engines: Engines) -> _ToWrite:
        """The same in a session of its own."""
        with reading(engines.register) as session:
            return self.check(session)

    def write(self, session: Session, found: _ToWrite) -> tuple[Any, int]:
        """The answer and its status: 201 where it is new. Of a key that came before the same."""
        checked, asked = found
        before = answered(session, self.by.organisation, self.key, asked) if self.key else None
        if before is not None:
            return json.loads(before), 200
        told, is_new = _write(session, checked, self.by)
        if self.key:
            said, entry = told.model_dump_json(), _entry(told)
            keep_answer(session, self.by.organisation, self.key, asked, entry=entry, response=said)
        return told.model_dump(), 201 if is_new else 200


def _read(sort: str, body: bytes, *, alone: bool) -> tuple[Sent, str | None]:
    """What was sent, and the school it names. Raises Refused where no row is in it.

    `alone`: all of it is of one school, whatever its rows say.
    """
    try:
        if sort.partition(";")[0].strip().lower() != "text/csv":
            sent, named = _from_json(body, alone=alone)
        else:
            sent, named = _from_csv(body, alone=alone), None
    except Unreadable as error:
        raise HTTPException(400, error.message) from error
    if not (len(sent) if isinstance(sent, Columns) else sent.sheet.rows):
        raise Refused([Problem("", "no_rows", "There is no mark in it.")])
    return sent, named


def _from_json(body: bytes, *, alone: bool) -> tuple[Sent, str | None]:
    plain = plain_marks(body, name="marks.json")
    if plain is not None:
        return plain
    told = told_json(body)
    feed = feed_as_csv(told, name="marks.json")
    if feed is None:
        return marks_told(told, body, name="marks.json")
    named = told.get("school") if isinstance(told, dict) else None
    if alone or isinstance(named, str):
        return read_attendance(feed, name="marks.json"), named if isinstance(named, str) else None
    return read_feed(feed, name="marks.json"), None


def _from_csv(body: bytes, *, alone: bool) -> Sent:
    if holds_totals(body, name="totals.csv"):
        return read_totals(body, name="totals.csv")
    if not alone and tells_schools(body, name="marks.csv"):
        return read_feed(body, name="marks.csv")
    return read_attendance(body, name="marks.csv")


def _check(
    session: Session, sent: Sent, place: PlaceFacts | None, by: Actor
) -> Checked | CheckedTotals | CheckedFeed:
    if isinstance(sent, Feed):
        return check_feed(session, sent, lambda ref: _place(session, by, ref))
    assert place is not None, "all but a feed are of one place"
    if isinstance(sent, TotalsFile):
        return check_totals(session, sent, place, today())
    return check_attendance(session, sent, place, today())


def _write(
    session: Session, checked: Checked | CheckedTotals | CheckedFeed, by: Actor
) -> tuple[Taken | FeedTaken, bool]:
    """What became of it, and whether it is new."""
    if isinstance(checked, CheckedFeed):
        return checked.write(session, by)
    if isinstance(checked, CheckedTotals):
        totals = write_totals(session, checked, by, "api")
        return Taken.of(totals), totals.is_new
    report = write_attendance(session, checked, by, "api")
    return Taken.of(report), report.is_new


def _entry(told: Taken | FeedTaken) -> int:
    """The entry that a key is kept with: of a feed that of its first school."""
    return told.submission if isinstance(told, Taken) else told.schools[0].submission


def _sender(session: Session, by: Actor, named: str | None, school: str | None) -> PlaceFacts:
    """The one place the marks are of, as the body or the address names it."""
    about = ("sender", by, named, school)
    return kept(session, about, lambda: _place(session, by, named or school))


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


class SignOffSent(BaseModel):
    """A sign-off: `upto` as `GET /v1/reconcile` gave it, and why what differs is left so."""

    upto: int = Field(ge=0, le=10**12, description="`signed.upto` of the result that was looked at")
    why: str = Field(default="", max_length=LONGEST, description="Name no pupil")
    school: str | None = Field(default=None, description="Not needed where you have one place")


class SignedOff(BaseModel):
    """The entry that holds the sign-off."""

    entry: int
    result: str


@attendance.post("/reconcile/sign-off", status_code=201, summary="Sign off totals against marks")
@permission("upload_file")
def sign_off_told(sent: SignOffSent, by: Caller, engines: Databases) -> SignedOff:
    """For the school itself. It holds until totals, or marks of their terms, are sent again."""
    with writing(engines.register) as session:
        place = _place(session, by, sent.school)
        told = sign_off(session, place, sent.upto, sent.why, by=by, source="api")
    return SignedOff(entry=told.entry, result=told.result)


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
