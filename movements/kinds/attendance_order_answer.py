"""What came of a school attendance order notice."""

from typing import Annotated, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.kind import Coded, Names, said
from movements.milestone import Milestone
from movements.missing_law import ORDER_NOTICE


class AttendanceOrderAnswer(Milestone):
    """The parent's answer, as the authority finds it."""

    id: ClassVar[str] = "attendance_order_answer"
    title: ClassVar[str] = "Answer to an attendance order notice"
    summary: ClassVar[str] = "A parent answers a school attendance order notice."
    about: ClassVar[frozenset[str]] = frozenset({"attendance_order_notice"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = ORDER_NOTICE
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})

    answer: Annotated[str, Coded("ORDER_ANSWERS")] = Field(
        title="Answer", description="What the authority finds", examples=["suitable"]
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Attendance order notice answered: {said('ORDER_ANSWERS', self.answer)}"
