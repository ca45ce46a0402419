"""An officer tells of a child whom the register does not know: which child, and what happened.

The UPN goes from form to form, never into an address.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.claimed import claimed_by
from apregister.db import reading, writing
from apregister.paper_words import full_name
from apregister.sight import NotSeen, find_for
from apregister.web.pages import page
from apregister.web.place_names import by_name, in_words, places_offered
from apregister.web.questions import form_answers, placed, questions
from apregister.web.shell import actor, engines, note_look
from movements.forms import NEWCOMER, FormField, form_fields
from movements.identifiers import upn_problem
from movements.kind import Kind
from movements.kinds import DOOR_KINDS
from movements.newcomers import FIRST_KINDS, NAMES, NEW
from movements.problems import Problem, Refused
from movements.record import today
from movements.take_in import take_in

newcomer_pages = Blueprint("newcomers", __name__)

FIRST = tuple(DOOR_KINDS[kind] for kind in FIRST_KINDS)


@newcomer_pages.get("/pupils/new")
@permission("record_movement")
def begin() -> Response:
    """Which child it is, and what is told of the child."""
    return _begin({}, ())


@newcomer_pages.post("/pupils/new")
@permission("record_movement")
def begin_with() -> Response:
    """The same, with the UPN that was looked for."""
    return _begin({"upn": request.form.get("upn", "").strip()}, ())


@newcomer_pages.post("/pupils/new/form")
@permission("record_movement")
def form() -> Response:
    """The form of what is told; of a child in sight after all, on that child's own page."""
    _officers_only()
    given = {name: request.form.get(name, "").strip() for name in ("upn", "none", "kind")}
    problems = tuple(_wrong(given))
    if problems:
        return _begin(given, problems)
    kind = DOOR_KINDS[given["kind"]]
    known = _known(given["upn"]) if given["upn"] else None
    if known:
        return redirect(url_for("recording.form", pupil=known, kind=kind.id), 303)
    who = {"upn": given["upn"]} if given["upn"] else {"pupil": NEW}
    return _form(kind, who, ())


@newcomer_pages.post("/pupils/new/<kind>")
@permission("record_movement")
def save(kind: str) -> Response:
    """Record what is told, and go to the child."""
    _officers_only()
    if kind not in FIRST_KINDS:
        abort(404)
    answers = form_answers(request.form)
    try:
        with writing(engines().register) as session:
            given = by_name(session, actor(), answers)
            done = take_in(session, kind, given, place=None, by=actor(), source="form")
    except Refused as refused:
        return _form(DOOR_KINDS[kind], answers, refused.problems)
    return redirect(url_for("pupils.pupil", pupil=done.pupil, done=done.entry), 303)


def _officers_only() -> None:
    if actor().role != "la_officer":
        abort(404)


def _wrong(given: Mapping[str, str]) -> Iterator[Problem]:
    """Why it is not clear which child is meant, or what is told."""
    upn = given["upn"]
    if upn and given["none"]:
        words = "Leave the UPN out, or take away the tick that says there is none."
        yield Problem("upn", "not_new", words)
    elif upn and (wrong := upn_problem(upn)):
        yield Problem("upn", "not_a_upn", wrong)
    elif not upn and not given["none"]:
        yield Problem("upn", "missing", "Enter the child’s UPN, or say that the child has none.")
    if given["kind"] not in FIRST_KINDS:
        yield Problem("kind", "missing", "Choose what you tell of the child.")


def _known(upn: str) -> str | None:
    """The child who bears the UPN, if whoever is signed in may see the child."""
    try:
        with reading(engines().register) as session:
            found = find_for(session, upn, actor(), today())
    except (NotSeen, Refused):
        found = None
    note_look("find", pupil_id=found)
    return found


def _begin(given: Mapping[str, str], problems: tuple[Problem, ...]) -> Response:
    _officers_only()
    with reading(engines().register) as session:
        theirs = claimed_by(session, actor())
    return page(
        "newcomer.html",
        status=422 if problems else 200,
        problems=problems,
        given=given,
        kinds=FIRST,
        claimed=[(pupil, full_name(one.details)) for pupil, one in theirs.items()],
    )


def _form(kind: type[Kind], answers: Mapping[str, str], problems: tuple[Problem, ...]) -> Response:
    new = answers.get("pupil") == NEW
    fields = list(_fields(kind, new=new))
    with reading(engines().register) as session:
        offered = places_offered(session, actor().authority, today())
    note_look("record")
    return page(
        "newcomer_form.html",
        status=422 if problems else 200,
        problems=placed(problems, {field.name for field in fields}),
        kind=kind,
        upn="" if new else answers.get("upn", ""),
        questions=in_words(questions(fields, answers, problems), offered),
        offered=offered,
    )


def _fields(kind: type[Kind], *, new: bool) -> Iterator[FormField]:
    """The kind's questions; of a child without a UPN, first who the child is."""
    if new:
        yield from (replace(field, required=True, hint="") for field in NEWCOMER)
    yield from (f for f in form_fields(kind, today()) if not (new and f.name in NAMES))
