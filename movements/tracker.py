"""Which places have sent which days of attendance: how late, how complete, how much corrected.

Read some days at a time, over all places at once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from movements import marks
from movements.basis import Basis
from movements.entry import EntryRow
from movements.linked import links
from movements.marks import MarkRoll, Marks, SchoolDay, Seqs
from movements.presence import half_day
from movements.pupil_seqs import seqs_of
from movements.register import LONDON, folds
from movements.responsible import takes
from movements.school_days import calendars
from movements.standing import Standing
from movements.unconfirmed import has_child

LATE_DAYS = 7
LATE = Basis("ours", f"A change more than {LATE_DAYS} days after the session is a late change")

_SLOTS = 10
_EVERY_SESSION = (1 << _SLOTS) - 1

Counts = NDArray[np.int64]
_WeeksOf = Callable[[Standing], Mapping[str, int]]


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
        return self.held / self.expected if self.expected else None


def tracker(
    session: Session, first: date, last: date, places: Collection[str] | None = None
) -> list[PlaceSent]:
    """Every place that should have marks from first to last, or has; of some places or of all."""
    children, due = _Children(session), _Due(first, last)
    _fold(session, None, children, due, lambda standing: _among(_weeks(standing), places))
    sent = _sent(session, first, last, places)
    return _lines(session, first, last, children, due, sent)


def tracker_of_children(
    session: Session, first: date, last: date, schools: Collection[str], pupils: Collection[str]
) -> list[PlaceSent]:
    """Every other place at which pupils of some schools were placed from first to last.

    Each as though it had no pupil but those of `pupils` who had one of `schools` as their main
    school then: what it sent of others counts for nothing.
    """
    children, due = _Children(session), _Due(first, last)
    _fold(session, pupils, children, due, lambda standing: _placed_by(standing, schools))
    at = {place: due.at(place) for place in due.places}

    def of_them(place: str, day: date, roll: Seqs) -> NDArray[np.bool_]:
        return children.rows(roll, np.concatenate([at[place].of(day, half) for half in (0, 1)]))

    sent = _sent(session, first, last, due.places, of_them)
    return _lines(session, first, last, children, due, sent)


def _fold(
    session: Session,
    pupils: Collection[str] | None,
    children: "_Children",
    due: "_Due",
    weeks: "_WeeksOf",
) -> None:
    for pupil, folded in folds(session, pupils):
        told = [(half_day(e.on, e.session), after) for e, after in folded]
        due.add(children.numbers[pupil], told, weeks)


def _lines(
    session: Session,
    first: date,
    last: date,
    children: "_Children",
    due: "_Due",
    sent: Mapping[str, Mapping[date, "_Day"]],
) -> list[PlaceSent]:
    known = calendars(session)
    every = sorted({*due.places, *sent})
    return [
        _line(p, due.at(p), sent.get(p, {}), known.of(p).days(first, last), children) for p in every
    ]


def _among(weeks: dict[str, int], places: Collection[str] | None) -> Mapping[str, int]:
    return {p: w for p, w in weeks.items() if places is None or p in places}


def _placed_by(standing: Standing, schools: Collection[str]) -> Mapping[str, int]:
    """Where else marks of a pupil are due while a school of some is the main one."""
    main = standing.main_roll
    if main is None or main.place not in schools or not has_child(standing, main.place):
        return {}
    if standing.protected:
        return {}
    return {place: week for place, week in _weeks(standing).items() if place not in schools}


class _Children:
    """A number for each child, whichever of the child's records a place marks."""

    def __init__(self, session: Session) -> None:
        linked, seqs = links(session), seqs_of(session)
        self.numbers: dict[str, int] = {}
        for pupil in seqs:
            self.numbers.setdefault(linked.kept(pupil), len(self.numbers))
        self._of_seq = np.zeros(max(seqs.values(), default=0) + 1, dtype=np.intp)
        for pupil, seq in seqs.items():
            self._of_seq[seq] = self.numbers[linked.kept(pupil)]
        self._marked = np.zeros(len(self.numbers), dtype=np.bool_)

    def marked(self, day: "_Day", half: int, among: Counts) -> int:
        """How many of some children have a mark of a session."""
        roll, held = day.latest
        there = self._of_seq[roll[held[:, half] != marks.NO_MARK]]
        self._marked[there] = True
        found = int(np.count_nonzero(self._marked[among]))
        self._marked[there] = False
        return found

    def rows(self, roll: Seqs, among: Counts) -> NDArray[np.bool_]:
        """Which rows of a roll are of some children."""
        self._marked[among] = True
        found: NDArray[np.bool_] = self._marked[self._of_seq[roll]]
        self._marked[among] = False
        return found


