"""The pages of one's own account: sign in, sign out, change the password."""

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response

from apregister.audit import looked
from apregister.auth.permissions import PUBLIC, permission
from apregister.auth.sign_in import SignIn, change_password, sign_in
from apregister.auth.sittings import end_sitting
from apregister.web.gate import TOKEN, local_path
from apregister.web.pages import page
from apregister.web.shell import address, engines, note_look, sitting
from movements.problems import Problem, Refused

signing = Blueprint("signing", __name__)


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
    if ended.token is None:
        return _not_signed_in(ended)
    session.clear()
    session[TOKEN] = ended.token
    return redirect(local_path(typed.get("next", "")), 303)


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


def _not_signed_in(ended: SignIn) -> Response:
    if ended.wait:
        words = f"Too many tries. Wait {_spoken(ended.wait)}, then try again."
        answer = _sign_in_form((Problem("name", "too_many", words),), 429)
        answer.headers["Retry-After"] = str(ended.wait)
        return answer
    words = "The sign-in name or the password is not right."
    return _sign_in_form((Problem("name", "not_right", words),), 422)


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
