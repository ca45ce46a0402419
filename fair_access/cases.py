"""Reading cases: one, some, or those of a pupil; and who may see which."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from fair_access.case_reader import Case, CaseReader
from fair_access.case_state import TITLES, State
from fair_access.meetings.sight import before_panel
from fair_access.steps import STEPS
from movements.actor import Actor
from movements.due import OPEN_STATES, DueItem
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.linked import links

SEES_CASES = frozenset({"la_officer", "panel_member", "auditor"})


def case(
    session: Session, case_id: str, today: date, *, show_protected: bool = False
) -> Case | None:
    """One case as it stands on a day; None where there is none of that id."""
    found = _read(session, today, col(EntryRow.case_id) == case_id, show_protected=show_protected)
    return found[0] if found else None


def cases(
    session: Session,
    authority: str | None,
    states: Iterable[State] | None,
    today: date,
    place: str | None = None,
    on: date | None = None,
) -> list[Case]:
    """An authority's cases (all when None) in some states (any when None): open ones first.

    The soonest due comes first. With a place, only the cases that it may see. With `on`, as they
    stood on that day; who may see them and what is withheld are today's.
    """
    within = (
        col(EntryRow.authority) == authority if authority else col(EntryRow.case_id).is_not(None)
    )
    wanted = frozenset(states) if states is not None else frozenset(TITLES)
    found = [
        one
        for one in _read(session, today, within, on=on)
        if one.state.state in wanted and (place is None or place in one.seen_by)
    ]
    return sorted(found, key=_urgency)


def cases_for(
    session: Session,
    by: Actor,
    states: Iterable[State] | None,
    today: date,
    on: date | None = None,
) -> list[Case]:
    """The cases in the actor's scope today, in the order of `cases`; as they stood on a day."""
    authority = by.authority if by.role in SEES_CASES else None
    listed = before_panel(session, by, today).cases
    found = cases(session, authority, states, today, on=on)
    return [one for one in found if may_see_case(one, by, listed)]


def _urgency(one: Case) -> tuple[bool, date, str]:
    due = one.next.due if one.next else date.max
    return not one.state.is_open, due, one.id


def cases_of(
    session: Session, pupil: str, today: date, *, show_protected: bool = False
) -> list[Case]:
    """A pupil's cases, the earliest first."""
    theirs = col(EntryRow.pupil_id).in_(links(session).records(pupil))
    found = _read(session, today, theirs, show_protected=show_protected)
    return sorted(found, key=lambda one: one.steps[0].number if one.steps else 0)


def case_clocks(
    session: Session,
    authority: str | None,
    today: date,
    states: Iterable[str] = OPEN_STATES,
    on: date | None = None,
) -> list[DueItem]:
    """The clocks of cases in the states asked for, soonest due first; as they stood on a day."""
    wanted = frozenset(states)
    found = cases(session, authority, None, today, on=on)
    clocks = [clock for one in found for clock in one.clocks if clock.state in wanted]
    return sorted(clocks, key=lambda item: (item.due, item.entry))


def may_see_case(one: Case, by: Actor, listed: frozenset[str] = frozenset()) -> bool:
    """Whether the actor may see the case; where not, answer as for a case that does not exist.

    The authority's officers and auditors see its cases; a panel member those `listed` before the
    member's panels; a school those it referred or was allocated, and those of pupils on its roll.
    """
    if by.role in SEES_CASES:
        own = by.authority is not None and by.authority == one.authority
        return own and (by.role != "panel_member" or one.id in listed)
    return by.role == "school" and bool(one.seen_by & by.places)


def visible_case(
    session: Session, case_id: str, today: date, by: Actor, *, show_protected: bool = False
) -> Case | None:
    """The case; None where it is unknown or out of the actor's scope."""
    found = case(session, case_id, today, show_protected=show_protected)
    listed = before_panel(session, by, today).cases
    return found if found and may_see_case(found, by, listed) else None


def step_entries(session: Session, within: ColumnElement[bool]) -> list[Entry]:
    """The entries of steps that fit, by case, then in the order of effect."""
    query = ENTRIES.where(col(EntryRow.kind).in_(STEPS), within)
    order = (EntryRow.case_id, EntryRow.on, EntryRow.number)
    return list(read_entries(session, query.order_by(*(col(c) for c in order))))


def _read(
    session: Session,
    today: date,
    within: ColumnElement[bool],
    *,
    on: date | None = None,
    show_protected: bool = False,
) -> list[Case]:
    day = on or today
    grouped = [list(group) for _, group in groupby(step_entries(session, within), key=_case_id)]
    # Of a case whose papers were all redacted nothing is told; a redacted correction still counts.
    kept = [of_one for of_one in grouped if any(entry.details for entry in of_one)]
    pupils = {str(of_one[0].pupil_id) for of_one in kept}
    reader = CaseReader(session, pupils, today, day, show_protected=show_protected)
    found = (reader.case(_case_id(of_one[0]), of_one) for of_one in kept)
    return [one for one in found if one.steps]


def _case_id(entry: Entry) -> str:
    return str(entry.case_id)
