"""The rules as pages: every clock, the rules of a day, and what the authority sets for itself."""

from datetime import date
from itertools import groupby
from operator import attrgetter

from flask import Blueprint, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.rulebook import every_clock
from apregister.web.pages import page
from apregister.web.pupil_page import authority_name
from apregister.web.shell import actor, engines
from movements.dates import NotADate, read_date
from movements.local_rule_setting import read_values, set_local_rule
from movements.local_rules import LOCAL_RULES, local_rules
from movements.problems import Problem, Refused
from movements.record import today
from movements.rulebook import rules_told

rule_pages = Blueprint("rules", __name__)


@rule_pages.get("/clocks")
@permission("see_rules")
def clocks() -> Response:
    """Every clock with what starts it and the law behind it."""
    found = every_clock()
    return page("clocks.html", clocks=found)


@rule_pages.get("/rules")
@permission("see_rules")
def rules() -> Response:
    """The rules as they were on a day."""
    day, problems = _day("on", today())
    grouped = groupby(rules_told(day), key=attrgetter("subject"))
    return page(
        "rules.html",
        status=422 if problems else 200,
        problems=problems,
        on=day,
        asked=request.args.get("on") or f"{day:%d/%m/%Y}",
        subjects=[(subject, list(versions)) for subject, versions in grouped],
    )


@rule_pages.get("/local-rules")
@permission("set_local_rule")
def local_rules_page() -> Response:
    """What the authority has set for itself, and a form to set it anew."""
    return _local(())


@rule_pages.post("/local-rules")
@permission("set_local_rule")
def set_rule() -> Response:
    """Set a local rule from a day on."""
    try:
        begins, values = _sent()
        with writing(engines().register) as session:
            set_local_rule(
                session,
                request.form.get("rule", ""),
                values,
                on=begins,
                cite=request.form.get("cite", ""),
                by=actor(),
                source="form",
            )
    except Refused as refused:
        return _local(refused.problems)
    return redirect(url_for("rules.local_rules_page", done="set"), 303)


def _sent() -> tuple[date, tuple[int, ...]]:
    """The first day and the numbers of the form. Raises Refused with what cannot be read."""
    problems: list[Problem] = []
    begins = today()
    try:
        begins = read_date(request.form.get("on", ""))
    except NotADate as error:
        problems.append(Problem("on", "date", error.sentence))
    values: tuple[int, ...] = ()
    try:
        values = read_values(request.form.get("rule", ""), request.form.get("values", ""))
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    return begins, values


def _local(problems: tuple[Problem, ...]) -> Response:
    with reading(engines().register) as session:
        held = local_rules(session)
    return page(
        "local_rules.html",
        status=422 if problems else 200,
        problems=problems,
        authority=authority_name(actor().authority or ""),
        values=[held.of(actor().authority, rule, today()) for rule in LOCAL_RULES],
        sent=request.form,
        done=request.args.get("done"),
    )


def _day(name: str, default: date) -> tuple[date, tuple[Problem, ...]]:
    text = request.args.get(name, "")
    try:
        return (read_date(text) if text else default), ()
    except NotADate as error:
        return default, (Problem(name, "date", error.sentence),)
