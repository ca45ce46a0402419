"""The release of a scorecard by page: what is open, comments, and what is frozen."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading, writing
from apregister.papers import store_of
from apregister.released import act_on_release, drawn_over_time, read_release
from apregister.sight import may_see_place
from apregister.web.downloads import chart_download
from apregister.web.pages import page
from apregister.web.places import setting_of_address, year_asked
from apregister.web.shell import actor, engines, note_look, shell
from movements.attachments import Store
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import today
from movements.scorecard_release import WHOSE, releases
from reports.trend import trend_chart

release_pages = Blueprint("releases", __name__)

_ASKED = ("year", "whose", "words", "what", "until")


@release_pages.get("/places/<place>/releases")
@permission("see_scorecard")
def release_page(place: str) -> Response:
    """The releases of a setting's scorecard of a year."""
    return _shown(place, ())


@release_pages.get("/places/<place>/releases/<int:entry>")
@permission("see_scorecard")
def frozen_page(place: str, entry: int) -> Response:
    """A frozen release, as it was kept."""
    facts, told = _frozen(place, entry)
    curve, trends = drawn_over_time(told)
    return page(
        "release_frozen.html",
        place=facts,
        told=told,
        year=year_asked(),
        whose=WHOSE,
        curve=curve,
        trends=trends,
        trend_picture=trend_chart(trends, facts.name, synthetic=told["scorecard"]["synthetic"]),
        release=entry,
    )


@release_pages.get("/places/<place>/releases/<int:entry>/<chart>.svg")
@permission("see_scorecard")
def frozen_chart(place: str, entry: int, chart: str) -> Response:
    """A chart of a frozen release as a file: returns or trend."""
    facts, told = _frozen(place, entry)
    synthetic = told["scorecard"]["synthetic"]
    curve, trends = drawn_over_time(told)
    if chart == "returns" and curve:
        drawn = curve.picture()
    elif chart == "trend" and trends:
        drawn = trend_chart(trends, facts.name, synthetic=synthetic)
    else:
        abort(404)
    return chart_download(drawn, f"{chart}-{year_asked()}-release-{entry}", synthetic=synthetic)


def _frozen(place: str, entry: int) -> tuple[PlaceFacts, dict[str, Any]]:
    with reading(engines().register) as session:
        facts = setting_of_address(session, place)
        if not may_see_place(facts, actor()):
            abort(404)
        try:
            told = read_release(session, _store(), facts, year_asked(), entry)
        except Refused:
            abort(404)
    note_look("release", place_id=place)
    return facts, told


@release_pages.post("/places/<place>/releases/open")
@permission("release_scorecard")
def open_now(place: str) -> Response:
    """Show the release to the setting first."""
    return _act(place, "open")


@release_pages.post("/places/<place>/releases/comment")
@permission("comment_release")
def comment_now(place: str) -> Response:
    """Say something beside the scorecard."""
    return _act(place, "comment")


@release_pages.post("/places/<place>/releases/support")
@permission("release_scorecard")
def support_now(place: str) -> Response:
    """Note support that is offered to the setting."""
    return _act(place, "support")


@release_pages.post("/places/<place>/releases/freeze")
@permission("release_scorecard")
def freeze_now(place: str) -> Response:
    """Freeze the release."""
    return _act(place, "freeze")


def _act(place: str, act: str) -> Response:
    given = {name: request.form.get(name, "").strip() for name in _ASKED}
    answers = {name: value for name, value in given.items() if value}
    try:
        with writing(engines().register) as session:
            facts = setting_of_address(session, place)
            if not may_see_place(facts, actor()):
                abort(404)
            act_on_release(session, _store(), facts, act, answers, actor(), today(), "form")
    except Refused as refused:
        return _shown(place, refused.problems)
    return redirect(url_for("releases.release_page", place=place, year=given["year"]), 303)


def _shown(place: str, problems: tuple[Problem, ...]) -> Response:
    year = request.form.get("year", "").strip() or year_asked()
    with reading(engines().register) as session:
        facts = setting_of_address(session, place)
        if not may_see_place(facts, actor()):
            abort(404)
        held = releases(session, facts.id, year)
    note_look("release", place_id=place)
    speaks = ["authority", "pupils", "parents"]
    if actor().role == "setting":
        speaks[0] = "setting"
    return page(
        "releases.html",
        status=422 if problems else 200,
        problems=problems,
        place=facts,
        year=year,
        held=held,
        whose=WHOSE,
        speaks=speaks,
        words=request.form.get("words", ""),
        what=request.form.get("what", ""),
        until=request.form.get("until", ""),
        may_release=may(actor().role, "release_scorecard"),
        may_comment=may(actor().role, "comment_release") and held.until is not None,
        may_freeze=held.may_freeze(today()),
    )


def _store() -> Store:
    return store_of(engines(), shell().settings)
