"""What is due: clocks running and missed of all that is in scope, to filter and to take away."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.owed import settings_owed
from apregister.web.downloads import table_download
from apregister.web.listing import Listed, chosen, listed_of, part_of
from apregister.web.pages import page
from apregister.web.shell import engines, may_open, note_look
from fair_access.cases import cases_for
from movements.due import OPEN_STATES, DueItem, due
from movements.record import today

due_pages = Blueprint("due", __name__)

STATES = ("missed", "warning", "running")
OWNERS = ("school", "authority", "setting", "parent")
_COLUMNS = (
    *("due", "state", "clock", "owes", "owner", "pupil", "name", "place", "entry", "started"),
    *("basis", "built_in_calendar", "about", "by_marks"),
)


@dataclass(frozen=True)
class DueRow:
    """A clock with the words of its pupil, or setting, and place; `case` where it is a case's."""

    item: DueItem
    name: str
    place: str
    case: str | None


@due_pages.get("/due", endpoint="due")
@permission("see_due")
def due_page() -> Response:
    """Clocks by state and owner, soonest due first."""
    rows = _asked()
    note_look("due")
    return page(
        "due.html",
        part="_due_rows.html",
        listed=part_of(rows),
        states=STATES,
        owners=OWNERS,
        asked=_filters(),
        may_export=may_open("due.due_csv"),
    )


@due_pages.get("/due.csv")
@permission("export")
def due_csv() -> Response:
    """The same clocks as a file."""
    rows = _asked()
    note_look("export_due")
    return table_download(_COLUMNS, (_cells(row) for row in rows), "due.csv")


def _filters() -> dict[str, str]:
    return {"state": chosen("state", STATES), "owner": chosen("owner", OWNERS)}


def _asked() -> list[DueRow]:
    wanted = _filters()
    with reading(engines().register) as session:
        rows = due_rows(session)
    return [
        row
        for row in rows
        if wanted["state"] in ("", row.item.state) and wanted["owner"] in ("", row.item.owner)
    ]


def due_rows(session: Session) -> list[DueRow]:
    """Every clock running or missed that whoever is signed in may see, soonest due first."""
    listed = listed_of(session)
    rows = [
        DueRow(item, listed.name(item.pupil), listed.place(item.pupil, item.place), None)
        for item in due(session, today(), pupil_ids=listed.asked)
        if item.pupil is not None and listed.shows(item.pupil, item.place, item.entry)
    ]
    rows += [*setting_rows(session), *_of_cases(session, listed)]
    return sorted(rows, key=lambda row: (row.item.due, row.item.entry))


def setting_rows(session: Session) -> Iterator[DueRow]:
    """Those about settings, soonest due first."""
    listed = listed_of(session)
    for item in settings_owed(session, today(), listed.by, listed.seen):
        name = listed.places[str(item.place)].name
        yield DueRow(item, name, name, None)


def _of_cases(session: Session, listed: Listed) -> Iterator[DueRow]:
    if not may(listed.by.role, "see_case"):
        return
    for one in cases_for(session, listed.by, None, today()):
        if one.clock is not None and one.clock.state in OPEN_STATES:
            name = listed.name(one.pupil) if one.pupil in listed.seen else "A pupil"
            yield DueRow(one.clock, name, "", one.id)


def _cells(row: DueRow) -> tuple[object, ...]:
    item = row.item
    return (
        *(item.due, item.state, item.clock.title, item.clock.owes, item.owner),
        *(item.pupil, row.name, row.place, item.entry, item.started),
        *(item.clock.basis.words(), "yes" if item.assumed else "no", item.about),
        "yes" if item.by_marks else "no",
    )
