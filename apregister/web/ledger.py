"""The ledger: pupils without exactly one responsible place; claims to confirm."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.web.downloads import table_download
from apregister.web.listing import Listed, chosen, listed_of, part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.sighted import standing_seen
from movements.ledger import TITLES, OutOfSight, ledger, owner_name
from movements.places import find_place
from movements.problems import Problem, Refused
from movements.record import today
from movements.standing import Roll
from movements.take_in import take_in

ledger_pages = Blueprint("ledger", __name__)

_COLUMNS = (
    *("cause", "since", "school_days", "pupil", "name", "places", "owner", "next_step", "entry"),
    "built_in_calendar",
)


@dataclass(frozen=True)
class LedgerRow:
    """An exception with its words; `claims` are the places somebody here may confirm."""

    found: OutOfSight
    title: str
    next_step: str
    name: str
    places: tuple[str, ...]
    owner: str
    claims: tuple[tuple[str, str], ...]


@ledger_pages.get("/ledger", endpoint="ledger")
@permission("see_ledger")
def ledger_page() -> Response:
    """The exceptions by cause and owner, the longest first."""
    return _page(())


@ledger_pages.get("/ledger.csv")
@permission("see_ledger")
def ledger_csv() -> Response:
    """The same exceptions as a file; whoever sees the ledger may export."""
    rows, _ = _asked()
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


def _enter(pupil: str, claim: Roll) -> None:
    answers = {"pupil": pupil, "on": claim.since.isoformat(), "enrol_status": claim.status}
    with writing(engines().register) as session:
        place = find_place(session, claim.place)
        take_in(session, "on_roll", answers, place=place, by=actor(), source="form")


def _page(problems: tuple[Problem, ...]) -> Response:
    rows, owners = _asked()
    note_look("ledger")
    return page(
        "ledger.html",
        status=422 if problems else 200,
        problems=problems,
        part="_ledger_rows.html",
        listed=part_of(rows),
        causes=TITLES,
        owners=owners,
        asked={"cause": chosen("cause", tuple(TITLES)), "owner": request.args.get("owner", "")},
        done=request.args.get("done"),
        may_export=may_open("ledger.ledger_csv"),
    )


def _asked() -> tuple[list[LedgerRow], list[str]]:
    """The rows that the filters leave, and the owners there are to filter by."""
    cause, owner = chosen("cause", tuple(TITLES)), request.args.get("owner", "")
    with reading(engines().register) as session:
        rows = ledger_rows(session)
    left = [r for r in rows if cause in ("", r.found.cause) and owner in ("", r.owner)]
    return left, sorted({row.owner for row in rows})


def ledger_rows(session: Session) -> list[LedgerRow]:
    """Every exception that whoever is signed in may see, the longest first."""
    listed = listed_of(session)
    found = ledger(session, today(), pupil_ids=listed.asked)
    return [_row(one, listed) for one in found if listed.whole(one.pupil)]


def _row(found: OutOfSight, listed: Listed) -> LedgerRow:
    shown = listed.shown(found.pupil)
    claims = listed.seen[found.pupil].claims if listed.by.role == "la_officer" else ()
    return LedgerRow(
        found=found,
        title=found.exception.title,
        next_step=found.exception.next_step,
        name=listed.name(found.pupil),
        places=tuple(dict.fromkeys(shown.name(place) for place in found.places)),
        owner="withheld" if shown.withheld else owner_name(found.owner, listed.places),
        claims=tuple((claim.place, shown.name(claim.place)) for claim in claims),
    )


def _cells(row: LedgerRow) -> tuple[object, ...]:
    found = row.found
    return (
        *(row.title, found.since, found.school_days, found.pupil, row.name),
        *("; ".join(row.places), row.owner, row.next_step, found.entry),
        "yes" if found.assumed else "no",
    )
