"""The register of a setting on a page: one tap for each child, or a week as a grid.

For settings with no school system. Plain forms; htmx only spares the reload. Each save is a
submission of marks as a file is, with its receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, abort, redirect, request, url_for
from htmx_flask import request as htmx_request
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.db import reading, writing
from apregister.sight import may_see_place, protected_today
from apregister.web.pages import page
from apregister.web.shell import actor, engines, note_look
from apregister.web.sighted import asked_day, names_seen, upns_of
from movements.codes import MARKS
from movements.expected_now import Whose
from movements.grid import Cell, Grid, GridRow, grid
from movements.intake.attendance_sheet import Given, Saved, save_given
from movements.marks import SESSIONS
from movements.morning import last_school_day
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem
from movements.record import now, today
from movements.register import LONDON
from movements.school_days import calendars

mark_sheets = Blueprint("mark_sheet", __name__)

PRESENT = {"AM": "/", "PM": "\\"}
LATE = "L"
UNKNOWN = "N"
_NO_REASONS = frozenset({"/", "\\", "L", "Z", "#"})
_NOON = 12


@dataclass(frozen=True)
class SheetRow:
    """A child of the register, by name; `upn` None where no UPN is held to mark it by."""

    row: GridRow
    name: str
    upn: str | None


@dataclass(frozen=True)
class Sheet:
    """The register of a place over some days, with the names of its children."""

    place: PlaceFacts
    grid: Grid
    rows: tuple[SheetRow, ...]

    @property
    def by_pupil(self) -> dict[str, SheetRow]:
        """The rows by pupil."""
        return {one.row.pupil: one for one in self.rows}


@mark_sheets.get("/register", endpoint="registers")
@permission("upload_file")
def registers_page() -> Response:
    """One's own register; a list to choose from where there are several."""
    by = actor()
    with reading(engines().register) as session:
        known = place_facts(session, by.places or None)
    mine = [p for p in known.values() if p.id in by.places or _is_setting_of_mine(p)]
    if len(mine) == 1:
        return redirect(url_for("mark_sheet.sheet_page", place=mine[0].id))
    return page("registers.html", places=sorted(mine, key=lambda one: one.name))


def _is_setting_of_mine(place: PlaceFacts) -> bool:
    return place.is_ap_setting and place.status == "open" and may_see_place(place, actor())


@mark_sheets.get("/places/<place>/register")
@permission("upload_file")
def sheet_page(place: str) -> Response:
    """The children expected in one session, each to be marked with one tap."""
    on, half, problems = _session_asked()
    return _sheet(place, on, half, problems)


@mark_sheets.post("/places/<place>/register")
@permission("upload_file")
def save(place: str) -> Response:
    """Take in the mark of one child, or of all who are unmarked."""
    on, half, problems = _session_asked()
    if problems:
        return _sheet(place, on, half, problems)
    with reading(engines().register) as session:
        sheet = _sheet_of(session, place, on, on, unexpected=True)
    if on not in sheet.grid.days:
        return _sheet(place, on, half, (_no_school_day(on),))
    mark, was = request.form.get("mark", ""), request.form.get("was", "")
    mark = request.form.get("reason", UNKNOWN) if mark == "absent" else mark
    pupils = request.form.getlist("pupil")
    given = [_given(sheet, pupil, on, half, mark, was) for pupil in pupils]
    asked = () if request.form.get("unexpected") else _not_expected(sheet, given)
    saved, problems = (None, asked) if asked else _save(sheet, given)
    if htmx_request.htmx or problems:
        return _sheet(place, on, half, problems, saved)
    back = url_for("mark_sheet.sheet_page", place=place, on=on, half=half, saved=_number(saved))
    return redirect(f"{back}#{pupils[0]}" if len(pupils) == 1 else back, 303)


