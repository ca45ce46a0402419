"""The page of an auditor: who looked at what, the latest first."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from apregister.audit import Wanted, looks
from apregister.auth.permissions import permission
from apregister.web.pages import page
from apregister.web.shell import engines, note_look

looks_pages = Blueprint("looks", __name__)

PAGE = 50


@looks_pages.get("/looks", endpoint="looks")
@permission("see_looks")
def looks_page() -> Response:
    """Looks by pupil id, by who or by what; the next fifty by htmx or by a link."""
    asked = {name: request.args.get(name) or None for name in ("pupil_id", "who", "what")}
    before = request.args.get("before", type=int)
    found = looks(engines().looks, Wanted(**asked, before=before, limit=PAGE + 1))
    if before is None:
        note_look("looks", pupil_id=asked["pupil_id"])
    more = found[PAGE - 1].number if len(found) > PAGE else None
    return page("looks.html", part="_looks_rows.html", looks=found[:PAGE], more=more, asked=asked)
