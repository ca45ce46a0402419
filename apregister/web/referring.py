"""A pupil is referred to the panel: on one page, or one thing at a time and saved as a draft."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, rehearsing, writing
from apregister.form_drafts import FormDraft
from apregister.paper_words import full_name
from apregister.sight import Seen
from apregister.web.by_task import (
    LongForm,
    answered,
    draft_of,
    kept_in,
    sent_for,
    task_page,
    tasks_of,
    tasks_page,
    unknown_places,
    unreadable,
)
from apregister.web.checking import Row, drop_draft, said
from apregister.web.pages import page
from apregister.web.place_names import by_name, in_words, places_offered
from apregister.web.questions import form_answers, questions
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import details_seen, pupil_seen
from apregister.web.step_form import StepForm, again, dated
from fair_access.cases import visible_case
from fair_access.copied import copied_told, copies
from fair_access.decide import open_case
from fair_access.questions import step_questions
from fair_access.steps import COPIED, CaseReferred
from fair_access.withheld import Words, places_named
from movements.copied import Copied
from movements.forms import FormField
from movements.left import known_to, places_known
from movements.problems import Concern, Problem, Refused
from movements.record import today
from movements.register import entries
from movements.scope import may_see

referring = Blueprint("referring", __name__)


@referring.get("/pupils/<pupil>/cases/new")
@permission("open_case")
def open_page(pupil: str) -> Response:
    """The form to refer a pupil, everything on one page; with what a draft holds already."""
    with reading(engines().register) as session:
        draft = draft_of(session, pupil, CaseReferred.id)
        sheet = _sheet(session, pupil, answered(draft), ())
    note_look("case_new", pupil_id=pupil)
    return page("step.html", problems=(), sheet=replace(sheet, draft=draft.id if draft else ""))


@referring.post("/pupils/<pupil>/cases/new")
@permission("open_case")
def open_now(pupil: str) -> Response:
    """Refer the pupil: the case is open, and the draft of the referral goes."""
    answers, draft = form_answers(request.form), request.form.get("draft", "")
    with reading(engines().register) as session:
        pupil_seen(session, pupil)
    try:
        with writing(engines().register) as session:
            given = by_name(session, actor(), answers)
            case_id = open_case(session, pupil, given, actor(), today())
            drop_draft(session, draft)
    except Refused as refused:
        with reading(engines().register) as session:
            sheet = _sheet(session, pupil, answers, refused.problems)
        return again(replace(sheet, draft=draft), refused.problems)
    return redirect(url_for("cases.case_page", case_id=case_id, done=""), 303)


@referring.get("/pupils/<pupil>/cases/new/tasks")
@permission("open_case")
def tasks(pupil: str) -> Response:
    """The task list of a referral."""
    return _tasks_page(pupil, ())


@referring.get("/pupils/<pupil>/cases/new/tasks/<task>")
@permission("open_case")
def ask(pupil: str, task: str) -> Response:
    """One section of the referral."""
    with reading(engines().register) as session:
        draft = draft_of(session, pupil, CaseReferred.id)
        return _task_page(session, pupil, task, draft, answered(draft), ())


@referring.post("/pupils/<pupil>/cases/new/tasks/<task>")
@permission("open_case")
def save(pupil: str, task: str) -> Response:
    """Keep the answers of one section in the draft, unless one of them cannot be read."""
    with writing(engines().register) as session:
        draft = draft_of(session, pupil, CaseReferred.id)
        held = answered(draft)
        asked = _form(session, pupil, draft, held, ()).task(task)
        answers = by_name(session, actor(), sent_for(asked))
        wrong = unreadable(CaseReferred, held | answers, asked)
        wrong = wrong or tuple(unknown_places(session, CaseReferred, answers))
        if not wrong:
            kept = kept_in(session, draft, (pupil, CaseReferred.id), answers, 0)
            if isinstance(kept, str):
                return redirect(url_for("referring.tasks", pupil=pupil, draft=kept), 303)
            wrong = (kept,)
        return _task_page(session, pupil, task, draft, held | answers, wrong)


@referring.get("/pupils/<pupil>/cases/new/check")
@permission("open_case")
def check(pupil: str) -> Response:
    """The draft's answers once more, with the concerns they would be recorded with."""
    with reading(engines().register) as session:
        draft = draft_of(session, pupil, CaseReferred.id)
        if draft is None:
            abort(404)
        form = _form(session, pupil, draft, answered(draft), ())
    answers = draft.given()
    try:
        concerns = _foreseen(pupil, answers)
    except Refused as refused:
        return _tasks_page(pupil, refused.problems)
    note_look("case_new", pupil_id=pupil)
    places = {place.id: place for place in form.places}
    return page(
        "check.html",
        back=url_for("pupils.pupil", pupil=pupil),
        name=form.name,
        kind=CaseReferred,
        rows=[
            Row(one.name, one.title, said(one, answers[one.name], places))
            for one in _asked()
            if answers.get(one.name)
        ],
        concerns=concerns,
        kept=answers | {"draft": draft.id},
        change=form.changed_at(),
        action=url_for("referring.open_now", pupil=pupil),
        does=CaseReferred.does,
        only_answered=True,
    )


