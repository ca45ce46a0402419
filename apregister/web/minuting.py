"""Writing the minute book by pages: one form for each thing, the agenda, the attendance."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading, writing
from apregister.paper_words import full_name
from apregister.web.meetings import case_name, meeting_seen, panel_seen
from apregister.web.pages import page
from apregister.web.place_names import by_name, places_offered
from apregister.web.questions import Question, placed, questions, shown_answers
from apregister.web.shell import actor, engines, note_look
from fair_access.meetings import MINUTES, OF_PANELS
from fair_access.meetings.agenda import HEADINGS, Matter, matters
from fair_access.meetings.book import Book, Line
from fair_access.meetings.convene import minute
from fair_access.meetings.mend import CORRECTS, REASON
from fair_access.meetings.minute import Minute
from fair_access.meetings.minute_withdrawn import MinuteWithdrawn
from fair_access.meetings.sight import book_for, is_of
from fair_access.meetings.state import Meeting, Member, Panel
from fair_access.meetings.told import names_of
from movements.forms import COMMON_COLUMNS, FormField, form_fields
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import standings

minuting = Blueprint("minuting", __name__)

HIDDEN = frozenset({"listed", "stands"})
"""Answers that a page gives by itself: the form puts on, and declares."""
_WHY = replace(next(one for one in COMMON_COLUMNS if one.name == REASON), hint="", required=True)
LONG = frozenset({"terms", "why", "what", "proof"})


@dataclass(frozen=True)
class MinuteForm:
    """The form of a minute: its questions, the schools it offers to tick, and where it leads."""

    kind: type[Minute[Any]]
    about: str
    heading: str
    back: str
    questions: list[Question]
    schools: list[PlaceFacts]
    ticked: frozenset[str]
    places: list[PlaceFacts]
    corrects: str = ""
    said: str = ""

    @property
    def does(self) -> str:
        """What the button says."""
        corrects = self.corrects and self.kind is not MinuteWithdrawn
        return f"Correct entry {self.corrects}" if corrects else self.kind.does

    @property
    def asked(self) -> set[str]:
        """The names of all that the form asks."""
        return {question.name for question in self.questions} | {"schools"}


@dataclass(frozen=True)
class _About:
    """What a minute is about: a panel, a meeting of it, or nothing yet."""

    held: Book
    panel: Panel
    meeting: Meeting

    @property
    def id(self) -> str:
        return self.meeting.id or self.panel.id

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools of the area: of a meeting, on its day."""
        return self.panel.area_on(self.meeting.day) if self.meeting.id else self.panel.schools

    @property
    def back(self) -> str:
        if self.meeting.id:
            return url_for("meetings.meeting_page", meeting_id=self.meeting.id)
        if self.panel.id:
            return url_for("meetings.panel_page", panel_id=self.panel.id)
        return url_for("meetings.meetings")


@minuting.get("/minutes/<kind>")
@permission("note_meeting")
def minute_page(kind: str) -> Response:
    """The form of one thing to note, about the panel or meeting that the address names."""
    with reading(engines().register) as session:
        about = _about(session, kind)
        told = {name: value for name, value in request.args.items() if name != "about"}
        usual = _usual(about, kind) | _said_before(about, kind)
        sheet = _sheet(session, about, kind, usual | told, ())
    note_look("minute")
    return page("minute.html", problems=(), sheet=sheet)


@minuting.post("/minutes/<kind>")
@permission("note_meeting")
def minute_now(kind: str) -> Response:
    """Note it."""
    answers = {n: v for n, v in request.form.items() if n not in {"csrf_token", "about"}}
    if "schools" in answers:
        answers["schools"] = " ".join(request.form.getlist("schools"))
    with reading(engines().register) as session:
        about = _about(session, kind)
    try:
        with writing(engines().register) as session:
            school = by_name(session, actor(), {"school": answers.get("school", "")})
            done = minute(session, kind, about.id, answers | _given(school, answers), actor())
    except Refused as refused:
        with reading(engines().register) as session:
            sheet = _sheet(session, about, kind, answers, refused.problems)
        wrong = placed(refused.problems, sheet.asked)
        return page("minute.html", status=422, problems=wrong, sheet=sheet)
    if done.meeting:
        where = url_for("meetings.meeting_page", meeting_id=done.meeting, done="")
    else:
        where = url_for("meetings.panel_page", panel_id=done.panel, done="")
    return redirect(where, 303)


def _given(school: dict[str, str], answers: Mapping[str, str]) -> dict[str, str]:
    """A school typed by its name; no other answer here names a place."""
    return school if "school" in answers else {}


@minuting.get("/meetings/<meeting_id>/agenda")
@permission("hold_meeting")
def agenda_page(meeting_id: str) -> Response:
    """What the register puts to the meeting: each matter with why, and those on the agenda."""
    return _agenda(meeting_id, ())


