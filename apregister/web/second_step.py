"""One's own second step: begun by scanning a picture with an app, ended by one more code."""

import segno
from flask import Blueprint, abort, redirect, request, session, url_for
from werkzeug.wrappers import Response

from apregister.auth.people import Account
from apregister.auth.permissions import permission
from apregister.auth.second_step import (
    address_of,
    has_second_step,
    new_secret,
    put_down,
    take_up,
    use,
)
from apregister.db import reading, writing
from apregister.web.pages import page
from apregister.web.shell import engines, note_look, shell, sitting
from movements.problems import Problem, Refused

second_step_pages = Blueprint("second_step", __name__)
OFFERED = "offered"
"""The secret that was shown and not yet taken up, in the signed cookie of who was shown it."""


@second_step_pages.get("/second-step")
@permission("own_account")
def second_step_page() -> Response:
    """Whether one's account asks for a code; the picture to begin with where it does not."""
    return _form(())


@second_step_pages.post("/second-step")
@permission("own_account")
def second_step_now() -> Response:
    """Begin, by the first code that the app shows."""
    account, secret = _account(), session.get(OFFERED)
    if secret is None:
        return _form(())
    try:
        with writing(engines().register) as held:
            take_up(held, account.id, secret, request.form.get("code", ""))
    except Refused as refused:
        return _form(refused.problems)
    session.pop(OFFERED)
    note_look("second_step_begun")
    return redirect(url_for("second_step.second_step_page", done="begun"), 303)


@second_step_pages.post("/second-step/end")
@permission("own_account")
def end() -> Response:
    """End it, by one more code: whoever finds a browser open cannot."""
    account = _account()
    try:
        with writing(engines().register) as held:
            use(held, account.id, request.form.get("code", ""))
            put_down(held, account.id)
    except Refused as refused:
        return _form(refused.problems)
    note_look("second_step_ended")
    return redirect(url_for("second_step.second_step_page", done="ended"), 303)


def _account() -> Account:
    held = sitting()
    return held.account if held is not None else abort(403)


def _form(problems: tuple[Problem, ...]) -> Response:
    account = _account()
    with reading(engines().register) as held:
        has_one = has_second_step(held, account.id)
    secret = None if has_one else session.setdefault(OFFERED, new_secret())
    return page(
        "second_step.html",
        status=422 if problems else 200,
        problems=problems,
        has_one=has_one,
        required=shell().settings.second_step,
        secret=secret,
        picture=_picture(secret, account.sign_in_name) if secret else None,
        done=request.args.get("done"),
    )


def _picture(secret: str, sign_in_name: str) -> str:
    code = segno.make(address_of(secret, sign_in_name), error="m")
    return str(code.svg_inline(scale=5, border=4, light="#ffffff", svgclass="ap-code"))
