"""The authority's own figures by page."""

from flask import Blueprint
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
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
