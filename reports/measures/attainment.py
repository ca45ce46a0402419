"""Attainment: English and maths together, at a level that most pupils in AP can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movements.basis import Basis
from movements.codes import ATTAINMENT_STEPS
from reports.measure import Aside, Measure

if TYPE_CHECKING:
    import pandas as pd

ENTRY_3, LEVEL_1, LEVEL_2 = (ATTAINMENT_STEPS[one] for one in ("entry_3", "level_1", "level_2"))


def _both(frame: pd.DataFrame, level: int) -> pd.Series[bool]:
    """Whether both subjects reached a level: no, where what is recorded falls short of it.

    Not known where nothing is recorded in a subject and the other does not settle it.
    """
    english: pd.Series[bool] = (frame["english"] >= level).astype("boolean")
    return english & (frame["maths"] >= level).astype("boolean")


ATM_1 = Measure(
    id="ATM-1",
    outcome="attainment",
    title="English and maths at Entry level 3 or above",
    sentence="{yes} of {of} leavers of Year 11 had reached Entry level 3 or above in both English "
    "and maths; pupils with no result recorded count as not.",
    frame="leavers",
    due="results_due_on",
    cohort="Leavers of Year 11",
    window="Up to 31 August after Year 11",
    answer=lambda frame: _both(frame, ENTRY_3),
    left_out=(Aside("died", lambda frame: frame["died"]),),
    beside=(
        Aside("had both at Level 1 (GCSE grade 1) or above", lambda frame: _both(frame, LEVEL_1)),
        Aside("had both at Level 2 (GCSE grade 4) or above", lambda frame: _both(frame, LEVEL_2)),
    ),
    unknown_is_no=True,
    basis=Basis(
        "ours",
        "Pupils with Entry level 3 or above in both English and maths by 31 August after Year 11, "
        "among all leavers of Year 11 who were at the setting in January of Year 11 or for 13 "
        "school weeks of Years 10 and 11, dual registered and not entered included",
    ),
)
