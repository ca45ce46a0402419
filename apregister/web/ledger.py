"""The ledger: its questions by owner, their answers; claims to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.as_left import questions_about
from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.owed import is_asked
from apregister.sight import Shown
from apregister.web.downloads import table_download
from apregister.web.listing import (
    Listed,
    Part,
    asked_of,
    chosen,
    for_all_like,
    listed_of,
    part_of,
)
from apregister.web.pages import page
from apregister.web.pupil_page import authority_name
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.sighted import asked_day, standing_seen
from movements.answers import ANSWERED
from movements.authority_claims import CLAIM, claims_of
from movements.ledger import TITLES, OutOfSight, owner_name
from movements.places import find_place
from movements.problems import Problem, Refused
from movements.record import today
from movements.standing import Roll, Standing
from movements.take_in import take_in

ledger_pages = Blueprint("ledger", __name__)

_COLUMNS = (
    *("cause", "since", "school_days", "pupil", "name", "places", "owner", "next_step", "entry"),
    *("built_in_calendar", "question", "answer", "about"),
)


@dataclass(frozen=True)
class LedgerRow:
    """An exception with its words; `claims` are the places somebody here may confirm.

    `claimed_by` is the authority to which to hand the child over, if it may be told. `answer` is
    what was answered, where that holds; empty for a protected child.
    """

    found: OutOfSight
    title: str
    next_step: str
    name: str
    places: tuple[str, ...]
    owner: str
    claims: tuple[tuple[str, str], ...]
    claimed_by: str
    answer: str


@ledger_pages.get("/ledger", endpoint="ledger")
@permission("see_ledger")
def ledger_page() -> Response:
    """The exceptions by cause and owner, the longest first."""
    return _page(())


@ledger_pages.get("/ledger.csv")
@permission("see_ledger")
def ledger_csv() -> Response:
    """The same exceptions as a file; whoever sees the ledger may export."""
    known, problems = _known_on()
    if problems:
        return _page(())
    with reading(engines().register) as session:
        listed = listed_of(session)
        rows = [ledger_row(one, listed) for one in _asked(_every(session, known), listed)]
    note_look("export_ledger")
    return table_download(_COLUMNS, (_cells(row) for row in rows), "ledger.csv")


@ledger_pages.post("/pupils/<pupil>/claims/<place>/confirm")
@permission("record_movement")
def confirm(pupil: str, place: str) -> Response:
    """Confirm a claim: the authority enters the pupil on the claiming school's roll."""
    if actor().role != "la_officer":
        abort(404)
    with reading(engines().register) as session:
        standing = standing_seen(session, pupil)
    claim = next((claim for claim in standing.claims if claim.place == place), None)
    if claim is None:
        return _page((Problem("claims", "no_claim", "This claim is not open any more."),))
    try:
        _enter(pupil, claim)
    except Refused as refused:
        return _page(tuple(Problem("claims", p.code, p.message) for p in refused.problems))
    return redirect(url_for("ledger.ledger", done="confirmed"), 303)


@ledger_pages.get("/pupils/<pupil>/questions/<question>/<facts>")
@permission("see_ledger")
def question(pupil: str, question: str, facts: str) -> Response:
    """One question with the form to answer it."""
    return _question_page(_asked_now(pupil, question, facts), {}, ())


@ledger_pages.post("/pupils/<pupil>/questions/<question>/<facts>")
@permission("record_movement")
def answer(pupil: str, question: str, facts: str) -> Response:
    """Record the answer, for the place that is asked or for the authority."""
    row = _asked_now(pupil, question, facts)
    if row is None:
        return _question_page(None, {}, ())
    given = {name: request.form.get(name, "") for name in ("because", "until")}
    try:
        _take_in(row.found, given)
    except Refused as refused:
        return _question_page(row, given, refused.problems)
    return redirect(url_for("ledger.ledger", done="answered"), 303)


def _asked_now(pupil: str, question: str, facts: str) -> LedgerRow | None:
    """The question, if it is asked on these facts today of whoever is signed in."""
    with reading(engines().register) as session:
        listed, every = listed_of(session), ledger_items(session, answered=True)
        asked = (pupil, question, facts)
        found = (one for one in every if (one.pupil, one.cause, one.facts) == asked)
        one = next(found, None)
        return ledger_row(one, listed) if one else None


def _take_in(found: OutOfSight, given: dict[str, str]) -> None:
    answers = {**given, "pupil": found.pupil, "question": found.cause, "facts": found.facts}
    answers["on"] = today().isoformat()
    with writing(engines().register) as session:
        by = actor()
        place = find_place(session, found.owner) if found.owner in by.places else None
        take_in(session, ANSWERED, answers, place=place, by=by, source="form")