def _agenda(meeting_id: str, problems: tuple[Problem, ...]) -> Response:
    with reading(engines().register) as session:
        held = book_for(session, actor(), today())
        meeting = meeting_seen(held, meeting_id)
        found = matters(session, held, meeting, today())
        names = _names(session, {one.pupil for one in found})
        listed = {case: case_name(session, case) for case in meeting.cases}
    note_look("matters")
    by_heading = [
        (title, [one for one in found if one.heading == heading])
        for heading, title in HEADINGS.items()
    ]
    return page(
        "agenda.html", status=422 if problems else 200, meeting=meeting, by_heading=by_heading,
        names=names, listed=listed, problems=problems,
        late=meeting.papers_by is not None and meeting.papers_by < today(),
    )  # fmt: skip


@minuting.post("/meetings/<meeting_id>/agenda")
@permission("hold_meeting")
def agenda_now(meeting_id: str) -> Response:
    """Put the cases ticked on the agenda, each with why the register put it there; all or none."""
    with reading(engines().register) as session:
        held = book_for(session, actor(), today())
        found = matters(session, held, meeting_seen(held, meeting_id), today())
    ticked = request.form.getlist("case")
    off = request.form.getlist("off")
    try:
        with writing(engines().register) as session:
            for case in dict.fromkeys(ticked):
                _list(session, meeting_id, case, _why(found, case), "Y")
            for case in dict.fromkeys(off):
                _list(session, meeting_id, case, "Taken off by the officer", "N")
    except Refused as refused:
        return _agenda(meeting_id, placed(refused.problems, ()))
    return redirect(url_for("meetings.meeting_page", meeting_id=meeting_id, done=""), 303)


def _list(session: Session, meeting: str, case: str, why: str, listed: str) -> None:
    told = {"on": today(), "case": case, "why": why, "listed": listed}
    minute(session, "meeting_agenda", meeting, told, actor())


def _why(found: Sequence[Matter], case: str) -> str:
    whys = dict.fromkeys(one.why for one in found if one.case == case)
    return ". ".join(whys) or "Put on by the officer"


@minuting.get("/meetings/<meeting_id>/attendance")
@permission("hold_meeting")
def attendance_page(meeting_id: str) -> Response:
    """Every member of the day: who came, who sent apologies, who showed authority to decide."""
    with reading(engines().register) as session:
        held = book_for(session, actor(), today())
        meeting = meeting_seen(held, meeting_id)
    note_look("meeting")
    return _attendance(held, meeting, ())


@minuting.post("/meetings/<meeting_id>/attendance")
@permission("hold_meeting")
def attendance_now(meeting_id: str) -> Response:
    """Note what was said of each member; all of it or nothing."""
    with reading(engines().register) as session:
        held = book_for(session, actor(), today())
        meeting = meeting_seen(held, meeting_id)
    try:
        with writing(engines().register) as session:
            for answers in _attended(held, meeting):
                minute(session, "meeting_attendance", meeting_id, answers, actor())
    except Refused as refused:
        return _attendance(held, meeting, placed(refused.problems, {"on"}))
    return redirect(url_for("meetings.meeting_page", meeting_id=meeting_id, done=""), 303)


def _attended(held: Book, meeting: Meeting) -> Iterator[dict[str, Any]]:
    """The answers that differ from what was noted before."""
    for member in held.panel_of(meeting).serving(meeting.day):
        attends = request.form.get(f"attends.{member.id}", "")
        told = {
            "attends": attends,
            "authority_shown": "Y" if f"shown.{member.id}" in request.form else "N",
            "instead": request.form.get(f"instead.{member.id}", ""),
        }
        known = meeting.attendance(member.id)
        shown = "Y" if known and known.authority_shown else "N"
        noted = (known.attends, shown, known.instead) if known else None
        if attends and tuple(told.values()) != noted:
            yield told | {"on": request.form.get("on", ""), "member": member.id}


def _attendance(held: Book, meeting: Meeting, problems: tuple[Problem, ...]) -> Response:
    panel = held.panel_of(meeting)
    return page(
        "attendance_taken.html",
        status=422 if problems else 200,
        meeting=meeting,
        members=panel.serving(meeting.day),
        on=max(meeting.day, today()) if meeting.day <= today() else today(),
        problems=problems,
    )


def _about(session: Session, kind: str) -> _About:
    """What the address or the form names; 404 for what is out of scope, and for no minute."""
    model = MINUTES.get(kind)
    role = actor().role
    if model is None or model.by_itself or role not in model.recorded_by:
        abort(404)
    held = book_for(session, actor(), today())
    about = request.values.get("about", "")
    if about in held.meetings:
        meeting = meeting_seen(held, about)
        return _About(held, held.panel_of(meeting), meeting)
    if not about and model.opens and kind in OF_PANELS:
        return _About(held, Panel(), Meeting())
    of_panel = kind in OF_PANELS or model.opens or model is MinuteWithdrawn
    if not of_panel or not may(role, "hold_meeting"):
        abort(404)
    return _About(held, panel_seen(held, about), Meeting())


