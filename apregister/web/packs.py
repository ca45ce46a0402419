"""The sealed pack of a meeting: sealing it, reading it as it was sealed, and on paper."""

from typing import Any

from flask import Blueprint, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.letters import named
from apregister.pack_paper import pack_paper, pack_shown
from apregister.packs_read import NoPack, PackRead, read_for
from apregister.papers import store_of
from apregister.pdf import NoPdf, pdf_of
from apregister.risk import reason_problems
from apregister.version import this_version
from apregister.web.meetings import meeting_seen, meeting_shown
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look, shell, sitting
from apregister.web.synthetic import is_synthetic
from fair_access.meetings.pack import pupil_of, seal
from fair_access.meetings.sight import book_for
from movements.attachments import PaperLost, Store
from movements.problems import Refused
from movements.record import today

pack_pages = Blueprint("packs", __name__)


@pack_pages.post("/meetings/<meeting_id>/pack")
@permission("hold_meeting")
def seal_now(meeting_id: str) -> Response:
    """Seal the pack as the register knows the cases now."""
    with reading(engines().register) as session:
        meeting_seen(book_for(session, actor(), today()), meeting_id)
    try:
        with writing(engines().register) as session:
            seal(session, _store(), meeting_id, actor(), today(), this_version())
    except Refused as refused:
        return meeting_shown(meeting_id, refused.problems)
    return redirect(url_for("meetings.meeting_page", meeting_id=meeting_id, done=""), 303)


@pack_pages.get("/meetings/<meeting_id>/pack")
@permission("see_meeting")
def pack_page(meeting_id: str) -> Response:
    """The pack as it was sealed, for this reader; how much came since, and is not in it."""
    found = _read(meeting_id, None)
    return page("pack.html", problems=(), **_shown(found), why_no_pdf=request.args.get("no_pdf"))


@pack_pages.post("/meetings/<meeting_id>/pack/risk")
@permission("see_meeting")
def risk_shown(meeting_id: str) -> Response:
    """The pack with risk information, for who says why it is needed; the reason is noted."""
    reason = request.form.get("reason", "").strip()
    problems = tuple(reason_problems(reason))
    found = _read(meeting_id, None if problems else reason)
    status = 422 if problems else 200
    return page("pack.html", status=status, problems=problems, **_shown(found), why_no_pdf=None)


@pack_pages.get("/meetings/<meeting_id>/pack.pdf")
@permission("see_meeting")
def pack_pdf(meeting_id: str) -> Response:
    """The same as an accessible PDF; where none can be made, the page to print, which says why."""
    found = _read(meeting_id, None)
    try:
        data = pdf_of(pack_paper(found, _reader(), synthetic=is_synthetic()))
    except NoPdf as why:
        return page("pack.html", problems=(), **_shown(found), why_no_pdf=str(why))
    answer: Response = make_response(data)
    name = named("pack", found.sealed.entry, "pdf", synthetic=is_synthetic())
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _store() -> Store:
    return store_of(engines(), shell().settings)


def _read(meeting_id: str, reason: str | None) -> PackRead:
    """The pack that the address names; the look at each of its children is noted."""
    version = request.args.get("version", type=int)
    with reading(engines().register) as session:
        try:
            found = read_for(
                session, _store(), meeting_id, actor(), today(), version=version, reason=reason
            )
        except (NoPack, PaperLost):
            abort(404)
        pupils = {case: pupil_of(session, case) for case in found.pack["files"]}
    for case, pupil in pupils.items():
        note_look("pack", pupil_id=pupil, case_id=case, reason=reason)
    return found


def _shown(found: PackRead) -> dict[str, Any]:
    return pack_shown(found, _reader(), synthetic=is_synthetic())


def _reader() -> str:
    who = sitting()
    return who.account.name if who else ""
