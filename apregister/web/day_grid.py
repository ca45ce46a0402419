"""Who of ours was at a setting on a day: a page, and the file of it."""

from collections.abc import Iterator

from flask import Blueprint, abort, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import permission
from apregister.day_grid import GridItem, GridShown, SessionShown, day_grid
from apregister.db import reading
from apregister.web.downloads import table_download
from apregister.web.pages import page
from apregister.web.shell import actor, engines, may_open, note_look
from apregister.web.sighted import asked_day, names_seen
from movements.problems import Problem
from movements.record import today

grid_pages = Blueprint("grid", __name__)

_COLUMNS = (
    *("day", "setting", "pupil", "name", "am", "am_late", "am_suggested"),
    *("pm", "pm_late", "pm_suggested"),
)
Row = tuple[str, GridItem]


@grid_pages.get("/places/<place>/grid", endpoint="grid")
@permission("see_morning")
def grid_page(place: str) -> Response:
    """One's own children at a setting on a day, with their marks of both sessions."""
    told, rows, problems = _asked(place)
    note_look("grid", place_id=place)
    return page(
        "grid.html",
        status=422 if problems else 200,
        problems=problems,
        told=told,
        rows=rows,
        may_export=may_open("grid.grid_csv"),
        asked_on=request.args.get("on", ""),
    )


@grid_pages.get("/places/<place>/grid.csv")
@permission("export")
def grid_csv(place: str) -> Response:
    """The same as a file."""
    told, rows, _ = _asked(place)
    note_look("export_grid", place_id=place)
    return table_download(_COLUMNS, (_cells(told, *row) for row in rows), "grid.csv")


def _asked(place: str) -> tuple[GridShown, list[Row], tuple[Problem, ...]]:
    on, problems = asked_day(request.args.get("on"), "on")
    if on is not None and on > today():
        on, problems = None, (Problem("on", "future", f"{on:%-d %B %Y} has not come yet."),)
    with reading(engines().register) as session:
        told = day_grid(session, place, actor(), on)
        if told is None:
            abort(404)
        return told, sorted(_named(session, told), key=lambda row: row[0]), problems


def _named(session: Session, told: GridShown) -> Iterator[Row]:
    names = names_seen(session, [item.pupil for item in told.items])
    return ((names[item.pupil], item) for item in told.items)


def _cells(told: GridShown, name: str, item: GridItem) -> tuple[object, ...]:
    return (told.on, told.name, item.pupil, name, *_of(item.am), *_of(item.pm))


def _of(one: SessionShown) -> tuple[str, str, str]:
    mark = one.mark or ("no mark" if one.expected else "not expected")
    return mark, "yes" if one.late else "", one.suggested or ""
