"""The rulebook of the whole house: the clocks of movements, of settings and of cases."""

from fair_access.steps import STEPS
from movements.attendance_clocks import AttendanceMarks
from movements.kinds import KINDS
from movements.place_kinds import PLACE_KINDS
from movements.rulebook import ClockTold, clocks_told
from movements.scorecard_release import ScorecardOpened

_MODELS = {**KINDS, "": AttendanceMarks, **PLACE_KINDS, ScorecardOpened.id: ScorecardOpened}


def every_clock() -> list[ClockTold]:
    """Every clock the register keeps, those of movements first."""
    return [*clocks_told(_MODELS), *clocks_told(STEPS)]
