"""What becomes of the panel's decisions, as pages: who is to be chased, and the yearly reports."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, abort, make_response, render_template, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.adjudicator_report import RETURN_COLUMNS, SMALL, ReturnShown, return_shown
from apregister.auth.permissions import permission
from apregister.chased import COLUMNS, chased
from apregister.db import reading
from apregister.panel_report import REPORT_COLUMNS, PanelShown, panel_shown
from apregister.panel_shown import years
from apregister.sight import NotSeen
from apregister.web.cases import names_of_pupils
from apregister.web.downloads import table_download
from apregister.web.listing import asked_of, part_of
from apregister.web.pages import page
from apregister.web.pupil_page import authority_name
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.synthetic import is_synthetic
from fair_access.case_reader import Case
from fair_access.cases import cases_for
from fair_access.decide import open_steps
from fair_access.steps import CaseChased
from movements.problems import Problem, Refused
from movements.record import today
from reports.panel.counted import FEW, Cases
from reports.panel.yearly import CHILDREN, HELD, USE, WEEKS
from reports.returns.fair_access import ABOUT, COUNTS, OURS
from reports.returns.fair_access import BASIS as DUTY

panel_reports = Blueprint("panel_reports", __name__)
Report = TypeVar("Report")


@panel_reports.get("/cases/follow-up")
@permission("see_case")
def follow_up() -> Response:
    """The children not on roll a week after their starting day, the longest first."""
    with reading(engines().register) as session:
        told = chased(session, actor())
        every = (*told.rows, *told.to_come)
        names = names_of_pupils(session, [one.case.pupil for one in every])
    note_look("follow_up")
    return page(
        "follow_up.html",
        told=told,
        names=names,
        listed=part_of(told.rows),
        may_ask=_may_ask,
        may_export=may_open("panel_reports.follow_up_csv"),
    )


def _may_ask(one: Case) -> bool:
    return may_open("cases.step_page") and CaseChased in open_steps(one, actor())


@panel_reports.get("/cases/follow-up.csv")
@permission("see_case")
def follow_up_csv() -> Response:
    """The same as a file, which names children by their ids alone."""
    with reading(engines().register) as session:
        told = chased(session, actor())
    note_look("export_follow_up")
    return table_download(COLUMNS, map(told.cells, told.rows), "follow-up.csv")


@panel_reports.get("/reports/fair-access")
@permission("see_panel_report")
def adjudicator() -> Response:
    """The fair access part of the report to the Adjudicator, of a school year."""
    told, problems = _or_this_year(_return)
    note_look("adjudicator_report")
    return page(
        "adjudicator_report.html",
        status=422 if problems else 200,
        problems=problems,
        **_words_of_return(told),
        years=years(),
        few=FEW,
    )


@panel_reports.get("/reports/fair-access.csv")
@permission("see_panel_report")
def adjudicator_csv() -> Response:
    """The same as a file."""
    told = _or_404(_return)
    note_look("export_adjudicator_report")
    return table_download(RETURN_COLUMNS, told.rows(), f"fair-access-{told.year}.csv")


@panel_reports.get("/reports/fair-access.html")
@permission("see_panel_report")
def adjudicator_html() -> Response:
    """The same as a page to be kept or sent, without anything around it."""
    told = _or_404(_return)
    note_look("export_adjudicator_report")
    shown = render_template(
        "adjudicator_form.html", synthetic=is_synthetic(), **_words_of_return(told)
    )
    answer: Response = make_response(shown)
    name = f"fair-access-{told.year}.html"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@panel_reports.get("/reports/fair-access/cases")
@permission("see_panel_numbers")
def adjudicator_cases() -> Response:
    """The cases that a number of it counts."""
    told = _or_404(_return)
    return _cases_of(told.report.numbers(), "panel_reports.adjudicator")


@panel_reports.get("/reports/panel")
@permission("see_panel_report")
def yearly() -> Response:
    """The yearly report of a panel, or of all cases of the authority."""
    told, problems = _or_this_year(_yearly)
    note_look("panel_report")
    return page(
        "panel_report.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        authority=authority_name(actor().authority or ""),
        children=CHILDREN,
        use=USE,
        weeks=WEEKS,
        held=HELD,
        years=years(),
        few=FEW,
        asked=asked_of("year", "panel"),
    )


@panel_reports.get("/reports/panel.csv")
@permission("see_panel_report")
def yearly_csv() -> Response:
    """The same as a file."""
    told = _or_404(_yearly)
    note_look("export_panel_report")
    return table_download(REPORT_COLUMNS, told.rows(), f"panel-{told.year}.csv")


@panel_reports.get("/reports/panel/cases")
@permission("see_panel_numbers")
def yearly_cases() -> Response:
    """The cases that a number of it counts."""
    told = _or_404(_yearly)
    return _cases_of(told.report.numbers(), "panel_reports.yearly")


def _return(session: Session, year: str | None) -> ReturnShown:
    return return_shown(session, actor(), year)


def _yearly(session: Session, year: str | None) -> PanelShown:
    return panel_shown(session, actor(), year, request.args.get("panel") or None)


def _words_of_return(told: ReturnShown) -> dict[str, Any]:
    return {
        "told": told,
        "authority": authority_name(told.report.authority),
        "counts": COUNTS,
        "about": ABOUT,
        "duty": DUTY,
        "ours": OURS,
        "small": SMALL,
        "asked": asked_of("year"),
        "today": today(),
    }


def _or_this_year(
    report: Callable[[Session, str | None], Report],
) -> tuple[Report, tuple[Problem, ...]]:
    """The report of the year asked for; of the usual one, with why, where that is no year."""
    try:
        with reading(engines().register) as session:
            return report(session, request.args.get("year")), ()
    except NotSeen:
        abort(404)
    except Refused as refused:
        with reading(engines().register) as session:
            return report(session, None), tuple(refused.problems)


def _or_404(report: Callable[[Session, str | None], Report]) -> Report:
    try:
        with reading(engines().register) as session:
            return report(session, request.args.get("year"))
    except (NotSeen, Refused):
        abort(404)


def _cases_of(numbers: Mapping[str, Cases], back: str) -> Response:
    of = request.args.get("of", "")
    if of not in numbers:
        abort(404)
    wanted = frozenset(numbers[of])
    with reading(engines().register) as session:
        found = [one for one in cases_for(session, actor(), None, today()) if one.id in wanted]
        names = names_of_pupils(session, [one.pupil for one in found])
    note_look("cases")
    return page(
        "report_cases.html",
        listed=part_of([_row(one, names) for one in found]),
        asked=asked_of("year", "panel", "of"),
        endpoint=request.endpoint,
        back=back,
    )


def _row(one: Case, names: Mapping[str, str]) -> dict[str, object]:
    return {"case": one, "name": names[one.pupil]}
