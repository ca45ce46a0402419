"""The authority's own figures by page: limits it kept, and its year."""

from flask import Blueprint, abort
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.authority_year import COLUMNS, AuthorityYearTold, authority_year_told
from apregister.db import reading
from apregister.web.downloads import table_download
from apregister.web.pages import page
from apregister.web.places import year_asked, years_offered
from apregister.web.pupil_page import authority_name
from apregister.web.shell import actor, engines, note_look
from movements.problems import Problem, Refused
from movements.record import today
from reports.authority_card import KEPT, Limit, authority_limits

authority_card_pages = Blueprint("authority_card", __name__)


@authority_card_pages.get("/authority/figures")
@permission("see_funnels")
def own_page() -> Response:
    """Which of the limits that bind one's authority were kept in a school year."""
    problems: tuple[Problem, ...] = ()
    limits: tuple[Limit, ...] = ()
    code = actor().authority or ""
    with reading(engines().register) as session:
        try:
            limits = authority_limits(session, code, year_asked(), today())
        except Refused as refused:
            problems = refused.problems
    note_look("authority_card")
    return page(
        "authority_card.html",
        status=422 if problems else 200,
        problems=problems,
        limits=limits,
        authority=authority_name(code),
        year=year_asked(),
        years=years_offered(),
        formula=KEPT.cite,
    )


@authority_card_pages.get("/authority/year")
@permission("see_funnels")
def year_page() -> Response:
    """The wait for a place, limits, days without a school."""
    told: AuthorityYearTold | None = None
    problems: tuple[Problem, ...] = ()
    with reading(engines().register) as session:
        try:
            told = _year(session)
        except Refused as refused:
            problems = refused.problems
    note_look("authority_year")
    return page(
        "authority_year.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        authority=authority_name(actor().authority or ""),
        year=year_asked(),
        years=years_offered(),
    )


@authority_card_pages.get("/authority/year.csv")
@permission("see_funnels")
def year_csv() -> Response:
    """The same as a file; 404 for a year that cannot be read."""
    with reading(engines().register) as session:
        try:
            told = _year(session)
        except Refused:
            abort(404)
    note_look("export_authority_year")
    return table_download(COLUMNS, told.rows(), f"authority-{told.year}.csv")


def _year(session: Session) -> AuthorityYearTold:
    return authority_year_told(session, actor().authority or "", year_asked(), today())
