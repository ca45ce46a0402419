"""What the marks of a place's pupils come to: together, and a line for each."""

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.place_attendance import place_attendance
from apregister.sight import may_see_place
from apregister.web.listing import part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import asked_day, names_seen
from movements.places import place_facts
from movements.problems import Problem
from movements.record import today
from movements.school_days import school_year_start

place_attendance_pages = Blueprint("place_attendance", __name__)


@place_attendance_pages.get("/places/<place>/attendance", endpoint="pupils")
@permission("see_pupil")
def pupils_page(place: str) -> Response:
    """The pupils of a place between two days, a hundred to a page; 404 outside one's scope."""
    first, wrong_first = asked_day(request.args.get("from"), "from")
    last, wrong_last = asked_day(request.args.get("to"), "to")
    end = last or today()
    begin, problems = first or school_year_start(end, "1 September"), (*wrong_first, *wrong_last)
    if begin > end:
        problems = (*problems, Problem("to", "before", "The last day is before the first."))
        begin = school_year_start(end, "1 September")
    with reading(engines().register) as session:
        facts = place_facts(session, [place]).get(place)
        if facts is None or not may_see_place(facts, actor()):
            abort(404)
        told = place_attendance(session, facts, actor(), (begin, end))
        listed = part_of(told.items)
        names = names_seen(session, [one.pupil for one in listed.rows])
    note_look("place_attendance", place_id=place)
    asked = {name: request.args.get(name, "") for name in ("from", "to")}
    return page(
        "place_attendance.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        listed=listed,
        names=names,
        asked=asked,
    )
