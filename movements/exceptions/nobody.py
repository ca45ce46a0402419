"""A pupil for whom neither a school nor an authority is responsible."""

from collections.abc import Iterator

from movements.basis import Basis
from movements.exception import Found, LedgerException, View
from movements.responsible import found_by_cause


def _find(view: View) -> Iterator[Found]:
    return found_by_cause(view, "nobody")


NOBODY = LedgerException(
    id="nobody",
    title="Nobody is responsible",
    question="No school and no authority is known for the pupil. Where does the child live?",
    owner="authority",
    next_step="Find the authority where the child lives and record it",
    basis=Basis("ours", "Every child the register knows has one responsible place"),
    find=_find,
)
