"""A long form one thing at a time: a task list, small pages, a check; saved as a draft."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.form_drafts import (
    SEEN,
    FormDraft,
    answer_draft,
    delete_expired_drafts,
    discard_draft,
    drafts_for,
    expired_drafts,
    find_draft,
    save_draft,
)
from apregister.sight import Seen
from apregister.speaking import place_spoken_for
from apregister.web.checking import foreseen, reader, rows, steer
from apregister.web.pages import page
from apregister.web.place_names import by_name
from apregister.web.questions import form_answers, placed
from apregister.web.recording import Sheet, kind_for, sheet_of
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import details_seen, full_name, pupil_seen
from movements.kind import Kind, Placed
from movements.kinds import DOOR_KINDS, fill_in
from movements.places import UnknownPlace, find_place
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import standings
from movements.scope import may_see

stepwise = Blueprint("stepwise", __name__)

FOR_WHOM = "school"
_WHEN = ("on", "session", "episode", "started_on")


@dataclass(frozen=True)
class Task:
    """One small page of a long form: its name in addresses, its title, its questions, its state."""

    name: str
    title: str
    fields: tuple[str, ...]
    state: str = ""


@dataclass(frozen=True)
class DraftShown:
    """A draft as the home page lists it."""

    draft: FormDraft
    pupil_name: str
    title: str


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
        draft = _draft(session, pupil, kind)
        return _task_page(session, pupil, kind, task, draft, _given(draft), ())


@stepwise.post("/pupils/<pupil>/record/<kind>/tasks/<task>")
@permission("record_movement")
def save(pupil: str, kind: str, task: str) -> Response:
    """Keep the answers of one page in the draft, unless one of them cannot be read."""
    chosen = kind_for(kind)
    with writing(engines().register) as session:
        draft = _draft(session, pupil, kind)
        held = _given(draft)
        sheet = _sheet(session, pupil, chosen, held)
        asked = _task(_tasks(sheet, held), task)
        sent = form_answers(request.form) | {FOR_WHOM: request.form.get(FOR_WHOM, "")}
        answers = {name: sent.get(name, "").strip() for name in asked.fields}
        answers = by_name(session, actor(), answers)
        wrong = _unreadable(chosen, held | answers, asked) or _unknown(session, chosen, answers)
        if not wrong:
            kept = save_draft(session, draft, pupil, kind, reader(), sheet.last_seen)
            if answer_draft(kept, answers):
                token = kept.id
            else:
                wrong = (Problem(asked.fields[0], "too_long", "This is too long to keep."),)
        if wrong:
            return _task_page(session, pupil, kind, task, draft, held | answers, wrong)
    return redirect(url_for("stepwise.tasks", pupil=pupil, kind=kind, draft=token), 303)


@stepwise.get("/pupils/<pupil>/record/<kind>/check")
@permission("record_movement")
def check(pupil: str, kind: str) -> Response:
    """The draft's answers once more, with the concerns they would be recorded with."""
    chosen = kind_for(kind)
    with reading(engines().register) as session:
        seen = pupil_seen(session, pupil)
        draft = _draft(session, pupil, kind)
        if draft is None:
            abort(404)
        given = draft.given()
        listed = _tasks(_sheet(session, pupil, chosen, given), given)
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
        name=full_name(details_seen(seen, seen.standing)),
        kind=chosen,
        rows=rows(chosen, answers, school, seen.shown.places),
        concerns=concerns,
        kept=kept,
        steer=found,
        carried=found.answers if found else {},
        change=_addresses(pupil, chosen, listed, draft),
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


def forget_expired() -> None:
    """Delete the drafts that have expired, so that they are gone though no operator sees to it.

    Another time, where a long intake holds the register just now.
    """
    with reading(engines().register) as session:
        expired = expired_drafts(session, reader().today)
    if expired:
        with suppress(OperationalError), writing(engines().register) as session:
            delete_expired_drafts(session, reader().today)


def drafts_shown(session: Session) -> list[DraftShown]:
    """The drafts of whoever is signed in, of pupils they may still see."""
    found = [one for one in drafts_for(session, reader()) if one.kind in DOOR_KINDS]
    known = standings(session, {one.pupil_id for one in found}, today())
    return [
        DraftShown(one, full_name(known[one.pupil_id].details), DOOR_KINDS[one.kind].title)
        for one in found
        if one.pupil_id in known and may_see(known[one.pupil_id], actor()) != "none"
    ]


def _draft(session: Session, pupil: str, kind: str) -> FormDraft | None:
    """The draft named in the address; 404 where it is not one of this pupil, kind and reader."""
    token = request.args.get("draft")
    if not token:
        return None
    found = find_draft(session, token, reader())
    if found is None or (found.pupil_id, found.kind) != (pupil, kind):
        abort(404)
    return found


