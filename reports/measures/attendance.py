"""Attendance: whether pupils attend more during a placement than they did before it.

Two yes-or-no questions, each from marks alone and with at least 40 possible sessions on each side.
ATT-2 is the catalogue's own: of pupils who had missed half of school, how many no longer do. It
asks about the pupils for whom it matters most, and often there are too few of them to tell. ATT-1N
is the count that goes with the catalogue's ATT-1, a mean change: of all pupils, how many attended a
larger share of their sessions than before.

Neither is ATT-1 itself, which sets each change against the change expected from other settings'
pupils with the same start and so needs a model of many settings. Pupils are placed when things are
at their worst and some would have come back anyway, so a raw change says what happened and not why:
settings must never be compared by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from movements.basis import Basis
from reports.frames import ENOUGH_SESSIONS
from reports.measure import Aside, Measure

if TYPE_CHECKING:
    import pandas as pd

SEVERE = 0.5
SESSIONS_A_DAY = 2


def _missed_half_before(frame: pd.DataFrame) -> pd.Series[bool]:
    missed = frame["possible_before"] - frame["attended_before"]
    return missed >= SEVERE * frame["possible_before"]


def _misses_less_now(frame: pd.DataFrame) -> pd.Series[bool]:
    """Not known where too few sessions of a long enough stay were marked."""
    missed = frame["possible_during"] - frame["attended_during"]
    less = (missed < SEVERE * frame["possible_during"]).astype("boolean")
    return less.where(frame["possible_during"] >= ENOUGH_SESSIONS)


def _attends_more(frame: pd.DataFrame) -> pd.Series[bool]:
    """Shares compared as whole numbers; not known where too few sessions were marked."""
    now = frame["attended_during"] * frame["possible_before"]
    then = frame["attended_before"] * frame["possible_during"]
    more = (now > then).astype("boolean")
    return more.where(frame["possible_during"] >= ENOUGH_SESSIONS)


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
    cohort="Pupils placed at the setting who had missed half of school or more before",
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
ATT_1N = Measure(
    id="ATT-1N",
    outcome="attendance",
    title="Attended more than before the placement",
    sentence="{yes} of {of} pupils attended a larger share of their sessions during the placement "
    "than in the 26 school weeks before it.",
    frame="placements",
    due="half_year_on",
    cohort="Pupils placed at the setting",
    window="26 school weeks before the placement and the first 26 of it",
    answer=_attends_more,
    left_out=(_FEW_BEFORE, _BRIEF),
    never_compared="A raw change is partly chance, since pupils are placed when things are at "
    "their worst: settings are never compared by it.",
    basis=Basis(
        "ours",
        "Pupils whose attendance over their placement, up to its first 26 school weeks, was "
        "higher than in the 26 school weeks before, among all with at least 40 possible sessions "
        "on each side, counted over all registers",
    ),
)
