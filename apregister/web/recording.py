"""Recording a movement: choose a kind, answer its questions, see what was recorded."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.paper_words import full_name
from apregister.sight import Seen
from apregister.web.asking import (
    ANSWER,
    WITHDRAWAL,
    Asked,
    answers_asked,
    asked_of,
    fields_answering,
    fields_asked,
)
from apregister.web.changed_since import SEEN, changed_since, last_seen
from apregister.web.checking import Steer, drop_draft, foreseen, is_long, rows, steer, told
from apregister.web.copied import as_copied, begun, copied_for, held_now, marked
from apregister.web.kind_groups import grouped
from apregister.web.pages import page
from apregister.web.place_names import (
    authority_of,
    by_name,
    in_words,
    place_label,
    place_ref,
    places_offered,
)
from apregister.web.questions import (
    Question,
    form_answers,
    placed,
    questions,
    shown_answers,
    shown_day,
)
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import details_seen, pupil_seen
from movements.actor import Actor
from movements.authority_claims import has_claimed
from movements.copied import Copied
from movements.correction_requests import REQUEST
from movements.forms import COMMON_COLUMNS, form_fields
from movements.kind import Kind
from movements.kinds import DOOR_KINDS
from movements.places import PlaceFacts
from movements.problems import Concern, Problem, Refused
from movements.record import today
from movements.register import Line

recording = Blueprint("recording", __name__)

# Entries are withdrawn, and corrections asked for and answered, beside them; questions are answered
# in the ledger, with their facts.
_ELSEWHERE = frozenset({"withdrawn", "question_answered", REQUEST, ANSWER})

_CORRECTION = {field.name: field for field in COMMON_COLUMNS}


@dataclass(frozen=True)
class Sheet:
    """The form of one kind for one pupil: its questions, and what it corrects if it does."""

    pupil: str
    name: str
    kind: type[Kind]
    questions: list[Question]
    speaks_for: list[PlaceFacts]
    school: str
    officer: bool
    places: list[PlaceFacts]
    corrected: Line | None
    reason: Question | None
    about: Line | None
    last_seen: int
    asked_for: Asked | None = None
    withdrawal: bool = False
    episode: str = ""

    @property
    def asked(self) -> set[str]:
        """The names of all that the form asks."""
        return {question.name for question in self.questions} | {"school", "correction_reason"}

    @property
    def school_called(self) -> str:
        """For which place it is recorded, by name where it is one that the form offers."""
        named = (place for place in self.places if self.school in (place.id, place_ref(place)))
        return next(map(place_label, named), self.school)

    @property
    def checked(self) -> bool:
        """Whether its answers are shown once more before they are recorded: of many, or copied."""
        return is_long(self.kind) or any(question.copied for question in self.questions)


@recording.get("/pupils/<pupil>/record")
@permission("record_movement")
def kinds(pupil: str) -> Response:
    """Which kind of movement or milestone it is."""
    with reading(engines().register) as session:
        seen = pupil_seen(session, pupil)
        name = full_name(details_seen(seen, seen.standing))
        only_claimed = has_claimed(seen.standing, actor())
    note_look("record", pupil_id=pupil)
    offered = [
        kind
        for kind in DOOR_KINDS.values()
        if actor().role in kind.recorded_by
        and kind.id not in _ELSEWHERE
        and (kind.may_be_first or not only_claimed)
    ]
    return page(
        "record_kinds.html", pupil=pupil, name=name, groups=grouped(offered), is_long=is_long
    )


@recording.get("/pupils/<pupil>/record/<kind>")
@permission("record_movement")
def form(pupil: str, kind: str) -> Response:
    """The form of a kind; with `corrects`, filled in with the entry to correct or withdraw."""
    chosen = kind_for(kind)
    with reading(engines().register) as session:
        seen = pupil_seen(session, pupil)
        corrected = _corrected(seen, request.args.get("corrects", type=int))
        answers = _prefilled(chosen, seen, corrected)
        if corrected is None:
            answers = begun(chosen, copied_for(chosen, seen, answers), answers)
        sheet = sheet_of(session, seen, chosen, answers, (), corrected)
    note_look("record", pupil_id=pupil)
    return page("record.html", problems=(), sheet=sheet)


@recording.post("/pupils/<pupil>/record/<kind>")
@permission("record_movement")
def save(pupil: str, kind: str) -> Response:
    """Record the movement, unless the lawful way is to be shown first or something is wrong."""
    chosen = kind_for(kind)
    answers = form_answers(request.form)
    with reading(engines().register) as session:
        seen = pupil_seen(session, pupil)
        if "instead" in request.form:
            return _again(session, seen, chosen, answers, ())
    changed = changed_since(seen, chosen, request.form.get(SEEN, type=int), *_about())
    if changed:
        return _changed(seen, chosen, changed)
    try:
        if "go_on" not in request.form:
            found = steer(_foreseen(seen, chosen, answers), answers, seen.shown.places)
            if found:
                return _steered(seen, chosen, found)
        with writing(engines().register) as session:
            done = told(session, pupil, chosen, answers, request.form.get("school", ""))
            drop_draft(session, request.form.get("draft", ""))
    except Refused as refused:
        return _refused(pupil, chosen, answers, refused.problems)
    return redirect(url_for("pupils.pupil", pupil=pupil, done=done.entry), 303)


@recording.post("/pupils/<pupil>/record/<kind>/check")
@permission("record_movement")
def check(pupil: str, kind: str) -> Response:
    """The answers of a long form once more, with the concerns they would be recorded with."""
    chosen = kind_for(kind)
    answers = form_answers(request.form)
    with reading(engines().register) as session:
        seen = pupil_seen(session, pupil)
        copied = _copied(session, seen, chosen, answers)
    note_look("record", pupil_id=pupil)
    try:
        concerns = _foreseen(seen, chosen, answers)
    except Refused as refused:
        return _refused(pupil, chosen, answers, refused.problems)
    found = steer(concerns, answers, seen.shown.places)
    if found:
        return _steered(seen, chosen, found)
    return page(
        "check.html",
        back=url_for("pupils.pupil", pupil=pupil),
        name=full_name(details_seen(seen, seen.standing)),
        kind=chosen,
        action=url_for("recording.save", pupil=pupil, kind=kind),
        rows=rows(chosen, answers, request.form.get("school", ""), seen.shown.places, copied),
        concerns=concerns,
        kept=_kept(),
    )


def kind_for(kind: str) -> type[Kind]:
    """The kind of an address; 404 where whoever is signed in may not record it."""
    chosen = DOOR_KINDS.get(kind)
    if chosen is None or actor().role not in chosen.recorded_by:
        abort(404)
    return chosen


def _foreseen(seen: Seen, kind: type[Kind], answers: Mapping[str, str]) -> tuple[Concern, ...]:
    return foreseen(seen.pupil, kind, answers, request.form.get("school", ""), seen.shown)


def _refused(
    pupil: str, kind: type[Kind], answers: Mapping[str, str], problems: tuple[Problem, ...]
) -> Response:
    with reading(engines().register) as session:
        return _again(session, pupil_seen(session, pupil), kind, answers, problems)


def _again(
    session: Session,
    seen: Seen,
    kind: type[Kind],
    answers: Mapping[str, str],
    problems: tuple[Problem, ...],
) -> Response:
    """The form again with what was answered and what is wrong with it."""
    corrects = answers.get("corrects", "")
    corrected = _corrected(seen, int(corrects) if corrects.isdecimal() else None)
    sheet = sheet_of(session, seen, kind, answers, problems, corrected)
    status = 422 if problems else 200
    return page(
        "record.html",
        status=status,
        problems=placed(problems, sheet.asked),
        sheet=sheet,
        draft=request.form.get("draft"),
    )


def _about() -> tuple[int | None, ...]:
    return tuple(request.form.get(name, type=int) for name in ("corrects", "episode", "entry"))


def _changed(seen: Seen, kind: type[Kind], changed: tuple[Line, ...]) -> Response:
    return page(
        "record_changed.html",
        status=409,
        pupil=seen.pupil,
        name=full_name(details_seen(seen, seen.standing)),
        kind=kind,
        changed=changed,
        kept=_kept() | {SEEN: str(last_seen(seen))},
    )


def _kept() -> dict[str, str]:
    return {name: value for name, value in request.form.items() if name != "csrf_token"}


def _steered(seen: Seen, kind: type[Kind], found: Steer) -> Response:
    kept = _kept()
    school = {"school": kept["school"]} if "school" in kept else {}
    return page(
        "record_steer.html",
        pupil=seen.pupil,
        name=full_name(details_seen(seen, seen.standing)),
        kind=kind,
        steer=found,
        kept=kept,
        carried=school | found.answers,
    )


def _corrected(seen: Seen, number: int | None) -> Line | None:
    """The line that is corrected; 404 for a number that is not in what this actor may see."""
    if number is None:
        return None
    found = next((line for line in seen.lines if line.number == number), None)
    if found is None or found.entry.kind not in DOOR_KINDS:
        abort(404)
    return found


def _prefilled(kind: type[Kind], seen: Seen, corrected: Line | None) -> dict[str, str]:
    if corrected is None and kind.id == REQUEST:
        target = _target(kind, seen, request.args.get("entry", ""))
        return answers_asked(target.entry, seen.shown) if target else abort(404)
    if corrected is None and kind.id == ANSWER:
        return {"on": shown_day(today().isoformat()), "episode": request.args.get("episode", "")}
    if corrected is None:
        return {name: value for name, value in request.args.items() if name in kind.fields()}
    entry = corrected.entry
    first = {"on": shown_day(entry.on.isoformat()), "session": entry.session}
    first |= {"corrects": str(entry.number)}
    if entry.kind != kind.id:
        return first
    return shown_answers(seen.shown.details(entry), form_fields(kind, entry.on)) | first


def sheet_of(
    session: Session,
    seen: Seen,
    kind: type[Kind],
    answers: Mapping[str, str],
    problems: tuple[Problem, ...],
    corrected: Line | None,
) -> Sheet:
    """The form of a kind with what was answered so far."""
    by, on = actor(), today()
    fields = form_fields(kind, corrected.entry.on if corrected else on)
    target = _target(kind, seen, answers.get("entry", "")) if corrected is None else None
    if target is not None:
        fields = list(fields_asked(target.entry, seen.shown))
    asked_for = None
    if kind.id == ANSWER and corrected is None:
        asked_for = asked_of(session, seen, answers.get("episode", ""))
    if asked_for is not None:
        fields = list(fields_answering())
    reason = [_CORRECTION["correction_reason"]] if corrected else []
    asked = questions(reason, answers, problems)
    offered = places_offered(session, authority_of(by, seen.shown.places), on)
    asked_of_kind = questions(fields, answers, problems)
    copied = _copied(session, seen, kind, answers)
    held = held_now(kind, seen) if corrected is None else {}
    return Sheet(
        pupil=seen.pupil,
        name=full_name(details_seen(seen, seen.standing)),
        kind=kind,
        questions=in_words(marked(asked_of_kind, copied, held), offered),
        speaks_for=_speaks_for(seen, by),
        school=_school(seen, by, kind, corrected),
        officer=by.role == "la_officer",
        places=offered,
        corrected=corrected,
        reason=asked[0] if asked else None,
        about=_about_line(seen, answers),
        last_seen=request.form.get(SEEN, type=int) or last_seen(seen),
        asked_for=asked_for,
        withdrawal=WITHDRAWAL in request.values,
        episode=answers.get("episode", ""),
    )


def _copied(
    session: Session, seen: Seen, kind: type[Kind], answers: Mapping[str, str]
) -> dict[str, Copied]:
    """Whence the answers were copied that are as they were; of a correction, none."""
    if answers.get("corrects"):
        return {}
    given = by_name(session, actor(), answers)
    return as_copied(copied_for(kind, seen, given), given)


def _target(kind: type[Kind], seen: Seen, number: str) -> Line | None:
    """The entry that a correction is asked of; None for one that this actor may not ask about."""
    lines = seen.lines if kind.id == REQUEST else ()
    found = (line for line in lines if str(line.number) == number)
    return next((line for line in found if line.entry.kind in DOOR_KINDS), None)


def _about_line(seen: Seen, answers: Mapping[str, str]) -> Line | None:
    """The entry that the form carries on or is about, where it is named and may be seen."""
    named = {answers.get(name) for name in ("episode", "entry")}
    return next((line for line in seen.lines if str(line.number) in named), None)


def _speaks_for(seen: Seen, by: Actor) -> list[PlaceFacts]:
    return [seen.shown.places[place] for place in sorted(by.places) if place in seen.shown.places]


def _school(seen: Seen, by: Actor, kind: type[Kind], corrected: Line | None) -> str:
    """For which place: as it was said, as the corrected entry has it, or the pupil's own school.

    An authority that answers a request for a correction does so itself.
    """
    if "school" in request.form:
        return request.form["school"]
    place = corrected.entry.place_id if corrected else None
    if place is None and corrected is None and seen.standing.main_roll and kind.id != ANSWER:
        place = seen.standing.main_roll.place
    hidden = place is None or seen.shown.hides(place) or place not in seen.shown.places
    if hidden or (by.places and place not in by.places):
        return ""
    return place_ref(seen.shown.places[str(place)])
