"""The pages for what went wrong: what happened, and what to do now."""

from flask import Flask
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from apregister.web.pages import page

WORDS = {
    400: ("This could not be read", "Go back, reload the page and send the form again."),
    403: (
        "You may not open this page",
        "Your role does not include it. If it should, ask whoever manages accounts.",
    ),
    404: (
        "There is nothing here for you",
        "The address may be wrong, or what it names may belong to another organisation.",
    ),
    405: ("This address takes no such request", "Go back and use the links and buttons."),
    409: ("Somebody was quicker", "What you changed has changed since; reload and look again."),
    411: ("The length of the request is missing", "Send it again from a browser."),
    413: ("The file is too large", "Split it, by term for example, and send the parts."),
    429: ("Too many tries", "Wait a little, then try again."),
    500: (
        "Something went wrong here",
        "Nothing was recorded. It has been noted; try again, and say so if it happens again.",
    ),
    503: (
        "The register is busy",
        "A long intake is being written and nothing of yours was recorded. Try again in a minute.",
    ),
}
STALE_FORM = (
    "This form is out of date",
    "You signed in again, or your browser sent no cookie. Go back, reload the page and send it.",
)


def answer_mistakes(app: Flask) -> None:
    """Give every mistake its page."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _mistake)
    app.register_error_handler(OperationalError, _busy)


def _stale_form(_error: Exception) -> Response:
    return _page(400, STALE_FORM)


def _mistake(error: Exception) -> Response:
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    if isinstance(error, HTTPException) and error.response is not None:
        return error.get_response()
    return _page(code, WORDS.get(code, WORDS[400 if code < 500 else 500]))


def _busy(error: Exception) -> Response:
    if "locked" not in str(error) and "busy" not in str(error):
        raise error
    answer = _page(503, WORDS[503])
    answer.headers["Retry-After"] = "60"
    return answer


def _page(code: int, words: tuple[str, str]) -> Response:
    return page("mistake.html", status=code, title=words[0], words=words[1])
