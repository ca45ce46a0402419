"""Fair access cases: the list, one case, and the forms of its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading, writing
from apregister.paper_words import full_name
from apregister.risk import reason_problems
from apregister.web.gaps_shown import gaps_of
from apregister.web.listing import chosen, part_of
from apregister.web.pages import page
from apregister.web.place_names import by_name, in_words, places_offered
from apregister.web.questions import form_answers, questions
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.step_form import StepForm, again, dated
from apregister.web.suitable import suitable_shown
from fair_access.allocation import IMPLIED
from fair_access.case_file import CaseFile, case_file
from fair_access.case_reader import Case
from fair_access.case_state import TITLES, State
from fair_access.cases import SEES_CASES, cases_for, visible_case
from fair_access.correct import may_correct
from fair_access.decide import open_steps
from fair_access.foreseen import foresee
from fair_access.letters.owed import letters_of
from fair_access.meetings.sight import SEES_MEETINGS, book_for, sees_risk
from fair_access.meetings.step_at import meetings_of
from fair_access.questions import movement_questions, step_questions
from fair_access.steps import STEPS, CaseAllocated, Step
from fair_access.telling import told_step
from movements.forms import FormField
from movements.kinds import KINDS
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import standings

case_pages = Blueprint("cases", __name__)

STATES: tuple[State, ...] = tuple(state for state in TITLES if state != "not_open")
PREFILLED = ("whom", "how", "letter")
"""Answers that a link to a step's form may bring with it: which letter was sent, to whom, how."""


@dataclass(frozen=True)
class CaseRow:
    """A case in the list, with the pupil's name."""

    case: Case
    name: str


@case_pages.get("/cases", endpoint="cases")
@permission("see_case")
def cases_page() -> Response:
    """The cases in scope by state, the soonest due first."""
    state = chosen("state", STATES)
    with reading(engines().register) as session:
        found = cases_for(session, actor(), None, today())
        names = names_of_pupils(session, [one.pupil for one in found])
    counts = {one: sum(case.state.state == one for case in found) for one in STATES}
    rows = [CaseRow(one, names[one.pupil]) for one in found if state in ("", one.state.state)]
    note_look("cases")
    return page(
        "cases.html",
        part="_case_rows.html",
        listed=part_of(rows),
        asked={"state": state},
        titles={one: TITLES[one] for one in STATES if counts[one] or one == state},
        counts=counts,
    )


@case_pages.get("/cases/<case_id>")
@permission("see_case")
def case_page(case_id: str) -> Response:
    """One case: its steps, its clock, what may be done next, and the pupil's file."""
    return _page_of(case_id, None, ())


@case_pages.post("/cases/<case_id>/risk")
@permission("see_case")
def risk_shown(case_id: str) -> Response:
    """The same with risk information, for who says why it is needed; the reason is noted."""
    reason = request.form.get("reason", "").strip()
    return _page_of(case_id, reason, tuple(reason_problems(reason)))


def _page_of(case_id: str, reason: str | None, problems: tuple[Problem, ...]) -> Response:
    asked = reason if reason and not problems else None
    with reading(engines().register) as session:
        found = case_seen(session, case_id)
        risk = asked is not None or sees_risk(session, actor(), case_id, today())
        file = case_file(session, case_id, today(), actor(), show_risk=risk)
        name = _name(session, found, file)
        told = may(actor().role, "see_letter")
        letters = letters_of(session, found, today()) if told else None
    note_look("case", pupil_id=found.pupil, case_id=case_id, reason=asked)
    return page(
        "case.html",
        status=422 if problems else 200,
        case=found,
        file=file,
        name=name,
        gaps=gaps_of(file.gaps, file.lines, today()) if file else None,
        risk=risk,
        letters=letters,
        problems=problems,
        next_steps=list(_next_steps(found)),
        may_mend=_may_mend(found),
        may_see_pupil=may_open("pupils.pupil"),
        may_see_share=actor().role in SEES_CASES,
        may_see_meetings=actor().role in SEES_MEETINGS,
        done="done" in request.args,
    )


@case_pages.get("/cases/<case_id>/steps/<step_id>")
@permission("take_step")
def step_page(case_id: str, step_id: str) -> Response:
    """The form of a step; an allocation first asks how the pupil goes there."""
    with reading(engines().register) as session:
        found = case_seen(session, case_id)
        step = _step(found, step_id)
        movement = chosen("movement", list(IMPLIED))
        if step is CaseAllocated and not movement:
            return _which_movement(session, found)
        given = suitable_shown(session, found, step)
        given |= {name: request.args[name] for name in PREFILLED if name in request.args}
        sheet = sheet_of_step(session, found, step, given | {"movement": movement}, (), movement)
    note_look("case_step", pupil_id=found.pupil, case_id=case_id)
    return page("step.html", problems=(), sheet=sheet)


