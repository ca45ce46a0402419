"""The page of an auditor: who looked at what, the latest first."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from apregister.audit import Wanted, looks
from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.web.pages import page
from apregister.web.shell import engines, note_look
from movements.linked import links

looks_pages = Blueprint("looks", __name__)

PAGE = 50


@looks_pages.get("/looks", endpoint="looks")
@permission("see_looks")
def looks_page() -> Response:
    """Looks by pupil id, by who or by what; the next fifty by htmx or by a link.

    By the id of either record of a child that has two.
    """
    asked = {name: request.args.get(name) or None for name in ("pupil_id", "who", "what")}
    before = request.args.get("before", type=int)
    wanted = Wanted(
        pupil_ids=_records(asked["pupil_id"]),
        who=asked["who"],
        what=asked["what"],
        before=before,
        limit=PAGE + 1,
    )
    found = looks(engines().looks, wanted)
    if before is None:
        note_look("looks", pupil_id=asked["pupil_id"])
    more = found[PAGE - 1].number if len(found) > PAGE else None
    return page("looks.html", part="_looks_rows.html", looks=found[:PAGE], more=more, asked=asked)


def _records(pupil: str | None) -> frozenset[str]:
    if pupil is None:
        return frozenset()
    with reading(engines().register) as session:
        return frozenset(links(session).records(pupil))
