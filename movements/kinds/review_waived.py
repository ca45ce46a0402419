"""The parent writes that no independent review will be applied for."""

from typing import ClassVar

from movements.basis import Basis
from movements.kind import Names
from movements.milestone import Milestone

WAIVED = Basis(
    "statute",
    "SI 2024/208 reg 9(1)(o); exclusion guidance part 8: the parent has written that no review "
    "will be applied for",
    confirmed=False,
)


class ReviewWaived(Milestone):
    """A parent's word in writing: the name may be deleted without waiting for the time to apply."""

    id: ClassVar[str] = "review_waived"
    title: ClassVar[str] = "No review to be applied for"
    summary: ClassVar[str] = "A parent writes that they will not apply for a review."
    about: ClassVar[frozenset[str]] = frozenset({"permanent_exclusion"})
    basis: ClassVar[Basis] = WAIVED

    def sentence(self, names: Names) -> str:
        """What happened."""
        return "The parent wrote that no independent review will be applied for"