class _Due:
    """The marks due by place: of which child, from which half-day to which, in what week."""

    def __init__(self, first: date, last: date) -> None:
        self._begin, self._end = half_day(first, "AM"), half_day(last, "PM") + 1
        self.places: dict[str, list[tuple[int, int, int, int]]] = {}

    def add(self, child: int, told: Sequence[tuple[int, Standing]], weeks: "_WeeksOf") -> None:
        """One child, by each half-day from which another standing counts."""
        ends = [at for at, _ in told[1:]] + [self._end]
        for (at, standing), end in zip(told, ends, strict=True):
            begin, end = max(at, self._begin), min(end, self._end)
            for place, week in weeks(standing).items() if begin < end else ():
                self.places.setdefault(place, []).append((child, begin, end, week))

    def at(self, place: str) -> "_DueAt":
        """The marks due at a place."""
        return _DueAt(np.array(self.places.get(place, ()), dtype=np.int64).reshape(-1, 4))


def _weeks(standing: Standing) -> dict[str, int]:
    """Where marks of a pupil are due, and in which of the ten sessions of a week, a bit for each.

    On a roll in every one; elsewhere in those of the placements there.
    """
    rolls = {roll.place for roll in standing.rolls}
    found = dict.fromkeys(rolls, _EVERY_SESSION)
    for one in standing.provision:
        if one.place and one.place not in rolls:
            week = sum(1 << slot for slot in range(_SLOTS) if takes(one, slot))
            found[one.place] = found.get(one.place, 0) | week
    return found


class _DueAt:
    """The marks due at one place, by columns: child, from, until, and week."""

    def __init__(self, spells: Counts) -> None:
        self._child, self._from, self._until, self._week = spells.T

    def of(self, day: date, half: int) -> Counts:
        """The children of whom a mark is due in a session."""
        at, slot = half_day(day, "AM") + half, 2 * day.weekday() + half
        now = (self._from <= at) & (at < self._until) & (self._week >> slot & 1 == 1)
        found: Counts = self._child[now]
        return found

    def on(self, day: date) -> int:
        """How many marks are due on a day."""
        return sum(len(self.of(day, half)) for half in (0, 1))

    def held(self, day: date, sent: "_Day", children: _Children) -> int:
        """How many of them the place has sent."""
        return sum(children.marked(sent, half, self.of(day, half)) for half in (0, 1))


@dataclass
class _Day:
    """The versions of a place's day as they come, and when it was first sent."""

    first_at: str
    changed: int = 0
    changed_late: int = 0
    submissions: set[int] = field(default_factory=set)
    _latest: tuple[Seqs, Marks] | None = None

    @property
    def latest(self) -> tuple[Seqs, Marks]:
        """The roll and the marks of the last version."""
        assert self._latest is not None, "every day has a version"
        return self._latest

    def add(self, roll: Seqs, now: Marks, number: int, late: bool) -> None:
        """The next version. A later one has every pupil that an earlier one has."""
        if self._latest is not None:
            before, was = self._latest
            where = np.searchsorted(roll, before)
            changed = int(np.count_nonzero((was != marks.NO_MARK) & (now[where] != was)))
            self.changed += changed
            self.changed_late += changed if late else 0
        self._latest = (roll, now)
        self.submissions.add(number)

    def holds(self, roll: Seqs, now: Marks) -> bool:
        """Whether a version is the last one over again."""
        if self._latest is None:
            return False
        before, was = self._latest
        return np.array_equal(before, roll) and np.array_equal(was, now)


def _sent(
    session: Session,
    first: date,
    last: date,
    places: Collection[str] | None,
    rows_of: Callable[[str, date, Seqs], NDArray[np.bool_]] | None = None,
) -> dict[str, dict[date, _Day]]:
    """The days as they were sent; with `rows_of` as though each had those rows alone."""
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
        days, roll, held = found[one.place_id], rolls[one.roll_id], marks.column_of(one.marks)
        if rows_of is not None:
            some = rows_of(one.place_id, one.day, roll)
            roll, held = roll[some], held[some]
            before = days.get(one.day)
            if before.holds(roll, held) if before else not (held != marks.NO_MARK).any():
                continue
        late = _sent_on(at) > one.day + timedelta(days=LATE_DAYS)
        days.setdefault(one.day, _Day(at)).add(roll, held, one.submission, late)
    return found


def _rolls(session: Session, ids: Iterable[int]) -> Mapping[int, Seqs]:
    query = select(MarkRoll.id, MarkRoll.pupils).where(col(MarkRoll.id).in_(sorted(ids)))
    return {int(number or 0): marks.roll_of(stored) for number, stored in session.exec(query)}


def _sent_on(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(LONDON).date()


def _line(
    place: str,
    due: _DueAt,
    sent: Mapping[date, _Day],
    school_days: Sequence[date],
    children: _Children,
) -> PlaceSent:
    expected = {day: many for day in school_days if (many := due.on(day))}
    hours = [*_hours(sent)]
    return PlaceSent(
        place=place,
        school_days=len(expected),
        last_day=max(sent, default=None),
        missing=tuple(day for day in expected if day not in sent),
        expected=sum(expected.values()),
        held=sum(due.held(day, sent[day], children) for day in expected if day in sent),
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
