"""A part-time timetable: how often it is looked at."""

from movements.basis import Basis
from movements.clock import Clock
from movements.reviews import over, owed_again, reviewed

REVIEWED_OFTEN = Basis("ours", "Guidance asks for regular review; how often is set locally")
PART_TIME_REVIEW = Clock(
    id="part_time_review",
    title="Review of a part-time timetable",
    owes="The school reviews it with the parent and the pupil",
    owner="school",
    unit="school_days",
    local="part_time_review_days",
    basis=REVIEWED_OFTEN,
    stops=reviewed,
    over=over,
)
PART_TIME_AGAIN = owed_again(PART_TIME_REVIEW, "part_time_timetable")
