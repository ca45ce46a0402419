"""The day's register of a setting, as each who placed a child there sees it: its own alone."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel
from sqlmodel import Session

from apregister.invented import holds_synthetic
from apregister.sight import protected_today
from apregister.this_morning import whose_of
from movements import marks
from movements.actor import Actor
from movements.codes import MARKS
from movements.grid import Cell, GridRow, grid, suggested
from movements.places import PlaceFacts, UnknownPlace, find_place
from movements.record import today
from movements.register import standings
from movements.standing import Standing

LATE = frozenset({"L", "U"})


class SessionShown(BaseModel):
    """A session of a child at the setting: `counts` is what its mark counts as.

    `suggested` is what the main school's own register might have; the school decides.
    """

    expected: bool
    mark: str
    title: str
    counts: str | None
    late: bool
    suggested: str | None


class GridItem(BaseModel):
    """A child of one's own at the setting on the day."""

    pupil: str
    why: str
    am: SessionShown
    pm: SessionShown


class GridShown(BaseModel):
    """One's own children at a setting on a day; none where it is no school day there."""

    on: date
    synthetic: bool
    place: str
    name: str
    total: int
    items: list[GridItem]


def day_grid(session: Session, ref: str, by: Actor, on: date | None = None) -> GridShown | None:
    """The grid of a place on a day (today); None where there is no such place.

    A protected child stands on the setting's own grid alone.
    """
    day = on or today()
    try:
        place = find_place(session, ref)
    except UnknownPlace:
        return None
    found = grid(session, place.id, day, day, whose=whose_of(by))
    hidden = protected_today(session, [row.pupil for row in found.rows])
    rows = [
        row
        for row in found.rows
        if place.id in by.places or not (row.spell.protected or row.pupil in hidden)
    ]
    now = standings(session, [row.pupil for row in rows], day)
    return GridShown(
        on=day,
        synthetic=holds_synthetic(session),
        place=place.id,
        name=place.name,
        total=len(rows),
        items=[_item(row, now, place) for row in rows],
    )


def _item(row: GridRow, now: Mapping[str, Standing], place: PlaceFacts) -> GridItem:
    morning, afternoon = row.cells
    then = now[row.pupil]
    return GridItem(
        pupil=row.pupil,
        why=row.spell.why,
        am=_shown(row, morning, then, place),
        pm=_shown(row, afternoon, then, place),
    )


def _shown(row: GridRow, cell: Cell, then: Standing, place: PlaceFacts) -> SessionShown:
    return SessionShown(
        expected=cell.expected,
        mark=cell.mark,
        title=MARKS.label(cell.mark) if cell.mark else "",
        counts=marks.CLASS_OF.get(cell.mark),
        late=cell.mark in LATE,
        suggested=suggested(row, cell, then, place),
    )
