"""What fair share says of a place, worked out before the write lock is taken.

Over a large authority that takes seconds, for which nobody else could record anything. It is advice
as known at an entry; the allocation that keeps it says at which.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from fair_access.allocation import read_allocation, with_places
from fair_access.case_reader import Case
from fair_access.cases import visible_case
from fair_access.fair_share.departure import said_of
from fair_access.steps import CaseAllocated, Share
from movements.actor import Actor
from movements.problems import Refused


@dataclass(frozen=True)
class Foreseen:
    """What was said for one allocation; of another it says nothing."""

    pupil: str
    step: CaseAllocated
    share: Share | None

    def is_of(self, pupil: str, step: CaseAllocated) -> bool:
        """Whether it was worked out for this child, place, movement and day."""
        own, other = self.step, step
        asked = (own.on, own.to_place, own.movement)
        return pupil == self.pupil and asked == (other.on, other.to_place, other.movement)


def foresee(
    session: Session,
    case_id: str,
    step_id: str,
    answers: Mapping[str, Any],
    by: Actor,
    today: date,
) -> Foreseen | None:
    """What fair share says of the place that a step would allocate; None for any other step.

    None too where the step is to be refused: `take_step` says why.
    """
    if step_id != CaseAllocated.id:
        return None
    case = visible_case(session, case_id, today, by, show_protected=True)
    if case is None:
        return None
    try:
        step = with_places(session, read_allocation(answers)[0])
    except Refused:
        return None
    return Foreseen(case.pupil, step, said_of(session, case.pupil, case.authority, step, today))


def share_of(
    session: Session, foreseen: Foreseen | None, case: Case, step: CaseAllocated, today: date
) -> Share | None:
    """What was foreseen of this allocation, or what is said now where nothing was.

    Nothing of a child who has become protected in between.
    """
    if foreseen is None or not foreseen.is_of(case.pupil, step):
        return said_of(session, case.pupil, case.authority, step, today)
    return None if case.protected else foreseen.share
