"""Which schools have sent what, one's own line first, and the files of one's own place."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.told_sent import SubmissionShown
from apregister.tracked import tracked
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import asked_day
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
