"""The AP directory: search with filters, and one setting with all that is told of it."""

from dataclasses import asdict
from datetime import date

from flask import Blueprint, abort, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.directory import (
    STATES,
    Filters,
    Listing,
    concerns_seen,
    directory,
    listing_of,
    monday_of,
    reads_concern,
)
from apregister.web.downloads import table_download
from apregister.web.listing import part_of
from apregister.web.pages import page
from apregister.web.pupil_page import authority_name
from apregister.web.shell import actor, engines, may_open, note_look
from movements.codes import CODE_SETS
from movements.dates import NotADate, read_date
from movements.entry import Entry
from movements.money import read_pounds
from movements.place_kind import PlaceKind
from movements.place_kinds import PLACE_KINDS
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem
from movements.record import today
from movements.record_place import may_correct, may_record_of
from movements.setting_standing import SettingConcern
from movements.settings_read import place_entries, told_by
from movements.superseded import PLACE_WITHDRAWN, superseded

directory_pages = Blueprint("directory", __name__)

COLUMNS = (
    *("name", "urn", "ukprn", "place", "authority", "type", "status", "low_age", "high_age"),
    *("tiers", "offer", "needs", "cost_per_week_pence", "week", "places_commissioned"),
    *("places_taken", "places_free", "evidence", "safeguarding", "health_safety"),
    *("admissions", "quality"),
)
_CHOSEN = ("authority", "tier", "sort", "need", "evidence", "order")
ABOUT_CONCERNS = frozenset({"setting_concern", "setting_concern_closed"})


@directory_pages.get("/directory", endpoint="directory")
@permission("see_scorecard")
def directory_page() -> Response:
    """The settings one may see, those that fit the filters."""
    asked, problems = _asked()
    with reading(engines().register) as session:
        every = directory(session, actor(), today())
        found = [] if problems else directory(session, actor(), today(), asked)
    note_look("directory")
    return page(
        "directory.html",
        part="_directory_rows.html",
        status=422 if problems else 200,
        problems=problems,
        asked={**_words(asked), **_typed()},
        listed=part_of(found),
        states=STATES,
        authorities=_authorities(every),
        types=sorted({(one.sort, one.sort) for one in every}),
        needs=CODE_SETS["NEEDS_MET"].choices(today()),
        week=monday_of(date.fromisoformat(asked.free) if asked.free else today()),
        may_export=may(actor().role, "export"),
    )


@directory_pages.get("/directory.csv")
@permission("export")
def directory_csv() -> Response:
    """The same settings as a file."""
    asked, _ = _asked()
    with reading(engines().register) as session:
        rows = [_cells(one) for one in directory(session, actor(), today(), asked)]
    note_look("export_directory")
    return table_download(COLUMNS, rows, "directory.csv")


@directory_pages.get("/directory/<place>")
@permission("see_scorecard")
def setting_page(place: str) -> Response:
    """One setting: its offer, evidence, visits, places by week, and the concerns one may read."""
    with reading(engines().register) as session:
        one = listing_seen(session, place)
        concerns = concerns_seen(one, actor())
        offered = _offered(session, one)
        lines = _lines(session, one)
        names = place_facts(session, {c.organisation for c in concerns})
    note_look("directory", place_id=place)
    return page(
        "setting.html",
        one=one,
        now=one.standing.until(one.on),
        weeks=one.weeks(),
        this_week=monday_of(one.on),
        concerns=concerns,
        raised_by={c.entry: _organisation(c, names) for c in concerns},
        kinds=[kind for kind in offered if kind.id != PLACE_WITHDRAWN],
        lines=lines,
        states=STATES,
        label=_label,
        authority=authority_name(one.place.la_code) if one.place.la_code else "",
        done=request.args.get("done", type=int),
    )


def listing_seen(session: Session, place: str) -> Listing:
    """The setting of this address; 404 for one that the actor may not see."""
    found = listing_of(session, place, actor(), today())
    if found is None:
        abort(404)
    return found


