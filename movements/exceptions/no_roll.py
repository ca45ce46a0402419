"""A pupil on no school's roll."""

from collections.abc import Iterator

from movements.basis import Basis
from movements.exception import Found, LedgerException, PupilView, View
from movements.responsible import found_by_cause
from movements.school_age import past_school_age


def _find(view: View) -> Iterator[Found]:
    return found_by_cause(view, "no_roll", unless=_need_not_be)


def _need_not_be(one: PupilView, view: View) -> bool:
    """Past school age; or named for another school, and no school day has passed since."""
    if past_school_age(one.standing.details.get("dob"), view.on):
        return True
    removal = one.standing.removals[-1] if one.standing.removals else None
    if removal is None or removal.to_place is None:
        return False
    return view.calendar(one).count(removal.on, view.on) == 0


NO_ROLL = LedgerException(
    id="no_roll",
    title="On no school's roll",
    question="The pupil is on no school's roll. Where is the child educated?",
    owner="authority",
    next_step="Find where the child is educated; record the next roll, placement or destination",
    basis=Basis(
        "statute",
        "Education Act 1996 s.436A: the authority identifies children of its area who are not "
        "registered and not receiving suitable education",
    ),
    find=_find,
)
