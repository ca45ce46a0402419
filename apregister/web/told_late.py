"""How soon schools tell of movements: a page and a file."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.told_late import COLUMNS, WINDOW, ToldLate, told_late
from apregister.web.downloads import table_download
from apregister.web.listing import part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from movements.record import today

late_pages = Blueprint("told_late", __name__)
SPANS = {"28": "The last four weeks", "365": "The last year"}


@late_pages.get("/told-late", endpoint="told_late")
@permission("see_ledger")
def late_page() -> Response:
    """Each school's line, its own first."""
    told = _told()
    note_look("told_late")
    return page(
        "told_late.html",
        told=told,
        listed=part_of(told.items),
        spans=SPANS,
        asked={"days": _days()} if _days() else {},
        may_export=may(actor().role, "export"),
    )


@late_pages.get("/told-late.csv")
@permission("export")
def late_csv() -> Response:
    """The same lines as a file."""
    told = _told()
    note_look("export_told_late")
    return table_download(COLUMNS, [one.cells() for one in told.items], "told-late.csv")


def _days() -> str:
    asked = request.args.get("days", "")
    return asked if asked in SPANS else ""


def _told() -> ToldLate:
    with reading(engines().register) as session:
        return told_late(session, today(), actor(), days=int(_days() or WINDOW))
