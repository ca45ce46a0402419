"""The papers of an entry: which there are, attaching another, and saving one."""

from datetime import date

from flask import Blueprint, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading, writing
from apregister.paper_words import full_name
from apregister.papers import (
    Paper,
    attach,
    paper_seen,
    papers_in,
    store_of,
    takes_papers,
    withholds,
)
from apregister.scanning import refuse_infected
from apregister.sight import NotSeen, Seen
from apregister.web.pages import page
from apregister.web.pupils import LONGEST_REASON
from apregister.web.shell import actor, engines, note_look, shell
from apregister.web.sighted import details_seen, pupil_seen
from apregister.web.synthetic import is_synthetic
from fair_access.steps import CaseReferred
from movements.attachments import PaperLost, Store
from movements.codes import CODE_SETS
from movements.problems import Problem, Refused
from movements.register import Line

LETTERS = tuple(CODE_SETS["REFERRAL_PAPERS"].choices(date.max))

paper_pages = Blueprint("papers", __name__)


@paper_pages.get("/pupils/<pupil>/entries/<int:entry>/papers", endpoint="papers")
@permission("see_pupil")
def papers_page(pupil: str, entry: int) -> Response:
    """The papers attached to an entry, and the form to attach another."""
    return _page(pupil, entry)


@paper_pages.post("/pupils/<pupil>/entries/<int:entry>/papers")
@permission("record_movement")
def send(pupil: str, entry: int) -> Response:
    """Attach a paper to an entry; back to its papers."""
    file = request.files.get("file")
    store = _store()
    # One byte more than may be is enough to see that it is too large.
    data = file.read(store.largest + 1) if file else b""
    said = {name: request.form.get(name, "") for name in ("title", "letter", "keep_until")}
    try:
        refuse_infected(data, shell().settings.virus_scan)
        with writing(engines().register) as session:
            attach(
                session,
                store,
                pupil,
                said | {"about": str(entry)},
                (data, (file.filename or "") if file else ""),
                by=actor(),
                source="form",
            )
    except NotSeen:
        abort(404)
    except Refused as refused:
        return _page(pupil, entry, refused.problems)
    return redirect(url_for("papers.papers", pupil=pupil, entry=entry, done="attached"), 303)


@paper_pages.get("/pupils/<pupil>/papers/<int:number>", endpoint="paper")
@permission("see_pupil")
def paper(pupil: str, number: int) -> Response:
    """One paper, to be saved. Its look is noted."""
    return _file(pupil, number, None)


@paper_pages.post("/pupils/<pupil>/papers/<int:number>")
@permission("see_protected")
def unveiled(pupil: str, number: int) -> Response:
    """One paper of a protected pupil, to be saved, for a reason that is noted."""
    reason = request.form.get("reason", "").strip()
    if not reason or len(reason) > LONGEST_REASON:
        words = f"Say why you need the paper, in {LONGEST_REASON} characters at most."
        about = request.form.get("about", 0, type=int)
        return _page(pupil, about, (Problem("reason", "missing", words),))
    return _file(pupil, number, reason)


def _file(pupil: str, number: int, reason: str | None) -> Response:
    try:
        with reading(engines().register) as session:
            found = paper_seen(session, pupil, number, actor(), reason)
        data = _store().read(found.sha256)
    except NotSeen:
        abort(404)
    except PaperLost:
        note_look("attachment lost", pupil_id=pupil, reason=reason)
        return _page(pupil, found.about, (_lost(),))
    note_look("attachment", pupil_id=pupil, reason=reason)
    answer: Response = make_response(data)
    answer.headers.update(found.headers(synthetic=is_synthetic()))
    return answer


def _lost() -> Problem:
    words = (
        "The paper is lost or was changed since it was sent, and is not handed out. Tell whoever "
        "keeps the register; if you hold it still, attach it again."
    )
    return Problem("file", "lost", words)


def _store() -> Store:
    return store_of(engines(), shell().settings)


def _page(pupil: str, entry: int, problems: tuple[Problem, ...] = ()) -> Response:
    with reading(engines().register) as session:
        seen = pupil_seen(session, pupil)
        line = _entry(seen, entry)
        held = list(papers_in(seen, entry))
    note_look("papers", pupil_id=pupil)
    by = actor()
    open_to_all = [one for one in held if not withholds(seen, one.entry)]
    return page(
        "papers.html",
        status=422 if problems else 200,
        problems=problems,
        pupil=pupil,
        name=full_name(details_seen(seen, seen.standing)),
        line=line,
        papers=open_to_all,
        withheld=_withheld(held, open_to_all),
        may_unveil=may(by.role, "see_protected"),
        may_attach=may(by.role, "record_movement") and not seen.shown.hides(line.entry.place_id),
        most=f"{_store().largest / 1024 / 1024:g} MB",
        asked=request.form,
        letter=request.args.get("letter", ""),
        letters=LETTERS if line.entry.kind == CaseReferred.id else (),
        done=request.args.get("done"),
    )


def _withheld(held: list[Paper], open_to_all: list[Paper]) -> list[int]:
    """The numbers alone: what a paper is called may say where the child is."""
    shown = {one.entry for one in open_to_all}
    return [one.entry for one in held if one.entry not in shown]


def _entry(seen: Seen, number: int) -> Line:
    """The entry of this address; 404 for one that is out of sight or takes no papers."""
    found = next((one for one in seen.lines if one.number == number and takes_papers(one)), None)
    if found is None:
        abort(404)
    return found
