"""A pupil's marks, session by session: what each is, which file set it, and what it replaced."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.sight import NotSeen
from apregister.told_attendance import attendance_for
from apregister.told_marks import marks_for
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import asked_day
from apregister.web.synthetic import is_synthetic
from movements.record import today
from movements.school_days import school_year_start

mark_pages = Blueprint("marks", __name__)
Told = TypeVar("Told")
Tell = Callable[..., Told]


@mark_pages.get("/pupils/<pupil>/marks")
@permission("see_pupil")
def marks(pupil: str) -> Response:
    """The marks of a pupil between two days; to a former place its own."""
    return _page(pupil, "marks", marks_for)


@mark_pages.get("/pupils/<pupil>/attendance")
@permission("see_pupil")
def attendance(pupil: str) -> Response:
    """What the marks come to between two days, and the one register over home and AP."""
    return _page(pupil, "attendance", attendance_for)


def _page(pupil: str, what: str, tell: Tell[Told]) -> Response:
    """A page of a pupil's marks between two days, as whoever is signed in may see them."""
    first, wrong_first = asked_day(request.args.get("from"), "from")
    last, wrong_last = asked_day(request.args.get("to"), "to")
    end = last or today()
    between = (first or school_year_start(end, "1 September"), end)
    problems = (*wrong_first, *wrong_last)
    try:
        with reading(engines().register) as session:
            told = tell(session, pupil, actor(), between, synthetic=is_synthetic())
    except NotSeen:
        abort(404)
    note_look(what, pupil_id=pupil)
    asked = {"from": request.args.get("from", ""), "to": request.args.get("to", "")}
    status = 422 if problems else 200
    return page(f"{what}.html", status=status, problems=problems, told=told, asked=asked)
