"""This morning: the children expected in alternative provision of whom no mark has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading
from apregister.this_morning import NO_CONTACT, WHY, WORDS, ThisMorning, this_morning
from apregister.web.downloads import table_download
from apregister.web.listing import Part, chosen, part_of
from apregister.web.pages import page
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.sighted import asked_day, names_seen
from movements.morning import MORNING, STATES, MorningLine
from movements.place_kinds.setting_contact import SettingContact
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record_place import may_record_of

morning_pages = Blueprint("morning", __name__)

_COLUMNS = (
    *("day", "session", "state", "mark", "pupil", "name", "setting", "contact", "telephone"),
    *("email", "owner", "why", "school_mark", "entry"),
)


@dataclass(frozen=True)
class MorningRow:
    """A line of the list in words.

    `lacking`: why there is no contact, where there should be one; `may_tell` whether to ask who is
    signed in for it.
    """

    line: MorningLine
    name: str
    setting: str
    owner: str
    why: str
    contact: object
    lacking: str
    may_tell: bool
    elsewhere: list[tuple[str, str]]


@morning_pages.get("/morning", endpoint="morning")
@permission("see_morning")
def morning_page() -> Response:
    """The list of a session, those without a mark first, by who placed them."""
    told, problems = _asked()
    lines = _chosen(told)
    listed = part_of(lines)
    with reading(engines().register) as session:
        rows = rows_of(session, told, listed.rows)
    note_look("morning")
    return page(
        "morning.html",
        part="_morning_rows.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        counts={state: sum(one.state == state for one in told.lines) for state in STATES},
        listed=Part(rows, listed.total, listed.number),
        states=STATES,
        sessions=WORDS,
        basis=MORNING,
        asked=_filters(),
        may_export=may_open("morning.morning_csv"),
    )


@morning_pages.get("/morning.csv")
@permission("export")
def morning_csv() -> Response:
    """The same list as a file."""
    told, _ = _asked()
    with reading(engines().register) as session:
        rows = rows_of(session, told, _chosen(told))
    note_look("export_morning")
    day = (told.found.on, told.found.session)
    return table_download(_COLUMNS, ((*day, *_cells(told, row)) for row in rows), "morning.csv")


def _filters() -> dict[str, str]:
    return {
        "state": chosen("state", tuple(STATES)),
        "session": chosen("session", tuple(WORDS)) or "AM",
        "on": request.args.get("on", ""),
    }


def _asked() -> tuple[ThisMorning, tuple[Problem, ...]]:
    """The list of the day and session asked for; today's, where that day cannot be."""
    on, problems = asked_day(request.args.get("on"), "on")
    half = _filters()["session"]
    with reading(engines().register) as session:
        try:
            return this_morning(session, actor(), on=on, half=half), problems
        except Refused as refused:
            return this_morning(session, actor(), half=half), refused.problems


def _chosen(told: ThisMorning) -> list[MorningLine]:
    state = _filters()["state"]
    return [line for line in told.lines if state in ("", line.state)]


def rows_of(session: Session, told: ThisMorning, lines: Sequence[MorningLine]) -> list[MorningRow]:
    """Some lines in words, with the names of the children whom whoever is signed in may see."""
    names = names_seen(session, [line.pupil for line in lines])
    without = {line.place for line in lines if told.lacks_contact(line)}
    tells = {place for place in without if place and _may_tell(session, told.places[place])}
    return [
        MorningRow(
            line=line,
            name=names[line.pupil],
            setting=told.setting(line),
            owner=told.owner(line),
            why=WHY[line.spell.why],
            contact=told.contact(line),
            lacking=NO_CONTACT if told.lacks_contact(line) else "",
            may_tell=told.lacks_contact(line) and line.place in tells,
            elsewhere=told.elsewhere(line),
        )
        for line in lines
    ]


def _may_tell(session: Session, place: PlaceFacts) -> bool:
    """Whether whoever is signed in may say whom to call there."""
    may = may_open("setting_recording.form")
    return may and may_record_of(session, SettingContact, place, None, actor())


def _cells(told: ThisMorning, row: MorningRow) -> tuple[object, ...]:
    contact = told.contact(row.line)
    call = (contact.contact, contact.telephone, contact.email) if contact else ("", "", "")
    beside = "; ".join(f"{name}: {mark}" for name, mark in row.elsewhere)
    return (
        *(STATES[row.line.state], row.line.mark, row.line.pupil, row.name, row.setting, *call),
        *(row.owner, row.why, beside, row.line.spell.entry),
    )
