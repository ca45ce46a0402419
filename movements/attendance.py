"""What marks come to: of one pupil, or of many at once, over all the places that marked them.

A session that two places marked counts once (`marks.union`): attended if either has it attended,
possible if either has it possible; a school's B or K beside an absence at the setting is an
absence. Rates are of possible sessions: D, X, Q, Y1 to Y7, Z and # are not among them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from movements import marks
from movements.held_marks import DayRow, latest_days, rolls
from movements.linked import Links, links
from movements.marks import SESSIONS, Marks, Seqs
from movements.planes import count_each
from movements.pupil_seqs import seqs_of
from movements.pupil_terms import PupilDays, held_days
from movements.register import folds, known_until

Numbers = NDArray[np.int64]
Rates = NDArray[np.float64]
Places = NDArray[np.intp]

_FEW = 20


@dataclass(frozen=True)
class MarkAt:
    """One mark as one place holds it."""

    day: date
    session: str
    mark: str
    place: str


@dataclass(frozen=True)
class AttendanceSummary:
    """A pupil's sessions in a period, each counted once; `by_code` has every mark that counted."""

    possible: int
    attended: int
    authorised: int
    unauthorised: int
    by_code: Mapping[str, int]

    @property
    def rate(self) -> float | None:
        """Attended of possible sessions, from 0 to 1; None where none was possible."""
        return self.attended / self.possible if self.possible else None


@dataclass(frozen=True)
class Counts:
    """Sessions by pupil, or by pupil and period, in the order they were asked for."""

    possible: Numbers
    attended: Numbers
    authorised: Numbers
    unauthorised: Numbers

    @property
    def rate(self) -> Rates:
        """Attended of possible sessions, from 0 to 1; not a number where none was possible."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Rates = self.attended / self.possible
        return found


@dataclass(frozen=True)
class Sessions:
    """The marks that count of many pupils: pupils by days by two sessions.

    `days` are those on which any place holds marks, in order.
    """

    pupil_ids: tuple[str, ...]
    days: tuple[date, ...]
    marks: Marks

    def counts(self) -> Counts:
        """The sessions of each pupil in all the days."""
        return Counts(*count_each(self.marks, *_CLASSES))


_CLASSES = (marks.possible, marks.attended, marks.authorised, marks.unauthorised)


def marks_of(
    session: Session,
    pupil_id: str,
    first: date,
    last: date,
    *,
    as_known_on: date | None = None,
) -> list[MarkAt]:
    """Every mark that any place holds of a pupil from first to last, in order of time."""
    # The same mark under two records of the child is one.
    found = set(_marks_of(session, pupil_id, first, last, as_known_on))
    return sorted(found, key=lambda one: (one.day, one.session, one.place))


def _marks_of(
    session: Session, pupil_id: str, first: date, last: date, as_known_on: date | None
) -> Iterator[MarkAt]:
    linked = links(session, known_until(as_known_on) if as_known_on else None)
    seqs = [*seqs_of(session, sorted(linked.records(pupil_id))).values()]
    made = None if as_known_on else held_days(session, seqs, first, last)
    if made is not None:
        yield from (one for some in made for one in _of_days(some))
        return
    days = latest_days(session, first, last, _places_of(session, [pupil_id]), as_known_on)
    where = _where(session, days, np.sort(np.array(seqs, dtype=np.uint32)))
    for row in days:
        for pair in marks.column_of(row.marks)[where[row.roll_id][1]]:
            codes = zip(SESSIONS, marks.unpack(pair), strict=True)
            yield from (MarkAt(row.day, half, code, row.place_id) for half, code in codes if code)


def _of_days(some: PupilDays) -> Iterator[MarkAt]:
    for day, pair in zip(some.days, some.marks, strict=True):
        codes = zip(SESSIONS, marks.unpack(pair), strict=True)
        yield from (MarkAt(day, half, code, some.place) for half, code in codes if code)


def summary(
    session: Session,
    pupil_id: str,
    first: date,
    last: date,
    *,
    places: Collection[str] | None = None,
    as_known_on: date | None = None,
) -> AttendanceSummary:
    """What a pupil's marks from first to last come to, over all places, or over some."""
    held = sessions(session, [pupil_id], first, last, places=places, as_known_on=as_known_on)
    return summary_of(held.marks)


def summary_of(held: Marks) -> AttendanceSummary:
    """What the marks of one pupil come to, each session once."""
    possible, attended, authorised, unauthorised = (int(test(held).sum()) for test in _CLASSES)
    return AttendanceSummary(
        possible=possible,
        attended=attended,
        authorised=authorised,
        unauthorised=unauthorised,
        by_code=dict(Counter(code for code in marks.unpack(held.ravel()) if code).most_common()),
    )


