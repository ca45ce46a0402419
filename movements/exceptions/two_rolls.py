"""A pupil for whom two schools are responsible."""

from collections.abc import Iterator

from movements.basis import Basis
from movements.exception import Found, LedgerException, View
from movements.responsible import found_by_cause


def _find(view: View) -> Iterator[Found]:
    return found_by_cause(view, "two_rolls")


TWO_ROLLS = LedgerException(
    id="two_rolls",
    title="On the roll of two schools",
    question="Two schools have the pupil as their own. Which of them is the main one?",
    owner="authority",
    next_step="The school the child has left removes the name, or one becomes subsidiary",
    basis=Basis(
        "statute",
        "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) regs 8-9",
    ),
    find=_find,
)
