"""A pupil whom a second school claims."""

from collections.abc import Iterator

from movements.basis import Basis
from movements.exception import Found, LedgerException, View
from movements.responsible import found_by_cause


def _find(view: View) -> Iterator[Found]:
    return found_by_cause(view, "claim")


CLAIM = LedgerException(
    id="claim",
    title="Claimed by a second school",
    question="A school's roll names a pupil of another school. Has the child moved?",
    owner="authority",
    next_step="Confirm the move with both schools, then record the roll or withdraw the claim",
    basis=Basis("ours", "A child current elsewhere is claimed, and moves once that is confirmed"),
    find=_find,
)