def rates(session: Session, pupil_ids: Sequence[str], first: date, last: date) -> Counts:
    """The sessions of each of some pupils, all different, from first to last, over all places."""
    return sessions(session, pupil_ids, first, last).counts()


def sessions(
    session: Session,
    pupil_ids: Sequence[str],
    first: date,
    last: date,
    *,
    places: Collection[str] | None = None,
    as_known_on: date | None = None,
) -> Sessions:
    """The marks that count of some pupils from first to last, each pupil once.

    Of the marks of some places, or of all. KeyError for an id that is no pupil's.
    """
    linked = links(session, known_until(as_known_on) if as_known_on else None)
    whose = tuple(dict.fromkeys(pupil_ids))
    every = tuple(linked.every_record(whose))
    held = _of_records(session, every, first, last, places=places, as_known_on=as_known_on)
    # As many children as records: nobody among them has two.
    if len(linked.each_once(whose)) == len(every):
        return held
    return _of_children(held, whose, linked)


def _of_children(held: Sessions, whose: tuple[str, ...], linked: Links) -> Sessions:
    """The marks of children from those of their records, where some have more than one."""
    row = {record: held.marks[number] for number, record in enumerate(held.pupil_ids)}
    found: Marks = np.zeros((len(whose), len(held.days), 2), dtype=np.uint8)
    for number, pupil in enumerate(whose):
        for record in linked.records(pupil):
            found[number] = marks.union(found[number], row[record])
    return Sessions(whose, held.days, found)


def _of_records(
    session: Session,
    whose: tuple[str, ...],
    first: date,
    last: date,
    *,
    places: Collection[str] | None,
    as_known_on: date | None,
) -> Sessions:
    seq_of = seqs_of(session, whose)
    if len(whose) <= _FEW and as_known_on is None:
        made = held_days(session, [seq_of[pupil] for pupil in whose], first, last)
        if made is not None:
            return _of_terms(whose, seq_of, made, places)
    of_whom = _places_of(session, whose) if places is None else places
    rows = latest_days(session, first, last, of_whom, as_known_on)
    days = sorted({row.day for row in rows})
    column = {day: number for number, day in enumerate(days)}
    seqs = np.array([seq_of[pupil] for pupil in whose], dtype=np.uint32)
    order = np.argsort(seqs)
    where = _where(session, rows, seqs[order])
    # By day first, as they are held: what is next to each other is written together.
    found: Marks = np.zeros((len(days), len(whose), 2), dtype=np.uint8)
    for row in rows:
        ours, theirs = where[row.roll_id]
        held, on = marks.column_of(row.marks)[theirs], found[column[row.day]]
        others = on[ours]
        on[ours] = marks.union(others, held) if others.any() else held
    by_pupil = np.empty((len(whose), len(days), 2), dtype=np.uint8)
    by_pupil[order] = found.swapaxes(0, 1)
    return Sessions(whose, tuple(days), by_pupil)


def _of_terms(
    whose: tuple[str, ...],
    seq_of: Mapping[str, int],
    made: Sequence[PupilDays],
    places: Collection[str] | None,
) -> Sessions:
    """The marks of a few pupils from the projection, where it was made."""
    ours = [one for one in made if places is None or one.place in places]
    days = sorted({day for one in ours for day in one.days})
    column = {day: number for number, day in enumerate(days)}
    row = {seq_of[pupil]: number for number, pupil in enumerate(whose)}
    found: Marks = np.zeros((len(whose), len(days), 2), dtype=np.uint8)
    for one in ours:
        at = [column[day] for day in one.days]
        found[row[one.seq], at] = marks.union(found[row[one.seq], at], one.marks)
    return Sessions(whose, tuple(days), found)


def _where(
    session: Session, rows: Iterable[DayRow], seqs: Seqs
) -> dict[int, tuple[Places | slice, Places | slice]]:
    """By roll, where the pupils asked for stand among those asked for, and where on the roll.

    `seqs` are in ascending order, as rolls are.
    """
    found = {}
    for roll_id, roll in rolls(session, (row.roll_id for row in rows)).items():
        _, ours, theirs = np.intersect1d(seqs, roll, assume_unique=True, return_indices=True)
        found[roll_id] = (_run(ours), _run(theirs))
    return found


def _run(places: Places) -> Places | slice:
    """Ascending places; as a slice where they follow each other, which takes no copy."""
    if len(places) and places[-1] - places[0] == len(places) - 1:
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def _places_of(session: Session, pupil_ids: Sequence[str]) -> frozenset[str] | None:
    """Where a few pupils have ever been; None, which is everywhere, for many: quicker then."""
    if len(pupil_ids) > _FEW:
        return None
    standings = [after for _, folded in folds(session, pupil_ids) for _, after in folded]
    on_roll = {roll.place for standing in standings for roll in standing.rolls}
    placed = {one.place for standing in standings for one in standing.provision if one.place}
    return frozenset(on_roll | placed)
