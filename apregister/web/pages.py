"""Turning a template into an answer: a whole page, or the part of it that htmx asked for."""

from typing import Any

from flask import Flask, render_template, url_for
from htmx_flask import make_response, request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.wrappers import Response

from apregister.web.shell import may_open, sitting
from apregister.web.synthetic import is_synthetic
from apregister.web.words import ROLE_TITLES
from movements.problems import Problem

SERVICE_NAME = "Pupil movements register"

NAVIGATION = (
    ("home.home", "Home"),
    ("morning.morning", "This morning"),
    ("mark_sheet.registers", "Register"),
    ("pupils.find", "Find a pupil"),
    ("upload.upload", "Upload a file"),
    ("due.due", "Due"),
    ("ledger.ledger", "Ledger"),
    ("submissions.submissions", "Attendance sent"),
    ("cases.cases", "Cases"),
    ("meetings.meetings", "Panels"),
    ("fair_share.fair_share", "Fair share"),
    ("places.places", "AP settings"),
    ("directory.directory", "AP directory"),
    ("looks.looks", "Who looked"),
    ("rules.clocks", "Rules"),
)
"""What stands in the navigation, for whoever holds the page's permission."""


def set_the_table(app: Flask) -> None:
    """Give templates what every page shows, and the macros of govuk-frontend-jinja."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    own = PackageLoader("apregister.web", "templates")
    paper = PackageLoader("apregister", "packs")
    app.jinja_env.loader = ChoiceLoader([own, paper, govuk])
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_shown_everywhere)


def page(template: str, *, part: str | None = None, status: int = 200, **shown: Any) -> Response:
    """The whole page, or only `part` (another template) when htmx asks for a piece of it."""
    asked = request.htmx
    whole = not asked or asked.boosted or asked.history_restore_request
    chosen = template if whole or part is None else part
    answer: Response = make_response(render_template(chosen, **shown))
    answer.status_code = status
    answer.vary.add("HX-Request")
    return answer


def error_list(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    """Problems as the error summary wants them: each a link to its field."""
    return [{"text": problem.message, "href": f"#{problem.field}"} for problem in problems]


def error_messages(problems: tuple[Problem, ...]) -> dict[str, dict[str, str]]:
    """Field -> its error message as the form macros want it; a field's first problem."""
    return {problem.field: {"text": problem.message} for problem in reversed(problems)}


def _shown_everywhere() -> dict[str, Any]:
    found = sitting()
    return {
        "service_name": SERVICE_NAME,
        "signed_in": found.account.name if found else None,
        "signed_in_as": found.account.sign_in_name if found else None,
        "role_title": ROLE_TITLES[found.actor.role] if found else None,
        "navigation": _navigation() if found else [],
        "synthetic": is_synthetic(),
        "may_open": may_open,
        "error_list": error_list,
        "error_messages": error_messages,
    }


def _navigation() -> list[dict[str, Any]]:
    return [
        {"href": url_for(endpoint), "text": words, "active": _is_within(endpoint)}
        for endpoint, words in NAVIGATION
        if may_open(endpoint)
    ]


def _is_within(endpoint: str) -> bool:
    """Whether this page belongs to a group; recording, papers and the like are of pupils."""
    of_pupils = request.blueprint in {"recording", "papers", "agreements", "stepwise"}
    elsewhere = {
        "setting_recording": "directory",
        "share_telling": "fair_share",
        "letters": "cases",
        "minuting": "meetings",
        "packs": "meetings",
        "panel_reports": "cases",
    }
    here = "pupils" if of_pupils else elsewhere.get(request.blueprint, request.blueprint)
    return bool(here == endpoint.partition(".")[0])
