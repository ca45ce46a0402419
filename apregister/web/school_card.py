"""A mainstream school's own figures: who left or was sent, and who came back to stay."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.sight import may_see_place
from apregister.web.pages import page
from apregister.web.places import year_asked, years_offered
from apregister.web.shell import actor, engines, note_look
from apregister.web.synthetic import is_synthetic
from movements.places import place_facts
from movements.problems import Problem, Refused
from movements.record import today
from reports.school_card import COUNTED, SchoolCard, school_card
from reports.school_share import COUNTED as FAIR_ACCESS
from reports.school_share import SENT

school_card_pages = Blueprint("school_card", __name__)


@school_card_pages.get("/schools/<place>/figures")
@permission("see_school_card")
def school_page(place: str) -> Response:
    """The figures of one's own school, or of a school of one's authority."""
    problems: tuple[Problem, ...] = ()
    card: SchoolCard | None = None
    with reading(engines().register) as session:
        facts = place_facts(session, [place]).get(place)
        if facts is None or not facts.is_mainstream or not may_see_place(facts, actor()):
            abort(404)
        try:
            card = school_card(session, facts, year_asked(), today())
        except Refused as refused:
            problems = refused.problems
    note_look("school_card", place_id=place)
    return page(
        "school_card.html",
        status=422 if problems else 200,
        problems=problems,
        place=facts,
        card=card,
        year=year_asked(),
        years=years_offered(),
        formulas=[COUNTED.cite, FAIR_ACCESS.cite, SENT.cite],
        invented=is_synthetic(),
    )
