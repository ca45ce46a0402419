"""Sending a file: choose it, see what would become of each row, then confirm."""

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.speaking import place_spoken_for
from apregister.web.downloads import download
from apregister.web.drafts import Draft, Drafts
from apregister.web.pages import page
from apregister.web.place_names import authority_of, by_name, places_offered
from apregister.web.sent_files import SORTS, take_in_file
from apregister.web.shell import actor, engines, note_look, shell
from apregister.web.synthetic import is_synthetic
from movements.intake.reading import Unreadable
from movements.places import PlaceFacts, find_place, place_facts
from movements.problems import Problem, Refused
from movements.record import today

uploading = Blueprint("upload", __name__)


@uploading.get("/upload", endpoint="upload")
@permission("upload_file")
def upload_page() -> Response:
    """The form to send a roll, movements or attendance."""
    return _form(())


@uploading.post("/upload")
@permission("upload_file")
def send() -> Response:
    """Keep the file, see what would become of it, and go to the page that says so."""
    what, sent = request.form.get("what", ""), request.files.get("file")
    problems = []
    if what not in SORTS:
        problems.append(Problem("what", "missing", "Say what the file holds."))
    if sent is None or not sent.filename:
        problems.append(Problem("file", "missing", "Choose a CSV file."))
    place = _place(problems)
    if sent is None or place is None or problems:
        return _form(tuple(problems))
    draft = _drafts().add(what, place.id, actor().name, sent.filename or "", sent.read())
    try:
        _look_through(draft, place)
    except Unreadable as unreadable:
        _drafts().drop(draft)
        return _form((Problem("file", "unreadable", str(unreadable)),))
    return redirect(url_for("upload.draft_page", token=draft.token), 303)


@uploading.get("/upload/<token>")
@permission("upload_file")
def draft_page(token: str) -> Response:
    """What would become of a file, or what became of it."""
    draft = _draft(token)
    with reading(engines().register) as session:
        place = find_place(session, draft.place)
    return page("draft.html", draft=draft, place=place, sort=SORTS[draft.what])


@uploading.post("/upload/<token>/confirm")
@permission("upload_file")
def confirm(token: str) -> Response:
    """Take the file in for good. Judged anew: the register may have changed since the dry run."""
    draft = _draft(token)
    if not draft.done:
        with reading(engines().register) as session:
            place = find_place(session, draft.place)
        _may_still_send(place)
        _look_through(draft, place, dry_run=False)
    return redirect(url_for("upload.draft_page", token=token), 303)


@uploading.post("/upload/<token>/drop")
@permission("upload_file")
def drop(token: str) -> Response:
    """Forget a file that was sent and not taken in."""
    _drafts().drop(_draft(token))
    return redirect(url_for("upload.upload"), 303)


@uploading.get("/upload/<token>/receipts.csv")
@permission("upload_file")
def receipts(token: str) -> Response:
    """The file back with what became, or would become, of each row."""
    draft = _draft(token)
    note_look("receipts", place_id=draft.place)
    return download(_drafts().receipts(draft), f"{_invented()}{draft.what}-receipts.csv")


def _invented() -> str:
    """Said in the file's name: receipts have the columns that were sent, and four more."""
    return "SYNTHETIC-" if is_synthetic() else ""


def _look_through(draft: Draft, place: PlaceFacts, *, dry_run: bool = True) -> None:
    looked = take_in_file(
        engines(),
        draft.what,
        _drafts().data(draft),
        name=draft.name,
        place=place,
        by=actor(),
        dry_run=dry_run,
    )
    _drafts().keep(draft, looked.said, looked.receipts, done=not dry_run)


def _drafts() -> Drafts:
    return Drafts(shell().engines.register.url.render_as_string(hide_password=False))


def _draft(token: str) -> Draft:
    """The draft of whoever is signed in; 404 for another's, an expired or an unknown one."""
    found = _drafts().find(token, actor().name)
    if found is None:
        abort(404)
    return found


def _place(problems: list[Problem]) -> PlaceFacts | None:
    """For which place the file is; an officer names one of the authority."""
    ref = request.form.get("school", "").strip() or None
    try:
        with reading(engines().register) as session:
            named = by_name(session, actor(), {"school": ref or ""})["school"]
            place = place_spoken_for(session, actor(), named or None)
    except Refused as refused:
        problems.extend(refused.problems)
        return None
    if place is None or not _is_ours(place):
        words = "Choose the school or setting the file is for: one of your authority."
        problems.append(Problem("school", "missing" if ref is None else "unknown_place", words))
        return None
    return place


def _is_ours(place: PlaceFacts) -> bool:
    by = actor()
    return place.id in by.places or (by.authority is not None and place.la_code == by.authority)


def _may_still_send(place: PlaceFacts) -> None:
    if not _is_ours(place):
        abort(404)


def _form(problems: tuple[Problem, ...]) -> Response:
    with reading(engines().register) as session:
        offered = _offered(session)
    return page(
        "upload.html",
        status=422 if problems else 200,
        problems=problems,
        sorts=SORTS,
        what=request.form.get("what", "movements"),
        school=request.form.get("school", ""),
        offered=offered,
        officer=actor().role == "la_officer",
    )


def _offered(session: Session) -> list[PlaceFacts]:
    by = actor()
    if by.places:
        return sorted(place_facts(session, by.places).values(), key=lambda place: place.name)
    return places_offered(session, authority_of(by, {}), today())
