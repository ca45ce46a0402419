"""Judging an attendance file: each distinct value once, then whole columns at a time.

Nothing is written. What is found is kept for each row; good rows are taken in, the rest go back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from movements import marks
from movements.counted import counted
from movements.intake.attendance_columns import Columns, Ids
from movements.intake.attendance_pupils import Pupils, find_pupils
from movements.intake.attendance_titles import TitledDays
from movements.intake.attendance_values import (
    Judged,
    judge_days,
    judge_halves,
    mark_problem,
    plain_day,
    read_marks,
)
from movements.intake.attendance_words import SIGNS, conflict, no_school, not_here, other_school
from movements.intake.findings import Findings
from movements.intake.receipts import repeat
from movements.intake.told_apart import told_apart
from movements.kept import kept
from movements.marks import SESSIONS, Marks, Seqs, Truth
from movements.places import PlaceFacts, numbers_of
from movements.problems import Concern, Problem
from movements.received import packed_problems
from movements.school_days import SchoolDays, calendar_of

_SCHOOL_AND_AUTHORITY = "/"
"""What is in a number of that sort, as CTF has it, and in no URN."""

CLOSED = marks.BYTE_OF["#"]
MORNING, AFTERNOON = marks.BYTE_OF["/"], marks.BYTE_OF["\\"]


@dataclass(frozen=True)
class Checked:
    """An attendance file judged: for each row which cell it fills, with what, and what was found.

    `pupil` and `day` are places in `seqs` and `days`, `half` is 0 or 1; -1 where there is none.
    `good` rows have no problem; of those `fills` are the first of each cell. `others` are the
    records found to be of a child of the file besides, by `Pupil.seq`, each with the one in `seqs`.
    `packed_problems` is what is kept of the rows refused.
    """

    columns: Columns
    place: PlaceFacts
    seqs: Seqs
    days: tuple[date, ...]
    pupil: Ids
    day: Ids
    half: Ids
    mark: Marks
    fills: Truth
    problems: Findings[Problem]
    concerns: Findings[Concern]
    notes: tuple[str, ...]
    others: Mapping[int, int]
    packed_problems: bytes

    @property
    def good(self) -> Truth:
        """Rows that nothing is wrong with."""
        return ~self.problems.any()


def check_attendance(session: Session, columns: Columns, place: PlaceFacts, today: date) -> Checked:
    """Judge every row of a place's attendance file. Reads only; refuses rows, never the file."""
    titled = TitledDays(columns.date.values, today) if columns.titled else None
    judged_days, days = judge_days(columns.date, today, titled.read if titled else plain_day)
    rows = _Rows(columns, find_pupils(session, columns.upn, place.id), judged_days, days)
    rows.judge_marks(today)
    rows.mend_signs()
    rows.judge_calendar(kept(session, ("calendar", place), lambda: _calendar(session, place)))
    rows.judge_presence()
    numbers = kept(session, ("numbers", place.id), lambda: numbers_of(session, place.id))
    rows.judge_schools(numbers, place)
    rows.judge_shapes()
    fills = rows.judge_repeats()
    return Checked(
        columns,
        place,
        rows.pupils.seqs,
        days,
        rows.pupil,
        rows.day,
        rows.half,
        rows.mark,
        fills,
        rows.problems,
        rows.concerns,
        (*columns.notes, *(titled.note() if titled else ()), *rows.notes),
        rows.pupils.others,
        packed_problems(
            columns.lines, rows.problems, columns.where.cell if columns.where else None
        ),
    )


def _calendar(session: Session, place: PlaceFacts) -> SchoolDays:
    return calendar_of(session, place.id, place.la_code)


