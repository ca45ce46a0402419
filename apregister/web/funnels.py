"""The authority's page: its settings side by side, for whoever answers for them all."""

from flask import Blueprint, abort
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.web.downloads import chart_download
from apregister.web.pages import page
from apregister.web.places import year_asked, years_offered
from apregister.web.pupil_page import authority_name
from apregister.web.shell import actor, engines, note_look
from movements.places import place_facts
from movements.problems import Problem, Refused
from movements.record import today
from reports.funnel import NO_BAND, Funnel, funnels

funnel_pages = Blueprint("funnels", __name__)


@funnel_pages.get("/funnels")
@permission("see_funnels")
def funnel_page() -> Response:
    """Each share of one's authority's settings as a funnel, a table and a sentence."""
    problems: tuple[Problem, ...] = ()
    found: tuple[Funnel, ...] = ()
    with reading(engines().register) as session:
        try:
            found = _funnels(session)
        except Refused as refused:
            problems = refused.problems
    note_look("funnels")
    return page(
        "funnels.html",
        status=422 if problems else 200,
        problems=problems,
        found=found,
        year=year_asked(),
        years=years_offered(),
        authority=authority_name(actor().authority or ""),
        no_band=NO_BAND,
    )


@funnel_pages.get("/funnels/<measure>.svg")
@permission("see_funnels")
def funnel_svg(measure: str) -> Response:
    """One funnel as a file."""
    with reading(engines().register) as session:
        try:
            found = next((f for f in _funnels(session) if f.measure.id == measure), None)
        except Refused:
            found = None
    if found is None or found.rate is None:
        abort(404)
    note_look("funnels")
    return chart_download(found.picture(), f"funnel-{measure}", synthetic=found.synthetic)


def _funnels(session: Session) -> tuple[Funnel, ...]:
    of_authority = [
        one
        for one in place_facts(session).values()
        if one.is_ap_setting and one.la_code == actor().authority
    ]
    return funnels(session, of_authority, year_asked(), today())
