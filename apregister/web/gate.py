"""Who gets to see a page: nobody without its permission."""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from htmx_flask import make_response
from htmx_flask import request as htmx_request
from werkzeug.wrappers import Response

from apregister import moment
from apregister.auth.permissions import PUBLIC, permission_of
from apregister.auth.second_step import has_second_step
from apregister.auth.sittings import Sitting, sitting_of
from apregister.db import reading
from apregister.headers import PRIVATE, SECURITY_HEADERS
from apregister.web.shell import engines, shell

TOKEN = "sitting"
_OWN_ACCOUNT = frozenset({"signing", "second_step"})


class CookieSessions(SecureCookieSessionInterface):
    """The signed cookie, marked Secure whenever the page itself came over https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether browsers may send the cookie over https only."""
        return request.is_secure


def guard(app: Flask) -> None:
    """Stand at the gate of every page.

    Raises NoPermissionNamed, once all pages are there, for one that was declared without.
    """
    app.session_interface = CookieSessions()
    app.before_request(_admit)
    app.after_request(_add_headers)


def check_all_named(app: Flask) -> None:
    """Raise NoPermissionNamed when any page names no permission."""
    for view in app.view_functions.values():
        permission_of(view)


def local_path(wanted: str) -> str:
    """Where to go after signing in: a path of ours, never another site's address."""
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and not parts.netloc and "\\" not in wanted else url_for("home.home")


def _admit() -> Response | None:
    if request.endpoint == "static":
        return None
    g.sitting = _sitting()
    if request.endpoint is None:
        return None
    name = permission_of(current_app.view_functions[request.endpoint])
    if name == PUBLIC:
        return None
    if g.sitting is None:
        return _to_sign_in()
    if not g.sitting.may(name):
        abort(403)
    return _to_second_step(g.sitting)


def _sitting() -> Sitting | None:
    token = session.get(TOKEN)
    return sitting_of(engines(), token, moment.now()) if isinstance(token, str) else None


def _to_second_step(held: Sitting) -> Response | None:
    """Where a second step is required, nobody gets further than to its page before having one."""
    if not shell().settings.second_step or request.blueprint in _OWN_ACCOUNT:
        return None
    with reading(engines().register) as session:
        if has_second_step(session, held.account.id):
            return None
    return _sent_to("second_step.second_step_page") or redirect(
        url_for("second_step.second_step_page"), 303
    )


def _sent_to(endpoint: str) -> Response | None:
    """Of a fragment, which cannot show a page: the browser is sent there as a whole."""
    if not htmx_request.htmx:
        return None
    answer: Response = make_response("", 401, redirect=url_for(endpoint))
    return answer


def _to_sign_in() -> Response:
    sent = _sent_to("signing.sign_in_page")
    if sent is not None:
        return sent
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("signing.sign_in_page", next=wanted))


def _add_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", PRIVATE)
    return response
