"""The five rules of the sweep: what each finds in the week from a day, if no more is told.

Whoever left without a destination, a placement past its end, no mark from anybody, a review that is
late, nobody's roll: the ledger's own questions, and the clocks of reviews.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlmodel import Session

from movements.answers import ANSWERED, answer_that_holds
from movements.due import Watch, watch_on
from movements.exception import Found, LedgerException, PupilView, View
from movements.exceptions.no_destination import NO_DESTINATION
from movements.exceptions.no_mark import NO_MARK
from movements.exceptions.no_roll import NO_ROLL
from movements.exceptions.placement_past_end import PLACEMENT_PAST_END
from movements.mark_window import AHEAD
from movements.recent_marks import recent_marks
from movements.reviews import reviewed
from movements.sweep import History, Part, Views, folded_parts

QUESTIONS = (NO_DESTINATION, PLACEMENT_PAST_END, NO_MARK, NO_ROLL)
REVIEW_LATE = "review_late"
RULES: dict[str, str] = {one.id: one.title for one in QUESTIONS} | {
    REVIEW_LATE: "Review not held by its day"
}
"""The rules by their ids, with a title."""


class SweptRow(NamedTuple):
    """What a rule finds of a child from one day up to another, days as ordinals.

    `since` is the first day it was so, `owner` who is to act ("" where nobody is known), `answered`
    the last day on which an answer to the question holds.
    """

    rule: str
    since: int
    entry: int
    begins: int
    owner: str
    ends: int
    answered: int = 0

    def is_open(self, on: int) -> bool:
        """Whether it is asked on a day, and no answer holds."""
        return self.begins <= on < self.ends and self.answered < on


def swept_rows(
    session: Session, on: date, pupils: Iterable[str] | None
) -> Iterator[list[tuple[str, list[SweptRow]]]]:
    """Of the pupils asked for (of every one when None), some at a time."""
    asked = None if pupils is None else list(pupils)
    week = _Week(session, on, asked)
    for part in folded_parts(session, asked):
        found: dict[str, set[SweptRow]] = {one.pupil: set() for one in part}
        for day, some in _by_day(part, on).items():
            for pupil, row in week.rows(day, some):
                found[pupil].add(row)
        yield [(pupil, sorted(rows)) for pupil, rows in found.items()]


def _by_day(part: Part, on: date) -> dict[date, dict[str, tuple[History, date]]]:
    """Each pupil on the day, and on every later one on which something planned takes effect.

    With the day up to which nothing else does.
    """
    found: dict[date, dict[str, tuple[History, date]]] = {}
    for one in part:
        planned = {entry.on for entry, *_ in one.folded if on < entry.on < on + AHEAD}
        days = [on, *sorted(planned), on + AHEAD]
        for day, until in pairwise(days):
            found.setdefault(day, {})[one.pupil] = one, until
    return found


class _Week:
    """The rules, asked of pupils on a day of the week."""

    def __init__(self, session: Session, on: date, pupils: list[str] | None) -> None:
        self._session = session
        self._marks = recent_marks(session, on, pupil_ids=pupils)
        self._watch = watch_on(session, on, states=frozenset({"running", "missed"}))
        self._views: dict[date, Views] = {}

    def rows(
        self, day: date, some: Mapping[str, tuple[History, date]]
    ) -> Iterator[tuple[str, SweptRow]]:
        """What is found of each pupil up to the day beside it."""
        if day not in self._views:
            self._views[day] = Views(self._session, day, left_out={}, marks=self._marks)
        histories = [one for one, _ in some.values()]
        found = (*_of_questions(self._views[day].of(histories)), *self._reviews(histories, day))
        for pupil, row in found:
            begins = max(row.begins, day.toordinal())
            ends = min(row.ends, some[pupil][1].toordinal())
            if begins < ends:
                yield pupil, row._replace(begins=begins, ends=ends)

    def _reviews(self, histories: Iterable[History], day: date) -> Iterator[tuple[str, SweptRow]]:
        watch: Watch = replace(self._watch, today=day)
        for one in histories:
            for item in watch.clocks_of(one):
                if item.clock.stops is reviewed:
                    late = (item.due + timedelta(days=1)).toordinal()
                    whose, ends = item.whose or "", date.max.toordinal()
                    yield one.pupil, SweptRow(REVIEW_LATE, late, item.entry, late, whose, ends)


def _of_questions(view: View) -> Iterator[tuple[str, SweptRow]]:
    pupils = {one.pupil: one for one in view.pupils}
    for question in QUESTIONS:
        for found in question.find(view):
            row = SweptRow(
                question.id,
                found.since.toordinal(),
                found.entries[0],
                found.begins.toordinal(),
                found.owner or "",
                found.ends.toordinal(),
                _answered(question, found, pupils[found.pupil], view),
            )
            yield found.pupil, row


def _answered(question: LedgerException, found: Found, one: PupilView, view: View) -> int:
    """The last day on which an answer to it holds; 0 where none does."""
    if not any(turn.movement.id == ANSWERED for turn in one.turns):
        return 0
    answer = answer_that_holds(view, one, question, found, question.digest(found, one))
    return (answer.until or date.max).toordinal() if answer else 0
