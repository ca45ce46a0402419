"""What kinds of episode say of a pupil, as far as the standing goes by it."""

PLANS = frozenset({"managed_move_proposed", "direction_decided"})
"""Of what a school intends for a pupil of its own."""
OF_A_SCHOOL = frozenset({"part_time_timetable", "safeguarding_separation", "health_absence"})
"""Of what a school has in hand only while the pupil is on its roll."""
OF_THE_LIVING = frozenset(
    {
        "ap_placement",
        "attendance_order_notice",
        "child_missing_education",
        "elective_home_education",
        "hand_over",
        "in_year_application",
        "off_site_direction",
    }
)
"""Of what nobody tells of a child who has died, or lives abroad."""
OWED_NO_MORE = frozenset({"died", "over_age", "abroad"})
"""Where a missing child may be found to whom no authority here owes education any more."""
GONE_AWAY = OWED_NO_MORE - {"over_age"}
"""Those of them that whoever meets with the child here shows to be a mistake, or over."""
