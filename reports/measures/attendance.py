"""Attendance: whether pupils who missed half of school before a placement miss less during it.

The catalogue's yes-or-no measure, ATT-2, and not its mean change, ATT-1: a change in the mean has
to be set against the change expected from other settings' pupils with the same start, which needs
a model of many settings; a raw mean before and after must not be read as the setting's doing. ATT-2
asks about the pupils for whom it matters most, needs only their marks, and its words can be
checked by hand. It too is flattered by chance, since pupils are placed when things are at their
worst and some would have come back anyway, so it says what happened and not why.
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


ATT_2 = Measure(
    id="ATT-2",
    outcome="attendance",
    title="No longer missing half of school",
    sentence="{yes} of {of} pupils who had missed half or more of their sessions in the 26 school "
    "weeks before the placement missed less than half of them during it.",
    frame="placements",
    due="half_year_on",
    answer=_misses_less_now,
    left_out=(
        Aside(
            "fewer than 40 possible sessions marked before the placement",
            lambda frame: frame["possible_before"] < ENOUGH_SESSIONS,
        ),
        Aside(
            "had missed less than half before the placement",
            lambda frame: ~_missed_half_before(frame),
        ),
        Aside(
            "stayed for fewer than 40 sessions",
            lambda frame: frame["days_in_window"] * SESSIONS_A_DAY < ENOUGH_SESSIONS,
        ),
    ),
    basis=Basis(
        "ours",
        "Pupils absent for less than 50% of possible sessions over their placement, up to its "
        "first 26 school weeks, among those absent for 50% or more in the 26 school weeks before; "
        "at least 40 possible sessions on each side, counted over all registers",
    ),
)
