"""Termly totals against the marks of the same term and place: each difference is a question.

Neither is changed for the other: the school says which is right, and sends it again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from sqlmodel import Session

from movements import marks
from movements.attendance import Sessions, sessions
from movements.built_in_terms import Span
from movements.codes import MARKS
from movements.marks import CLASS_OF, Marks
from movements.session_totals import (
    AUTHORISED,
    POSSIBLE,
    SUMS,
    UNAUTHORISED,
    Counts,
    TermTotals,
    totals_held,
)

NO_MARKS = "no_marks"
"""What differs where the register holds totals of a pupil's term, and no mark of it."""
_COUNT = {
    POSSIBLE: marks.possible,
    AUTHORISED: marks.authorised,
    UNAUTHORISED: marks.unauthorised,
}
_SAID = {
    POSSIBLE: "possible sessions",
    AUTHORISED: "sessions of authorised absence",
    UNAUTHORISED: "sessions of unauthorised absence",
}
_NOT_RETURNED = ("present", "administrative")
"""Classes of marks that a return may leave out: it counts absence, and none of these is."""


@dataclass(frozen=True)
class Difference:
    """A count of a pupil's term in which a place's totals and its marks differ.

    `what` is one of SUMS, the code of a mark, or NO_MARKS; `submission` the entry that told of it.
    """

    pupil_id: str
    place_id: str
    term: Span
    what: str
    told: int
    held: int
    submission: int

    def question(self) -> str:
        """The difference as it is put to the school."""
        when = f"from {_said(self.term.first)} to {_said(self.term.last)}"
        if self.what == NO_MARKS:
            return (
                f"The totals returned have {self.told:,} sessions {when}, and you have sent no "
                "mark of them: send the marks of that term, or the totals again."
            )
        counted = _SAID.get(self.what, f"sessions of {self.what} ({MARKS.label(self.what)})")
        return (
            f"The totals returned have {self.told:,} {counted} {when}, and the marks you have sent "
            f"come to {self.held:,}. Which is right? Send the marks that are missing or wrong, or "
            "the totals again."
        )


def _said(day: date) -> str:
    return f"{day:%-d %B %Y}"


def differences(session: Session, place_ids: Collection[str] | None = None) -> list[Difference]:
    """The differences of some places, or of all: by place, term and pupil."""
    found: list[Difference] = []
    held = totals_held(session, place_ids)
    for (place, term), some in groupby(held, key=lambda one: (one.place_id, one.term)):
        told = list(some)
        pupils = [one.pupil_id for one in told]
        marked = sessions(session, pupils, term.first, term.last, places={place})
        found += _of_term(told, marked)
    return found


def _of_term(told: Sequence[TermTotals], marked: Sessions) -> Iterator[Difference]:
    for one, own in zip(told, marked.marks, strict=True):
        if not own.any():
            told_of = one.counts.get(POSSIBLE, sum(one.counts.values()))
            yield _difference(one, NO_MARKS, told_of, 0)
            continue
        for what in _compared(one.counts, own):
            count, held = one.counts.get(what, 0), _held(what, own)
            if count != held:
                yield _difference(one, what, count, held)


def _difference(one: TermTotals, what: str, told: int, held: int) -> Difference:
    return Difference(one.pupil_id, one.place_id, one.term, what, told, held, one.submission)


def _compared(counts: Counts, own: Marks) -> list[str]:
    """What was counted, and where codes were, the codes marked that a return would have counted."""
    codes = [what for what in counts if what not in SUMS]
    marked = {code for code in marks.unpack(np.unique(own)) if code} if codes else set()
    also = sorted(code for code in marked - {*codes} if CLASS_OF[code] not in _NOT_RETURNED)
    return [*counts, *also]


def _held(what: str, own: Marks) -> int:
    counted = _COUNT[what](own) if what in _COUNT else own == marks.BYTE_OF[what]
    return int(np.count_nonzero(counted))
