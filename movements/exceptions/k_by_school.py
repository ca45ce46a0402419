"""Marked K, education that the authority arranged, where the school arranged it."""

from collections.abc import Iterator

from movements.exception import Found, LedgerException, View
from movements.mark_law import CODES
from movements.mark_questions import arrangers, asked_of_runs
from movements.mark_window import has_mark


def _find(view: View) -> Iterator[Found]:
    for one, row in view.marked("K"):
        wrong = [
            at
            for at in row.where(has_mark(row.marks, "K"))
            if arrangers(one.standing_at(at), at, view) == {"school"}
        ]
        yield from asked_of_runs(one, row, wrong, "marked K")


K_BY_SCHOOL = LedgerException(
    id="k_by_school",
    number=5,
    title="Marked K where the school arranged the placement",
    question="K is for education that the authority arranged, and this placement was arranged by "
    "the school. Should the mark be B, or D if the other place is a school?",
    owner="school",
    next_step="Send the sessions again with the right mark, or correct who arranged the placement",
    basis=CODES,
    find=_find,
)
