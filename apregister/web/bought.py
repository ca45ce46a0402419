"""Sessions bought and attended: a page and a file."""

from datetime import date

from flask import Blueprint, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.bought import COLUMNS, BoughtTold, bought_by, this_year
from apregister.db import reading
from apregister.web.downloads import table_download
from apregister.web.listing import asked_of, listed_of, part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import FORMER, asked_day
from movements.problems import Problem, Refused

bought_pages = Blueprint("bought", __name__)


@bought_pages.get("/bought", endpoint="bought")
@permission("see_ledger")
def bought_page() -> Response:
    """The placements of a period: by setting, by commissioner, and one by one."""
    first, last, problems = _asked()
    with reading(engines().register) as session:
        told, problems = _told(session, first, last, problems)
        listed = listed_of(session)
        part = part_of(told.items)
        names = {
            one.pupil: listed.name(one.pupil) if one.pupil in listed.seen else FORMER
            for one in part.rows
        }
    note_look("bought")
    return page(
        "bought.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        listed=part,
        names=names,
        asked=asked_of("from", "to"),
        may_export=may(actor().role, "export"),
    )


@bought_pages.get("/bought.csv")
@permission("export")
def bought_csv() -> Response:
    """The same placements as a file; a period that cannot be read is answered as the usual one."""
    first, last, problems = _asked()
    with reading(engines().register) as session:
        told, _ = _told(session, first, last, problems)
    note_look("export_bought")
    return table_download(COLUMNS, [one.cells() for one in told.items], "bought.csv")


def _asked() -> tuple[date, date, tuple[Problem, ...]]:
    """The period of the address, with what is wrong with it; the school year so far without."""
    usual = this_year()
    first, wrong = asked_day(request.args.get("from"), "from")
    last, also = asked_day(request.args.get("to"), "to")
    return first or usual[0], last or usual[1], (*wrong, *also)


def _told(
    session: Session, first: date, last: date, problems: tuple[Problem, ...]
) -> tuple[BoughtTold, tuple[Problem, ...]]:
    try:
        return bought_by(session, first, last, actor()), problems
    except Refused as refused:
        return bought_by(session, *this_year(), actor()), (*problems, *refused.problems)
