"""The authority's duty to arrange education (section 19): what it rests on, and what meets it."""

from datetime import date

from movements.basis import Basis
from movements.clock import Later, Started, steps_since
from movements.school_days import SchoolDays
from movements.standing import Standing

DUTY = Basis(
    "statute",
    "Education Act 1996 s.19(1), (3A): suitable education for a child who by illness, exclusion "
    "or otherwise would not receive it",
    date(1996, 11, 1),
)
DECIDED_ABOUT = frozenset(
    {"permanent_exclusion", "suspension", "safeguarding_separation", "health_absence"}
)
"""Kinds of opening entry that the authority considers its duty about."""


def decided(start: Started, later: Later) -> bool:
    """Whether the authority has decided on its duty since."""
    steps = steps_since(start.number, later.standing)
    return any(step.movement.id == "section_nineteen_decision" for step in steps)


def placed_no_more(start: Started, later: Later, days: SchoolDays) -> date | None:
    """The school day by which it is owed anew, where a movement ends the last placement since."""
    if not _has_place(start, later.before) or _has_place(start, later.standing):
        return None
    return days.add(later.movement.on, 1)


def placed_since(start: Started, later: Later) -> bool:
    """Whether a placement has begun since, or runs that began no earlier."""
    if later.movement.id in {"ap_placement", "day_six_education"}:
        return True
    return _has_place(start, later.standing)


def _has_place(start: Started, standing: Standing) -> bool:
    return any(p.since >= start.movement.on for p in standing.provision)
