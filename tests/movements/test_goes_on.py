"""What is begun and never ended is asked about: no kind of episode stays open in silence."""

from apregister.rulebook import every_clock
from movements.exceptions import EXCEPTIONS
from movements.kinds import KINDS

ASKED: dict[str, tuple[str, ...]] = {
    "suspension": ("suspension_day_six", "e_over_five_days"),
    "permanent_exclusion": ("exclusion_governors_meet", "exclusion_day_six", "no_roll"),
    "managed_move_proposed": ("proposal_settled", "not_answered"),
    "managed_move": ("on_roll_check", "move_review"),
    "direction_decided": ("direction_begins",),
    "off_site_direction": ("direction_end", "direction_past_days"),
    "ap_placement": ("placement_planned_end", "placement_reviewed_again", "placement_past_end"),
    "reintegration_planned": ("reintegration_start", "reintegration_full", "phased_return_full"),
    "reintegration": ("return_sustained",),
    "part_time_timetable": ("part_time_end", "part_time_reviewed_again", "part_time_past_limit"),
    "safeguarding_separation": (
        "separation_end", "separation_review", "separation_reviewed_again", "absence_past_end",
    ),
    "health_absence": ("health_absence_end", "absence_past_end"),
    "elective_home_education": ("home_education_contact", "home_education_on_roll"),
    "child_missing_education": ("missing_enquiry", "no_roll"),
    "attendance_order_notice": ("order_decided",),
    "hand_over": ("hand_over_answered",),
    "dual_registration": ("second_roll", "unaccounted_for"),
    "in_year_application": ("in_year_outcome_must",),
    "place_offered": ("fair_access_answer", "fair_access_start"),
    "correction_requested": ("correction_answer",),
}  # fmt: skip
"""Of each kind that begins an episode: what asks about one that has gone on for too long.

Clocks that are missed until it ends, of the kind, its milestones or the panel's case, and questions
of the ledger. A suspension ends with its own sessions; a registration at two schools, and home
education, last for as long as they are agreed, and are asked about at their beginning.
"""


def test_each_kind_that_begins_something_is_asked_about_once_it_goes_on_for_long() -> None:
    assert {*ASKED} == {kind.id for kind in KINDS.values() if kind.opens}
    clocks = {told.clock.id: told.clock for told in every_clock()}
    for kind, asks in ASKED.items():
        assert {*asks} <= {*clocks} | {*EXCEPTIONS}, kind
        silent = [clock.past for name in asks if (clock := clocks.get(name))]
        assert "lapsed" not in silent, f"{kind}: a right that lapses asks nobody"
