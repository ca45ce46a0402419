"""Places that have sent nothing of school days on which children due there have no mark.

Cross-check 8 asks about a child where the place has sent the day without it. Where it has sent
nothing of the day, it is the place that is asked, once for all its days: else a file that is late
would be a question about every child of a school.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from sqlmodel import Session, col, select

from movements.basis import Basis
from movements.counted import counted
from movements.day_marks import day_marks
from movements.exceptions.no_mark import NO_MARK
from movements.expectations import ALL_WEEK, ExpectedSpell
from movements.expected import spells_held
from movements.mark_window import first_looked_at
from movements.marks import SchoolDay, Seqs, Truth
from movements.presence import half_day
from movements.school_days import Calendars, calendars
from movements.setting_standing import ToldOfPlace
from movements.settings_read import all_settings

QUESTION = (
    "The place has sent nothing of these school days, and nobody has marked the children due "
    "there. Where were they?"
)
NEXT_STEP = (
    "The place sends its marks of those days, tells the days on which it was closed, or answers why"
)
ANSWER = "days_not_sent"
"""The kind of entry that answers, of one place and some days."""


class NotSent(NamedTuple):
    """What a place is asked: the school days it sent nothing of, and how many children it is about.

    `children` are those due there on one of the days, or more, whom nobody has marked on it.
    """

    place: str
    days: tuple[date, ...]
    children: int

    @property
    def about(self) -> str:
        """The days and the children in words."""
        first, last = (f"{day:%-d %B %Y}" for day in (self.days[0], self.days[-1]))
        span = first if first == last else f"{first} to {last}"
        days = counted(len(self.days), "school day")
        return f"{days} not sent, {span}: {counted(self.children, 'child', 'children')} unmarked"

    @property
    def basis(self) -> Basis:
        """Where the question came from on the first of the days."""
        return NO_MARK.basis.on(self.days[0]) or NO_MARK.basis


class _Spell(NamedTuple):
    """From when to when a child is due at a place, and whether another place may mark it then."""

    seq: int
    since: int
    until: int
    week: str
    also: bool


class _Due:
    """The spells of one place, by columns: it may have sent nothing of a year."""

    def __init__(self, spells: Sequence[_Spell]) -> None:
        seqs, since, until, weeks, also = zip(*spells, strict=True)
        self.seqs: Seqs = np.array(seqs, dtype=np.uint32)
        self.also: Truth = np.array(also, dtype=np.bool_)
        self._since, self._until = np.array(since), np.array(until)
        self._weeks: Truth = np.array([[*week] for week in weeks]) == "1"

    def on(self, day: date) -> Truth:
        """Of which spells a mark is due in a session of the day."""
        found: Truth = np.zeros(len(self.seqs), dtype=np.bool_)
        for half in (0, 1):
            at = half_day(day, "AM") + half
            now = (self._since <= at) & (self._until > at)
            found |= now & self._weeks[:, 2 * day.weekday() + half]
        return found


def not_sent(
    session: Session,
    on: date,
    places: Collection[str] | None = None,
    own: Collection[str] = frozenset(),
) -> list[NotSent]:
    """What each of some places, or of all, is asked on a day: of the days before it.

    As far back as marks are looked at. A child who is or was protected counts for the places in
    `own` alone.
    """
    first, last = first_looked_at(on), on - timedelta(days=1)
    due = _due(session, first, last, places, own)
    missing = _missing(session, first, last, due, calendars(session))
    marked = _Marked(session)
    found = []
    for place, days in sorted(missing.items()):
        lacking = {day: marked.lacking(due[place], day) for day in days}
        asked = tuple(day for day in days if lacking[day])
        if asked:
            found.append(NotSent(place, asked, len(set[int]().union(*lacking.values()))))
    return found


def answers(session: Session, on: date) -> list[tuple[str, ToldOfPlace]]:
    """By place what was told of why it sent nothing: of the days that are looked at on a day."""
    since = first_looked_at(on)
    return [
        (place, one)
        for place, of_one in sorted(all_settings(session).items())
        for one in of_one.of(ANSWER)
        if one.on < on and one.movement.days[1] >= since
    ]


def _due(
    session: Session,
    first: date,
    last: date,
    places: Collection[str] | None,
    own: Collection[str],
) -> dict[str, _Due]:
    begin, end = half_day(first, "AM"), half_day(last, "PM")
    found: dict[str, list[_Spell]] = defaultdict(list)
    for seq, spells in spells_held(session).items():
        now = [one for one in spells if one.since <= end and one.until > begin]
        named = {place for one in now for place in _places(one)}
        told = own if any(one.protected for one in spells) else places
        for one in now:
            for place, week in _places(one).items():
                if told is None or place in told:
                    also = len(named) > 1
                    found[place].append(_Spell(seq, one.since, one.until, week, also))
    return {place: _Due(spells) for place, spells in found.items()}


def _places(one: ExpectedSpell) -> dict[str, str]:
    """Where the child is to be marked and in which sessions: the main school marks every one."""
    found = {one.place: one.week or ALL_WEEK} | ({one.school: ALL_WEEK} if one.school else {})
    return {place: week for place, week in found.items() if place.startswith("s_")}


def _missing(
    session: Session,
    first: date,
    last: date,
    due: Collection[str],
    calendar: Calendars,
) -> dict[str, list[date]]:
    """By place the school days of which nothing was sent, and not told why."""
    query = select(col(SchoolDay.place_id), col(SchoolDay.day)).where(
        col(SchoolDay.day) >= first, col(SchoolDay.day) <= last
    )
    sent = {*session.exec(query.distinct())}
    days = {place: calendar.of(place).days(first, last) for place in due}
    told: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for place, one in answers(session, last + timedelta(days=1)):
        told[place].append(one.movement.days)
    return {
        place: [
            day
            for day in some
            if (place, day) not in sent
            and not any(begins <= day <= ends for begins, ends in told[place])
        ]
        for place, some in days.items()
    }


class _Marked:
    """Whom anybody has marked on a day; the marks of a day are read once, where they matter."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._days: dict[date, frozenset[int]] = {}

    def lacking(self, due: _Due, day: date) -> set[int]:
        """Of those due at a place that has sent nothing of a day, those nobody has marked."""
        there = due.on(day)
        marked = self._on(day) if due.also[there].any() else frozenset()
        return {*due.seqs[there].tolist()} - marked

    def _on(self, day: date) -> frozenset[int]:
        if day not in self._days:
            self._days[day] = frozenset(self._read(day))
        return self._days[day]

    def _read(self, day: date) -> Iterator[int]:
        query = select(col(SchoolDay.place_id)).where(col(SchoolDay.day) == day).distinct()
        held = day_marks(self._session, day, self._session.exec(query).all()).held
        for seqs, marks in held.values():
            there: Truth = np.any(marks, axis=1)
            yield from seqs[there].tolist()
