"""What kinds of episode say of a pupil, as far as the standing goes by it."""

PLANS = frozenset({"managed_move_proposed", "direction_decided"})
"""Of what a school intends for a pupil of its own."""
OF_A_SCHOOL = frozenset({"part_time_timetable", "safeguarding_separation", "health_absence"})
"""Of what a school has in hand only while the pupil is on its roll."""
OF_THE_LIVING = frozenset({"child_missing_education", "in_year_application"})
"""Of what nobody tells of a child who has died."""
