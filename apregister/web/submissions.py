"""Which schools have sent what; the files of one's own place; where totals and marks differ."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading, writing
from apregister.reconciled import SIGNED, DifferenceShown, ReconcileShown, reconciled
from apregister.sight import may_see_place
from apregister.told_sent import SubmissionShown
from apregister.tracked import COLUMNS, tracked
from apregister.web.downloads import table_download
from apregister.web.listing import Listed, listed_of, part_of
from apregister.web.pages import page
from apregister.web.questions import placed
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import FORMER, asked_day
from apregister.web.words import basis
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from movements.received import submissions
from movements.record import today
from movements.signed_off import sign_off
from movements.tracker import LATE

submission_pages = Blueprint("submissions", __name__)

SHOWN = 20
LONGEST_NUMBER = 13
"""An entry's number has fewer digits than this."""


@submission_pages.get("/submissions", endpoint="submissions")
@permission("see_submissions")
def submissions_page() -> Response:
    """The submission tracker on a day, and the latest files of one's own places."""
    on, problems = asked_day(request.args.get("on"), "on")
    by = actor()
    with reading(engines().register) as session:
        told = tracked(session, on or today(), by)
        places = place_facts(session, by.places) if by.places else {}
        sent = [
            SubmissionShown.of(one, places)
            for place in sorted(by.places)
            for one in submissions(session, place, limit=SHOWN)
        ]
    note_look("tracker")
    return page(
        "submissions.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        late=basis(LATE),
        words=SIGNED,
        sent=sent,
        asked_on=request.args.get("on", ""),
        may_export=may(by.role, "export"),
    )


@submission_pages.get("/submissions.csv")
@permission("export")
def submissions_csv() -> Response:
    """The tracker's lines as a file, one's own first."""
    on, _ = asked_day(request.args.get("on"), "on")
    with reading(engines().register) as session:
        told = tracked(session, on or today(), actor())
    note_look("export_tracker")
    return table_download(COLUMNS, [one.cells() for one in told.items], "attendance-sent.csv")


@dataclass(frozen=True)
class DifferenceRow:
    """A question, and the pupil it is about by name; `seen` where the marks are one's to see."""

    told: DifferenceShown
    name: str
    seen: bool


@submission_pages.get("/places/<place>/reconcile", endpoint="reconcile")
@permission("see_submissions")
def reconcile_page(place: str) -> Response:
    """What the totals of one place ask of its marks; 404 for a place outside one's scope."""
    return _compared(place)


@submission_pages.post("/places/<place>/reconcile")
@permission("upload_file")
def sign_off_result(place: str) -> Response:
    """Sign off what the totals and marks of one's own place come to."""
    upto = request.form.get("upto", "")
    number = int(upto) if upto.isdecimal() and len(upto) < LONGEST_NUMBER else 0
    try:
        with writing(engines().register) as session:
            facts = _seen(session, place)
            why = request.form.get("why", "")
            sign_off(session, facts, number, why, by=actor(), source="form")
    except Refused as refused:
        return _compared(place, refused.problems)
    return redirect(url_for("submissions.reconcile", place=place, done="signed"), 303)


def _seen(session: Session, place: str) -> PlaceFacts:
    facts = place_facts(session, [place]).get(place)
    if facts is None or not may_see_place(facts, actor()):
        abort(404)
    return facts


def _compared(place: str, problems: tuple[Problem, ...] = ()) -> Response:
    with reading(engines().register) as session:
        told = reconciled(session, _seen(session, place), actor())
        rows = _named(told, listed_of(session))
    note_look("reconcile", place_id=place)
    return page(
        "reconcile.html",
        status=422 if problems else 200,
        problems=placed(problems, {"why"}),
        told=told,
        listed=part_of(rows),
        words=SIGNED,
        may_sign=place in actor().places and may(actor().role, "upload_file"),
        why=request.form.get("why", ""),
        done=request.args.get("done"),
    )


def _named(told: ReconcileShown, listed: Listed) -> list[DifferenceRow]:
    rows = []
    for one in told.items:
        seen = one.pupil in listed.seen
        rows.append(DifferenceRow(one, listed.name(one.pupil) if seen else FORMER, seen))
    return sorted(rows, key=lambda row: (row.told.first, row.name, row.told.pupil))