def _usual(about: _About, kind: str) -> dict[str, str]:
    """What stands in the form until it is changed."""
    usual = {"on": f"{today():%d/%m/%Y}"}
    panel, meeting = about.panel, about.meeting
    if kind == "panel_set_up" and panel.id:
        usual |= {"name": panel.name, "phase": panel.phase, "area": panel.area}
        usual |= {"terms": panel.terms, "chair": panel.chair}
    if kind == "meeting_called" and meeting.id:
        papers = f"{meeting.papers_by:%d/%m/%Y}" if meeting.papers_by else ""
        usual |= {"day": f"{meeting.day:%d/%m/%Y}", "starts_at": meeting.starts_at}
        usual |= {"place": meeting.place, "papers_by": papers}
    return usual


def _mended(about: _About) -> Line | None:
    """The line that the address or the form is to correct or withdraw; 404 for none of these."""
    number = request.values.get(CORRECTS, "")
    if not number:
        return None
    line = next((x for x in about.held.lines if str(x.entry.number) == number), None)
    if line is None or about.id not in (line.taken.meeting, line.taken.panel):
        abort(404)
    return line


def _said_before(about: _About, kind: str) -> dict[str, str]:
    """What a line to be corrected says, to be changed in the form."""
    line = _mended(about)
    if line is None or kind != line.entry.kind:
        return {}
    model = MINUTES[kind]
    said = line.minute.details()
    schools = {"schools": " ".join(said["schools"])} if "schools" in said else {}
    return (
        shown_answers(said | schools, form_fields(model, line.entry.on))
        | schools
        | {"on": f"{line.entry.on:%d/%m/%Y}"}
    )


def _sheet(
    session: Session,
    about: _About,
    kind: str,
    answers: Mapping[str, str],
    problems: tuple[Problem, ...],
) -> MinuteForm:
    model = MINUTES[kind]
    offered = places_offered(session, actor().authority, today())
    area = [one for one in offered if kind == "panel_set_up" or one.id in about.schools]
    fields = [_in_words(session, one, about) for one in form_fields(model, today())]
    line = _mended(about)
    corrected = line is not None and model is not MinuteWithdrawn
    left_out = {"schools"} | (set() if corrected else HIDDEN)
    shown = [one for one in fields if one.name not in left_out] + [_WHY] * corrected
    return MinuteForm(
        kind=model,
        about=about.id,
        heading=about.panel.name,
        back=about.back,
        questions=questions(shown, answers, problems),
        schools=area if "schools" in model.fields() else [],
        ticked=_ticked(about, kind, answers, area),
        places=offered,
        corrects=str(line.entry.number) if line else "",
        said=line.minute.sentence(names_of(about.panel, {p.id: p for p in area})) if line else "",
    )


def _ticked(
    about: _About, kind: str, answers: Mapping[str, str], area: Sequence[PlaceFacts]
) -> frozenset[str]:
    """The schools ticked: those chosen, else those of the panel, or not invited yet."""
    if "schools" in answers:
        return frozenset(answers["schools"].split())
    if kind == "panel_set_up":
        return frozenset(about.panel.schools)
    return frozenset(place.id for place in area) - about.meeting.invited


def _in_words(session: Session, field: FormField, about: _About) -> FormField:
    """A question with what may be chosen: a member, a case, an update, by their names."""
    if field.name == "member":
        return _chosen_of(field, [(one.id, one.person) for one in _members(about)])
    if field.name == "case":
        cases = about.meeting.cases
        return _chosen_of(field, [(case, case_name(session, case)) for case in cases])
    if field.name == "update":
        waits = [one for one in about.meeting.updates if one.given is None]
        return _chosen_of(field, [(str(one.entry), f"{one.by}: {one.what}") for one in waits])
    if field.name == "how":
        words = {"by_hand": "By hand"}
        named = [(code, words.get(code, code.capitalize())) for code, _ in field.choices]
        return _chosen_of(field, named)
    return replace(field, input="textarea") if field.name in LONG else field


def _chosen_of(field: FormField, choices: Sequence[tuple[str, str]]) -> FormField:
    return replace(field, input="choice", hint="", choices=tuple(choices))


def _members(about: _About) -> Sequence[Member]:
    """The members that a form offers: of a meeting, those of its day; to a member, their own."""
    if not about.meeting.id:
        return about.panel.members
    members = about.panel.serving(about.meeting.day)
    if actor().role != "panel_member":
        return members
    return [one for one in members if is_of(one, actor())]


def _names(session: Session, pupils: set[str]) -> dict[str, str]:
    found = standings(session, pupils, today()) if pupils else {}
    return {pupil: full_name(one.details) for pupil, one in found.items()}