def _question_page(
    row: LedgerRow | None, given: dict[str, str], problems: tuple[Problem, ...]
) -> Response:
    if row is None:
        changed = "This question is not asked on these facts any more: see what is asked now."
        return _page((Problem("claims", "changed", changed),))
    note_look("ledger", pupil_id=row.found.pupil)
    return page(
        "question.html",
        status=422 if problems else 200,
        problems=problems,
        row=row,
        given=given,
        may_answer=may_open("ledger.answer"),
    )


def _enter(pupil: str, claim: Roll) -> None:
    answers = {"pupil": pupil, "on": claim.since.isoformat(), "enrol_status": claim.status}
    with writing(engines().register) as session:
        place = find_place(session, claim.place)
        take_in(session, "on_roll", answers, place=place, by=actor(), source="form")


def _page(problems: tuple[Problem, ...]) -> Response:
    known, wrong = _known_on()
    problems += wrong
    with reading(engines().register) as session:
        listed, every = listed_of(session), _every(session, known)
        part = part_of(_asked(every, listed))
        shown = Part([ledger_row(one, listed) for one in part.rows], part.total, part.number)
    note_look("ledger")
    return page(
        "ledger.html",
        status=422 if problems else 200,
        problems=problems,
        part="_ledger_rows.html",
        listed=shown,
        causes=TITLES,
        owners=_owners(every, listed),
        asked=asked_of("cause", "owner", "show", "as_known_on"),
        known_on=known,
        done=request.args.get("done"),
        may_export=may_open("ledger.ledger_csv"),
    )


def _known_on() -> tuple[date | None, tuple[Problem, ...]]:
    return asked_day(request.args.get("as_known_on"), "as_known_on")


def _every(session: Session, known_on: date | None) -> list[OutOfSight]:
    answered = request.args.get("show") == "all"
    return ledger_items(session, answered=answered, known_on=known_on)


def _asked(every: Iterable[OutOfSight], listed: Listed) -> list[OutOfSight]:
    """Those that the filters leave; of an owner, only where it may be named beside the pupil."""
    cause, owner = chosen("cause", tuple(TITLES)), request.args.get("owner", "")
    left = [one for one in every if cause in ("", one.cause) and owner in ("", one.owner)]
    return [one for one in left if not owner or _names_owner(one, listed.shown(one.pupil))]


def _owners(every: Iterable[OutOfSight], listed: Listed) -> list[tuple[str, str]]:
    """The owners there are to filter by, with their names."""
    found: dict[str, str] = {}
    for one in every:
        if one.owner and one.owner not in found:
            shown = listed.shown(one.pupil)
            if _names_owner(one, shown):
                found[one.owner] = _owner(one, shown)
    return sorted(found.items(), key=lambda owner: owner[1].lower())


def ledger_items(
    session: Session, *, answered: bool = False, known_on: date | None = None
) -> list[OutOfSight]:
    """Every question that whoever is signed in is to see, the longest open first.

    Today's, or those of an earlier day as the register was known at its end.
    """
    listed = listed_of(session)
    ask = partial(questions_about, answered=answered, as_known_on=known_on)

    def worked_out() -> list[OutOfSight]:
        found = ask(session, known_on or today(), listed.seen, listed.by)
        return [one for one in found if is_asked(one, listed.seen, listed.by)]

    what = f"ledger, as known on {known_on}{', answered too' if answered else ''}"
    return for_all_like(session, listed.by, what, worked_out)


def ledger_row(found: OutOfSight, listed: Listed) -> LedgerRow:
    """A question with its words, as whoever is signed in may see them."""
    shown = listed.shown(found.pupil)
    claims = listed.seen[found.pupil].claims if listed.by.role == "la_officer" else ()
    return LedgerRow(
        found=found,
        title=found.exception.title,
        next_step=found.exception.next_step,
        name=listed.name(found.pupil),
        places=tuple(dict.fromkeys(shown.name(place) for place in found.places)),
        owner=_owner(found, shown),
        claims=tuple((claim.place, shown.name(claim.place)) for claim in claims),
        claimed_by=_claimed_by(listed.seen[found.pupil]) if found.cause == CLAIM else "",
        answer=found.answer.because if found.answer and not shown.withheld else "",
    )


def _claimed_by(standing: Standing) -> str:
    """The last authority that claims the child; of a protected child a list does not say which."""
    last = claims_of(standing)[-1:]
    return str(last[0].authority) if last and not standing.protected else ""


def _names_owner(found: OutOfSight, shown: Shown) -> bool:
    return not shown.withheld or found.owner in shown.by.places


def _owner(found: OutOfSight, shown: Shown) -> str:
    if not _names_owner(found, shown):
        return "withheld"
    if found.owner and found.owner.startswith("la:"):
        return authority_name(found.owner[3:])
    return owner_name(found.owner, shown.places)


def _cells(row: LedgerRow) -> tuple[object, ...]:
    found = row.found
    return (
        *(row.title, found.since, found.school_days, found.pupil, row.name),
        *("; ".join(row.places), row.owner, row.next_step, found.entry),
        *("yes" if found.assumed else "no", found.exception.question, row.answer),
        found.about,
    )
