"""The first page: what this role can do here, and what needs them today."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from apregister import moment
from apregister.audit import count_looks
from apregister.auth.permissions import permission
from apregister.web.pages import page
from apregister.web.shell import engines, may_open

home_pages = Blueprint("home", __name__)


@dataclass(frozen=True)
class Task:
    """Something a role does here: the page, its words and a line about it."""

    endpoint: str
    words: str
    about: str


@dataclass(frozen=True)
class Need:
    """Something that waits for whoever is signed in, and where to see to it."""

    words: str
    href: str
    pressing: bool = False


TASKS = (
    Task("pupils.find", "Find a pupil", "By UPN; see the history and where they stand."),
    Task("upload.upload", "Upload a movements file", "See what is wrong before it is taken in."),
    Task("due.due", "What is due", "Clocks running, due and missed."),
    Task("ledger.ledger", "Ledger", "Pupils without exactly one responsible place."),
    Task("cases.cases", "Fair access cases", "Open, agreed and decided."),
    Task("places.places", "AP settings", "Each setting and its scorecard."),
    Task("looks.looks", "Who looked", "Who opened, exported or signed in to what."),
    Task("signing.password_page", "Change your password", "You will be signed out everywhere."),
)


@home_pages.get("/")
@permission("see_home")
def home() -> Response:
    """What this role can do; what needs them is fetched beside it."""
    return page("home.html", tasks=[task for task in TASKS if may_open(task.endpoint)])


@home_pages.get("/needs")
@permission("see_home")
def needs() -> Response:
    """What needs whoever is signed in today: a page of its own, or the part htmx puts on home."""
    found = [need for source in NEEDS for need in source()]
    return page("needs.html", part="_needs.html", needs=found)


def _refused_sign_ins() -> Iterator[Need]:
    """For those who see looks: a day with many refused sign-ins."""
    if not may_open("looks.looks"):
        return
    since = moment.written(moment.now() - timedelta(days=1))
    count = count_looks(engines().looks, "sign_in_refused", since)
    if count:
        many = f"{count} refused sign-ins" if count > 1 else "1 refused sign-in"
        href = url_for("looks.looks", what="sign_in_refused")
        yield Need(f"{many} in the last 24 hours", href, pressing=count > 20)


NEEDS: tuple[Callable[[], Iterator[Need]], ...] = (_refused_sign_ins,)
"""What may need somebody; each asks for itself whether it concerns whoever is signed in."""
