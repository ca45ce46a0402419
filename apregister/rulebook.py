"""The rulebook of the whole house: the clocks of movements and of cases, and the rules by day."""

from fair_access.steps import STEPS
from movements.rulebook import ClockTold, clocks_told


def every_clock() -> list[ClockTold]:
    """Every clock the register keeps, those of movements first."""
    return [*clocks_told(), *clocks_told(STEPS)]
