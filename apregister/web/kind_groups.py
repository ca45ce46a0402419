"""The kinds of movement by what they are about, so that one is found among sixty."""

from collections.abc import Iterable

from movements.kind import Kind

_GROUPS = (
    (
        "Roll and details",
        ("on_roll", "removal_from_roll", "pupil_details", "upn_changed"),
        ("records_linked", "records_of_two"),
        ("dual_registration", "dual_registration_ended", "return_sent"),
        ("in_year_application", "in_year_outcome"),
    ),
    (
        "Suspension and exclusion",
        ("suspension", "permanent_exclusion", "exclusion_notice", "day_six_education"),
        ("representations_made", "governors_met", "review_applied", "review_waived"),
        ("review_panel", "governors_reconsidered", "exclusion_cancelled", "discrimination_claim"),
    ),
    (
        "Managed move",
        ("managed_move_proposed", "agreement", "override", "managed_move", "managed_move_ended"),
    ),
    (
        "Off-site direction",
        ("direction_decided", "direction_notice", "off_site_direction"),
    ),
    (
        "Alternative provision and return",
        ("outreach", "ap_placement", "placement_end", "section_nineteen_decision"),
        ("reintegration_planned", "reintegration_started", "reintegration", "return_checked"),
        ("reintegration_broke_down",),
    ),
    (
        "Reviews, the pupil’s views and advice",
        ("review_requested", "review_invitation", "review_held", "review_letter"),
        ("pupil_views", "advice_offered"),
    ),
    (
        "Part time, health and separation",
        ("part_time_timetable", "part_time_end", "health_absence", "health_absence_end"),
        ("safeguarding_separation", "separation_end"),
    ),
    (
        "Home education, missing children and other authorities",
        ("elective_home_education", "ehe_ended", "child_missing_education", "enquiry_made"),
        ("contact_made", "cme_traced", "attendance_order_notice", "attendance_order_answer"),
        ("hand_over", "hand_over_answer"),
    ),
    ("Outcomes", ("wellbeing", "attainment", "post_16_offer", "destination")),
)
_OTHER = "Corrections and others"
"""What stands in no group, so that a new kind is offered as soon as it is listed."""


def grouped(kinds: Iterable[type[Kind]]) -> list[tuple[str, list[type[Kind]]]]:
    """The kinds under a heading each, in the order of the groups; no heading without a kind."""
    left = {kind.id: kind for kind in kinds}
    found = []
    for heading, *rows in _GROUPS:
        here = [left.pop(name) for row in rows for name in row if name in left]
        found.append((heading, here))
    return [(heading, here) for heading, here in [*found, (_OTHER, [*left.values()])] if here]
