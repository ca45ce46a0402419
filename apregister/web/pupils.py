"""Finding a pupil, and a pupil's page. A UPN is sent in a form, never in an address."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.sight import NotSeen, find_for
from apregister.web.pages import page
from apregister.web.pupil_page import pupil_page
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.sighted import asked_day
from movements.identifiers import upn_problem
from movements.problems import Problem, Refused
from movements.record import today

pupil_pages = Blueprint("pupils", __name__)

NONE_FOUND = "No pupil you can see has this UPN. Check it against your own system."
LONGEST_REASON = 200


@pupil_pages.get("/pupils/find")
@permission("see_pupil")
def find() -> Response:
    """The form to find a pupil."""
    return page("find.html", problems=(), upn="", officer=actor().role == "la_officer")


@pupil_pages.post("/pupils/find")
@permission("see_pupil")
def find_now() -> Response:
    """Go to the pupil who bears or bore the UPN, if whoever asks may see the pupil."""
    upn = request.form.get("upn", "").strip()
    wrong = upn_problem(upn) if upn else "Enter a UPN."
    if wrong:
        return _not_found(upn, Problem("upn", "not_a_upn", wrong))
    try:
        with reading(engines().register) as session:
            pupil = find_for(session, upn, actor(), today())
    except NotSeen:
        note_look("find")
        return _not_found(upn, Problem("upn", "unknown", NONE_FOUND))
    except Refused as refused:
        return _not_found(upn, *refused.problems)
    note_look("find", pupil_id=pupil)
    return redirect(url_for("pupils.pupil", pupil=pupil), 303)


@pupil_pages.get("/pupils/<pupil>")
@permission("see_pupil")
def pupil(pupil: str) -> Response:
    """A pupil: standing, clocks and history, today or as they were known on a day."""
    return _pupil_page(pupil, None)


@pupil_pages.post("/pupils/<pupil>/unveil")
@permission("see_protected")
def unveil(pupil: str) -> Response:
    """The page of a protected pupil with the places, for a reason that is noted."""
    reason = request.form.get("reason", "").strip()
    if not reason:
        wrong = Problem("reason", "missing", "Say why you need to see where the child is.")
        return _pupil_page(pupil, None, (wrong,))
    if len(reason) > LONGEST_REASON:
        wrong = Problem("reason", "too_long", f"Use {LONGEST_REASON} characters at most.")
        return _pupil_page(pupil, None, (wrong,))
    return _pupil_page(pupil, reason)


def _pupil_page(pupil: str, reason: str | None, problems: tuple[Problem, ...] = ()) -> Response:
    known_on, wrong = asked_day(request.args.get("as_known_on"), "as_known_on")
    problems += wrong
    done = request.args.get("done", type=int)
    with reading(engines().register) as session:
        shown = pupil_page(
            session,
            pupil,
            actor(),
            known_on=known_on,
            reason=reason,
            asked=done,
            every="every" in request.args,
        )
    note_look("history", pupil_id=pupil, reason=reason)
    return page(
        "pupil.html",
        status=422 if problems else 200,
        problems=problems,
        shown=shown,
        known_on=known_on,
        asked_known_on=request.args.get("as_known_on", ""),
        done=done,
        today=today(),
        may_record=may_open("recording.kinds"),
    )


def _not_found(upn: str, *problems: Problem) -> Response:
    officer = actor().role == "la_officer"
    unknown = any(problem.code == "unknown" for problem in problems)
    return page(
        "find.html", status=422, problems=problems, upn=upn, officer=officer, unknown=unknown
    )