def _given(draft: FormDraft | None) -> dict[str, str]:
    return draft.given() if draft else {}


def _sheet(
    session: Session, pupil: str, kind: type[Kind], given: Mapping[str, str], *wrong: Problem
) -> Sheet:
    seen: Seen = pupil_seen(session, pupil)
    sheet = sheet_of(session, seen, kind, given, wrong, None)
    return replace(sheet, school=given.get(FOR_WHOM, sheet.school))


def _tasks(sheet: Sheet, given: Mapping[str, str]) -> list[Task]:
    """The small pages of a form in order, each with how far it is."""
    return [replace(one, state=_state(one, sheet, given)) for one in _pages(sheet)]


def _pages(sheet: Sheet) -> Iterator[Task]:
    titles = {question.name: question.title for question in sheet.questions}
    when = tuple(name for name in _WHEN if name in titles)
    groups = {name: fields for title, fields in sheet.kind.groups for name in fields[:1]}
    called = {fields[0]: title for title, fields in sheet.kind.groups}
    grouped = {name for fields in groups.values() for name in fields}
    if sheet.officer or len(sheet.speaks_for) > 1:
        yield Task(FOR_WHOM, "Recorded for", (FOR_WHOM,))
    yield Task("when", "When", when)
    for name in titles:
        if name in groups:
            yield Task(name, called[name], groups[name])
        elif name not in grouped and name not in when:
            yield Task(name, titles[name].removesuffix(" (optional)"), (name,))


def _state(task: Task, sheet: Sheet, given: Mapping[str, str]) -> str:
    needed = [q.name for q in sheet.questions if q.name in task.fields and q.required]
    if any(name in given for name in task.fields) and all(given.get(name) for name in needed):
        return "Completed"
    return "Not yet started" if needed or task.name == FOR_WHOM else "Optional"


def _task(listed: list[Task], name: str) -> Task:
    found = next((one for one in listed if one.name == name), None)
    if found is None:
        abort(404)
    return found


def _unreadable(kind: type[Kind], answers: Mapping[str, str], task: Task) -> tuple[Problem, ...]:
    """What is wrong with the answers of this page; the other pages have their own turn."""
    own = {name: value for name, value in answers.items() if name in kind.fields()}
    try:
        fill_in(kind.id, own)
    except Refused as refused:
        return tuple(one for one in refused.problems if one.field in task.fields)
    return ()


def _unknown(session: Session, kind: type[Kind], answers: Mapping[str, str]) -> tuple[Problem, ...]:
    """The places of this page that nobody knows, or that nothing may be recorded for."""
    problems: list[Problem] = []
    for name in kind.marked(Placed).keys() & {name for name, ref in answers.items() if ref}:
        try:
            find_place(session, answers[name])
        except UnknownPlace as unknown:
            problems.append(Problem(name, "unknown_place", str(unknown)))
    try:
        if answers.get(FOR_WHOM):
            place_spoken_for(session, actor(), answers[FOR_WHOM])
    except Refused as refused:
        problems += refused.problems
    return tuple(problems)


def _addresses(
    pupil: str, kind: type[Kind], listed: list[Task], draft: FormDraft
) -> dict[str, str]:
    return {
        field: url_for("stepwise.ask", pupil=pupil, kind=kind.id, task=one.name, draft=draft.id)
        for one in listed
        for field in one.fields
    }


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
    asked = _task(_tasks(sheet, given), task)
    sheet = replace(sheet, questions=[q for q in sheet.questions if q.name in asked.fields])
    note_look("record", pupil_id=pupil)
    return page(
        "task.html",
        status=422 if problems else 200,
        problems=placed(problems, {*asked.fields}),
        sheet=sheet,
        task=asked,
        draft=draft,
    )


def _tasks_page(pupil: str, kind: str, problems: tuple[Problem, ...]) -> Response:
    chosen = kind_for(kind)
    with reading(engines().register) as session:
        draft = _draft(session, pupil, kind)
        sheet = _sheet(session, pupil, chosen, _given(draft))
        listed = _tasks(sheet, _given(draft))
    note_look("record", pupil_id=pupil)
    page_of = {field: one.name for one in listed for field in one.fields}
    return page(
        "tasks.html",
        status=422 if problems else 200,
        problems=tuple(
            Problem(f"task-{page_of.get(p.field, 'when')}", p.code, p.message) for p in problems
        ),
        sheet=sheet,
        tasks=listed,
        draft=draft,
    )
