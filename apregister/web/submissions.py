"""Which schools have sent what; the files of one's own place; where totals and marks differ."""

from dataclasses import dataclass

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.reconciled import DifferenceShown, ReconcileShown, reconciled
from apregister.sight import may_see_place
from apregister.told_sent import SubmissionShown
from apregister.tracked import tracked
from apregister.web.listing import Listed, listed_of, part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import FORMER, asked_day
from apregister.web.words import basis
from movements.places import place_facts
from movements.received import submissions
from movements.record import today
from movements.tracker import LATE

submission_pages = Blueprint("submissions", __name__)

SHOWN = 20


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
        sent=sent,
        asked_on=request.args.get("on", ""),
    )


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
    by = actor()
    with reading(engines().register) as session:
        facts = place_facts(session, [place]).get(place)
        if facts is None or not may_see_place(facts, by):
            abort(404)
        told = reconciled(session, facts, by)
        rows = _named(told, listed_of(session))
    note_look("reconcile", place_id=place)
    return page("reconcile.html", told=told, listed=part_of(rows))


def _named(told: ReconcileShown, listed: Listed) -> list[DifferenceRow]:
    rows = []
    for one in told.items:
        seen = one.pupil in listed.seen
        rows.append(DifferenceRow(one, listed.name(one.pupil) if seen else FORMER, seen))
    return sorted(rows, key=lambda row: (row.told.first, row.name, row.told.pupil))
