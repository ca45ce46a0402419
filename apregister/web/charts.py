"""The charts of a scorecard as files: for the setting itself and its authority, as the page is."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.sight import may_see_place
from apregister.web.downloads import chart_download
from apregister.web.places import setting_of_address, year_asked
from apregister.web.shell import actor, engines, note_look
from movements.problems import Refused
from movements.record import today
from reports.charts import profile_chart
from reports.scorecard import Scorecard, scorecard

chart_pages = Blueprint("charts", __name__)


@chart_pages.get("/places/<place>/charts/<chart>.svg")
@permission("see_scorecard")
def chart_svg(place: str, chart: str) -> Response:
    """One chart of a scorecard: profile, returns or trend."""
    with reading(engines().register) as session:
        facts = setting_of_address(session, place)
        if chart not in ("profile", "returns", "trend") or not may_see_place(facts, actor()):
            abort(404)
        try:
            card = scorecard(session, facts, year_asked(), today())
        except Refused:
            abort(404)
    drawn = _drawn(card, chart)
    if not drawn:
        abort(404)
    note_look("scorecard", place_id=place)
    return chart_download(drawn, f"{chart}-{card.year}", synthetic=card.synthetic)


def _drawn(card: Scorecard, chart: str) -> str:
    if chart == "profile":
        return profile_chart(card)
    if chart == "trend":
        return card.trend_picture()
    return card.curve.picture() if card.curve else ""
