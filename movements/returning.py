"""Returns to a mainstream school: the plan and what follows it, as the standing holds them."""

from movements.basis import Basis
from movements.clock import Later, Started
from movements.standing import Episode, Standing

PLANNED = "reintegration_planned"
RETURNED = "reintegration"
PLAN = Basis(
    "guidance",
    "Arranging alternative provision: a plan for reintegration, with its support and an owner",
    confirmed=False,
)
AWAY_AGAIN = frozenset(
    {"ap_placement", "off_site_direction", "permanent_exclusion", "managed_move"}
)
"""Kinds after which a return need not be looked after any more."""


def plan_meant(standing: Standing, plan: int | None) -> Episode | None:
    """The open plan that a return carries out: the one it names, or the only one there is."""
    found = [e for e in standing.open_episodes(PLANNED) if plan is None or e.opened_by(plan)]
    return found[0] if len(found) == 1 else None


def away_again(start: Started, later: Later) -> bool:
    """Whether the pupil is away from the school returned to."""
    kind = later.movement.id
    left = kind == "removal_from_roll" and not later.standing.main_rolls
    return left or kind in AWAY_AGAIN
