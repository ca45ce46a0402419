"""Attainment: English and maths together, at a level that most pupils in AP can reach.

ATM-1 is the level reached, ATM-3 how far from the pupil's own starting point that is, on one ladder
of steps for functional skills and grades (`movements.codes_outcomes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from movements.basis import Basis
from movements.codes import ATTAINMENT_STEPS
from reports.measure import Aside, Ends, Measure

if TYPE_CHECKING:
    import pandas as pd

MOST_STARTS_KNOWN = 0.70
A_YEAR = 39
"""School weeks: half of Years 10 and 11."""
MEANS_FROM = 30
"""Pupils from whom a mean of scores or steps may be banded."""
ENTRY_3, LEVEL_1, LEVEL_2 = (ATTAINMENT_STEPS[one] for one in ("entry_3", "level_1", "level_2"))


def _both(frame: pd.DataFrame, level: int) -> pd.Series[bool]:
    """Whether both subjects reached a level: no, where what is recorded falls short of it.

    Not known where nothing is recorded in a subject and the other does not settle it.
    """
    english: pd.Series[bool] = (frame["english"] >= level).astype("boolean")
    return english & (frame["maths"] >= level).astype("boolean")


def _steps(frame: pd.DataFrame, end: str) -> pd.Series[float]:
    """The mean step over the subjects of which both ends are known; not known without one."""
    subjects = [(frame[name], frame[f"{name}_start"]) for name in ("english", "maths")]
    both = [(reached.notna() & start.notna()) for reached, start in subjects]
    known = both[0].astype("Int64") + both[1].astype("Int64")
    steps = [(start if end == "start" else reached).where(is_known, 0)
             for (reached, start), is_known in zip(subjects, both, strict=True)]  # fmt: skip
    return (steps[0] + steps[1]).astype("Float64") / known.where(known > 0)


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
    method="attributed",
    weight=lambda frame: frame["share_there"],
    left_out=(Aside("died", lambda frame: frame["died"]),),
    beside=(
        Aside("had both at Level 1 (GCSE grade 1) or above", lambda frame: _both(frame, LEVEL_1)),
        Aside("had both at Level 2 (GCSE grade 4) or above", lambda frame: _both(frame, LEVEL_2)),
        Aside(
            "were there for less than half of Years 10 and 11",
            lambda frame: frame["weeks_there"] < A_YEAR,
        ),
        Aside("were on the setting’s roll alone", lambda frame: frame["single_registered"]),
        Aside(
            "of those on its roll alone had both at Entry level 3 or above",
            lambda frame: frame["single_registered"] & _both(frame, ENTRY_3),
        ),
    ),
    unknown_is_no=True,
    traced=("entries", "level_entries"),
    basis=Basis(
        "ours",
        "Pupils with Entry level 3 or above in both English and maths by 31 August after Year 11, "
        "among all leavers of Year 11 who were at the setting in January of Year 11 or for 13 "
        "school weeks of Years 10 and 11, dual registered and not entered included; in the share "
        "each counts by the part of the possible sessions of Years 10 and 11 that were there: "
        "school weeks, and of a placement for a part of the week its sessions",
    ),
)
ATM_3 = Measure(
    id="ATM-3",
    outcome="attainment",
    title="Progress in English and maths from the pupil’s own start",
    sentence="On average leavers of Year 11 were {change} at the end than where they started, on "
    "the ladder from entry level to GCSE grade 9; {yes} of {of} had gone up.",
    frame="leavers",
    due="results_due_on",
    cohort="Leavers of Year 11",
    window="From the first 6 school weeks to 31 August after Year 11",
    method="change",
    ends=Ends(
        before=lambda frame: _steps(frame, "start"),
        after=lambda frame: _steps(frame, "end"),
        unit="steps",
        close=0.5,
        farthest=12.0,
        alongside=(lambda frame: frame["weeks_there"].astype("Float64"),),
    ),
    left_out=(Aside("died", lambda frame: frame["died"]),),
    complete=MOST_STARTS_KNOWN,
    minimum=MEANS_FROM,
    traced=("entries", "level_entries"),
    basis=Basis(
        "ours",
        "Mean over pupils of the step reached by 31 August after Year 11 less the step they came "
        "with, over English and maths as far as both are known; the start is the level told at "
        "entry or assessed in the first 6 school weeks. Steps: entry 1 to 3 (1 to 3), GCSE grade 1 "
        "or functional skills level 1 (4), grade 4 or level 2 (7), up to grade 9 (12). Compared by "
        "observed less expected, a line on the start and the weeks there, fitted to the pupils of "
        "all other settings. Nothing is told where more than 30% lack a start or a result",
    ),
)
