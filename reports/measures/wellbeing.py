"""Wellbeing: change in SWEMWBS from the start of a placement to one or two terms later.

Raw totals are turned into metric scores before they are compared: a raw point is worth 0.52 in the
middle of the scale and 2.51 at its ends. The register holds totals and never the wording of items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from movements.basis import Basis
from movements.scales import METRIC
from reports.bands import COMPLETE_SURVEY
from reports.measure import Aside, Measure

if TYPE_CHECKING:
    import pandas as pd

RELIABLE = 287
"""2.87 metric points, 2.77 standard errors of measurement: Shah N et al. (2018), HQLO 16:239."""


def _change(frame: pd.DataFrame) -> pd.Series[int]:
    """Metric change in hundredths; not known without both scores."""
    first, later = (frame[name].map(METRIC).astype("Int64") for name in _SCORES)
    return later - first


_SCORES = ("first_score", "later_score")


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
    left_out=(
        Aside("stayed for fewer than 12 school weeks", lambda frame: ~frame["stayed_12_weeks"]),
    ),
    beside=(
        Aside("worsened by 2.87 points or more", lambda frame: _change(frame) <= -RELIABLE),
        Aside("changed by less either way", lambda frame: _change(frame).abs() < RELIABLE),
    ),
    complete=COMPLETE_SURVEY,
    basis=Basis(
        "ours",
        "Pupils whose SWEMWBS metric score rose by 2.87 or more from a first score in the first 6 "
        "school weeks of a placement to the last one in its weeks 12 to 26, among those who have "
        "both and stayed 12 school weeks; those who worsened are always shown beside",
    ),
)