@mark_sheets.get("/places/<place>/register/week")
@permission("upload_file")
def week_page(place: str) -> Response:
    """The sessions of a week as a grid, to fill or to mend."""
    on, problems = asked_day(request.args.get("on"), "on")
    return _week(place, on or today(), problems)


@mark_sheets.post("/places/<place>/register/week")
@permission("upload_file")
def save_week(place: str) -> Response:
    """Take in the marks of the grid that were changed."""
    on, problems = asked_day(request.form.get("on"), "on")
    if on is None or problems:
        return _week(place, today(), problems)
    monday = _monday(on)
    with reading(engines().register) as session:
        sheet = _sheet_of(session, place, monday, monday + timedelta(days=4))
    given = [
        _given(sheet, one.row.pupil, cell.day, cell.session, mark, was)
        for one in sheet.rows
        for cell in one.row.cells
        if (mark := request.form.get(f"m.{field(one, cell)}", ""))
        != (was := request.form.get(f"w.{field(one, cell)}", ""))
        and mark
    ]
    saved, problems = _save(sheet, given)
    if problems:
        return _week(place, on, problems, saved)
    back = url_for("mark_sheet.week_page", place=place, on=monday, saved=_number(saved))
    return redirect(back, 303)


def field(one: SheetRow, cell: Cell) -> str:
    """The name that a session of a child has in the form of the week."""
    return f"{one.row.pupil}.{cell.day.isoformat()}.{cell.session}"


def _session_asked() -> tuple[date, str, tuple[Problem, ...]]:
    """The day and session asked for; the last school day, and the half it is now, unless said."""
    on, problems = asked_day(request.values.get("on"), "on")
    half = request.values.get("half", "")
    if half not in SESSIONS:
        half = "AM" if now().astimezone(LONDON).hour < _NOON else "PM"
    if on is not None and on > today():
        problems = (Problem("on", "future", f"{on:%-d %B %Y} has not come yet."),)
    return on or today(), half, problems


def _sheet_of(
    session: Session, place: str, first: date, last: date, *, unexpected: bool = False
) -> Sheet:
    """The register of a place that is one's own, or of one's authority: 404 for any other.

    Protected children are for the setting alone. With `unexpected` it has its other children too.
    """
    by = actor()
    facts = place_facts(session, [place]).get(place)
    if facts is None or not may_see_place(facts, by):
        abort(404)
    mine = Whose(frozenset({place}))
    whole = grid(session, place, first, last, whose=mine, unexpected=unexpected)
    hidden = protected_today(session, [row.pupil for row in whole.rows])
    rows = [
        row
        for row in whole.rows
        if place in by.places or not (row.spell.protected or row.pupil in hidden)
    ]
    names = names_seen(session, [row.pupil for row in rows])
    upns = {row.pupil: next(iter(upns_of(session, row.pupil)), None) for row in rows}
    shown = [SheetRow(row, names[row.pupil], upns[row.pupil]) for row in rows]
    return Sheet(facts, whole, tuple(sorted(shown, key=lambda one: (one.name, one.row.pupil))))


def _no_school_day(on: date) -> Problem:
    words = (
        f"{on:%A %-d %B %Y} is no school day here by the term dates held, so nothing was saved. "
        "Choose a school day; if there was school, have the term dates put right first."
    )
    return Problem("on", "not_a_school_day", words)


def _not_expected(sheet: Sheet, given: Sequence[Given]) -> tuple[Problem, ...]:
    """The children of the place who are not expected in the session: was such a child here?"""
    found = []
    for one in given:
        cell, name = sheet.by_pupil[one.pupil].row.at(one.day, one.session), one.pupil
        if not (cell.expected or cell.mark):
            words = (
                f"{sheet.by_pupil[name].name} is not expected here on {one.day:%A %-d %B} "
                f"{one.session}, so nothing was saved. Was the child here? Then choose the name "
                "under: Is somebody here who was not expected?"
            )
            found.append(Problem("unexpected", "not_expected", words))
    return tuple(found)


