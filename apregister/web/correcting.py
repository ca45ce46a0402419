"""Correcting a step of a case: its form again, with what the step says and why it is changed."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.web.cases import case_seen, sheet_of_step
from apregister.web.pages import page
from apregister.web.place_names import by_name
from apregister.web.questions import form_answers, questions, shown_answers
from apregister.web.shell import actor, engines, note_look
from apregister.web.step_form import StepForm, again
from fair_access.case_reader import Case, StepLine
from fair_access.correct import held_answers, may_correct
from fair_access.meetings.mend import CORRECTS, REASON
from fair_access.questions import movement_questions, step_questions
from fair_access.steps import STEPS
from fair_access.telling import told_step
from movements.forms import COMMON_COLUMNS
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import entries

correcting = Blueprint("correcting", __name__)

_WHY = replace(next(one for one in COMMON_COLUMNS if one.name == REASON), hint="", required=True)


@correcting.get("/cases/<case_id>/corrections/<int:entry>")
@permission("take_step")
def correct_page(case_id: str, entry: int) -> Response:
    """The form of a step as it was answered, to be put right."""
    with reading(engines().register) as session:
        found = case_seen(session, case_id)
        line = _line(found, entry)
        sheet = _sheet(session, found, line, None, ())
    note_look("case_step", pupil_id=found.pupil, case_id=case_id)
    return page("step.html", problems=(), sheet=sheet)


@correcting.post("/cases/<case_id>/corrections/<int:entry>")
@permission("take_step")
def correct_now(case_id: str, entry: int) -> Response:
    """Record the correction, and the movement that goes with it, or neither."""
    answers = form_answers(request.form)
    with reading(engines().register) as session:
        found = case_seen(session, case_id)
        line = _line(found, entry)
        given = by_name(session, actor(), answers) | {CORRECTS: str(entry)}
    try:
        with writing(engines().register) as session:
            told_step(session, case_id, line.kind, given, actor(), today())
    except Refused as refused:
        with reading(engines().register) as session:
            sheet = _sheet(session, found, line, answers, refused.problems)
        return again(sheet, refused.problems)
    return redirect(url_for("cases.case_page", case_id=case_id, done=""), 303)


def _line(found: Case, entry: int) -> StepLine:
    line = next((one for one in found.steps if one.number == entry), None)
    if line is None or not may_correct(line.kind, line.organisation, actor()):
        abort(404)
    return line


def _sheet(
    session: Session,
    found: Case,
    line: StepLine,
    given: Mapping[str, str] | None,
    problems: tuple[Problem, ...],
) -> StepForm:
    """The step's questions, but for the answers that stay as they are; then why."""
    step = STEPS[line.kind]
    of_one = entries(session, [found.pupil])
    held = held_answers(of_one, line.number, protected=found.protected)
    movement, on = str(held.answers.get("movement", "")), line.on
    fields = [*step_questions(step.id, on), *(movement_questions(movement, on) if movement else ())]
    first = shown_answers(held.shown, fields) | {"on": f"{on:%d/%m/%Y}"}
    sheet = sheet_of_step(session, found, step, given or first, problems, movement)
    asked = [one for one in sheet.questions if one.name not in held.fixed]
    return replace(
        sheet,
        questions=asked,
        why=questions([_WHY], given or {}, problems)[0],
        action=url_for("correcting.correct_now", case_id=found.id, entry=line.number),
        corrects=line.number,
        said=line.sentence,
    )
