"""What came of a school attendance order notice."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock, Later, Started
from movements.kind import Coded, Names, said
from movements.milestone import Milestone
from movements.missing_law import ORDER, ORDER_NOTICE

NOT_SHOWN = "not_shown"


def _not_shown(movement: Any) -> bool:
    return bool(movement.answer == NOT_SHOWN)


def _ordered(start: Started, later: Later) -> bool:
    """Met by what the authority records next of a notice, or once the child is on a roll."""
    if later.movement.id == AttendanceOrderAnswer.id:
        return not _not_shown(later.movement)
    return bool(later.standing.main_rolls)


class AttendanceOrderAnswer(Milestone):
    """The parent's answer, as the authority finds it, and what it does where nothing is shown."""

    id: ClassVar[str] = "attendance_order_answer"
    title: ClassVar[str] = "Answer to an attendance order notice"
    summary: ClassVar[str] = "A parent answers a school attendance order notice."
    about: ClassVar[frozenset[str]] = frozenset({"attendance_order_notice"})
    closes: ClassVar[bool] = True
    basis: ClassVar[Basis] = ORDER_NOTICE
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="order_served",
            title="School attendance order where education was not shown",
            owes="The authority serves the order, or records that school is not expedient",
            owner="authority",
            unit="school_days",
            local="order_decided_days",
            basis=ORDER,
            applies=_not_shown,
            stops=_ordered,
            over=lambda start, later: later.standing.left_education,
        ),
    )

    answer: Annotated[str, Coded("ORDER_ANSWERS")] = Field(
        title="Answer",
        description="What the authority finds; where education was not shown, then what it does",
        examples=["suitable"],
    )

    def sentence(self, names: Names) -> str:
        """What happened."""
        return f"Attendance order notice answered: {said('ORDER_ANSWERS', self.answer)}"