def _given(sheet: Sheet, pupil: str, day: date, half: str, mark: str, was: str) -> Given:
    """A mark as it was given; 404 for a child who is not on this register."""
    one = sheet.by_pupil.get(pupil)
    if one is None or one.upn is None:
        abort(404)
    return Given(pupil, one.upn, day, half, _for_half(mark, half), was)


def _for_half(mark: str, half: str) -> str:
    """Present is written as the session wants it."""
    return PRESENT[half] if mark in PRESENT.values() else mark


def _save(sheet: Sheet, given: Sequence[Given]) -> tuple[Saved | None, tuple[Problem, ...]]:
    """Take the marks in; what is wrong with those that were not."""
    if not given:
        return None, ()
    with writing(engines().register) as session:
        saved = save_given(session, sheet.place, given, actor())
    note_look("mark_sheet", place_id=sheet.place.id)
    problems = [_overtaken(sheet, one, held) for one, held in saved.overtaken]
    if saved.report is not None:
        refused = saved.report.refusals(len(given))
        problems += [problem for outcome in refused for problem in outcome.problems]
    return saved, tuple(dict.fromkeys(problems))


def _overtaken(sheet: Sheet, one: Given, held: str) -> Problem:
    name = sheet.by_pupil[one.pupil].name
    now_held = f"{MARKS.label(held)} ({held})" if held else "no mark"
    words = (
        f"{name}, {one.day:%-d %B} {one.session}: someone changed this since you opened it. It is "
        f"now: {now_held}. Look again, and change it if you still want to."
    )
    return Problem(one.pupil, "changed_since", words)


def _number(saved: Saved | None) -> int | None:
    return saved.report.submission if saved and saved.report else None


def _sheet(
    place: str, on: date, half: str, problems: tuple[Problem, ...], saved: Saved | None = None
) -> Response:
    with reading(engines().register) as session:
        day = last_school_day(calendars(session), [place], min(on, today()))
        sheet = _sheet_of(session, place, day, day, unexpected=True)
    rows = [(one, one.row.at(day, half)) for one in sheet.rows]
    listed = [(one, cell) for one, cell in rows if cell.expected or cell.mark]
    note_look("mark_sheet", place_id=place)
    return page(
        "sheet.html",
        part="_sheet.html",
        status=_status(problems),
        problems=problems,
        sheet=sheet,
        asked=on,
        day=day,
        half=half,
        listed=listed,
        left=[one for one, cell in listed if not cell.mark and one.upn],
        others=[one for one, cell in rows if not (cell.expected or cell.mark) and one.upn],
        present=PRESENT[half],
        reasons=reasons(day),
        saved=_number(saved) or request.args.get("saved", type=int),
        label=MARKS.label,
    )


def reasons(on: date) -> list[tuple[str, str]]:
    """The codes for a child who is not here, in plain words, valid on a day; unknown first."""
    found = [one for one in MARKS.choices(on) if one[0] not in _NO_REASONS]
    return sorted(found, key=lambda one: one[0] != UNKNOWN)


def _week(
    place: str, on: date, problems: tuple[Problem, ...], saved: Saved | None = None
) -> Response:
    monday = _monday(on)
    with reading(engines().register) as session:
        sheet = _sheet_of(session, place, monday, monday + timedelta(days=4))
    note_look("mark_sheet", place_id=place)
    return page(
        "sheet_week.html",
        status=_status(problems),
        problems=problems,
        sheet=sheet,
        monday=monday,
        today=today(),
        field=field,
        choices={day: MARKS.choices(day) for day in sheet.grid.days},
        saved=_number(saved) or request.args.get("saved", type=int),
        earlier=monday - timedelta(days=7),
        later=monday + timedelta(days=7),
    )


def _status(problems: tuple[Problem, ...]) -> int:
    """Htmx shows what it is sent only where all went well."""
    if not problems or htmx_request.htmx:
        return 200
    return 409 if any(one.code == "changed_since" for one in problems) else 422


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
