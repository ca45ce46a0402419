"""A pupil for whom neither a school nor an authority is responsible.

So it is of a child who has left a school in no authority's area (online, or abroad) and of whom no
authority of residence was ever told: the school that was left is asked.
"""

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
    owner="school",
    next_step="The school last left tells, in the pupil's details of a day on its roll, the "
    "authority where the child lives",
    basis=Basis("ours", "Every child the register knows has one responsible place"),
    find=_find,
    lapses=True,
)
