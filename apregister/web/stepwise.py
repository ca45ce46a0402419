"""A long form one thing at a time: a task list, small pages, a check; saved as a draft."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, abort, redirect, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.form_drafts import SEEN, FormDraft, discard_draft, find_draft
from apregister.paper_words import full_name
from apregister.sight import Seen
from apregister.speaking import place_spoken_for
from apregister.web.by_task import (
    FOR_WHOM,
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
from apregister.web.checking import foreseen, reader, rows, steer
from apregister.web.copied import as_copied, begun, copied_for
from apregister.web.pages import page
from apregister.web.place_names import by_name
from apregister.web.recording import Sheet, kind_for, sheet_of
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import details_seen, pupil_seen
from movements.kind import Kind
from movements.problems import Problem, Refused

stepwise = Blueprint("stepwise", __name__)


@stepwise.get("/pupils/<pupil>/record/<kind>/tasks")
@permission("record_movement")
def tasks(pupil: str, kind: str) -> Response:
    """The task list of a long form."""
    return _tasks_page(pupil, kind, ())


@stepwise.get("/pupils/<pupil>/record/<kind>/tasks/<task>")
@permission("record_movement")
def ask(pupil: str, kind: str, task: str) -> Response:
    """One small page of questions."""
    with reading(engines().register) as session:
        draft = draft_of(session, pupil, kind)
        return _task_page(session, pupil, kind, task, draft, answered(draft), ())


@stepwise.post("/pupils/<pupil>/record/<kind>/tasks/<task>")
@permission("record_movement")
def save(pupil: str, kind: str, task: str) -> Response:
    """Keep the answers of one page in the draft, unless one of them cannot be read."""
    chosen = kind_for(kind)
    with writing(engines().register) as session:
        draft = draft_of(session, pupil, kind)
        held = answered(draft)
        sheet = _sheet(session, pupil, chosen, held)
        asked = _form(sheet, draft).task(task)
        answers = by_name(session, actor(), sent_for(asked))
        wrong = unreadable(chosen, held | answers, asked) or _unknown(session, chosen, answers)
        if not wrong:
            kept = kept_in(session, draft, (pupil, kind), answers, sheet.last_seen)
            if isinstance(kept, str):
                return redirect(url_for("stepwise.tasks", pupil=pupil, kind=kind, draft=kept), 303)
            wrong = (kept,)
        return _task_page(session, pupil, kind, task, draft, held | answers, wrong)


@stepwise.get("/pupils/<pupil>/record/<kind>/check")
@permission("record_movement")
def check(pupil: str, kind: str) -> Response:
    """The draft's answers once more, with the concerns they would be recorded with."""
    chosen = kind_for(kind)
    with reading(engines().register) as session:
        seen = pupil_seen(session, pupil)
        draft = draft_of(session, pupil, kind)
        if draft is None:
            abort(404)
        given = draft.given()
        copied = as_copied(copied_for(chosen, seen, given), given)
        change = _form(_sheet(session, pupil, chosen, given), draft).changed_at()
    school, answers = given.pop(FOR_WHOM, ""), given
    try:
        concerns = foreseen(pupil, chosen, answers, school, seen.shown)
    except Refused as refused:
        return _tasks_page(pupil, kind, refused.problems)
    note_look("record", pupil_id=pupil)
    found = steer(concerns, answers, seen.shown.places)
    kept = answers | {"draft": draft.id} | ({FOR_WHOM: school} if school else {})
    if draft.seen_entry is not None:
        kept[SEEN] = str(draft.seen_entry)
    return page(
        "record_steer.html" if found else "check.html",
        pupil=pupil,
        back=url_for("pupils.pupil", pupil=pupil),
        action=url_for("recording.save", pupil=pupil, kind=kind),
        name=full_name(details_seen(seen, seen.standing)),
        kind=chosen,
        rows=rows(chosen, answers, school, seen.shown.places, copied),
        concerns=concerns,
        kept=kept,
        steer=found,
        carried=found.answers if found else {},
        change=change,
    )


@stepwise.post("/drafts/<draft>/discard")
@permission("record_movement")
def discard(draft: str) -> Response:
    """Forget a draft."""
    with writing(engines().register) as session:
        found = find_draft(session, draft, reader())
        if found is None:
            abort(404)
        discard_draft(session, found)
    return redirect(url_for("home.home"), 303)


def _sheet(
    session: Session, pupil: str, kind: type[Kind], given: Mapping[str, str], *wrong: Problem
) -> Sheet:
    seen: Seen = pupil_seen(session, pupil)
    answers = begun(kind, copied_for(kind, seen, given), given)
    sheet = sheet_of(session, seen, kind, answers, wrong, None)
    return replace(sheet, school=given.get(FOR_WHOM, sheet.school))


def _form(sheet: Sheet, draft: FormDraft | None) -> LongForm:
    kind, where = sheet.kind, {"pupil": sheet.pupil, "kind": sheet.kind.id}
    for_whom = sheet.officer or len(sheet.speaks_for) > 1
    return LongForm(
        pages="stepwise",
        where=where,
        kind=kind.id,
        title=kind.title,
        summary=kind.summary,
        basis=kind.basis,
        name=sheet.name,
        whole=url_for("recording.form", pupil=sheet.pupil, kind=kind.id),
        draft=draft,
        questions=sheet.questions,
        places=sheet.places,
        tasks=tasks_of(sheet.questions, kind.groups, answered(draft), for_whom=for_whom),
    )


def _unknown(session: Session, kind: type[Kind], answers: Mapping[str, str]) -> tuple[Problem, ...]:
    """The places of this page that nobody knows, or that nothing may be recorded for."""
    problems = unknown_places(session, kind, answers)
    try:
        if answers.get(FOR_WHOM):
            place_spoken_for(session, actor(), answers[FOR_WHOM])
    except Refused as refused:
        problems += refused.problems
    return tuple(problems)


def _task_page(
    session: Session,
    pupil: str,
    kind: str,
    task: str,
    draft: FormDraft | None,
    given: Mapping[str, str],
    problems: tuple[Problem, ...],
) -> Response:
    sheet = _sheet(session, pupil, kind_for(kind), given, *problems)
    form = _form(sheet, draft)
    form.task(task)
    note_look("record", pupil_id=pupil)
    return task_page(form, task, problems, sheet=sheet)


def _tasks_page(pupil: str, kind: str, problems: tuple[Problem, ...]) -> Response:
    chosen = kind_for(kind)
    with reading(engines().register) as session:
        draft = draft_of(session, pupil, kind)
        form = _form(_sheet(session, pupil, chosen, answered(draft)), draft)
    note_look("record", pupil_id=pupil)
    return tasks_page(form, problems)
