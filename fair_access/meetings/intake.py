"""A file of a minute book: each row through the one way into it, good rows kept.

A row names the panel by its name, the meeting by its day, a member by the person's name and a child
by the UPN: an authority's own minute book knows no ids of ours.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlmodel import Session

from fair_access.cases import cases_of
from fair_access.meetings import MINUTES, OF_PANELS
from fair_access.meetings.book import Book, book
from fair_access.meetings.convene import Minuted, note
from fair_access.meetings.state import Meeting, Panel
from movements.actor import Actor
from movements.dates import NotADate, read_date
from movements.identifiers import clean_upn
from movements.intake.movements import is_explanation
from movements.intake.reading import Row, Sheet, Unreadable
from movements.intake.receipts import IntakeReport, Outcome, refused
from movements.places import PlaceFacts
from movements.problems import Problem, Refused
from movements.record import today
from movements.register import find_pupil

REQUIRED = ("kind", "panel", "on")
NAMING = ("panel", "meeting", "member", "upn")
"""Columns that name what a row is about."""


@cache
def known_columns() -> frozenset[str]:
    """Every column that some minute reads, and those that name what it is about."""
    own = {name for minute in MINUTES.values() for name in minute.fields()} - {"case"}
    return frozenset({*REQUIRED, *NAMING, *own})


def take_in_minutes(
    session: Session,
    sheet: Sheet,
    *,
    place: PlaceFacts | None,
    by: Actor,
    progress: Callable[[int], None] | None = None,
) -> IntakeReport:
    """Take in every row that can be, and say of each what became of it.

    Each is judged as on its own day. Raises Unreadable where the file has no column kind, panel or
    on.
    """
    missing = [name for name in REQUIRED if name not in sheet.columns]
    if missing:
        raise Unreadable(
            f"The file has no column {' or '.join(missing)} (it has {', '.join(sheet.columns)}). "
            "Every line of a minute book needs kind, panel and on: name the columns so."
        )
    unread = [name for name in sheet.columns if name not in known_columns()]
    notes = [f"Column {name} is not one we know, and was not read." for name in unread]
    held = book(session, by.authority, today()) if by.authority else Book()
    outcomes = []
    rows = [row for row in sheet.rows if not is_explanation(row)]
    for count, row in enumerate(rows, 1):
        outcome, held = _taken(session, held, row, by)
        outcomes.append(outcome)
        if progress:
            progress(count)
    return IntakeReport.of(outcomes, [*sheet.notes, *notes])


def _taken(session: Session, held: Book, row: Row, by: Actor) -> tuple[Outcome, Book]:
    if row.problems:
        return refused(row), held
    given = {n: v.strip() for n, v in row.values.items() if n in known_columns() and v.strip()}
    try:
        with session.begin_nested():
            done, after = _noted(session, held, given, by)
    except Refused as no:
        return refused(row, no.problems), held
    return Outcome(row.line, done.result, done.entry, (), ()), after


def _noted(session: Session, held: Book, given: dict[str, str], by: Actor) -> tuple[Minuted, Book]:
    named = {name: given.pop(name, "") for name in ("kind", *NAMING)}
    kind = named["kind"].lower()
    model = MINUTES.get(kind)
    on = min(_day("on", given.get("on", "")), today())
    panel = _panel(held, named["panel"])
    about = panel.id
    if model and kind not in OF_PANELS and not model.opens:
        about = _meeting(held, panel, named["meeting"]).id
    if model:
        given |= {"name": named["panel"]} if "name" in model.fields() else {}
        given |= dict(_whom(session, model.fields(), panel, named))
    return note(session, held, kind, about, given, by, on, said_before=True)


def _panel(held: Book, name: str) -> Panel:
    """The panel of that name; an empty one where there is none yet."""
    return next((one for one in held.panels.values() if one.name == name), Panel())


def _meeting(held: Book, panel: Panel, text: str) -> Meeting:
    day = _day("meeting", text)
    found = (one for one in held.meetings_of(panel.id) if one.day == day)
    return next(found, Meeting())


def _whom(
    session: Session, fields: Mapping[str, Any], panel: Panel, named: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The member and the child's case that a minute asks for, by their ids."""
    if "member" in fields and "person" not in fields:
        found = (one.id for one in panel.members if one.person == named["member"])
        yield "member", next(found, named["member"])
    if "case" in fields:
        pupil = find_pupil(session, clean_upn(named["upn"])) if named["upn"] else None
        found_cases = cases_of(session, pupil, today()) if pupil else []
        yield "case", found_cases[-1].id if found_cases else "none"


def _day(field: str, text: str) -> date:
    try:
        return read_date(text)
    except NotADate as wrong:
        raise Refused([Problem(field, "not_a_date", wrong.sentence)]) from wrong
