"""What suspensions and permanent exclusions share: their reasons, and what meets the sixth day."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from movements.basis import Basis
from movements.clock import Later, Started
from movements.home_educated import home_educated
from movements.kind import Coded
from movements.problems import Concern, Problem
from movements.standing import Standing

REASONS = Basis(
    "guidance",
    "School census guide: up to three reasons for an exclusion, the main one first",
    in_force_from=date(2020, 9, 1),
    confirmed=False,
)
_DECIDED = ("governors_met", "governors_reconsidered", "exclusion_cancelled")
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


def exam_missed() -> Any:
    """The field of the first exam or test missed."""
    return Field(
        default=None,
        title="First exam or test missed",
        description="Day of the first public exam or national curriculum test the pupil misses",
        examples=[""],
    )


def has_social_worker() -> Any:
    """The field of whether the pupil has a social worker."""
    return Field(
        default=None,
        title="Has a social worker",
        description="Y where the pupil has a social worker",
        examples=["N"],
    )


def repeated(*reasons: str | None) -> Iterator[Problem]:
    """A reason that was given twice."""
    given = [reason for reason in reasons if reason]
    if len({*given}) < len(given):
        yield Problem("reason2", "repeated", "Give each reason once.")


def left_out(second: str | None, third: str | None) -> Iterator[Concern]:
    """A third reason where there is no second: it counts, and one may have been lost on the way."""
    if third and not second:
        yield Concern(
            "reason_left_out",
            "A third reason is given and no second. Each counts: see that none was left out.",
            REASONS,
            level="note",
            field="reason2",
        )


def owed_no_more(start: Started, later: Later) -> bool:
    """Whether the pupil is reinstated, educated at home by notice, or out of education for good.

    An exclusion that is upheld ends nothing: the pupil is excluded all the more.
    """
    now = later.standing
    episode = now.episode(start.number)
    decided = (step.movement for step in episode.steps_of(*_DECIDED)) if episode else ()
    back = any(getattr(one, "decision", "reinstated") == "reinstated" for one in decided)
    return back or home_educated(now) or now.left_education


def educated_by(*kinds: str) -> Callable[[Started, Later], bool]:
    """Met by an entry of these kinds, or by provision begun since, entered before it or after.

    Education from the sixth day meets it too; the name on the roll of the school that excluded the
    pupil does not, whatever its status is changed to.
    """

    def met(start: Started, later: Later) -> bool:
        if later.movement.id in {*kinds, "day_six_education"}:
            return later.movement.id != "on_roll" or later.place != start.place
        return _provided(start, later.standing)

    return met


def educated_no_more(start: Started, later: Later) -> bool:
    """Whether the last provision begun since ends with a movement, and no other school has them."""
    now = later.standing
    ended = _provided(start, later.before) and not _provided(start, now)
    return ended and all(roll.place == start.place for roll in now.main_rolls)


def _provided(start: Started, standing: Standing) -> bool:
    return any(placed.since >= start.movement.on for placed in standing.provision)
