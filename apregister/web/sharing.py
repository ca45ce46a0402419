"""Fair share as pages: the ledger of the schools, and the schools advised for a child."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.fair_share import (
    ADVICE_COLUMNS,
    COLUMNS,
    FEW,
    ShareShown,
    Wanted,
    advised_cells,
    line_cells,
    share_shown,
)
from apregister.paper_words import full_name
from apregister.sight import NotSeen
from apregister.web.downloads import table_download
from apregister.web.pages import page
from apregister.web.pupil_page import authority_name
from apregister.web.pupils import LONGEST_REASON
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.sighted import asked_day
from fair_access.cases import visible_case
from fair_access.fair_share.advice import ADVICE
from fair_access.fair_share.held import SHARE_KINDS
from fair_access.fair_share.ledger import year_words
from fair_access.fair_share.measures import MEASURES, ROLL
from movements.codes import CODE_SETS
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import standing

share_pages = Blueprint("fair_share", __name__)

_OF_SCHOOLS = [kind for kind in SHARE_KINDS.values() if kind.about == "place"]
_OF_CHILDREN = [kind for kind in SHARE_KINDS.values() if kind.about == "pupil"]
YEARS = [(code.code, code.label) for code in CODE_SETS["NC_YEARS"]]


@share_pages.get("/fair-share", endpoint="fair_share")
@permission("see_fair_share")
def ledger_page() -> Response:
    """What each school has taken and lost, of whole schools or of a year group."""
    wanted, problems = _asked()
    told = _seen(wanted)
    note_look("fair_share")
    return page(
        "fair_share.html",
        part="_fair_share_rows.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        authority=authority_name(told.share.authority),
        measures=MEASURES,
        roll=ROLL,
        few=FEW,
        years=_years(told),
        year_words=year_words(wanted.year),
        asked=_filters(),
        done=request.args.get("done"),
        tells=_OF_SCHOOLS if may_open("share_telling.form") else [],
        may_export=may_open("fair_share.ledger_csv"),
    )


@share_pages.get("/fair-share.csv")
@permission("see_fair_share")
def ledger_csv() -> Response:
    """The same lines as a file: of the year group asked for, or of every one."""
    wanted, _ = _asked()
    told = _seen(wanted)
    lines = told.lines if wanted.year else told.every_line
    note_look("export_fair_share")
    return table_download(COLUMNS, map(line_cells, lines), "fair-share.csv")


@share_pages.get("/pupils/<pupil>/fair-share")
@permission("see_fair_share")
def advice_page(pupil: str) -> Response:
    """The schools advised for a child, with every line of the arithmetic."""
    return _advice(_Place(pupil), None, ())


@share_pages.get("/cases/<case_id>/fair-share")
@permission("see_fair_share")
def advice_of_case(case_id: str) -> Response:
    """The same for the child of a case: a panel has no address of the child itself."""
    return _advice(_of_case(case_id), None, ())


@share_pages.post("/pupils/<pupil>/fair-share")
@permission("see_protected")
def unveil(pupil: str) -> Response:
    """The same of a protected child with what is withheld, for a reason that is noted."""
    reason = request.form.get("reason", "").strip()
    wrong = _reason_wrong(reason)
    return _advice(_Place(pupil), None if wrong else reason, wrong)


@share_pages.get("/pupils/<pupil>/fair-share.csv")
@permission("see_fair_share")
def advice_csv(pupil: str) -> Response:
    """The same as a file; of a protected child what is withheld is withheld here too."""
    return _advice_file(pupil)


@share_pages.get("/cases/<case_id>/fair-share.csv")
@permission("see_fair_share")
def csv_of_case(case_id: str) -> Response:
    """The same for the child of a case."""
    return _advice_file(_of_case(case_id).pupil)


def _advice_file(pupil: str) -> Response:
    wanted, _ = _asked(pupil)
    try:
        found = _seen(wanted).advice
    except Refused:
        abort(404)
    note_look("export_fair_share", pupil_id=pupil)
    rows = map(advised_cells, found.schools) if found else ()
    return table_download(ADVICE_COLUMNS, rows, "fair-share-advice.csv")


@dataclass(frozen=True)
class _Place:
    """Where a child's advice stands: at the child, or at the child's case."""

    pupil: str
    case: str | None = None

    @property
    def here(self) -> str:
        """Its address."""
        if self.case:
            return url_for("fair_share.advice_of_case", case_id=self.case)
        return url_for("fair_share.advice_page", pupil=self.pupil)

    @property
    def file(self) -> str:
        """The address of the same as a file, with the same filters."""
        if self.case:
            return url_for("fair_share.csv_of_case", case_id=self.case, **_filters())
        return url_for("fair_share.advice_csv", pupil=self.pupil, **_filters())

    @property
    def back(self) -> str:
        """The page before it."""
        if self.case:
            return url_for("cases.case_page", case_id=self.case)
        return url_for("fair_share.fair_share")


def _of_case(case_id: str) -> _Place:
    """The child of a case; 404 for a case that whoever is signed in may not see."""
    with reading(engines().register) as session:
        found = visible_case(session, case_id, today(), actor())
    if found is None:
        abort(404)
    return _Place(found.pupil, found.id)


def _advice(place: _Place, reason: str | None, problems: tuple[Problem, ...]) -> Response:
    pupil = place.pupil
    wanted, wrong = _asked(pupil, reason)
    problems = (*problems, *wrong)
    told = None
    try:
        told = _seen(wanted)
    except Refused as refused:
        problems = (*problems, *(Problem("year", p.code, p.message) for p in refused.problems))
    with reading(engines().register) as session:
        name = _name(session, pupil)
    note_look("fair_share", pupil_id=pupil, case_id=place.case, reason=reason)
    return page(
        "fair_share_advice.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        pupil=pupil,
        place=place,
        name=name,
        says=ADVICE,
        years=YEARS,
        year_words=year_words(told.advice.child.year) if told and told.advice else "",
        asked=_filters(),
        may_unveil=may(actor().role, "see_protected"),
        tells=_OF_CHILDREN if may_open("share_telling.form_of_pupil") else [],
        done=request.args.get("done"),
    )


def _reason_wrong(reason: str) -> tuple[Problem, ...]:
    if not reason:
        return (Problem("reason", "missing", "Say why you need to see what is withheld."),)
    if len(reason) > LONGEST_REASON:
        return (Problem("reason", "too_long", f"Use {LONGEST_REASON} characters at most."),)
    return ()


def _name(session: Session, pupil: str) -> str:
    """The child's name, once it is known that whoever is signed in may ask for the child."""
    return full_name(standing(session, pupil, today()).details)


def _seen(wanted: Wanted) -> ShareShown:
    """The ledger as whoever is signed in may see it; 404 where they may see none."""
    try:
        with reading(engines().register) as session:
            return share_shown(session, actor(), wanted, today())
    except NotSeen:
        abort(404)


def _asked(
    pupil: str | None = None, reason: str | None = None
) -> tuple[Wanted, tuple[Problem, ...]]:
    """What the address asks for; a filter that cannot be read is left out, and said to be wrong."""
    on, wrong = asked_day(request.args.get("on"), "on")
    known, also = asked_day(request.args.get("known"), "known")
    year = request.args.get("year", "")
    codes = {code for code, _ in YEARS}
    wanted = Wanted(on or today(), known, year if year in codes else None, pupil, reason)
    return wanted, (*wrong, *also)


def _filters() -> dict[str, Any]:
    names = ("year", "on", "known")
    return {name: value for name in names if (value := request.args.get(name, ""))}


def _years(told: ShareShown) -> Sequence[tuple[str, str]]:
    """The year groups to choose from: those in which something is counted."""
    return [(year, year_words(year)) for year in told.share.years() if year]
