"""Marked D, at another school, where the pupil is registered at no other school."""

from collections.abc import Iterator

from movements.exception import Found, LedgerException, View
from movements.mark_law import CODES
from movements.mark_questions import Elsewhere, asked_of_runs
from movements.mark_window import has_mark


def _find(view: View) -> Iterator[Found]:
    for one, row in view.marked("D"):
        due = Elsewhere(one, row, view)
        wrong = [at for at in row.where(has_mark(row.marks, "D")) if not due.at(at)]
        yield from asked_of_runs(one, row, wrong, "marked D")


D_NOT_DUAL = LedgerException(
    id="d_not_dual",
    number=1,
    title="Marked D, and registered at no other school",
    question="D says that the pupil was due at another school in that session. None is recorded: "
    "no placement or direction at a school that takes the session, and no other roll. Where was "
    "the pupil to be?",
    owner="school",
    next_step="Record the placement or the dual registration, or send the session again with its "
    "right mark",
    basis=CODES,
    find=_find,
)
