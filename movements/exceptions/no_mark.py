"""A school day on which nobody marked the pupil, though the place marked others."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from movements.counted import counted
from movements.exception import Found, LedgerException, PupilView, View
from movements.mark_law import EVERY_SESSION
from movements.mark_window import AHEAD, HalfDay, PlaceMarks, no_longer_looked_at
from movements.responsible import expected_at


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        for place, since in _due_at(one).items():
            of = view.marks.places.get(place)
            if of is not None and _is_behind(one, of, since, view):
                yield from _found(one, of, since, view)


def _due_at(one: PupilView) -> dict[str, date]:
    """Where the pupil is on roll or placed, and since when."""
    placed = {p.place: p.since for p in one.standing.provision if p.place}
    return placed | {roll.place: roll.since for roll in one.standing.rolls}


def _is_behind(one: PupilView, of: PlaceMarks, since: date, view: View) -> bool:
    """Whether the place has sent more days than it marked the pupil on, by running counts."""
    begin, end = of.between(since, view.on + AHEAD)
    row = next((row for row in view.marks.rows(one.pupil) if row.of is of), None)
    marked = of.marked_upto[row.at, end] - of.marked_upto[row.at, begin] if row else 0
    return bool(marked < end - begin)


def _found(one: PupilView, of: PlaceMarks, since: date, view: View) -> Iterator[Found]:
    begin, end = of.between(since, view.on + AHEAD)
    marked = {day for row in view.marks.rows(one.pupil) for day in row.marked_days()}
    # A planned closure (#) may be sent of some pupils alone: nobody is due on such a day.
    calendar = view.days.of(of.place)
    unmarked = (day for day in of.days[begin:end] if day not in marked)
    days = [day for day in unmarked if calendar.is_school_day(day) and _is_due(one, of.place, day)]
    for begins, ends, asked in _asked(days, view.on):
        first, last = asked[0], asked[-1]
        many = f"{counted(len(asked), 'school day')} with no mark"
        span = f"{first:%-d %B %Y}" if first == last else f"{first:%-d %B %Y} to {last:%-d %B %Y}"
        yield Found(
            pupil=one.pupil,
            since=first,
            owner=of.place,
            places=(of.place,),
            facts={
                "place": of.place,
                "from": first,
                "week": last - timedelta(days=last.weekday()),
            },
            entries=(of.submissions[of.days.index(first)],),
            about=f"{many}, {span}",
            begins=begins,
            ends=ends,
        )


def _asked(days: Sequence[date], on: date) -> Iterator[tuple[date, date, Sequence[date]]]:
    """From one day up to another in the week ahead, which of the days are asked about: some.

    The day after it a day is over and asked about, until it is too long ago to be looked at.
    """
    until = {day: no_longer_looked_at(day) for day in days}
    turns = {on, on + AHEAD, *until.values(), *(day + timedelta(days=1) for day in days)}
    for begins, ends in pairwise(sorted(one for one in turns if on <= one <= on + AHEAD)):
        asked = [day for day in days if day < begins < until[day]]
        if asked:
            yield begins, ends, asked


def _is_due(one: PupilView, place: str, day: date) -> bool:
    """Whether a mark was due there on the day, in either session, or the pupil was on its roll."""
    for half in ("AM", "PM"):
        at = HalfDay(day, half)
        standing = one.standing_at(at)
        if standing.roll_at(place) or place in expected_at(standing, at.slot):
            return True
    return False


NO_MARK = LedgerException(
    id="no_mark",
    number=8,
    title="No mark from anybody on a school day",
    question="The place sent its marks of the day without this pupil, and no other place marked "
    "the pupil. Where was the child?",
    owner="school",
    next_step="Find where the child was and send the marks; or send the removal of a "
    "pupil who has left",
    basis=EVERY_SESSION,
    find=_find,
)
