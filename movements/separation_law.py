"""Separation for safeguarding: how long, and how often it is looked at."""

from datetime import date

from movements.basis import Basis
from movements.clock import Clock
from movements.reviews import over, owed_again, reviewed

SEPARATION = "safeguarding_separation"
GUIDANCE_FROM = date(2026, 7, 26)
REVIEWED_REGULARLY = Basis(
    "guidance",
    "Suspension and permanent exclusion guidance 2026: reviewed regularly (how often is set "
    "locally)",
    in_force_from=GUIDANCE_FROM,
    confirmed=False,
)
SEPARATION_REVIEW = Clock(
    id="separation_review",
    title="Review of a separation",
    owes="The school reviews whether the pupils must still be kept apart",
    owner="school",
    unit="school_days",
    local="separation_review_days",
    basis=REVIEWED_REGULARLY,
    stops=reviewed,
    over=over,
)
SEPARATION_AGAIN = owed_again(SEPARATION_REVIEW, SEPARATION)
