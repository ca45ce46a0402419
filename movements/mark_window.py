"""The marks of many pupils on some days, by place and pupil: what questions of marks are asked of.

Columns stay packed: which pupils have a mark that matters is asked of all at once, and only those
pupils are then looked at one by one.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from movements import marks
from movements.marks import SESSIONS, Marks, Seqs, Truth
from movements.school_days import school_year_start

Test = Callable[[Marks], Truth]
LOOK_BACK = timedelta(weeks=20)
"""How far back marks are looked at in the least: 20 school days and a summer, 10 school weeks."""
AHEAD = timedelta(weeks=1)
"""So far ahead of the day of a view it is told what is asked of the marks held, if no more come."""


def first_looked_at(on: date) -> date:
    """The first day whose marks a question of a day looks at."""
    return min(school_year_start(on, "1 September"), on - LOOK_BACK)


def no_longer_looked_at(day: date) -> date:
    """The first day on which no question looks at the marks of a day any more."""
    new_year = date(day.year + (day >= date(day.year, 9, 1)), 9, 1)
    return max(new_year, day + LOOK_BACK + timedelta(days=1))


class HalfDay(NamedTuple):
    """A session of the calendar: its day, and AM or PM."""

    on: date
    session: str

    @property
    def slot(self) -> int:
        """Which of the ten sessions of a week it is."""
        return 2 * self.on.weekday() + (self.session == "PM")


def has_mark(held: Marks, *codes: str) -> Truth:
    """Where a mark is one of some codes."""
    found: Truth = np.isin(held, [marks.BYTE_OF[code] for code in codes])
    return found


@dataclass(frozen=True)
class PlaceMarks:
    """The marks of one place: pupils (ascending `Pupil.seq`) by its days by two sessions.

    `submissions` are the entries that last told of each day.
    """

    place: str
    days: tuple[date, ...]
    submissions: tuple[int, ...]
    seqs: Seqs
    marks: Marks

    @cached_property
    def marked_upto(self) -> NDArray[np.int16]:
        """For each pupil, how many days up to one of them have a mark: pupils by days and one."""
        found = np.zeros((len(self.seqs), len(self.days) + 1), dtype=np.int16)
        np.cumsum(self.marks.any(axis=2), axis=1, out=found[:, 1:])
        return found

    def between(self, first: date, end: date) -> tuple[int, int]:
        """Where its days from one up to, but not including, another stand."""
        return bisect_left(self.days, first), bisect_left(self.days, end)


@dataclass(frozen=True)
class Row:
    """The marks of one pupil at one place: its days by two sessions."""

    of: PlaceMarks
    at: int

    @property
    def place(self) -> str:
        """The place that marked."""
        return self.of.place

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the place."""
        return self.of.days

    @property
    def marks(self) -> Marks:
        """The pupil's marks on them."""
        row: Marks = self.of.marks[self.at]
        return row

    def where(self, found: Truth) -> list[HalfDay]:
        """The sessions at which something is true, in order."""
        pairs = zip(*(axis.tolist() for axis in np.nonzero(found)), strict=True)
        return [HalfDay(self.days[day], SESSIONS[half]) for day, half in pairs]

    def marked_days(self) -> Iterator[date]:
        """The days on which the pupil has a mark, in either session."""
        return (self.days[at] for at in np.flatnonzero(np.any(self.marks, axis=1)).tolist())

    def told_by(self, day: date) -> int:
        """The submission that last told of a day."""
        return self.of.submissions[bisect_left(self.days, day)]


class MarkWindow:
    """The marks held of some pupils from the first day to the last, over every place."""

    def __init__(
        self,
        first: date = date.max,
        places: Iterable[PlaceMarks] = (),
        pupil_of: Mapping[int, str] | None = None,
    ) -> None:
        self.first = first
        self.places = {one.place: one for one in places}
        whose = pupil_of or {}
        self._rows: dict[str, list[Row]] = {}
        for of in self.places.values():
            for at, seq in enumerate(of.seqs.tolist()):
                self._rows.setdefault(whose[seq], []).append(Row(of, at))
        self._with: dict[tuple[str, ...], frozenset[str]] = {}

    @property
    def pupils(self) -> Iterable[str]:
        """Everybody with a row."""
        return self._rows.keys()

    def rows(self, pupil: str) -> Sequence[Row]:
        """What each place holds of a pupil."""
        return self._rows.get(pupil, ())

    def days_without(self, pupil: str, place: str) -> frozenset[date]:
        """The days that a place sent without a mark of a pupil; none where it sent nothing."""
        if place not in self.places:
            return frozenset()
        rows = (row for row in self.rows(pupil) if row.place == place)
        return frozenset(self.places[place].days).difference(*(row.marked_days() for row in rows))

    def with_mark(self, *codes: str) -> frozenset[str]:
        """The pupils with such a mark anywhere; looked for in all columns once."""
        if codes not in self._with:
            self._with[codes] = self.with_days(lambda held: has_mark(held, *codes), 1)
        return self._with[codes]

    def with_days(self, test: Test, least: int, of_last: int = 0) -> frozenset[str]:
        """The pupils with a mark that passes a test on so many days, counted over all places.

        Of every day, or of so many of the last that each place has told of.
        """
        days = {
            of.place: test(of.marks[:, -of_last:]).any(axis=2).sum(axis=1)
            for of in self.places.values()
        }
        many = (
            (pupil, sum(int(days[row.place][row.at]) for row in rows))
            for pupil, rows in self._rows.items()
        )
        return frozenset(pupil for pupil, number in many if number >= least)

    def elsewhere(self, pupil: str, row: Row, *but: str) -> Truth:
        """On the days of a row, where another place marked the session otherwise than by `but`."""
        found: Truth = np.zeros(row.marks.shape, dtype=np.bool_)
        for other in self.rows(pupil):
            if other.of is not row.of:
                told = (other.marks != marks.NO_MARK) & ~has_mark(other.marks, *but)
                found |= on_days(told, other.days, row.days)
        return found

    def union(self, pupil: str) -> tuple[Sequence[date], Marks]:
        """A pupil's sessions over every place, each by the mark that counts: days by two."""
        rows = self.rows(pupil)
        if len(rows) == 1:
            return rows[0].days, rows[0].marks
        days = sorted({day for row in rows for day in row.days})
        found: Marks = np.zeros((len(days), 2), dtype=np.uint8)
        for row in rows:
            at = [bisect_left(days, day) for day in row.days]
            found[at] = marks.union(found[at], row.marks)
        return days, found

    def told_by(self, pupil: str, day: date) -> int:
        """The latest of the submissions that told of a day of a pupil's."""
        return max(row.told_by(day) for row in self.rows(pupil) if day in row.days)


def on_days(told: Truth, days: Sequence[date], wanted: Sequence[date]) -> Truth:
    """What is true on some days, laid out on others; false on days of the others alone."""
    at = {day: number for number, day in enumerate(days)}
    there = [(number, at[day]) for number, day in enumerate(wanted) if day in at]
    found: Truth = np.zeros((len(wanted), 2), dtype=np.bool_)
    for number, held in there:
        found[number] = told[held]
    return found
