"""Wellbeing: change in SWEMWBS from the start of a placement to one or two terms later.

Raw totals are turned into metric scores before they are compared: a raw point is worth 0.52 in the
middle of the scale and 2.51 at its ends. The register holds totals and never the wording of items.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from movements.basis import Basis
from movements.scales import METRIC
from reports.bands import COMPLETE_SURVEY
from reports.measure import Aside, Ends, Measure

if TYPE_CHECKING:
    import pandas as pd

USUAL_SELF_ESTEEM = 15
"""Rosenberg totals from here to 25 are usual, lower ones low."""
RELIABLE = 287
"""2.87 metric points, 2.77 standard errors of measurement: Shah N et al. (2018), HQLO 16:239."""


def _change(frame: pd.DataFrame) -> pd.Series[int]:
    """Metric change in hundredths; not known without both scores."""
    first, later = (frame[name].map(METRIC).astype("Int64") for name in _SCORES)
    return later - first


_SCORES = ("first_score", "later_score")


def _score(name: str) -> Callable[[pd.DataFrame], pd.Series[float]]:
    """A metric score in points."""
    return lambda frame: frame[name].map(METRIC).astype("Float64") / 100


_BRIEF = Aside("stayed for fewer than 12 school weeks", lambda frame: ~frame["stayed_12_weeks"])
WEL_1 = Measure(
    id="WEL-1",
    outcome="wellbeing",
    title="Wellbeing at the end against the beginning",
    sentence="On average pupils’ wellbeing score was {change} one or two terms later than when "
    "they came; {yes} of {of} pupils scored higher.",
    frame="placements",
    due="half_year_on",
    cohort="Pupils placed for 12 school weeks or more, with a score at both ends",
    window="From the first 6 school weeks of the placement to weeks 12 to 26",
    method="change",
    ends=Ends(
        before=_score("first_score"),
        after=_score("later_score"),
        unit="points",
        close=1.0,
        farthest=28.0,
    ),
    left_out=(_BRIEF,),
    complete=COMPLETE_SURVEY,
    minimum=30,
    traced=("entries", "score_entries"),
    basis=Basis(
        "ours",
        "Mean over pupils of the SWEMWBS metric score, the last in weeks 12 to 26 of a placement "
        "less the first in its first 6 school weeks, among those who have both and stayed 12 "
        "school weeks. Compared by observed less expected, a line on the first score fitted to the "
        "pupils of all other settings. Fewer than 30 pupils with two scores show no change",
    ),
)
WEL_2 = Measure(
    id="WEL-2",
    outcome="wellbeing",
    title="Wellbeing improved",
    sentence="{yes} of {of} pupils with two scores improved by 2.87 points or more on SWEMWBS, "
    "more than chance in answering would explain.",
    frame="placements",
    due="half_year_on",
    cohort="Pupils placed for 12 school weeks or more, with a score at both ends",
    window="From the first 6 school weeks of the placement to weeks 12 to 26",
    answer=lambda frame: _change(frame) >= RELIABLE,
    left_out=(_BRIEF,),
    complete=COMPLETE_SURVEY,
    narrows="WEL-1",
    at_least=RELIABLE / 100,
    traced=("entries", "score_entries"),
    basis=Basis(
        "ours",
        "Pupils whose SWEMWBS metric score rose by 2.87 or more from a first score in the first 6 "
        "school weeks of a placement to the last one in its weeks 12 to 26, among those who have "
        "both and stayed 12 school weeks; WEL-2W shows those who worsened",
    ),
)
WEL_2W = replace(
    WEL_2,
    id="WEL-2W",
    title="Wellbeing worsened (lower is better)",
    sentence="{yes} of {of} pupils with two scores worsened by 2.87 points or more on SWEMWBS, "
    "more than chance in answering would explain.",
    answer=lambda frame: _change(frame) <= -RELIABLE,
    better="lower",
    at_least=-RELIABLE / 100,
    basis=Basis(
        "ours",
        "Pupils whose SWEMWBS metric score fell by 2.87 or more, among the same pupils and between "
        "the same scores as those who improved: a setting may do well by many and badly by some",
    ),
)


def _all_three(frame: pd.DataFrame) -> pd.Series[bool]:
    """Agrees with each of three; a disagreement settles it though another was left out.

    Where they settle nothing, a Rosenberg total does.
    """
    items = [frame[name].astype("boolean") for name in ("self_esteem", "opportunity", "activity")]
    agrees = items[0] & items[1] & items[2]
    return agrees.fillna((frame["rosenberg"] >= USUAL_SELF_ESTEEM).astype("boolean"))


WEL_3 = Measure(
    id="WEL-3",
    outcome="wellbeing",
    title="Self-esteem, opportunity and things that matter",
    sentence="{yes} of {of} pupils who answered feel good about themselves there, get chances to "
    "try new things, and do things that matter to them.",
    frame="pupil_voice",
    due="due_on",
    cohort="Pupils given a link to say what the setting is like",
    window="Links answered, or over, in the school year",
    answer=_all_three,
    complete=COMPLETE_SURVEY,
    traced=("entries", "score_entries"),
    basis=Basis(
        "ours",
        "Pupils who agree, or strongly agree, with all three: I feel good about myself there; I "
        "get chances to try new things; I do things that matter to me; among those who answered "
        "them. Of a pupil who did not, a Rosenberg total of 15 or more (of 30) in the year before "
        "counts as yes, a lower one as no",
    ),
)
