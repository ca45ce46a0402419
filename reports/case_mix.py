"""Who came to a setting: what its results are read beside. Never scored, never adjusted for."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from reports.frames import ENOUGH_SESSIONS, Frames
from reports.measure import Tally

if TYPE_CHECKING:
    import pandas as pd

TIERS = {"1": "in tier one, targeted support", "2": "in tier two, time-limited",
         "3": "in tier three, transitional"}  # fmt: skip
NO_TIER = "of no tier told"
OF_TIERS = frozenset({*TIERS.values(), NO_TIER})
"""What each placement is in one of."""
CameIn = tuple[Tally, ...]


def case_mix(found: Frames, first: date, last: date) -> CameIn:
    """Who began at the setting from first to last, a placement each, and what they came with."""
    import pandas as pd

    began = found.placements["since"].between(pd.Timestamp(first), pd.Timestamp(last))
    return tuple(_told(found.placements[began]))


def _told(rows: "pd.DataFrame") -> Iterator[Tally]:
    yield Tally("placements began in these years", len(rows))
    if rows.empty:
        return
    yield Tally("in Year 11", int((rows["nc_year"] == 11).sum()))
    yield Tally("late arrivals: in Year 11, after 1 January", int(rows["late_in_year_11"].sum()))
    yield Tally("with an education, health and care plan", int(rows["has_plan"].sum()))
    yield Tally("after a permanent exclusion", int(rows["excluded_before"].sum()))
    known = rows[rows["possible_before"] >= ENOUGH_SESSIONS]
    absent = known["attended_before"] * 2 <= known["possible_before"]
    words = "absent for half or more of the 26 school weeks before, of {} whose marks tell"
    yield Tally(words.format(len(known)), int(absent.sum()))
    for tier, said in TIERS.items():
        if of_tier := int((rows["tier"] == tier).sum()):
            yield Tally(said, of_tier)
    yield Tally(NO_TIER, int(rows["tier"].isna().sum()))
