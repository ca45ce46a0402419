"""Attendance: whether pupils attend more during a placement than they did before it.

Both from marks alone, with at least 40 possible sessions on each side. ATT-1 is how much more of
their sessions pupils attended; settings are compared by what is beyond the change expected of other
settings' pupils with the same start. ATT-2 asks of those for whom it matters most, who had missed
half of school, how many no longer do; often there are too few of them to tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from movements.basis import Basis
from movements.marks import Truth
from reports.follow_up.setting import HEALTH, SESSIONS_A_DAY
from reports.frames import ENOUGH_SESSIONS
from reports.given import Floats
from reports.measure import Aside, Ends, Measure
from reports.methods import numbers_of

if TYPE_CHECKING:
    import pandas as pd

SEVERE = 0.5
_COHORT = "Pupils placed at the setting for 40 sessions or more, with as many marked before"
_PERCENT = 100
FALL = 10
"""A fall by so many points in the last 13 school weeks is taken to be what led to the placement."""


def _missed_half_before(frame: pd.DataFrame) -> pd.Series[bool]:
    import pandas as pd

    possible, attended = _sessions(frame, "before")
    return pd.Series(possible - attended >= SEVERE * possible, frame.index)


def _misses_less_now(frame: pd.DataFrame) -> pd.Series[bool]:
    """Not known where too few sessions of a long enough stay were marked."""
    import pandas as pd

    possible, attended = _sessions(frame, "during")
    less = possible - attended < SEVERE * possible
    unknown = ~(possible >= ENOUGH_SESSIONS)
    return pd.Series(pd.arrays.BooleanArray(less, unknown), frame.index)


def _fell_before(frame: pd.DataFrame) -> pd.Series[bool]:
    """Whether attendance fell in the 13 school weeks before: by the placement's own cause."""
    import pandas as pd

    return pd.Series(_fell(*_sessions(frame, "early"), *_sessions(frame, "before")), frame.index)


def _fell(early: Floats, attended: Floats, whole: Floats, attended_whole: Floats) -> Truth:
    late, attended_late = whole - early, attended_whole - attended
    told = (early >= ENOUGH_SESSIONS) & (late >= ENOUGH_SESSIONS)
    # The fall of the share in whole sessions, so that one of just ten points is one.
    fell = _PERCENT * (attended * late - attended_late * early) >= FALL * early * late
    return np.asarray(told & fell)


def _share_before(frame: pd.DataFrame) -> pd.Series[float]:
    """Over all 26 school weeks; over the earlier 13 where attendance fell in the later."""
    early, whole = _sessions(frame, "early"), _sessions(frame, "before")
    fell = _fell(*early, *whole)
    possible, attended = (np.where(fell, *both) for both in zip(early, whole, strict=True))
    return _share(frame, possible, attended, possible > 0)


def _share_during(frame: pd.DataFrame) -> pd.Series[float]:
    """Not known where too few sessions of a long enough stay were marked."""
    possible, attended = _sessions(frame, "during")
    return _share(frame, possible, attended, possible >= ENOUGH_SESSIONS)


def _share(
    frame: pd.DataFrame, possible: Floats, attended: Floats, known: Truth
) -> pd.Series[float]:
    """Attended of 100 possible sessions, where it is known."""
    import pandas as pd

    # All are divided and then told apart: to divide only some takes several times as long.
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(known, attended / possible, np.nan)
    return pd.Series(_PERCENT * share, frame.index)


def _sessions(frame: pd.DataFrame, when: str) -> tuple[Floats, Floats]:
    """Possible and attended sessions; as plain numbers, for so many sums take half as long."""
    return numbers_of(frame[f"possible_{when}"]), numbers_of(frame[f"attended_{when}"])


_FEW_BEFORE = Aside(
    "fewer than 40 possible sessions marked before the placement",
    lambda frame: frame["possible_before"] < ENOUGH_SESSIONS,
)
_BRIEF = Aside(
    "stayed for fewer than 40 sessions",
    lambda frame: frame["days_in_window"] * SESSIONS_A_DAY < ENOUGH_SESSIONS,
)
ATT_2 = Measure(
    id="ATT-2",
    outcome="attendance",
    title="No longer missing half of school",
    sentence="{yes} of {of} pupils who had missed half or more of their sessions in the 26 school "
    "weeks before the placement missed less than half of them during it.",
    frame="placements",
    due="half_year_on",
    cohort=f"{_COHORT}, who had missed half of school or more before",
    part_of=_COHORT,
    window="26 school weeks before the placement and the first 26 of it",
    answer=_misses_less_now,
    left_out=(
        _FEW_BEFORE,
        Aside(
            "had missed less than half before the placement",
            lambda frame: ~_missed_half_before(frame),
        ),
        _BRIEF,
    ),
    basis=Basis(
        "ours",
        "Pupils absent for less than 50% of possible sessions over their placement, up to its "
        "first 26 school weeks, among those absent for 50% or more in the 26 school weeks before; "
        "at least 40 possible sessions on each side, counted over all registers",
    ),
)
ATT_1 = Measure(
    id="ATT-1",
    outcome="attendance",
    title="Attendance during the placement against before",
    sentence="On average pupils' attendance during the placement was {change} than in the 26 "
    "school weeks before it; {yes} of {of} pupils attended more.",
    frame="placements",
    due="half_year_on",
    cohort=_COHORT,
    window="26 school weeks before the placement and the first 26 of it",
    method="change",
    ends=Ends(
        before=_share_before,
        after=_share_during,
        unit="percentage points",
        close=5.0,
        farthest=100.0,
        alongside=(
            lambda frame: frame["nc_year"].astype("Float64"),
            lambda frame: frame["excluded_before"].astype("Float64"),
            lambda frame: frame["reason"].isin(HEALTH).astype("Float64"),
        ),
    ),
    left_out=(_FEW_BEFORE, _BRIEF),
    beside=(
        Aside(
            "fell by 10 points or more in the last 13 school weeks before: compared with the 13 "
            "before those",
            _fell_before,
        ),
    ),
    basis=Basis(
        "ours",
        "Mean over pupils of the percentage of possible sessions attended over the placement, up "
        "to its first 26 school weeks, less that in the 26 before; at least 40 possible sessions "
        "on each side, counted over all registers. Where attendance fell by 10 points or more from "
        "the first to the second 13 of the 26, each with 40 possible sessions, the first is what "
        "it is set against: a fall that led to the placement would have ended by itself in part. "
        "Compared by the mean of observed less expected, "
        "which is a line on the attendance before, the year group, an earlier permanent exclusion "
        "and a health need, fitted to the pupils of all other settings",
    ),
)
