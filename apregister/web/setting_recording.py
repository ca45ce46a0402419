"""Recording what is told of a setting: the form of each kind, drawn from the kind."""

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.directory import Listing
from apregister.speaking import place_spoken_for
from apregister.web.checking import rows
from apregister.web.copied import as_copied, begun, copied_of, marked
from apregister.web.directory import listing_seen
from apregister.web.pages import page
from apregister.web.questions import form_answers, placed, questions, shown_answers, shown_day
from apregister.web.shell import actor, engines, note_look
from movements.entry import Entry
from movements.forms import COMMON_COLUMNS, form_fields
from movements.place_kind import PlaceKind
from movements.place_kinds import PLACE_KINDS
from movements.places import place_facts
from movements.problems import Problem, Refused
from movements.record import Recorded, today
from movements.record_place import may_correct, may_record_of
from movements.settings_read import place_entries, settings_of, told_by
from movements.take_in import take_in

setting_recording = Blueprint("setting_recording", __name__)

_REASON = next(field for field in COMMON_COLUMNS if field.name == "correction_reason")
_OF_ADDRESS = frozenset({"setting", "upn", "pupil"})


@setting_recording.get("/directory/<place>/record/<kind>")
@permission("record_movement")
def form(place: str, kind: str) -> Response:
    """The form of a kind; with `corrects`, filled in with the entry to correct or withdraw."""
    with reading(engines().register) as session:
        one, chosen = _chosen(session, place, kind)
        corrected = _corrected(session, one, request.args.get("corrects", ""))
        answers = _prefilled(chosen, corrected)
        if corrected is None:
            copied = copied_of(chosen, place_entries(session, place))
            answers = begun(chosen, copied, answers)
        answer = _page(session, one, chosen, answers, (), corrected)
    note_look("record", place_id=place)
    return answer


@setting_recording.post("/directory/<place>/record/<kind>")
@permission("record_movement")
def save(place: str, kind: str) -> Response:
    """Record what was told, unless something is wrong with it."""
    answers = form_answers(request.form)
    with reading(engines().register) as session:
        one, chosen = _chosen(session, place, kind)
        if "instead" in request.form:
            return _page(session, one, chosen, answers, (), None)
    try:
        done = _take_in(place, kind, answers)
    except Refused as refused:
        with reading(engines().register) as session:
            one, chosen = _chosen(session, place, kind)
            corrected = _corrected(session, one, answers.get("corrects", ""))
            return _page(session, one, chosen, answers, refused.problems, corrected)
    return redirect(_back(one, done=done.entry), 303)


@setting_recording.post("/directory/<place>/record/<kind>/check")
@permission("record_movement")
def check(place: str, kind: str) -> Response:
    """The answers once more, where some were copied; nothing is recorded yet."""
    answers = form_answers(request.form)
    with reading(engines().register) as session:
        one, chosen = _chosen(session, place, kind)
        copied = as_copied(copied_of(chosen, place_entries(session, place)), answers)
        places = place_facts(session, actor().places)
    note_look("record", place_id=place)
    school = request.form.get("school", "")
    return page(
        "check.html",
        back=_back(one),
        name=one.place.name,
        kind=chosen,
        action=url_for("setting_recording.save", place=place, kind=kind),
        rows=rows(chosen, answers, school, places, copied),
        concerns=(),
        kept={name: value for name, value in request.form.items() if name != "csrf_token"},
    )


def _chosen(session: Session, place: str, kind: str) -> tuple[Listing, type[PlaceKind]]:
    """The setting and the kind; 404 where either is not the actor's to record."""
    chosen = PLACE_KINDS.get(kind)
    school = chosen is not None and chosen.of_any_place
    one = (_school(session, place) if school else None) or listing_seen(session, place)
    if chosen is None or not may_record_of(session, chosen, one.place, None, actor()):
        abort(404)
    return one, chosen


def _school(session: Session, place: str) -> Listing | None:
    """A school that is no setting, and so not in the directory."""
    facts = place_facts(session, [place]).get(place)
    if facts is None or facts.is_ap_setting:
        return None
    return Listing(facts, settings_of(session).of(place), today())


def _back(one: Listing, done: int | None = None) -> str:
    """Where what is told of the place is shown: of a school, where whom to call there is."""
    if one.place.is_ap_setting:
        return url_for("directory.setting_page", place=one.place.id, done=done)
    return url_for("morning.morning")


def _take_in(place: str, kind: str, answers: Mapping[str, str]) -> Recorded:
    given = {name: value for name, value in answers.items() if name not in _OF_ADDRESS}
    given["setting"] = place
    with writing(engines().register) as session:
        by = actor()
        school = request.form.get("school", "").strip() or None
        speaks = place_spoken_for(session, by, school) if by.places else None
        return take_in(session, kind, given, place=speaks, by=by, source="form")


def _corrected(session: Session, one: Listing, number: str) -> Entry | None:
    """The entry to correct; 404 for a number that is not one of the actor's to correct."""
    if not number:
        return None
    of_one = place_entries(session, one.place.id)
    found = next((e for e in of_one if str(e.number) == number), None)
    if found is None or not may_correct(found, one.place, actor()):
        abort(404)
    return found


def _prefilled(kind: type[PlaceKind], corrected: Entry | None) -> dict[str, str]:
    if corrected is None:
        asked = ("visit", "action", "concern")
        given = {name: request.args[name] for name in asked if name in request.args}
        return {"on": f"{today():%d/%m/%Y}"} | given
    first = {"on": shown_day(corrected.on.isoformat()), "corrects": str(corrected.number)}
    if corrected.kind != kind.id:
        return first
    return shown_answers(corrected.answers(), form_fields(kind, corrected.on)) | first


def _page(
    session: Session,
    one: Listing,
    kind: type[PlaceKind],
    answers: Mapping[str, str],
    problems: tuple[Problem, ...],
    corrected: Entry | None,
) -> Response:
    fields = form_fields(kind, corrected.on if corrected else today())
    asked = questions([*fields, *([_REASON] if corrected else [])], answers, problems)
    if corrected is None:
        copied = copied_of(kind, place_entries(session, one.place.id))
        asked = marked(asked, as_copied(copied, answers), {})
    told = told_by(corrected) if corrected else None
    schools = place_facts(session, actor().places) if len(actor().places) > 1 else {}
    return page(
        "setting_record.html",
        status=422 if problems else 200,
        problems=placed(problems, {question.name for question in asked} | {"school"}),
        one=one,
        back=_back(one),
        kind=kind,
        questions=asked,
        checked=any(question.copied for question in asked),
        corrected=corrected,
        sentence=told.sentence() if told else "",
        speaks_for=sorted(schools.values(), key=lambda school: school.name),
        school=request.form.get("school", ""),
    )
