"""Which places have sent which days of attendance: how late, how complete, how much corrected.

Read some days at a time, over all places at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from movements import marks
from movements.basis import Basis
from movements.entry import EntryRow
from movements.marks import MarkRoll, Marks, SchoolDay, Seqs
from movements.presence import half_day
from movements.register import LONDON, folds
from movements.responsible import takes
from movements.school_days import SchoolDays, calendars
from movements.standing import Standing

LATE_DAYS = 7
LATE = Basis("ours", f"A change more than {LATE_DAYS} days after the session is a late change")

Counts = NDArray[np.int64]


@dataclass
class PlaceSent:
    """What a place has sent of the school days of some days.

    `expected` and `held` are marks: those due of the pupils on roll or placed there, and those of
    them that are held. `changed` marks replaced another, `changed_late` of them more than
    LATE_DAYS days after their session. `hours` is the usual time from the beginning of a day to its
    first marks; `sent_late` counts the days first sent after the day itself.
    """

    place: str
    school_days: int = 0
    last_day: date | None = None
    missing: tuple[date, ...] = ()
    expected: int = 0
    held: int = 0
    changed: int = 0
    changed_late: int = 0
    submissions: int = 0
    hours: float | None = None
    sent_late: int = 0

    @property
    def complete(self) -> float | None:
        """Marks held of those expected, from 0 to 1; None where none was."""
        return min(1.0, self.held / self.expected) if self.expected else None


def tracker(
    session: Session, first: date, last: date, places: Collection[str] | None = None
) -> list[PlaceSent]:
    """Every place that should have marks from first to last, or has; of some places or of all."""
    due = _Due(first, last, places)
    for _, folded in folds(session, None):
        due.add([(half_day(e.on, e.session), after) for e, after in folded])
    sent = _sent(session, first, last, places)
    known = calendars(session)
    every = sorted({*due.found, *sent})
    return [_line(p, due, sent.get(p, {}), known.of(p)) for p in every]


class _Due:
    """The marks due by place: for each half-day of the period how many pupils are there."""

    def __init__(self, first: date, last: date, places: Collection[str] | None) -> None:
        self.first, self.places = first, places
        self.start, self.size = half_day(first, "AM"), 2 * ((last - first).days + 1)
        slots = (2 * (first + timedelta(days=n)).weekday() + h for n in range(7) for h in (0, 1))
        self.slots = np.resize(np.array([*slots]), self.size)
        self.found: dict[str, Counts] = {}

    def add(self, told: Sequence[tuple[int, Standing]]) -> None:
        """One pupil, by each half-day from which another standing counts."""
        ends = [at for at, _ in told[1:]] + [self.start + self.size]
        for (at, standing), end in zip(told, ends, strict=True):
            begin = max(0, at - self.start)
            if begin < end - self.start:
                self._count(standing, begin, end - self.start)

    def _count(self, standing: Standing, begin: int, end: int) -> None:
        rolls = {roll.place for roll in standing.rolls}
        for place in rolls:
            self._of(place)[begin:end] += 1
        weeks: dict[str, NDArray[np.bool_]] = {}
        for one in standing.provision:
            if one.place and one.place not in rolls:
                week = np.array([takes(one, slot) for slot in range(10)] + [False] * 4)
                weeks[one.place] = weeks.get(one.place, False) | week
        for place, week in weeks.items():
            self._of(place)[begin:end] += week[self.slots[begin:end]]

    def _of(self, place: str) -> Counts:
        if self.places is not None and place not in self.places:
            return np.zeros(self.size, dtype=np.int64)
        return self.found.setdefault(place, np.zeros(self.size, dtype=np.int64))

    def on(self, place: str, day: date) -> int:
        """The marks due at a place on a day."""
        at = 2 * (day - self.first).days
        return int(self.found[place][at : at + 2].sum()) if place in self.found else 0

    def days(self, place: str, calendar: SchoolDays) -> list[date]:
        """The school days on which a mark was due there."""
        last = self.first + timedelta(days=self.size // 2 - 1)
        return [day for day in calendar.days(self.first, last) if self.on(place, day)]


@dataclass
class _Day:
    """The versions of a place's day, as they come: marks held, changes, when it was first sent."""

    first_at: str
    held: int = 0
    changed: int = 0
    changed_late: int = 0
    submissions: set[int] = field(default_factory=set)
    before: tuple[Seqs, Marks] | None = None

    def add(self, roll: Seqs, now: Marks, number: int, late: bool) -> None:
        """The next version. A later one has every pupil that an earlier one has."""
        if self.before is not None:
            where = np.searchsorted(roll, self.before[0])
            was = self.before[1]
            changed = int(np.count_nonzero((was != marks.NO_MARK) & (now[where] != was)))
            self.changed += changed
            self.changed_late += changed if late else 0
        self.before, self.held = (roll, now), int(np.count_nonzero(now))
        self.submissions.add(number)


def _sent(
    session: Session, first: date, last: date, places: Collection[str] | None
) -> dict[str, dict[date, _Day]]:
    query = (
        select(SchoolDay, EntryRow.recorded_at)
        .join(EntryRow, col(EntryRow.number) == col(SchoolDay.submission))
        .where(col(SchoolDay.day) >= first, col(SchoolDay.day) <= last)
        .order_by(col(SchoolDay.place_id), col(SchoolDay.day), col(SchoolDay.version))
    )
    if places is not None:
        query = query.where(col(SchoolDay.place_id).in_(places))
    rows = list(session.exec(query))
    rolls = _rolls(session, {one.roll_id for one, _ in rows})
    found: dict[str, dict[date, _Day]] = defaultdict(dict)
    for one, at in rows:
        day = found[one.place_id].setdefault(one.day, _Day(at))
        late = _sent_on(at) > one.day + timedelta(days=LATE_DAYS)
        day.add(rolls[one.roll_id], marks.column_of(one.marks), one.submission, late)
    return found


def _rolls(session: Session, ids: Iterable[int]) -> Mapping[int, Seqs]:
    query = select(MarkRoll.id, MarkRoll.pupils).where(col(MarkRoll.id).in_(sorted(ids)))
    return {int(number or 0): marks.roll_of(stored) for number, stored in session.exec(query)}


def _sent_on(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(LONDON).date()


def _line(place: str, due: _Due, sent: Mapping[date, _Day], calendar: SchoolDays) -> PlaceSent:
    days = due.days(place, calendar)
    hours = [*_hours(sent)]
    return PlaceSent(
        place=place,
        school_days=len(days),
        last_day=max(sent, default=None),
        missing=tuple(day for day in days if day not in sent),
        expected=sum(due.on(place, day) for day in days),
        held=sum(day.held for day in sent.values()),
        changed=sum(day.changed for day in sent.values()),
        changed_late=sum(day.changed_late for day in sent.values()),
        submissions=len({number for day in sent.values() for number in day.submissions}),
        hours=round(median(hours), 1) if hours else None,
        sent_late=sum(_sent_on(one.first_at) > day for day, one in sent.items()),
    )


def _hours(sent: Mapping[date, _Day]) -> Iterator[float]:
    for day, one in sent.items():
        began = datetime.combine(day, time(), LONDON)
        yield (datetime.fromisoformat(one.first_at) - began).total_seconds() / 3600
