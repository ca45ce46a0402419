"""A pupil on no school's roll."""

from collections.abc import Iterator

from movements.basis import Basis
from movements.exception import Found, LedgerException, View
from movements.responsible import found_by_cause


def _find(view: View) -> Iterator[Found]:
    return found_by_cause(view, "no_roll")


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
