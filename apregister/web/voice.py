"""One-time links: the page where they are given, and the page that opens without an account."""

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from apregister.auth.permissions import PUBLIC, permission
from apregister.auth.sign_in import note_failure, wait_for
from apregister.db import reading, writing
from apregister.paper_words import full_name
from apregister.sight import NotSeen
from apregister.voice import (
    GOOD_FOR_DAYS,
    Link,
    Made,
    answer_link,
    links_given,
    make_link,
    open_link,
    settings_of,
)
from apregister.web.pages import page
from apregister.web.shell import actor, address, engines, note_look
from apregister.web.sighted import details_seen, pupil_seen
from movements.codes import CODE_SETS
from movements.kinds.voice_given import VoiceGiven
from movements.problems import Problem, Refused
from movements.record import today

voice_pages = Blueprint("voice", __name__)

LINK = "one-time link"
ABOUT_A_CHILD = {
    "safe": "My child feels safe there",
    "listened": "Staff listen to us",
    "learning": "My child is learning things that will help",
    "recommend": "I would recommend it to another family",
}
"""What a parent is asked to agree with; a pupil is asked in the words of the kind's own titles."""


@voice_pages.get("/pupils/<pupil>/voice", endpoint="links")
@permission("ask_voice")
def links_page(pupil: str) -> Response:
    """The links that were given for a pupil, and the form to give another."""
    return _links(pupil)


@voice_pages.post("/pupils/<pupil>/voice")
@permission("ask_voice")
def give(pupil: str) -> Response:
    """Give a link, and show it this once."""
    try:
        with writing(engines().register) as session:
            made = make_link(session, pupil, request.form, by=actor(), source="form")
    except NotSeen:
        abort(404)
    except Refused as refused:
        return _links(pupil, refused.problems)
    return _links(pupil, made=made)


@voice_pages.get("/say/<token>")
@permission(PUBLIC)
def say(token: str) -> Response:
    """The questions, for whoever holds a link that is still good; else kind words."""
    waiting = _fenced()
    if waiting:
        return waiting
    with reading(engines().register) as session:
        link = open_link(session, token)
    return _say_page(token, link)


@voice_pages.post("/say/<token>")
@permission(PUBLIC)
def said(token: str) -> Response:
    """Record the answers, and use the link up."""
    waiting = _fenced()
    if waiting:
        return waiting
    try:
        with writing(engines().register) as session:
            link = answer_link(session, token, request.form)
    except Refused as refused:
        with reading(engines().register) as session:
            link = open_link(session, token)
        return _say_page(token, link, refused.problems)
    if link.state == "open":
        return page("voice_over.html", state="said")
    return _say_page(token, link)


def _fenced() -> Response | None:
    """The answer to an address that opened too many links that there are not."""
    wait = wait_for(engines(), LINK, address())
    if not wait:
        return None
    answer = page("voice_over.html", state="wait", status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _say_page(token: str, link: Link, problems: tuple[Problem, ...] = ()) -> Response:
    if link.state == "unknown":
        note_failure(engines(), LINK, address())
        return page("voice_over.html", state="unknown", status=404)
    if link.state != "open":
        return page("voice_over.html", state=link.state, status=410)
    titles = VoiceGiven.titles() | (ABOUT_A_CHILD if link.of == "parent" else {})
    return page(
        "voice_say.html",
        status=422 if problems else 200,
        problems=problems,
        link=link,
        token=token,
        items=[(name, titles[name]) for name in link.items],
        overall=CODE_SETS["VOICE_OVERALL"].choices(today()),
        agrees=CODE_SETS["VOICE_AGREES"].choices(today()),
        given=request.form,
    )


def _links(pupil: str, problems: tuple[Problem, ...] = (), made: Made | None = None) -> Response:
    with reading(engines().register) as session:
        seen = pupil_seen(session, pupil)
        offered = settings_of(session, pupil, actor())
        given = links_given(session, pupil, actor())
        name = full_name(details_seen(seen, seen.standing))
    note_look("voice_links", pupil_id=pupil)
    return page(
        "voice_links.html",
        status=422 if problems else 200,
        problems=problems,
        pupil=pupil,
        name=name,
        offered=offered,
        given=given,
        names={one.id: one.name for one in offered},
        days=request.form.get("days", GOOD_FOR_DAYS),
        of=request.form.get("of", ""),
        made=made,
        address=url_for("voice.say", token=made.token, _external=True) if made else "",
    )
