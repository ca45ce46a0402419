"""What becomes of the panel's decisions, as pages: who is to be chased, and the yearly reports."""

from flask import Blueprint
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.chased import COLUMNS, chased
from apregister.db import reading
from apregister.web.cases import names_of_pupils
from apregister.web.downloads import table_download
from apregister.web.listing import part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, may_open, note_look

panel_reports = Blueprint("panel_reports", __name__)


@panel_reports.get("/cases/follow-up")
@permission("see_case")
def follow_up() -> Response:
    """The children not on roll a week after their starting day, the longest first."""
    with reading(engines().register) as session:
        told = chased(session, actor())
        names = names_of_pupils(session, [one.case.pupil for one in told.rows])
    note_look("follow_up")
    return page(
        "follow_up.html",
        told=told,
        names=names,
        listed=part_of(told.rows),
        may_export=may_open("panel_reports.follow_up_csv"),
    )


@panel_reports.get("/cases/follow-up.csv")
@permission("see_case")
def follow_up_csv() -> Response:
    """The same as a file, which names children by their ids alone."""
    with reading(engines().register) as session:
        told = chased(session, actor())
    note_look("export_follow_up")
    return table_download(COLUMNS, map(told.cells, told.rows), "follow-up.csv")
