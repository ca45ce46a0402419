"""What the register still shows of a place that lapses once it has begun."""

from collections.abc import Iterator
from datetime import date

from fair_access.case_state import Allocation
from fair_access.law import LAPSED
from movements.kinds import KINDS
from movements.problems import Concern
from movements.standing import Standing

ENDS = {
    "on_roll": "removal_from_roll",
    "managed_move": "managed_move_ended",
    "off_site_direction": "placement_end",
    "ap_placement": "placement_end",
    "reintegration_planned": "reintegration_broke_down",
}
"""The kind that ends each movement that an allocation may imply."""


def stands_yet(
    found: Allocation,
    standing: Standing,
    on: date,
    *,
    started: bool,
    why: str = "The place has lapsed",
) -> Iterator[Concern]:
    """The movement to the place is in force on the day it lapses: which entry ends it.

    A roll that the pupil has started on is the school's to keep.
    """
    if found.movement == "on_roll":
        stands = not started and standing.roll_at(found.to_place) is not None
    else:
        entry = found.movement_entry
        episode = standing.episode(entry)
        placed = any(one.opened_by(entry) for one in standing.provision)
        stands = placed or (episode is not None and episode.ended is None)
    if stands:
        kind, end = KINDS[found.movement], KINDS[ENDS[found.movement]]
        words = f'{why}, and the register still shows "{kind.title}" as of'
        yield Concern(
            "stands_yet", f'{words} {on:%-d %B %Y}: record "{end.title}" ({end.id}).', LAPSED
        )
