"""Marked B or K, attending elsewhere, where the setting's own record has no attendance."""

from collections.abc import Iterator

import numpy as np

from movements.exception import Found, LedgerException, PupilView, View
from movements.mark_law import CODES
from movements.mark_questions import asked_of_runs
from movements.mark_window import Row, has_mark, on_days
from movements.marks import NO_MARK, Marks, Truth, attended
from movements.placement_law import keeps_no_register

CLAIMS = ("B", "K")
NOT_TOLD = ("D", "Z", "#")
"""Marks by which a setting says nothing of where the pupil was."""


def _find(view: View) -> Iterator[Found]:
    for one, row in view.marked(*CLAIMS):
        for setting in _settings(one, row, view):
            away = on_days(_not_there(setting.marks), setting.days, row.days)
            sessions = row.where(has_mark(row.marks, *CLAIMS) & away)
            what = "marked B or K, and not attended at the setting"
            yield from asked_of_runs(one, row, sessions, what, beside=(setting.place,))


def _settings(one: PupilView, row: Row, view: View) -> Iterator[Row]:
    """Those that are no school: of two schools' registers another question asks."""
    others = (other for other in view.marks.rows(one.pupil) if other.of is not row.of)
    return (other for other in others if keeps_no_register(view.facts(other.place)))


def _not_there(held: Marks) -> Truth:
    told: Truth = (held != NO_MARK) & ~has_mark(held, *NOT_TOLD)
    return np.logical_and(told, ~attended(held))


B_OR_K_ABSENT = LedgerException(
    id="b_or_k_absent",
    number=10,
    title="Marked B or K, and absent at the setting",
    question="B and K are for a pupil who attended what was arranged elsewhere, and the setting's "
    "own record says that the pupil did not. Until it is mended, the session counts as the setting "
    "has it. Where was the child?",
    owner="school",
    next_step="Find where the child was, and send the sessions again as the absence they were; if "
    "the pupil did attend, ask the setting to send its record again",
    basis=CODES,
    find=_find,
)
