"""My digest: today's mail as it would be sent, how often it is, and of what."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.digest import DigestShown, digest_of
from apregister.digest_mail import counted_in, mail_of
from apregister.digest_wishes import EVERY, save_wish, stop_wish, wish_of
from apregister.rulebook import every_clock
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look, shell, sitting
from movements.exceptions import EXCEPTIONS
from movements.problems import Problem, Refused
from movements.record import today

digest_pages = Blueprint("digest", __name__)
NEVER = "never"
HOW_OFTEN = {**EVERY, NEVER: "Never"}


@dataclass(frozen=True)
class Wanted:
    """What is asked for in the form: where to, how often, and what is left out."""

    email: str
    every: str
    without: frozenset[str]


@digest_pages.get("/digest", endpoint="digest")
@permission("see_due")
def digest_page() -> Response:
    """The mail as it would be sent today, and what is asked for."""
    with reading(engines().register) as session:
        return _page(session, _held(session), ())


@digest_pages.post("/digest")
@permission("see_due")
def save() -> Response:
    """Keep what is asked for; "never" forgets it, with the address."""
    told = Wanted(
        request.form.get("email", "").strip(),
        request.form.get("every", ""),
        frozenset(request.form.getlist("offered")) - frozenset(request.form.getlist("what")),
    )
    try:
        with writing(engines().register) as session:
            if told.every == NEVER:
                stop_wish(session, _account())
            else:
                save_wish(session, _account(), told.email, told.every, told.without & _known())
    except Refused as refused:
        with reading(engines().register) as session:
            return _page(session, told, refused.problems)
    return redirect(url_for("digest.digest", done="yes"), 303)


def _account() -> str:
    found = sitting()
    if found is None:
        abort(403)
    return found.account.id


def _known() -> frozenset[str]:
    return frozenset({told.clock.id for told in every_clock()} | {*EXCEPTIONS, "agreement"})


def _held(session: Session) -> Wanted:
    wish = wish_of(session, _account())
    return Wanted(wish.email, wish.every, wish.without) if wish else Wanted("", NEVER, frozenset())


def _page(session: Session, wanted: Wanted, problems: tuple[Problem, ...]) -> Response:
    digests = digest_of(session, actor(), today())
    note_look("digest")
    return page(
        "digest.html",
        status=422 if problems else 200,
        problems=problems,
        wanted=wanted,
        how_often=HOW_OFTEN,
        offered=_offered(digests, wanted),
        mail=mail_of(digests, wanted.without, shell().settings.url),
        done=request.args.get("done"),
    )


def _offered(digests: list[DigestShown], wanted: Wanted) -> list[tuple[str, str]]:
    """What may be left out: all that is owed now, and what is left out already."""
    titles = {told.clock.id: told.clock.title for told in every_clock()}
    titles |= {id_: one.title for id_, one in EXCEPTIONS.items()}
    found = {one.cause: one.what for one in counted_in(digests)}
    found |= {id_: titles.get(id_, id_) for id_ in wanted.without if id_ not in found}
    return sorted(found.items(), key=lambda one: one[1].lower())
