"""A session that two schools' registers both marked as theirs."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from movements.exception import Found, LedgerException, PupilView, View
from movements.mark_law import CODES
from movements.mark_questions import asked_of_runs
from movements.mark_window import Row, has_mark, on_days
from movements.marks import NO_MARK, Marks, Truth
from movements.placement_law import keeps_no_register

NOT_THEIRS = ("D", "Z", "#")
"""Marks by which a register says that the session is not one of the pupil's there."""


def _find(view: View) -> Iterator[Found]:
    for one in view.pupils:
        rows = view.marks.rows(one.pupil)
        if len(rows) < 2:
            continue
        for main, other in combinations(_registers(one, rows, view), 2):
            both = _theirs(main.marks) & on_days(_theirs(other.marks), other.days, main.days)
            sessions = main.where(both)
            yield from asked_of_runs(one, main, sessions, "marked by both", beside=(other.place,))


def _registers(one: PupilView, rows: Sequence[Row], view: View) -> list[Row]:
    """Those of schools, the main one first; a setting that is no school keeps no register."""
    mains = {roll.place for roll in one.standing.main_rolls}
    found = (row for row in rows if not keeps_no_register(view.facts(row.place)))
    return sorted(found, key=lambda row: (row.place not in mains, row.place))


def _theirs(held: Marks) -> Truth:
    found: Truth = (held != NO_MARK) & ~has_mark(held, *NOT_THEIRS)
    return found


TWO_REGISTERS = LedgerException(
    id="two_registers",
    number=3,
    title="Marked by two schools in one session",
    question="Both schools marked the session as their own, and neither marked D. At which of the "
    "two was the pupil due?",
    owner="school",
    next_step="The school where the pupil was not due sends the session again as D",
    basis=CODES,
    find=_find,
)
