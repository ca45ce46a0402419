"""Marked N, reason not yet established, for longer than five school days."""

from collections.abc import Iterator

from movements.exception import Found, LedgerException, View
from movements.mark_law import N_RESOLVED
from movements.mark_questions import asked_of_runs
from movements.mark_window import has_mark

WITHIN = 5


def _find(view: View) -> Iterator[Found]:
    for one, row in view.marked("N"):
        calendar = view.days.of(row.place)
        late = [
            at
            for at in row.where(has_mark(row.marks, "N"))
            if calendar.add(at.on, WITHIN) < view.on
        ]
        yield from asked_of_runs(one, row, late, "still marked N")


N_UNRESOLVED = LedgerException(
    id="n_unresolved",
    number=9,
    title="Marked N for more than five school days",
    question="N says that the reason for the absence is not known yet. Five school days have "
    "passed. What was the reason?",
    owner="school",
    next_step="Send the sessions again with the reason, or as O where it cannot be established",
    basis=N_RESOLVED,
    find=_find,
)
