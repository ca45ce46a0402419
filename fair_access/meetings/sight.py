"""Whose cases a panel member may see: those before the member's own panels, and no others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from fair_access.meetings.book import Book, book
from fair_access.meetings.state import Meeting, Member, Panel
from fair_access.meetings.veiled import veiled
from movements.actor import Actor
from movements.local_rules import LocalRules, local_rules

SIGHT_DAYS = "panel_sight_days"


@dataclass(frozen=True)
class Before:
    """What is before a panel member: the meetings, and the cases of their agendas.

    A case in which the member has declared a conflict is in `left` and not in `cases`.
    """

    meetings: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()


def before_panel(session: Session, by: Actor, today: date) -> Before:
    """What is before a panel member on a day; nothing for any other role."""
    if by.role != "panel_member" or by.authority is None:
        return Before()
    return before_member(book(session, by.authority, today), local_rules(session), by, today)


def before_member(held: Book, rules: LocalRules, by: Actor, today: date) -> Before:
    """What is before a panel member, from the book and the local rules."""
    seen = {one.id: one for one, _ in _seen(held, rules, by, today)}
    left = _conflicts(held, by)
    listed = frozenset(case for one in seen.values() for case in one.cases)
    return Before(frozenset(seen), listed - left, listed & left)


def _conflicts(held: Book, by: Actor) -> frozenset[str]:
    """The cases in which a member has declared a conflict, whether still on an agenda or not."""
    return frozenset(
        conflict.case
        for meeting in held.meetings.values()
        for conflict in meeting.conflicts
        if is_of(held.panel_of(meeting).member(conflict.member), by)
    )


def _seen(
    held: Book, rules: LocalRules, by: Actor, today: date
) -> Iterator[tuple[Meeting, Member]]:
    for meeting in held.meetings.values():
        panel = held.panel_of(meeting)
        member = seat_of(panel, by, meeting.day)
        if member and member.serves(max(today, member.since)) and _in_time(meeting, rules, today):
            yield meeting, member


def seat_of(panel: Panel, by: Actor, on: date) -> Member | None:
    """The member of a panel as whom somebody sits there on a day, if they do."""
    return next((one for one in panel.serving(on) if is_of(one, by)), None)


def is_of(member: Member | None, by: Actor) -> bool:
    """Whether a member is the person who signed in."""
    return member is not None and member.signs_in_as == by.name.lower() and bool(by.name)


def _in_time(meeting: Meeting, rules: LocalRules, today: date) -> bool:
    """Until so many days after it is closed, or after its day where nobody closes it."""
    last = meeting.closed_on or max(meeting.day, meeting.opened_on or meeting.day)
    days = rules.of(meeting.authority, SIGHT_DAYS, last).values[0]
    return today <= last + timedelta(days=days)


SEES_MEETINGS = frozenset({"la_officer", "auditor"})


def book_for(session: Session, by: Actor, today: date, as_known_on: date | None = None) -> Book:
    """The minute book as an actor may see it; what is not in it is as if it were not there.

    The authority's officers and auditors see all of it; a panel member the meetings before the
    member, without the cases that the member leaves for. What was written of a protected child is
    withheld. What is before a member is read from the book as it is now, whatever day it is asked
    for: an older book turns back neither a window that is over nor a conflict.
    """
    if by.authority is None or by.role not in SEES_MEETINGS | {"panel_member"}:
        return Book()
    held = veiled(session, book(session, by.authority, today, as_known_on), today)
    if by.role in SEES_MEETINGS:
        return held
    now = book(session, by.authority, today) if as_known_on else held
    seen = before_member(now, local_rules(session), by, today).meetings
    left = _conflicts(now, by) | _conflicts(held, by)
    meetings = {
        name: _without(one, left, held, by) for name, one in held.meetings.items() if name in seen
    }
    panels = {one.panel: held.panels[one.panel] for one in meetings.values()}
    lines = (x for x in held.lines if x.taken.meeting in meetings and x.case not in left)
    return Book(panels, meetings, tuple(lines))


def _without(meeting: Meeting, left: frozenset[str], held: Book, by: Actor) -> Meeting:
    """A meeting without anything about the cases that a member leaves for."""
    panel = held.panel_of(meeting)
    return replace(
        meeting,
        items=tuple(one for one in meeting.items if one.case not in left),
        conflicts=tuple(
            one
            for one in meeting.conflicts
            if one.case not in left or is_of(panel.member(one.member), by)
        ),
        updates=tuple(one for one in meeting.updates if one.case not in left),
        sealed=tuple(
            replace(one, cases=tuple(case for case in one.cases if case not in left))
            for one in meeting.sealed
        ),
    )


def sees_risk(session: Session, by: Actor, case: str, today: date) -> bool:
    """Whether risk information on a case is before the actor without a reason given.

    To the authority's officers, and to the chair of a meeting that has the case on its agenda.
    """
    if by.role == "la_officer":
        return True
    held = book_for(session, by, today)
    chaired = (m for m in held.meetings.values() if case in m.cases and m.chair)
    return any(is_of(held.panel_of(one).member(one.chair), by) for one in chaired)
