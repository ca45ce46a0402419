"""The letters of a case: which are owed, making one, reading it as it was made, and its record."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, make_response, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading, writing
from apregister.letters import (
    LEVELS,
    LetterRead,
    NoLetter,
    letter_for,
    letter_paper,
    named,
    reasons_paper,
)
from apregister.paper_words import full_name
from apregister.papers import store_of
from apregister.pdf import NoPdf, pdf_of
from apregister.web.pages import page
from apregister.web.questions import form_answers, questions
from apregister.web.shell import actor, engines, note_look, shell
from apregister.web.synthetic import is_synthetic
from fair_access.case_reader import Case
from fair_access.cases import visible_case
from fair_access.letters.languages import languages
from fair_access.letters.make import draft_letter, last_call, make_letter
from fair_access.letters.owed import letters_of
from fair_access.letters.reasons import reasons_of
from fair_access.steps import READERS, LetterAsked
from movements.attachments import PaperLost, Store
from movements.forms import form_fields
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import standings

letter_pages = Blueprint("letters", __name__)

ASKED = ("language", "call")


@letter_pages.get("/cases/<case_id>/letters")
@permission("see_letter")
def letters(case_id: str) -> Response:
    """Every letter that the case's decisions owe: made or not, sent or not, by whom."""
    with reading(engines().register) as session:
        found = _case(session, case_id)
        listed = letters_of(session, found, today())
        child = _child(session, found)
    note_look("letters", pupil_id=found.pupil, case_id=case_id)
    return page(
        "letters.html",
        case=found,
        name=full_name(child),
        letters=listed,
        may_make=may(actor().role, "make_letter"),
        done="done" in request.args,
    )


@letter_pages.get("/cases/<case_id>/letters/new")
@permission("make_letter")
def new_letter(case_id: str) -> Response:
    """The letter as it would be made, and the questions that it asks."""
    return _sheet(case_id, request.args, ())


@letter_pages.post("/cases/<case_id>/letters/new")
@permission("make_letter")
def make_now(case_id: str) -> Response:
    """Make the letter, or show it again with what was answered where that was asked for."""
    answers = form_answers(request.form)
    if "look" in request.form:
        return _sheet(case_id, answers, ())
    try:
        with writing(engines().register) as session:
            done = make_letter(session, _store(), case_id, _asked(answers), actor(), today())
    except Refused as refused:
        return _sheet(case_id, answers, refused.problems)
    return redirect(url_for("letters.letter", case_id=case_id, entry=done.entry, done=""), 303)


@letter_pages.get("/cases/<case_id>/letters/<int:entry>")
@permission("see_letter")
def letter(case_id: str, entry: int) -> Response:
    """A letter as it was made, for the screen and the printer."""
    return _shown(_read(case_id, entry), None)


@letter_pages.get("/cases/<case_id>/letters/<int:entry>.pdf")
@permission("see_letter")
def letter_pdf(case_id: str, entry: int) -> Response:
    """The same as an accessible PDF; where none can be made, the page to print, which says why."""
    found = _read(case_id, entry)
    try:
        data = pdf_of(letter_paper(found.letter, synthetic=is_synthetic()))
    except NoPdf as why:
        return _shown(found, str(why))
    return _pdf(data, named("letter", entry, "pdf", synthetic=is_synthetic()))


@letter_pages.get("/cases/<case_id>/reasons")
@permission("see_letter")
def reasons(case_id: str) -> Response:
    """What was decided, among which options and why: the record for a court or an ombudsman."""
    return page("reasons.html", **_record(case_id), why_no_pdf=None)


@letter_pages.get("/cases/<case_id>/reasons.pdf")
@permission("see_letter")
def reasons_pdf(case_id: str) -> Response:
    """The record as an accessible PDF; where none can be made, the page to print."""
    told = _record(case_id)
    try:
        data = pdf_of(reasons_paper(told["record"], synthetic=is_synthetic()))
    except NoPdf as why:
        return page("reasons.html", **told, why_no_pdf=str(why))
    number = told["record"]["as_known_at_entry"]
    return _pdf(data, named("reasons", number, "pdf", synthetic=is_synthetic()))


def _sheet(case_id: str, given: Mapping[str, str], problems: tuple[Problem, ...]) -> Response:
    """The questions of a letter, above the letter as it would read."""
    asked = _asked(given)
    with reading(engines().register) as session:
        found = _case(session, case_id)
        asked["call"] = asked.get("call") or last_call(session, found.authority)
        child = _child(session, found)
        draft = None
        try:
            drawn = asked | {"call": asked["call"] or "..."}
            draft = draft_letter(session, case_id, drawn, actor(), today())
        except Refused as refused:
            # The letter asked for is none; of the answers to questions the form itself tells.
            if any(one.field not in ASKED for one in refused.problems):
                abort(404)
    note_look("letter_new", pupil_id=found.pupil, case_id=case_id)
    fields = [one for one in form_fields(LetterAsked, today()) if one.name in ASKED]
    return page(
        "letter_new.html",
        status=422 if problems else 200,
        case=found,
        name=full_name(child),
        child=child,
        asked=asked,
        whom=READERS.get(asked.get("whom"), ""),  # type: ignore[call-overload]
        questions=questions(fields, {"language": "en"} | asked, problems),
        languages=list(languages()),
        problems=problems,
        letter=draft,
        levels=LEVELS,
    )


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    names = ("whom", "about", *ASKED)
    return {name: given[name] for name in names if given.get(name)}


def _shown(found: LetterRead, why_no_pdf: str | None) -> Response:
    sent = next(
        (one for one in _listed(found) if any(made.entry == found.made.entry for made in one.made)),
        None,
    )
    return page(
        "letter.html",
        found=found,
        letter=found.letter,
        levels=LEVELS,
        sent=sent.sent if sent else (),
        may_make=may(actor().role, "make_letter"),
        why_no_pdf=why_no_pdf,
        done="done" in request.args,
    )


def _listed(found: LetterRead) -> list[Any]:
    with reading(engines().register) as session:
        return list(letters_of(session, found.case, today()))


def _read(case_id: str, entry: int) -> LetterRead:
    with reading(engines().register) as session:
        try:
            found = letter_for(session, _store(), case_id, entry, actor(), today())
        except (NoLetter, PaperLost):
            abort(404)
    note_look("letter", pupil_id=found.case.pupil, case_id=case_id)
    return found


def _record(case_id: str) -> dict[str, Any]:
    with reading(engines().register) as session:
        found = _case(session, case_id)
        record = reasons_of(session, found, today())
        child = _child(session, found)
    note_look("reasons", pupil_id=found.pupil, case_id=case_id)
    return {"case": found, "record": record, "name": full_name(child)}


def _case(session: Session, case_id: str) -> Case:
    """The case of this address; 404 for an unknown one and for one out of scope."""
    found = visible_case(session, case_id, today(), actor())
    if found is None:
        abort(404)
    return found


def _child(session: Session, found: Case) -> Mapping[str, Any]:
    return standings(session, {found.pupil}, today())[found.pupil].details


def _store() -> Store:
    return store_of(engines(), shell().settings)


def _pdf(data: bytes, name: str) -> Response:
    answer: Response = make_response(data)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
