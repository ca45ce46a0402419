"""A pupil's attendance as the API, --json and the page tell it: rates, runs, the union register."""

from datetime import date

import numpy as np
from pydantic import BaseModel
from sqlmodel import Session

from apregister.sight import Shown, marks_seen, sight_of
from apregister.told import PlaceShown
from movements import marks
from movements.absence import (
    PERSISTENT,
    SEVERE,
    SHORT,
    UnionSession,
    Week,
    is_persistent,
    is_severe,
    is_short,
    union_of,
    weeks,
)
from movements.actor import Actor
from movements.attendance import MarkAt, marks_of, summary_of
from movements.last_seen import last_contact
from movements.mark_law import FORMULAE
from movements.marks import Marks
from movements.places import place_facts
from movements.record import today
from movements.register import standing
from movements.runs import Run, last_attended, runs
from movements.school_days import calendar_of
from movements.standing import Standing


class HeldMark(BaseModel):
    """What one place says of a session."""

    mark: str
    place: PlaceShown


class SessionShown(BaseModel):
    """A session of the union register: the mark that counts, and what each place holds."""

    day: date
    session: str
    mark: str
    held: list[HeldMark]


class AttendanceShown(BaseModel):
    """What a pupil's marks from one day to another come to, over every place that marked.

    Rates are of `possible` sessions, from 0 to 1; `short` where these are too few for a rate to say
    much. `last_seen` is the last day attended, or of contact that was a sight, whichever is later.
    """

    pupil: str
    first: date
    last: date
    withheld: bool
    synthetic: bool
    possible: int
    attended: int
    authorised: int
    unauthorised: int
    rate: float | None
    persistent: bool
    severe: bool
    short: bool
    part_time: int
    by_code: dict[str, int]
    runs: list[Run]
    weeks: list[Week]
    last_seen: date | None
    last_seen_how: str | None
    school_days_since: int | None
    basis: list[str]
    sessions: list[SessionShown]


BASIS = (FORMULAE, PERSISTENT, SEVERE, SHORT)


def attendance_for(
    session: Session, pupil: str, by: Actor, between: tuple[date, date], *, synthetic: bool
) -> AttendanceShown:
    """A pupil's attendance as an actor may see it. Raises NotSeen.

    To a former place its own marks alone, and no contact. The places of a protected child are
    withheld, but for one's own.
    """
    places, known = marks_seen(session, pupil, by, today())
    _, now = sight_of(session, pupil, by, today())
    shown = Shown(by, place_facts(session), withheld=now.protected)
    held = marks_of(session, pupil, *between)
    if places is not None:
        held = [one for one in held if one.place in places]
    return _told(session, pupil, between, held, (known, shown), synthetic)


def attendance_for_keeper(
    session: Session, pupil: str, by: Actor, between: tuple[date, date], *, why: str | None
) -> AttendanceShown:
    """The same for who keeps the register's file; a protected child's places need a reason."""
    now = standing(session, pupil, today())
    shown = Shown(by, place_facts(session), withheld=now.protected and not why)
    held = marks_of(session, pupil, *between)
    return _told(session, pupil, between, held, (now, shown), synthetic=False)


def _told(
    session: Session,
    pupil: str,
    between: tuple[date, date],
    held: list[MarkAt],
    seen: tuple[Standing, Shown],
    synthetic: bool,
) -> AttendanceShown:
    (first, last), (now, shown) = between, seen
    union = list(union_of(held))
    days, pairs = _by_day(union)
    counts = summary_of(pairs)
    home = now.home_authority or ""
    calendar = calendar_of(session, f"la:{home}", home)
    contact = last_contact(last_attended(days, pairs[np.newaxis])[0], now, last)
    return AttendanceShown(
        pupil=pupil,
        first=first,
        last=last,
        withheld=shown.withheld,
        synthetic=synthetic,
        possible=counts.possible,
        attended=counts.attended,
        authorised=counts.authorised,
        unauthorised=counts.unauthorised,
        rate=None if counts.rate is None else round(counts.rate, 4),
        persistent=bool(is_persistent(counts)),
        severe=bool(is_severe(counts)),
        short=bool(is_short(counts)),
        part_time=counts.by_code.get("C2", 0),
        by_code=dict(counts.by_code),
        runs=runs(days, pairs),
        weeks=weeks(days, pairs),
        last_seen=contact.on if contact else None,
        last_seen_how=contact.how if contact else None,
        school_days_since=calendar.count(contact.on, last) if contact else None,
        basis=[one.words() for one in BASIS],
        sessions=[_session(one, shown) for one in union],
    )


def _by_day(union: list[UnionSession]) -> tuple[list[date], Marks]:
    """The days of a union register with its marks, days by two."""
    days = sorted({one.day for one in union})
    at = {day: number for number, day in enumerate(days)}
    pairs: Marks = np.zeros((len(days), 2), dtype=np.uint8)
    for one in union:
        pairs[at[one.day], marks.SESSIONS.index(one.session)] = marks.BYTE_OF[one.mark]
    return days, pairs


def _session(one: UnionSession, shown: Shown) -> SessionShown:
    held = [HeldMark(mark=m.mark, place=PlaceShown.of(m.place, shown)) for m in one.held]
    return SessionShown(day=one.day, session=one.session, mark=one.mark, held=held)
