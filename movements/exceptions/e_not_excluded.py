"""Marked E in a session that no suspension or permanent exclusion recorded takes."""

from collections.abc import Iterable, Iterator
from datetime import date

from movements.exception import Found, LedgerException, PupilView, View
from movements.mark_law import CODES
from movements.mark_questions import asked_of_runs
from movements.mark_window import HalfDay, Row, has_mark
from movements.standing import Standing
from movements.suspended import LUNCHTIME, Slot, slots

TOLD = "exclusion_told_days"
"""The local rule: school days in which a school tells of an exclusion without delay."""


def _find(view: View) -> Iterator[Found]:
    for one, row in view.marked("E"):
        # Those cancelled since among them: what was served was served.
        spells = {spell for turn in one.turns for spell in turn.after.suspensions}
        suspended = [(spell.place, set(slots(spell, view.days))) for spell in spells]
        wrong = [
            at
            for at in row.where(has_mark(row.marks, "E"))
            if not _is_out(one.standing_at(at), at, suspended) and _is_late(one, row, at.on, view)
        ]
        yield from asked_of_runs(one, row, wrong, "marked E")


def _is_out(then: Standing, at: HalfDay, suspended: Iterable[tuple[str | None, set[Slot]]]) -> bool:
    """Whether a school on whose roll the pupil was has excluded: to leave it ends what it did."""
    now = {at, (at.on, LUNCHTIME)}
    by = [place for place, taken in suspended if now & taken]
    by += [exclusion.place for exclusion in then.exclusions]
    return any(place is None or then.roll_at(place) for place in by)


def _is_late(one: PupilView, row: Row, day: date, view: View) -> bool:
    """Whether the days have passed in which the exclusion was to be told of: on school days only.

    What a register marks on a day that is none by the calendar, no suspension counts.
    """
    days = view.days.of(row.place)
    (allowed,) = view.local.of(one.standing.answering, TOLD, day).values
    return days.is_school_day(day) and days.add(day, allowed) < view.on


E_NOT_EXCLUDED = LedgerException(
    id="e_not_excluded",
    number=11,
    title="Marked E, and no suspension or exclusion recorded",
    question="E says that the pupil is suspended or permanently excluded. No exclusion recorded "
    "here takes those sessions. Was the pupil excluded, for how long, and who was told; or was the "
    "child sent home without?",
    owner="school",
    next_step="Record the suspension or the permanent exclusion, or send the right mark and say "
    "where the child was",
    basis=CODES,
    find=_find,
)