def _foreseen(pupil: str, answers: Mapping[str, str]) -> tuple[Concern, ...]:
    """The concerns the referral would be recorded with; nothing is kept. Raises Refused."""
    with rehearsing(engines().register) as session:
        given = by_name(session, actor(), answers)
        case_id = open_case(session, pupil, given, actor(), today())
        opened = visible_case(session, case_id, today(), actor())
        return opened.concerns if opened else ()


def _asked() -> list[FormField]:
    fields = step_questions(CaseReferred.id, today())
    if actor().role == "school":
        return [field for field in fields if field.name != "referred_by"]
    return fields


def _sheet(
    session: Session, pupil: str, answers: Mapping[str, str], problems: tuple[Problem, ...]
) -> StepForm:
    seen = pupil_seen(session, pupil)
    offered = places_offered(session, seen.standing.home_authority, today())
    return StepForm(
        step=CaseReferred,
        name=full_name(details_seen(seen, seen.standing)),
        action=url_for("referring.open_now", pupil=pupil),
        back=url_for("pupils.pupil", pupil=pupil),
        questions=in_words(questions(_asked(), dated(answers), problems), offered),
        places=offered,
        movement="",
        copied=_copied(session, pupil, seen),
    )


def _copied(session: Session, pupil: str, seen: Seen) -> tuple[Copied, ...]:
    """What the referral will copy, for who sees the whole of the pupil's history, as known."""
    if may_see(seen.standing, actor()) != "all":
        return ()
    held, places = entries(session, [pupil]), None
    if seen.left:
        held, places = known_to(held, seen.left), places_known(held, seen.left)
    words = Words(places_named(session, held), withheld=seen.standing.protected)
    return tuple(copied_told({COPIED: copies(session, pupil, held, today(), places)}, words))


def _form(
    session: Session,
    pupil: str,
    draft: FormDraft | None,
    given: Mapping[str, str],
    problems: tuple[Problem, ...],
) -> LongForm:
    sheet = _sheet(session, pupil, given, problems)
    return LongForm(
        pages="referring",
        where={"pupil": pupil},
        kind=CaseReferred.id,
        title=CaseReferred.does,
        summary="What the register holds is copied into it. Answer what you can.",
        basis=CaseReferred.basis,
        name=sheet.name,
        whole=url_for("referring.open_page", pupil=pupil, draft=draft.id if draft else None),
        draft=draft,
        questions=sheet.questions,
        places=sheet.places,
        tasks=tasks_of(sheet.questions, CaseReferred.groups, answered(draft), for_whom=False),
        copied=sheet.copied,
    )


def _task_page(
    session: Session,
    pupil: str,
    task: str,
    draft: FormDraft | None,
    given: Mapping[str, str],
    problems: tuple[Problem, ...],
) -> Response:
    form = _form(session, pupil, draft, given, problems)
    form.task(task)
    note_look("case_new", pupil_id=pupil)
    return task_page(form, task, problems)


def _tasks_page(pupil: str, problems: tuple[Problem, ...]) -> Response:
    with reading(engines().register) as session:
        draft = draft_of(session, pupil, CaseReferred.id)
        form = _form(session, pupil, draft, answered(draft), ())
    note_look("case_new", pupil_id=pupil)
    return tasks_page(form, problems)