class _Rows:
    """The rows while they are judged; the parts of `check_attendance`, in its order."""

    def __init__(
        self, columns: Columns, pupils: Pupils, judged_days: Judged, days: tuple[date, ...]
    ) -> None:
        self.columns, self.pupils, self.days = columns, pupils, days
        self.problems: Findings[Problem] = Findings(len(columns))
        self.concerns: Findings[Concern] = Findings(len(columns))
        self.notes: list[str] = []
        self.pupil, self.day = pupils.judged.rows, judged_days.rows
        halves = judge_halves(columns.session)
        self.half = halves.rows
        self.mark = read_marks(columns.mark)
        # Its pupil, day and session in one number; meaningless where one of them is not known.
        self.cell = self.pupil.astype(np.int64)
        self.cell *= len(days)
        self.cell += self.day
        self.cell *= len(SESSIONS)
        self.cell += self.half
        self.problems.add(columns.upn.ids, pupils.judged.wrong)
        self.problems.add(columns.date.ids, judged_days.wrong)
        self.problems.add(columns.session.ids, halves.wrong)

    def judge_marks(self, today: date) -> None:
        """Each mark that occurs on each day: a code has its own dates.

        They are from one day to another: what is right on the first day and the last is right on
        those between.
        """
        values, days = self.columns.mark.values, (*self.days, today)
        ends = (min(days), max(days))
        odd = np.array([any(mark_problem(v, day) for day in ends) for v in values], dtype=np.bool_)
        if not odd.any():
            return
        rows = np.flatnonzero(odd[self.columns.mark.ids])
        on = np.where(self.day[rows] < 0, len(self.days), self.day[rows])
        pairs = self.columns.mark.ids[rows].astype(np.int64) * len(days) + on
        different, which = told_apart(pairs)
        split = [divmod(pair, len(days)) for pair in different.tolist()]
        wrong = [mark_problem(values[value], days[day]) for value, day in split]
        of_row: Ids = np.full(len(self.columns), -1, dtype=np.int32)
        of_row[rows] = which
        self.problems.add(of_row, wrong)

    def mend_signs(self) -> None:
        """The morning's sign in the afternoon, and the other way round, can only mean one thing."""
        late = (self.mark == MORNING) & (self.half == 1)
        early = (self.mark == AFTERNOON) & (self.half == 0)
        mended = int(np.count_nonzero(late | early))
        if not mended:
            return
        self.mark[late], self.mark[early] = AFTERNOON, MORNING
        self.concerns.add(np.where(late, 0, np.where(early, 1, -1)).astype(np.int32), SIGNS)
        self.notes.append(
            f"{counted(mended, 'mark')} had the morning's sign in the afternoon, or the other way "
            "round, read as meant: / in the morning, \\ in the afternoon."
        )

    def judge_calendar(self, calendar: SchoolDays) -> None:
        """A mark outside any term; only a planned closure (#) may be marked on other weekdays."""
        wrong = [no_school(calendar, day) for day in self.days]
        closed = [
            None if day.weekday() < 5 else one for day, one in zip(self.days, wrong, strict=True)
        ]
        if any(wrong):
            is_closed = self.mark == CLOSED
            self.problems.add(np.where(is_closed, np.int32(-1), self.day), wrong)
            self.problems.add(np.where(is_closed, self.day, np.int32(-1)), closed)
        words = calendar.said(self.days[0], self.days[-1]) if self.days else ""
        self.notes.extend([words] if words else [])

    def judge_presence(self) -> None:
        """A pupil who is ours, but was not on roll or placed here on that day."""
        here = self.pupils.here(self.days).ravel()
        if here.all():
            return
        known = np.flatnonzero((self.pupil | self.day | self.half) >= 0)
        away = known[~here[self.cell[known]]]
        if len(away):
            session: Ids = np.full(len(self.columns), -1, dtype=np.int32)
            session[away] = 2 * self.day[away] + self.half[away]
            self.problems.add(session, [not_here(day, at) for day in self.days for at in SESSIONS])

    def judge_schools(self, numbers: Collection[str], place: PlaceFacts) -> None:
        """Marks that the file says are another school's, by a sort of number that the place has."""
        schools = self.columns.schools
        if schools is not None:
            sorts = {_SCHOOL_AND_AUTHORITY in number for number in numbers}
            wrong = [
                other_school(n, place.name)
                if n and n not in numbers and (_SCHOOL_AND_AUTHORITY in n) in sorts
                else None
                for n in schools.values
            ]
            self.problems.add(schools.ids, wrong)

    def judge_shapes(self) -> None:
        """Of a row that cannot be read nothing else is said: its values may be another column's."""
        for row, problems in self.columns.misshapen.items():
            self.problems.only(row, problems)

    def judge_repeats(self) -> Truth:
        """Which rows fill a cell: the same row again counts once; of two marks neither does."""
        good: Truth = ~self.problems.any()
        rows = np.flatnonzero(good).astype(np.int32)
        filled = self.cell if len(rows) == len(good) else self.cell[rows]
        cells = len(self.pupils.seqs) * len(self.days) * len(SESSIONS)
        if _all_differ(filled, cells):
            return good
        first = _first_of_each(rows, filled, cells)
        self._conflicts(rows, first)
        fills = np.zeros(len(self.columns), dtype=np.bool_)
        fills[rows[first == rows]] = True
        self._repeats(rows, first)
        return fills & ~self.problems.any()

    def _conflicts(self, rows: Ids, first: Ids) -> None:
        other = np.flatnonzero(self.mark[rows] != self.mark[first])
        if not len(other):
            return
        against = dict(zip(first[other].tolist(), rows[other].tolist(), strict=True))
        within = np.flatnonzero(np.isin(first, first[other]))
        which: Ids = np.full(len(self.columns), -1, dtype=np.int32)
        which[rows[within]] = np.arange(len(within))
        self.problems.add(
            which,
            [
                self._conflict(against[one] if row == one else one)
                for row, one in zip(rows[within].tolist(), first[within].tolist(), strict=True)
            ],
        )

    def _conflict(self, other: int) -> Problem:
        return conflict(self.columns.named(other), self.columns.mark.cell(other))

    def _repeats(self, rows: Ids, first: Ids) -> None:
        again = np.flatnonzero(first != rows)
        which: Ids = np.full(len(self.columns), -1, dtype=np.int32)
        which[rows[again]] = np.arange(len(again))
        which[self.problems.any()] = -1
        named = map(self.columns.named, first[again].tolist())
        self.concerns.add(which, [repeat(one) for one in named])


def _all_differ(cells: NDArray[np.int64], size: int) -> bool:
    """Whether no cell is there twice."""
    there = np.zeros(size, dtype=np.bool_)
    there[cells] = True
    return int(np.count_nonzero(there)) == len(cells)


def _first_of_each(rows: Ids, cells: NDArray[np.int64], size: int) -> Ids:
    """For each row the first row of its cell."""
    first: Ids = np.full(size, -1, dtype=np.int32)
    first[cells[::-1]] = rows[::-1]
    found: Ids = first[cells]
    return found
