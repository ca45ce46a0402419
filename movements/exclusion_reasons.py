"""What suspensions and permanent exclusions share: their reasons, and what meets the sixth day."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from movements.basis import Basis
from movements.clock import Later, Started
from movements.home_educated import home_educated
from movements.kind import Coded
from movements.placement_law import FULL_TIME
from movements.problems import Concern, Problem
from movements.school_days import SchoolDays
from movements.standing import MAIN_STATUSES, Provision, Standing
from movements.suspended import days_missed

REASONS = Basis(
    "guidance",
    "School census guide: up to three reasons for an exclusion, the main one first",
    in_force_from=date(2020, 9, 1),
    confirmed=False,
)
_AS_PUPIL = MAIN_STATUSES | {"S"}
FULL_TIME_HOURS = 18
"""A week: as the guidance on registering independent schools has it, taken here too."""
_SESSIONS = 10
"""In a week."""
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
    """Met by an entry of these kinds, or by full-time provision begun since, whenever entered.

    Education from the sixth day meets it too, unless it is told to be of few hours. The name on the
    roll of the school that excluded the pupil does not, whatever its status is changed to, nor a
    guest's name, nor part of a week at a setting.
    """

    def met(start: Started, later: Later) -> bool:
        movement: Any = later.movement
        if movement.id == "day_six_education":
            return movement.hours is None or movement.hours >= FULL_TIME_HOURS
        if movement.id in kinds:
            elsewhere = later.place != start.place
            return movement.id != "on_roll" or (elsewhere and movement.enrol_status in _AS_PUPIL)
        return _is_provided(start, later.standing)

    return met


def educated_no_more(start: Started, later: Later, days: SchoolDays) -> date | None:
    """The school day by which education is owed anew, where a movement takes it away.

    A pupil is educated by full-time provision begun since, or at another school.
    """
    if not _is_educated(start, later.before) or _is_educated(start, later.standing):
        return None
    return days.add(later.movement.on, 1)


def educated_no_more_while_suspended(start: Started, later: Later, days: SchoolDays) -> date | None:
    """As `educated_no_more` while the pupil is sent home, by a suspension joined up too."""
    day, sent_home = educated_no_more(start, later, days), later.standing.suspensions
    missed = days_missed(sent_home, days)
    if later.movement.id == "suspension" and not _is_educated(start, later.standing):
        first = days.next_on_or_after(later.movement.on)
        day = first if days.add(first, -1) in missed else None
    return day if day in missed else None


def _is_educated(start: Started, standing: Standing) -> bool:
    on, rolls = start.movement.on, (r for r in standing.rolls if r.place != start.place)
    as_pupil = (r for r in rolls if r.status in _AS_PUPIL)
    elsewhere = any(r.status in MAIN_STATUSES or r.since >= on for r in as_pupil)
    return elsewhere or _is_provided(start, standing)


def _is_provided(start: Started, standing: Standing) -> bool:
    """Whether what has begun since comes to a full week: several may share it."""
    since = (placed for placed in standing.provision if placed.since >= start.movement.on)
    weeks = [_week(placed, standing) for placed in since]
    return sum("1" in slot for slot in zip(*weeks, strict=True)) >= FULL_TIME


def _week(placed: Provision, standing: Standing) -> str:
    """Its week, or as many sessions as it was said to have; every one unless said."""
    episode = standing.episode(placed.entry)
    said = vars(episode.movement).get("sessions_per_week") if episode else None
    return placed.week or ("1" * (said or _SESSIONS)).ljust(_SESSIONS, "0")
