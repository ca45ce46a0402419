"""The first page: what this role can do here, and what needs them today."""

from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.web.needs import needs as waiting
from apregister.web.pages import page
from apregister.web.shell import may_open, note_look

home_pages = Blueprint("home", __name__)


@dataclass(frozen=True)
class Task:
    """Something a role does here: the page, its words and a line about it."""

    endpoint: str
    words: str
    about: str


TASKS = (
    Task("morning.morning", "This morning", "Who is expected in AP and has no mark yet."),
    Task("mark_sheet.registers", "Register", "Mark who is here: one tap for each child."),
    Task("pupils.find", "Find a pupil", "By UPN: where they stand, what is owed, the history."),
    Task("upload.upload", "Upload a file", "See what is wrong before it is taken in."),
    Task("due.due", "What is due", "What is owed, by whom and by when."),
    Task("digest.digest", "My digest", "What you owe, counted, by e-mail if you like."),
    Task("ledger.ledger", "Ledger", "Who is out of sight, and what should be asked."),
    Task("submissions.submissions", "Attendance sent", "Which places have sent which days."),
    Task("told_late.told_late", "How soon schools tell", "How long after each event, by school."),
    Task("likely_same.duplicates", "Duplicate records", "Records that may be of one child."),
    Task("bought.bought", "Sessions bought", "Bought, attended and paid, by setting."),
    Task("authority_card.year_page", "Waits and limits", "By month and by who owes."),
    Task("crosschecks.crosschecks", "Cross-checks of marks", "Where registers do not agree."),
    Task("cases.cases", "Fair access cases", "Open, agreed and decided."),
    Task("places.places", "AP settings", "Each setting and its scorecard."),
    Task("directory.directory", "AP directory", "Offers, evidence, visits and free places."),
    Task("accounts.accounts", "Accounts", "Who signs in; add one, or close a leaver's."),
    Task("looks.looks", "Who looked", "Who opened, exported or signed in to what."),
    Task("rules.clocks", "Rules", "Every time limit, and the law behind it."),
    Task("second_step.second_step_page", "A code beside the password", "By an app on a telephone."),
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
    found = waiting()
    if any(need.first for need in found):
        note_look("needs")
    return page("needs.html", part="_needs.html", needs=found)
