"""Cross-checks of marks: what registers say against movements and each other, by number."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.owed import cross_checks_owed
from apregister.web.ledger import ledger_row
from apregister.web.listing import chosen, listed_of, part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from movements.exceptions import CROSS_CHECKS
from movements.record import today

crosscheck_pages = Blueprint("crosschecks", __name__)

CHECKS = {one.id: f"{one.number}. {one.title}" for one in CROSS_CHECKS}


@crosscheck_pages.get("/crosschecks", endpoint="crosschecks")
@permission("see_ledger")
def crosschecks() -> Response:
    """The questions by number, those of one's own place first."""
    cause, every = chosen("cause", tuple(CHECKS)), request.args.get("show") == "all"
    with reading(engines().register) as session:
        owed = cross_checks_owed(session, today(), actor(), answered=every).only(cause or None)
        listed = listed_of(session)
        rows = [ledger_row(one, listed) for one in owed.items]
    note_look("crosschecks")
    return page(
        "crosschecks.html",
        part="_crosscheck_rows.html",
        listed=part_of(rows),
        checks=CHECKS,
        mine=actor().places,
        asked={"cause": cause, "show": request.args.get("show", "")},
    )
