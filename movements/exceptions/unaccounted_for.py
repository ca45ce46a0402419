"""A child unaccounted for: said by one place to be at another, which has no mark of the pupil."""

from collections import defaultdict
from collections.abc import Iterator

from movements.exception import Found, LedgerException, PupilView, View
from movements.mark_law import DUE_AT_THE_OTHER
from movements.mark_questions import Elsewhere, asked_of_runs
from movements.mark_window import HalfDay, Row, has_mark
from movements.responsible import takes
from movements.standing import Standing

ARRANGED = ("B", "K")
"""Marks by which a school says that the pupil attended what was arranged elsewhere."""
NOT_WITH_US = ("D", "Z")
"""Marks by which a place says no more than that the pupil is not with it: at the other, or not yet
on its register."""


def _find(view: View) -> Iterator[Found]:
    for one, row in view.marked("D"):
        what = "marked D, and by nobody else"
        yield from _asked(one, row, what, _unmarked(one, row, view))
    for one, row in view.marked(*ARRANGED):
        what = "marked B or K, and the day sent without the pupil by the place it was arranged at"
        yield from _asked(one, row, what, _left_out(one, row, view))


def _asked(
    one: PupilView, row: Row, what: str, by_place: dict[str, list[HalfDay]]
) -> Iterator[Found]:
    for due, sessions in by_place.items():
        yield from asked_of_runs(one, row, sessions, what, owner=due, beside=(due,))


def _unmarked(one: PupilView, row: Row, view: View) -> dict[str, list[HalfDay]]:
    """By the school where the pupil was due, the sessions before today that nobody else marked.

    On a day that is no school day there, no mark is due from it.
    """
    found: dict[str, list[HalfDay]] = defaultdict(list)
    alone = has_mark(row.marks, "D") & ~view.marks.elsewhere(one.pupil, row, *NOT_WITH_US)
    due = Elsewhere(one, row, view)
    for at in row.where(alone):
        schools = due.at(at)
        if schools and at.on < view.on and view.days.of(schools[0]).is_school_day(at.on):
            found[schools[0]].append(at)
    return found


def _left_out(one: PupilView, row: Row, view: View) -> dict[str, list[HalfDay]]:
    """By the place where it was arranged, the sessions of days before today that it sent.

    A setting that is no school need send nothing: one that has sent nothing of a day is not asked.
    """
    found: dict[str, list[HalfDay]] = defaultdict(list)
    ever = {place for turn in one.turns for place in _placed(turn.after)} - {row.place}
    without = {place: view.marks.days_without(one.pupil, place) for place in sorted(ever)}
    for at in row.where(has_mark(row.marks, *ARRANGED)):
        for place, days in without.items():
            if at.on in days and at.on < view.on and place in _placed(one.standing_at(at), at):
                found[place].append(at)
    return found


def _placed(standing: Standing, at: HalfDay | None = None) -> set[str]:
    """Where the pupil is placed or directed, in a session or in any."""
    placed = (p for p in standing.provision if at is None or takes(p, at.slot))
    return {p.place for p in placed if p.place}


UNACCOUNTED_FOR = LedgerException(
    id="unaccounted_for",
    number=2,
    title="Child unaccounted for: said to be at the other place, which has no mark",
    question="One school marked D because the pupil was due at the other, and the other has sent "
    "no mark of the session, or D or Z (not on its register yet); or it marked B or K, and the "
    "place where that was arranged has sent the day without the pupil. Where was the child?",
    owner="school",
    next_step="The place where the pupil was due sends its marks; if the child did not come, both "
    "places find out where the child was",
    basis=DUE_AT_THE_OTHER,
    find=_find,
)
