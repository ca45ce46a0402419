"""Notice to a parent that an attendance order may follow."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from pydantic import Field

from movements.actor import Role
from movements.basis import Basis
from movements.clock import Clock, stepped
from movements.kind import Before, Day, Kind, Names
from movements.missing_law import ORDER, ORDER_NOTICE, ORDER_RULE
from movements.problems import Concern
from movements.rule import Rule
from movements.school_days import SchoolDays

LEAST = timedelta(days=14)
"""From the day of service to the last of the fifteen days that begin with it."""


def _answer_by(movement: "AttendanceOrderNotice", days: SchoolDays) -> date:
    return max(movement.answer_by or date.min, movement.on + LEAST)


class AttendanceOrderNotice(Kind):
    """The parent is to show that the child is suitably educated. The day is that of service."""

    id: ClassVar[str] = "attendance_order_notice"
    title: ClassVar[str] = "School attendance order notice"
    summary: ClassVar[str] = "A parent is asked to show that a child is suitably educated."
    opens: ClassVar[bool] = True
    may_be_first: ClassVar[bool] = True
    basis: ClassVar[Basis] = ORDER_NOTICE
    recorded_by: ClassVar[frozenset[Role]] = frozenset({"la_officer"})
    rules: ClassVar[tuple[Rule, ...]] = (ORDER_RULE,)
    clocks: ClassVar[tuple[Clock, ...]] = (
        Clock(
            id="order_notice_answer",
            title="The parent's answer to a school attendance order notice",
            owes="The parent shows that the child is suitably educated",
            owner="parent",
            unit="stated",
            due_day=_answer_by,
            basis=ORDER_NOTICE,
            stops=stepped("attendance_order_answer"),
        ),
        Clock(
            id="order_decided",
            title="What the authority finds once a notice has run out",
            owes="The authority records what the parent has shown, and whether a school is to be "
            "named",
            owner="authority",
            unit="school_days",
            local="order_decided_days",
            counted_from=lambda movement, before, days: _answer_by(movement, days),
            basis=ORDER,
            stops=stepped("attendance_order_answer"),
        ),
    )

    answer_by: Day | None = Field(
        default=None,
        title="To be answered by",
        description="The day stated in the notice; the fifteenth, service counted, if empty",
        examples=["2026-09-28"],
    )

    def concerns(self, before: Before) -> Iterator[Concern]:
        """Less time than the law gives."""
        if self.answer_by and self.answer_by < self.on + LEAST:
            yield Concern(
                "too_short",
                "The parent has 15 days at least, the day of service counted: until "
                f"{self.on + LEAST:%-d %B %Y}.",
                ORDER_NOTICE,
                field="answer_by",
            )

    def sentence(self, names: Names) -> str:
        """What happened."""
        by = self.answer_by or self.on + LEAST
        return f"School attendance order notice served, to be answered by {by:%-d %B %Y}"
