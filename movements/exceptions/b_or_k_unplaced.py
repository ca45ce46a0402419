"""Marked B or K, at education elsewhere, where nobody who may use that mark has arranged any."""

from collections.abc import Iterator

from movements.exception import Found, LedgerException, View
from movements.mark_law import CODES
from movements.mark_questions import Arranger, arrangers, asked_of_runs
from movements.mark_window import has_mark

ARRANGED_BY: dict[str, Arranger] = {"B": "school", "K": "authority"}


def _find(view: View) -> Iterator[Found]:
    for code, right in ARRANGED_BY.items():
        for one, row in view.marked(code):
            wrong = []
            for at in row.where(has_mark(row.marks, code)):
                by = arrangers(one.standing_at(at), at, view)
                # K where the school arranged it is a question of its own.
                if right not in by and not (code == "K" and by):
                    wrong.append(at)
            yield from asked_of_runs(one, row, wrong, f"marked {code}")


B_OR_K_UNPLACED = LedgerException(
    id="b_or_k_unplaced",
    number=4,
    title="Marked B or K, and no such placement is recorded",
    question="B says that the pupil was at education the school arranged elsewhere, K that the "
    "authority arranged it. No placement or direction by that arranger takes the session. Where "
    "was the pupil?",
    owner="school",
    next_step="Record the placement with who arranged it, or send the right mark; of a taster or "
    "a course, answer that it was one",
    basis=CODES,
    find=_find,
)
