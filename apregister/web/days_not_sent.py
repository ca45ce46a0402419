"""The answer of a place that is asked about school days of which it has sent nothing."""

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.unsent import UnsentShown, unsent
from apregister.web.pages import page
from apregister.web.questions import form_answers, placed, questions
from apregister.web.shell import actor, engines, note_look
from movements.forms import form_fields
from movements.place_kinds.days_not_sent import DaysNotSent
from movements.places import place_facts
from movements.problems import Problem, Refused
from movements.record import today
from movements.take_in import take_in

days_not_sent = Blueprint("days_not_sent", __name__)


@days_not_sent.get("/crosschecks/days-not-sent/<place>")
@permission("record_movement")
def form(place: str) -> Response:
    """The days asked about, and the form for the reason: all of them, unless it says otherwise."""
    with reading(engines().register) as session:
        asked = _asked(session, place)
    note_look("record", place_id=place)
    days = {"on": asked.days[0], "last_day": asked.days[-1]}
    return _page(asked, {name: f"{day:%d/%m/%Y}" for name, day in days.items()})


@days_not_sent.post("/crosschecks/days-not-sent/<place>")
@permission("record_movement")
def save(place: str) -> Response:
    """Record the reason, unless something is wrong with it."""
    answers = form_answers(request.form)
    with reading(engines().register) as session:
        asked = _asked(session, place)
        speaks = place_facts(session, {place})[place] if asked.own else None
    try:
        with writing(engines().register) as session:
            given = {**answers, "setting": place}
            take_in(session, DaysNotSent.id, given, place=speaks, by=actor(), source="form")
    except Refused as refused:
        return _page(asked, answers, refused.problems)
    return redirect(url_for("crosschecks.crosschecks"), 303)


def _asked(session: Session, place: str) -> UnsentShown:
    """What a place is asked; 404 where it is not asked, or the answer is not the actor's."""
    found = (one for one in unsent(session, today(), actor()) if one.place == place)
    asked = next(found, None)
    if asked is None or not asked.may_answer:
        abort(404)
    return asked


def _page(
    asked: UnsentShown, answers: dict[str, str], problems: tuple[Problem, ...] = ()
) -> Response:
    shown = questions(form_fields(DaysNotSent, today()), answers, problems)
    return page(
        "days_not_sent.html",
        status=422 if problems else 200,
        problems=placed(problems, {question.name for question in shown}),
        one=asked,
        kind=DaysNotSent,
        questions=shown,
    )
