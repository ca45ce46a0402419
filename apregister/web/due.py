"""What is due: clocks running and missed of all that is in scope, to filter and to take away."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.as_left import clocks_about
from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.owed import Wanted, settings_owed
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
from apregister.web.shell import engines, may_open, note_look
from fair_access.cases import cases_for
from movements.due import OPEN_STATES, DueItem
from movements.record import today

due_pages = Blueprint("due", __name__)

STATES = ("missed", "warning", "running")
OWNERS = ("school", "authority", "setting", "parent")
WITHIN = {"overdue": timedelta(days=-1), "14": timedelta(days=14), "28": timedelta(days=28)}
"""Due how long from today at the most."""
_COLUMNS = (
    *("due", "state", "clock", "owes", "owner", "pupil", "name", "place", "entry", "started"),
    *("basis", "built_in_calendar", "about", "by_marks"),
)


@dataclass(frozen=True)
class CaseClock(DueItem):
    """The clock of a case."""

    case: str = ""


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
    """Clocks by state, owner, clock, place and day, soonest due first."""
    with reading(engines().register) as session:
        listed = listed_of(session)
        settled, of_cases = _settled(session, listed), [*_of_cases(session, listed)]
        part = part_of(_asked(_among(settled, of_cases), listed))
        choices = _choices(session, listed, settled).with_those(_choices_of(of_cases, listed))
        shown = Part([due_row(one, listed) for one in part.rows], part.total, part.number)
    note_look("due")
    return page(
        "due.html",
        part="_due_rows.html",
        listed=shown,
        states=STATES,
        owners=OWNERS,
        clocks=sorted(choices.clocks.items(), key=_words),
        places=sorted(choices.places.items(), key=_words),
        asked=_filters(),
        may_export=may_open("due.due_csv"),
    )


@due_pages.get("/due.csv")
@permission("export")
def due_csv() -> Response:
    """The same clocks as a file."""
    with reading(engines().register) as session:
        listed = listed_of(session)
        rows = [due_row(one, listed) for one in _asked(due_items(session), listed)]
    note_look("export_due")
    return table_download(_COLUMNS, (_cells(row) for row in rows), "due.csv")


def _filters() -> dict[str, str]:
    offered = {"state": STATES, "owner": OWNERS, "within": tuple(WITHIN)}
    found = {name: chosen(name, allowed) for name, allowed in offered.items()}
    return {name: value for name, value in found.items() if value} | asked_of("clock", "place")


def _asked(every: Sequence[DueItem], listed: Listed) -> Sequence[DueItem]:
    """Those that the filters leave; of a place, only where it may be named beside the pupil."""
    asked = _filters()
    within = WITHIN.get(asked.pop("within", ""))
    latest = today() + within if within else None
    state, owner, clock, place = (asked.get(n, "") for n in ("state", "owner", "clock", "place"))
    wanted = Wanted(state, owner, clock, place, latest)
    if wanted == Wanted():
        return every
    found = [one for one in every if wanted.fits(one)]
    return [one for one in found if not wanted.place or _names_place(one, listed)]


def _names_place(item: DueItem, listed: Listed) -> bool:
    """Whether the place concerned may be named: a filter tells as much as a name does."""
    if item.pupil is None:
        return True
    return item.pupil in listed.seen and not listed.shown(item.pupil).hides(item.concerned)


class Choices(NamedTuple):
    """The clocks and the places there are to filter by, with their titles and names."""

    clocks: Mapping[str, str]
    places: Mapping[str, str]

    def with_those(self, others: "Choices") -> "Choices":
        """These and others."""
        return Choices({**self.clocks, **others.clocks}, {**self.places, **others.places})


def _choices(session: Session, listed: Listed, settled: Iterable[DueItem]) -> Choices:
    return for_all_like(session, listed.by, "choices", lambda: _choices_of(settled, listed))


def _choices_of(every: Iterable[DueItem], listed: Listed) -> Choices:
    clocks: dict[str, str] = {}
    places: dict[str, str] = {}
    for item in every:
        clocks.setdefault(item.clock.id, item.clock.title)
        place = item.concerned
        if place and place not in places and place in listed.places and _names_place(item, listed):
            places[place] = listed.places[place].name
    return Choices(clocks, places)


def _words(choice: tuple[str, str]) -> str:
    return choice[1].lower()


def due_items(session: Session) -> list[DueItem]:
    """Every clock running or missed that whoever is signed in may see, soonest due first."""
    listed = listed_of(session)
    return _among(_settled(session, listed), _of_cases(session, listed))


def _settled(session: Session, listed: Listed) -> Sequence[DueItem]:
    """Those of pupils and of settings, which are the same for all who are like the actor."""
    return for_all_like(session, listed.by, "due", lambda: _worked_out(session, listed))


def _worked_out(session: Session, listed: Listed) -> list[DueItem]:
    of_pupils = [
        item
        for item in clocks_about(session, today(), listed.seen, listed.by)
        if item.pupil in listed.wholly
        or (item.pupil and listed.shows(item.pupil, item.concerned, item.entry))
    ]
    return _among(of_pupils, settings_owed(session, today(), listed.by, listed.seen))


def _among(many: Sequence[DueItem], few: Iterable[DueItem]) -> list[DueItem]:
    """A few more among many that come in order."""
    found = [*many]
    for one in few:
        insort(found, one, key=lambda each: (each.due, each.entry))
    return found


def due_row(item: DueItem, listed: Listed) -> DueRow:
    """A clock with its words, as whoever is signed in may see them."""
    case = item.case if isinstance(item, CaseClock) else None
    if item.pupil is None:
        name = listed.places[str(item.place)].name
        return DueRow(item, name, name, case)
    name = listed.name(item.pupil) if item.pupil in listed.seen else "A pupil"
    place = "" if case else listed.place(item.pupil, item.concerned)
    return DueRow(item, name, place, case)


def setting_rows(session: Session) -> Iterator[DueRow]:
    """Those about settings, soonest due first."""
    listed = listed_of(session)
    for item in settings_owed(session, today(), listed.by, listed.seen):
        yield due_row(item, listed)


def _of_cases(session: Session, listed: Listed) -> Iterator[CaseClock]:
    if not may(listed.by.role, "see_case"):
        return
    for one in cases_for(session, listed.by, None, today()):
        running = (clock for clock in one.clocks if clock.state in OPEN_STATES)
        yield from (CaseClock(**vars(clock), case=one.id) for clock in running)


def _cells(row: DueRow) -> tuple[object, ...]:
    item = row.item
    return (
        *(item.due, item.state, item.clock.title, item.clock.owes, item.owner),
        *(item.pupil, row.name, row.place, item.entry, item.started),
        *(item.clock.basis.words(), "yes" if item.assumed else "no", item.about),
        "yes" if item.by_marks else "no",
    )
