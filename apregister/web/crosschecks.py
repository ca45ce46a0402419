"""Cross-checks of marks, by number, and the marks to send again."""

from dataclasses import dataclass

from flask import Blueprint, request
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.owed import cross_checks_owed
from apregister.restated import Restate, restate_owed
from apregister.unsent import unsent, unsent_answered
from apregister.web.ledger import ledger_row
from apregister.web.listing import Listed, Part, chosen, listed_of, part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from movements.exceptions import CROSS_CHECKS
from movements.exceptions.no_mark import NO_MARK
from movements.record import today
from movements.restating import ToRestate

crosscheck_pages = Blueprint("crosschecks", __name__)

CHECKS = {one.id: f"{one.number}. {one.title}" for one in CROSS_CHECKS}


@dataclass(frozen=True)
class RestateRow:
    """A session to send again, in words."""

    line: ToRestate
    name: str
    place: str
    due_at: str


@crosscheck_pages.get("/crosschecks", endpoint="crosschecks")
@permission("see_ledger")
def crosschecks() -> Response:
    """The questions by number, those of one's own place first."""
    cause, every = chosen("cause", tuple(CHECKS)), request.args.get("show") == "all"
    with reading(engines().register) as session:
        owed = cross_checks_owed(session, today(), actor(), answered=every).only(cause or None)
        listed = listed_of(session)
        part = part_of(owed.items)
        shown = Part([ledger_row(one, listed) for one in part.rows], part.total, part.number)
        of_places = cause in ("", NO_MARK.id)
        places = unsent(session, today(), actor()) if of_places else []
        told = unsent_answered(session, today(), actor()) if of_places and every else []
    note_look("crosschecks")
    return page(
        "crosschecks.html",
        part="_crosscheck_rows.html",
        listed=shown,
        places=places,
        answered=told,
        checks=CHECKS,
        mine=actor().places,
        asked={"cause": cause, "show": request.args.get("show", "")},
    )


@crosscheck_pages.get("/restate", endpoint="restate")
@permission("see_ledger")
def restate() -> Response:
    """The marks to send again, session by session."""
    with reading(engines().register) as session:
        found = restate_owed(session, today(), actor())
        listed = listed_of(session)
        rows = [_restate_row(line, found, listed) for line in found.lines]
    note_look("restate")
    return page("restate.html", listed=part_of(rows))


def _restate_row(line: ToRestate, found: Restate, listed: Listed) -> RestateRow:
    shown = found.shown(line)
    due_at = shown.name(line.due_at) if line.due_at else ""
    return RestateRow(line, listed.name(line.pupil), shown.name(line.place), due_at)
