"""Separation for safeguarding: how long, and how often it is looked at."""

from datetime import date
from typing import Any

from movements.basis import Basis
from movements.clock import Clock
from movements.reviews import over, review_of, reviewed
from movements.school_days import SchoolDays
from movements.standing import Standing

GUIDANCE_FROM = date(2026, 7, 26)
REVIEWED_REGULARLY = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2026: reviewed regularly (how often is set "
    "locally)",
    in_force_from=GUIDANCE_FROM,
    confirmed=False,
)


def _from(movement: Any, before: Standing, days: SchoolDays) -> date | None:
    """Counted from a review of a separation that goes on, where it set no day for the next."""
    episode = review_of(movement, before)
    goes_on = movement.outcome != "return" and movement.next_review_on is None
    on: date = movement.on
    return on if goes_on and episode and episode.kind == "safeguarding_separation" else None


REVIEWED_AGAIN = Clock(
    id="separation_reviewed_again",
    title="Next review of a separation",
    owes="The school reviews again whether the pupils must still be kept apart",
    owner="school",
    unit="school_days",
    local="separation_review_days",
    basis=REVIEWED_REGULARLY,
    counted_from=_from,
    stops=reviewed,
    over=over,
)