def _offered(session: Session, one: Listing) -> list[type[PlaceKind]]:
    """The kinds that may be recorded of the setting by whoever is signed in."""
    if not may_open("setting_recording.form"):
        return []
    return [
        kind
        for kind in PLACE_KINDS.values()
        if may_record_of(session, kind, one.place, None, actor())
    ]


def _organisation(concern: SettingConcern, names: dict[str, PlaceFacts]) -> str:
    by = concern.organisation
    if by in names:
        return names[by].name
    return authority_name(by.removeprefix("la:")) if by.startswith("la:") else "The register"


def _label(code_set: str, code: str) -> str:
    return CODE_SETS[code_set].label(code)


def _lines(session: Session, one: Listing) -> list[dict[str, object]]:
    """Everything told of the setting, the latest first, without concerns one may not read."""
    of_one = place_entries(session, one.place.id)
    gone = superseded(of_one)
    seen = (
        entry
        for entry in reversed(of_one)
        if entry.kind not in ABOUT_CONCERNS or reads_concern(one, entry.organisation, actor())
    )
    return [_line(entry, one, gone) for entry in seen]


def _line(entry: Entry, one: Listing, gone: dict[int, int]) -> dict[str, object]:
    told = told_by(entry)
    own = entry.kind != PLACE_WITHDRAWN and may_correct(entry, one.place, actor())
    mends = {}
    if own and entry.number not in gone and may_open("setting_recording.form"):
        mends = {
            words: url_for(
                "setting_recording.form", place=one.place.id, kind=kind, corrects=entry.number
            )
            for words, kind in (("Correct", entry.kind), ("Withdraw", PLACE_WITHDRAWN))
        }
    return {
        "number": entry.number,
        "on": entry.on,
        "title": PLACE_KINDS[entry.kind].title,
        "sentence": told.sentence() if told else "Redacted",
        "gone": gone.get(entry.number),
        "mends": mends,
    }


def _typed() -> dict[str, str]:
    """What was typed where it may be anything: shown again as it was."""
    return {name: request.args.get(name, "").strip() for name in ("age", "free", "cost")}


def _words(asked: Filters) -> dict[str, str]:
    words = {name: str(value) for name, value in asdict(asked).items() if value}
    return {name: words.get(name, "") for name in asdict(asked)}


def _asked() -> tuple[Filters, tuple[Problem, ...]]:
    """The filters of the address, with what is wrong with those that are typed."""
    args, typed = request.args, _typed()
    problems = []
    age = int(typed["age"]) if typed["age"].isdecimal() and len(typed["age"]) < 3 else None
    if typed["age"] and age is None:
        problems.append(Problem("age", "int", "Age must be a whole number of years."))
    free = ""
    try:
        free = read_date(typed["free"]).isoformat() if typed["free"] else ""
    except NotADate as wrong:
        problems.append(Problem("free", wrong.code, wrong.sentence))
    cost = None
    try:
        cost = read_pounds(typed["cost"]) if typed["cost"] else None
    except ValueError as wrong:
        problems.append(Problem("cost", *str(wrong).split("|", 1)))
    texts = {name: args.get(name, "") for name in _CHOSEN}
    return Filters(age=age, free=free, cost=cost, **texts), tuple(problems)


def _authorities(every: list[Listing]) -> list[tuple[str, str]]:
    codes = {one.place.la_code for one in every if one.place.la_code}
    return sorted(((code, authority_name(code)) for code in codes), key=lambda pair: pair[1])


def _cells(one: Listing) -> list[object]:
    place, offer, week = one.place, one.offer, one.week(monday_of(one.on))
    told = (
        [offer.low_age, offer.high_age, offer.tiers, offer.offer, offer.needs, offer.cost_per_week]
        if offer
        else [None] * 6
    )
    return [
        *(place.name, place.urn, place.ukprn, place.id, place.la_code, one.sort, place.status),
        *told,
        *(week.monday.isoformat(), week.commissioned, week.taken, week.free),
        one.evidence,
        *one.areas.values(),
    ]
