"""A child unaccounted for: D at one school, and nothing from the school where the pupil was due."""

from collections import defaultdict
from collections.abc import Iterator

from movements.exception import Found, LedgerException, PupilView, View
from movements.mark_law import DUE_AT_THE_OTHER
from movements.mark_questions import Elsewhere, asked_of_runs
from movements.mark_window import HalfDay, Row, has_mark


def _find(view: View) -> Iterator[Found]:
    for one, row in view.marked("D"):
        for due, sessions in _unmarked(one, row, view).items():
            what = "marked D, and by nobody else"
            yield from asked_of_runs(one, row, sessions, what, owner=due, beside=(due,))


def _unmarked(one: PupilView, row: Row, view: View) -> dict[str, list[HalfDay]]:
    """By the school where the pupil was due, the sessions before today that nobody else marked.

    On a day that is no school day there, no mark is due from it.
    """
    found: dict[str, list[HalfDay]] = defaultdict(list)
    alone = has_mark(row.marks, "D") & ~view.marks.elsewhere(one.pupil, row, "D")
    due = Elsewhere(one, row, view)
    for at in row.where(alone):
        schools = due.at(at)
        if schools and at.on < view.on and view.days.of(schools[0]).is_school_day(at.on):
            found[schools[0]].append(at)
    return found


UNACCOUNTED_FOR = LedgerException(
    id="unaccounted_for",
    number=2,
    title="Child unaccounted for: D at one school, no mark at the other",
    question="One school marked D because the pupil was due at the other, and the other has sent "
    "no mark of the session. Where was the child?",
    owner="school",
    next_step="The school where the pupil was due sends its marks; if the child did not come, both "
    "schools find out where the child was",
    basis=DUE_AT_THE_OTHER,
    find=_find,
)
