"""What suspensions and permanent exclusions share: their reasons, and what meets the sixth day."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from pydantic import Field

from movements.clock import Later, Started
from movements.kind import Coded
from movements.problems import Problem

MainReason = Annotated[str, Coded("EXCLUSION_REASONS")]
OtherReason = Annotated[str | None, Coded("EXCLUSION_REASONS")]


def main_reason(example: str) -> Any:
    """The field of the main reason."""
    return Field(title="Main reason", description="The main reason, a DfE code", examples=[example])


def other_reason(which: str) -> Any:
    """The field of a second or third reason."""
    return Field(
        default=None,
        title=f"{which} reason",
        description="Another reason, a DfE code, where there was more than one",
        examples=[""],
    )


def repeated(*reasons: str | None) -> Iterator[Problem]:
    """A reason that was given twice."""
    given = [reason for reason in reasons if reason]
    if len({*given}) < len(given):
        yield Problem("reason2", "repeated", "Give each reason once.")


def educated_by(*kinds: str) -> Callable[[Started, Later], bool]:
    """Met by an entry of these kinds, or by provision begun since, entered before it or after."""

    def met(start: Started, later: Later) -> bool:
        if later.movement.id in kinds:
            return True
        return any(p.since >= start.movement.on for p in later.standing.provision)

    return met
