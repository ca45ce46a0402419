"""Who gets to see a page: nobody without its permission."""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from htmx_flask import make_response
from htmx_flask import request as htmx_request
from werkzeug.wrappers import Response

from apregister import moment
from apregister.auth.permissions import PUBLIC, may, permission_of
from apregister.auth.sittings import Sitting, sitting_of
from apregister.headers import PRIVATE, SECURITY_HEADERS
from apregister.web.shell import engines

TOKEN = "sitting"


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
    if not may(g.sitting.actor.role, name):
        abort(403)
    return None


def _sitting() -> Sitting | None:
    token = session.get(TOKEN)
    return sitting_of(engines(), token, moment.now()) if isinstance(token, str) else None


def _to_sign_in() -> Response:
    if htmx_request.htmx:
        # A fragment cannot show the sign-in page: the browser is sent there as a whole.
        answer: Response = make_response("", 401, redirect=url_for("signing.sign_in_page"))
        return answer
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("signing.sign_in_page", next=wanted))


def _add_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", PRIVATE)
    return response
