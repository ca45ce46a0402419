"""Telling something of a fair-share scheme: the form of each kind, drawn from the kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.paper_words import full_name
from apregister.web.pages import page
from apregister.web.place_names import by_name, in_words, places_offered
from apregister.web.questions import (
    form_answers,
    placed,
    questions,
    shown_answers,
    shown_day,
)
from apregister.web.shell import actor, engines, note_look
from fair_access.fair_share.child import may_ask_for
from fair_access.fair_share.held import SHARE_KINDS, said_by, share_entries
from fair_access.fair_share.kind import ShareKind
from fair_access.fair_share.questions import share_questions
from fair_access.fair_share.tell import tell_fair_share
from movements.entry import Entry
from movements.forms import COMMON_COLUMNS
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import standing
from movements.superseded import SHARE_WITHDRAWN

share_telling = Blueprint("share_telling", __name__)

_REASON = next(field for field in COMMON_COLUMNS if field.name == "correction_reason")


@dataclass(frozen=True)
class _Form:
    """Which form it is: of a kind, about a child or not, correcting an entry or not."""

    kind: type[ShareKind]
    pupil: str | None
    corrected: Entry | None

    @property
    def back(self) -> str:
        """The page it leads back to."""
        if self.pupil:
            return url_for("fair_share.advice_page", pupil=self.pupil)
        return url_for("fair_share.fair_share")

    @property
    def action(self) -> str:
        """Where it is sent."""
        if self.pupil:
            return url_for("share_telling.save_of_pupil", pupil=self.pupil, kind=self.kind.id)
        return url_for("share_telling.save", kind=self.kind.id)


@share_telling.get("/fair-share/tell/<kind>")
@permission("set_fair_share")
def form(kind: str) -> Response:
    """The form of a kind; with `corrects`, filled in with the entry to correct or withdraw."""
    return _form(kind, None)


@share_telling.get("/pupils/<pupil>/fair-share/tell/<kind>")
@permission("set_fair_share")
def form_of_pupil(pupil: str, kind: str) -> Response:
    """The same for what is about a child."""
    return _form(kind, pupil)


@share_telling.post("/fair-share/tell/<kind>")
@permission("set_fair_share")
def save(kind: str) -> Response:
    """Record what was told, unless something is wrong with it."""
    return _save(kind, None)


@share_telling.post("/pupils/<pupil>/fair-share/tell/<kind>")
@permission("set_fair_share")
def save_of_pupil(pupil: str, kind: str) -> Response:
    """The same for what is about a child."""
    return _save(kind, pupil)


def _form(kind: str, pupil: str | None) -> Response:
    with reading(engines().register) as session:
        asked = _asked(session, kind, pupil, request.args.get("corrects", ""))
        answer = _page(session, asked, _prefilled(asked), ())
    note_look("fair_share_tell", pupil_id=pupil)
    return answer


def _save(kind: str, pupil: str | None) -> Response:
    answers = form_answers(request.form)
    with reading(engines().register) as session:
        asked = _asked(session, kind, pupil, answers.get("corrects", ""))
        named = by_name(session, actor(), answers)
    told = {**named, **({"pupil": pupil} if asked.kind.about == "pupil" else {})}
    try:
        with writing(engines().register) as session:
            tell_fair_share(session, kind, told, by=actor(), source="form")
    except Refused as refused:
        with reading(engines().register) as session:
            return _page(session, asked, answers, refused.problems)
    return redirect(f"{asked.back}?done=told", 303)


def _asked(session: Session, kind: str, pupil: str | None, corrects: str) -> _Form:
    """The form asked for; 404 where it is not the actor's to send."""
    model = SHARE_KINDS.get(kind)
    if model is None or (model.about == "pupil") > (pupil is not None):
        abort(404)
    if pupil is not None and not may_ask_for(session, pupil, actor(), today()):
        abort(404)
    every = share_entries(session, actor().authority or "")
    corrected = next((entry for entry in every if str(entry.number) == corrects), None)
    if corrected is None and (corrects or model.id == SHARE_WITHDRAWN):
        abort(404)
    return _Form(model, pupil, corrected)


def _prefilled(asked: _Form) -> dict[str, str]:
    held = asked.corrected
    if held is None:
        return {"on": f"{today():%d/%m/%Y}"}
    if held.kind != asked.kind.id:
        return {"on": f"{today():%d/%m/%Y}"}
    shown = shown_answers(held.answers(), share_questions(asked.kind, held.on))
    return shown | {"on": shown_day(held.on.isoformat())}


def _page(
    session: Session, asked: _Form, answers: Mapping[str, str], problems: tuple[Problem, ...]
) -> Response:
    held = asked.corrected
    fields = share_questions(asked.kind, today())
    again = [_REASON] if held is not None and held.kind == asked.kind.id else []
    offered = places_offered(session, actor().authority, today())
    drawn = in_words(questions([*fields, *again], answers, problems), offered)
    told = said_by(held) if held is not None else None
    details = standing(session, asked.pupil, today()).details if asked.pupil else None
    return page(
        "fair_share_tell.html",
        status=422 if problems else 200,
        problems=placed(problems, {question.name for question in drawn}),
        form=asked,
        name=full_name(details) if details is not None else "Fair share",
        questions=drawn,
        sentence=told.sentence() if told else "",
        withdraws=asked.kind.id == SHARE_WITHDRAWN,
        offered=offered,
    )