@case_pages.post("/cases/<case_id>/steps/<step_id>")
@permission("take_step")
def step_now(case_id: str, step_id: str) -> Response:
    """Take the step; an allocation records its movement with it, or neither is recorded."""
    answers = form_answers(request.form)
    with reading(engines().register) as session:
        found = case_seen(session, case_id)
    step = STEPS.get(step_id)
    if step is None:
        abort(404)
    if actor().role not in step.recorded_by:
        abort(403)
    try:
        with reading(engines().register) as session:
            given = by_name(session, actor(), answers)
            foreseen = foresee(session, case_id, step_id, given, actor(), today())
        with writing(engines().register) as session:
            told_step(session, case_id, step_id, given, actor(), today(), foreseen)
    except Refused as refused:
        movement = answers.get("movement", "")
        with reading(engines().register) as session:
            sheet = sheet_of_step(session, found, step, answers, refused.problems, movement)
        return again(sheet, refused.problems)
    return redirect(url_for("cases.case_page", case_id=case_id, done=""), 303)


def case_seen(session: Session, case_id: str) -> Case:
    """The case of this address; 404 for an unknown one and for one out of scope."""
    found = visible_case(session, case_id, today(), actor())
    if found is None:
        abort(404)
    return found


def names_of_pupils(session: Session, pupils: list[str]) -> dict[str, str]:
    """Pupils' names, of those whose cases whoever is signed in may see."""
    found = standings(session, set(pupils), today())
    return {pupil: full_name(standing.details) for pupil, standing in found.items()}


def _name(session: Session, found: Case, file: CaseFile | None) -> str:
    if file is not None:
        return full_name(file.standing.details)
    return names_of_pupils(session, [found.pupil])[found.pupil]


def _next_steps(found: Case) -> list[type[Step]]:
    """The steps that the state allows and this role may take."""
    return open_steps(found, actor()) if may(actor().role, "take_step") else []


def _may_mend(found: Case) -> frozenset[int]:
    """The entries of the steps that whoever is signed in may correct."""
    if not may(actor().role, "take_step"):
        return frozenset()
    own = (x for x in found.steps if may_correct(x.kind, x.organisation, actor()))
    return frozenset(line.number for line in own)


def _step(found: Case, step_id: str) -> type[Step]:
    step = next((step for step in _next_steps(found) if step.id == step_id), None)
    if step is None:
        abort(404)
    return step


def _which_movement(session: Session, found: Case) -> Response:
    choices = [(movement, KINDS[movement].title, KINDS[movement].summary) for movement in IMPLIED]
    name = names_of_pupils(session, [found.pupil])[found.pupil]
    return page("step_movement.html", case=found, name=name, choices=choices)


def sheet_of_step(
    session: Session,
    found: Case,
    step: type[Step],
    answers: Mapping[str, str],
    problems: tuple[Problem, ...],
    movement: str,
) -> StepForm:
    """The form of a step with what was answered; of an allocation, its movement's questions too."""
    meetings = _meetings(session, found.id)
    fields = [_with_meetings(one, meetings) for one in _step_fields(step, movement, today())]
    fields = [one for one in fields if one.name != "meeting" or one.choices]
    asked = questions(fields, _at_today(meetings) | dated(answers), problems)
    offered = places_offered(session, found.authority, today())
    return StepForm(
        step=step,
        name=names_of_pupils(session, [found.pupil])[found.pupil],
        action=url_for("cases.step_now", case_id=found.id, step_id=step.id),
        back=url_for("cases.case_page", case_id=found.id),
        questions=in_words(asked, offered),
        places=offered,
        movement=movement if movement in IMPLIED else "",
    )


def _meetings(session: Session, case_id: str) -> dict[str, tuple[date, str]]:
    """The meetings in sight that have the case on their agenda: day and words of each, by id."""
    held = book_for(session, actor(), today())
    return {
        one.id: (one.day, f"{held.panel_of(one).name}, {one.day:%-d %B %Y} at {one.starts_at}")
        for one in meetings_of(held, case_id)
    }


def _with_meetings(field: FormField, meetings: Mapping[str, tuple[date, str]]) -> FormField:
    """The question for the meeting, as a choice among those that there are."""
    if field.name != "meeting":
        return field
    choices = tuple((name, words) for name, (_, words) in meetings.items())
    return replace(
        field, input="choice", choices=choices, hint="That of the day, unless you choose"
    )


def _at_today(meetings: Mapping[str, tuple[date, str]]) -> dict[str, str]:
    """The meeting of today, where there is one and no other."""
    held = [name for name, (day, _) in meetings.items() if day == today()]
    return {"meeting": held[0]} if len(held) == 1 else {}


def _step_fields(step: type[Step], movement: str, on: date) -> list[FormField]:
    own = step_questions(step.id, on)
    if step is not CaseAllocated or movement not in IMPLIED:
        return own
    return [f for f in own if f.name != "movement"] + movement_questions(movement, on)
