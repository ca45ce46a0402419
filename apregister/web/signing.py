"""The pages of one's own account: sign in, sign out, change the password."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response

from apregister import moment
from apregister.audit import looked
from apregister.auth.permissions import PUBLIC, permission
from apregister.auth.sign_in import SignIn, change_password, sign_in, sign_in_by_code
from apregister.auth.sittings import end_sitting
from apregister.web.gate import TOKEN, local_path
from apregister.web.pages import page
from apregister.web.shell import address, engines, note_look, sitting
from movements.problems import Problem, Refused

signing = Blueprint("signing", __name__)
HALF = "half"
"""Whose password was right and when, in the signed cookie, until the code is given."""
TIME_FOR_THE_CODE = timedelta(minutes=5)


@signing.get("/sign-in")
@permission(PUBLIC)
def sign_in_page() -> Response:
    """The form to sign in; `next` is where to go afterwards, `done` what was just done."""
    return _sign_in_form(())


@signing.post("/sign-in")
@permission(PUBLIC)
def sign_in_now() -> Response:
    """Sign in, or say that name and password do not match without saying which."""
    typed = request.form
    ended = sign_in(engines(), typed.get("name", ""), typed.get("password", ""), address())
    if ended.half is not None:
        session.clear()
        session[HALF] = [ended.half, moment.written(moment.now())]
        return redirect(url_for("signing.code_page", next=typed.get("next")), 303)
    if ended.token is None:
        return _not_signed_in(ended)
    return _come_in(ended.token)


@signing.get("/sign-in/code")
@permission(PUBLIC)
def code_page() -> Response:
    """The form for the code that the app shows, once the password was right."""
    return _code_form(()) if _half_way() else redirect(url_for("signing.sign_in_page"), 303)


@signing.post("/sign-in/code")
@permission(PUBLIC)
def code_now() -> Response:
    """Sign in by the code; who waited too long begins again."""
    account = _half_way()
    if account is None:
        return redirect(url_for("signing.sign_in_page", done="too-slow"), 303)
    try:
        ended = sign_in_by_code(engines(), account, request.form.get("code", ""), address())
    except Refused as refused:
        return _code_form(refused.problems, 422)
    if ended.wait:
        return _too_many(ended.wait, "code", _code_form)
    if ended.token is None:
        return redirect(url_for("signing.sign_in_page"), 303)
    return _come_in(ended.token)


@signing.post("/sign-out")
@permission("own_account")
def sign_out() -> Response:
    """End this sitting."""
    note_look("sign_out")
    end_sitting(engines(), session[TOKEN])
    session.clear()
    return redirect(url_for("signing.sign_in_page", done="signed-out"), 303)


@signing.get("/password")
@permission("own_account")
def password_page() -> Response:
    """The form to change one's password."""
    return page("password.html", problems=())


@signing.post("/password")
@permission("own_account")
def password_now() -> Response:
    """Change the password and sign out everywhere."""
    held = sitting()
    if held is None:
        return redirect(url_for("signing.sign_in_page"), 303)
    typed = request.form
    fields = (typed.get(name, "") for name in ("current_password", "new_password", "again"))
    try:
        change_password(engines(), held.account.id, *fields)
    except Refused as refused:
        return page("password.html", status=422, problems=refused.problems)
    looked(engines().looks, held.actor, "password_changed", door="web", address=address())
    session.clear()
    return redirect(url_for("signing.sign_in_page", done="password-changed"), 303)


def _come_in(token: str) -> Response:
    session.clear()
    session[TOKEN] = token
    return redirect(local_path(request.form.get("next", "")), 303)


def _half_way() -> str | None:
    """The account whose password was right, if that is no longer ago than a code may take."""
    if HALF not in session:
        return None
    account, since = session[HALF]
    in_time = moment.now() - moment.read(since) <= TIME_FOR_THE_CODE
    return str(account) if in_time else None


def _not_signed_in(ended: SignIn) -> Response:
    if ended.wait:
        return _too_many(ended.wait, "name", _sign_in_form)
    words = "The sign-in name or the password is not right."
    return _sign_in_form((Problem("name", "not_right", words),), 422)


def _too_many(wait: int, field: str, form: Callable[..., Response]) -> Response:
    words = f"Too many tries. Wait {_spoken(wait)}, then try again."
    answer = form((Problem(field, "too_many", words),), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _code_form(problems: tuple[Problem, ...], status: int = 200) -> Response:
    wanted = request.values.get("next", "")
    return page("sign_in_code.html", status=status, problems=problems, next=wanted)


def _sign_in_form(problems: tuple[Problem, ...], status: int = 200) -> Response:
    return page(
        "sign_in.html",
        status=status,
        problems=problems,
        name=request.form.get("name", ""),
        next=request.values.get("next", ""),
        done=request.args.get("done"),
    )


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    return f"{round(seconds / 60)} minutes"
