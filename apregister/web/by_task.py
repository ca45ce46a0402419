"""What every form has that is asked one thing at a time: its tasks, and its draft."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.form_drafts import FormDraft, answer_draft, find_draft, save_draft
from apregister.web.checking import reader
from apregister.web.pages import page
from apregister.web.questions import Question, form_answers, placed
from apregister.web.shell import actor
from movements.basis import Basis
from movements.copied import Copied
from movements.kind import Answers, Placed, typed
from movements.places import PlaceFacts, UnknownPlace, find_place
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import standing
from movements.standing import Standing

FOR_WHOM = "school"
COPIED = "Copied, to check"
"""The state of a page whose answers are copied: they are not in the draft until it is saved."""
_WHEN = ("on", "session", "episode", "started_on")


@dataclass(frozen=True)
class Task:
    """One small page of a long form: its name in addresses, its title, its questions, its state."""

    name: str
    title: str
    fields: tuple[str, ...]
    state: str = ""


@dataclass(frozen=True)
class LongForm:
    """A form asked task by task: what it is, its questions so far, and where its pages are.

    `pages` is the blueprint that has `tasks`, `ask`, `save` and `check`; `where` what their
    addresses name. `whole` asks everything on one page, `name` is the pupil's; `copied` is what
    the register adds by itself.
    """

    pages: str
    where: Mapping[str, str]
    kind: str
    title: str
    summary: str
    basis: Basis
    name: str
    whole: str
    draft: FormDraft | None
    questions: list[Question]
    places: list[PlaceFacts]
    tasks: list[Task]
    copied: tuple[Copied, ...] = ()

    def address(self, page: str, **more: str) -> str:
        """The address of one of its pages, with the draft."""
        named: dict[str, Any] = {**self.where, **more}
        return url_for(f"{self.pages}.{page}", draft=self.draft.id if self.draft else None, **named)

    @property
    def pupil(self) -> str:
        """The pupil it is about."""
        return self.where["pupil"]

    def task(self, name: str) -> Task:
        """The task of an address; 404 where there is none."""
        found = next((one for one in self.tasks if one.name == name), None)
        if found is None:
            abort(404)
        return found

    def changed_at(self) -> dict[str, str]:
        """Where each answer is changed, by its question."""
        return {
            field: self.address("ask", task=one.name) for one in self.tasks for field in one.fields
        }


def tasks_of(
    questions: Sequence[Question],
    groups: Iterable[tuple[str, tuple[str, ...]]],
    given: Mapping[str, str],
    *,
    for_whom: bool,
) -> list[Task]:
    """The small pages of a form in order, each with how far it is."""
    found = _pages(questions, dict(groups))
    first = [Task(FOR_WHOM, "Recorded for", (FOR_WHOM,))] if for_whom else []
    return [replace(one, state=_state(one, questions, given)) for one in (*first, *found)]


def _pages(questions: Sequence[Question], groups: Mapping[str, tuple[str, ...]]) -> Iterator[Task]:
    titles = {question.name: question.title for question in questions}
    when = tuple(name for name in _WHEN if name in titles)
    begins = {fields[0]: Task(fields[0], title, fields) for title, fields in groups.items()}
    grouped = {name for fields in groups.values() for name in fields}
    yield Task("when", "When", when)
    for name in titles:
        if name in begins:
            yield begins[name]
        elif name not in grouped and name not in when:
            yield Task(name, titles[name].removesuffix(" (optional)"), (name,))


def _state(task: Task, questions: Sequence[Question], given: Mapping[str, str]) -> str:
    needed = [q.name for q in questions if q.name in task.fields and q.required]
    if any(name in given for name in task.fields) and all(given.get(name) for name in needed):
        return "Completed"
    if any(q.copied for q in questions if q.name in task.fields):
        return COPIED
    return "Not yet started" if needed or task.name == FOR_WHOM else "Optional"


def draft_of(session: Session, pupil: str, kind: str) -> FormDraft | None:
    """The draft named in the address; 404 where it is not one of this pupil, kind and reader.

    What is written of a protected child may say where the child is: an officer's is the author's.
    """
    token = request.args.get("draft")
    if not token:
        return None
    found = find_draft(session, token, reader())
    if found is None or (found.pupil_id, found.kind) != (pupil, kind):
        abort(404)
    if not goes_on(found, standing(session, pupil, today())):
        abort(404)
    return found


def goes_on(draft: FormDraft, now: Standing) -> bool:
    """Whether a reader of a draft may go on with it, as the pupil stands now."""
    return draft.author == reader().author or bool(actor().places) or not now.protected


def answered(draft: FormDraft | None) -> dict[str, str]:
    """What was answered so far."""
    return draft.given() if draft else {}


def sent_for(task: Task) -> dict[str, str]:
    """What the page of a task sent: an answer, perhaps an empty one, to each of its questions."""
    sent = form_answers(request.form) | {FOR_WHOM: request.form.get(FOR_WHOM, "")}
    return {name: sent.get(name, "").strip() for name in task.fields}


def kept_in(
    session: Session,
    draft: FormDraft | None,
    of: tuple[str, str],
    answers: Mapping[str, str],
    seen_entry: int,
) -> str | Problem:
    """Keep answers in the draft, or in a new one `of` a pupil and kind. Its id, or why not."""
    kept = save_draft(session, draft, *of, reader(), seen_entry)
    if answer_draft(kept, answers):
        return kept.id
    return Problem(next(iter(answers)), "too_long", "This is too long to keep.")


def unreadable(model: type[Answers], answers: Mapping[str, str], task: Task) -> tuple[Problem, ...]:
    """What is wrong with the answers of this page; the other pages have their own turn."""
    own = {name: value for name, value in answers.items() if name in model.fields()}
    try:
        typed(model, own)
    except Refused as refused:
        return tuple(one for one in refused.problems if one.field in task.fields)
    return ()


def unknown_places(
    session: Session, model: type[Answers], answers: Mapping[str, str]
) -> list[Problem]:
    """The places of this page that nobody knows."""
    problems: list[Problem] = []
    for name in model.marked(Placed).keys() & {name for name, ref in answers.items() if ref}:
        try:
            find_place(session, answers[name])
        except UnknownPlace as unknown:
            problems.append(Problem(name, "unknown_place", str(unknown)))
    return problems


def task_page(form: LongForm, name: str, problems: tuple[Problem, ...], **more: Any) -> Response:
    """One small page of questions."""
    asked = form.task(name)
    return page(
        "task.html",
        status=422 if problems else 200,
        problems=placed(problems, {*asked.fields}),
        form=form,
        questions=[q for q in form.questions if q.name in asked.fields],
        task=asked,
        **more,
    )


def tasks_page(form: LongForm, problems: tuple[Problem, ...]) -> Response:
    """The task list; a problem leads to the task that it is mended at."""
    page_of = {field: one.name for one in form.tasks for field in one.fields}
    return page(
        "tasks.html",
        status=422 if problems else 200,
        problems=tuple(
            Problem(f"task-{page_of.get(p.field, 'when')}", p.code, p.message) for p in problems
        ),
        form=form,
    )
