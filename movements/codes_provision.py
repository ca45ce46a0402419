"""Code sets of placements, part-time timetables, separation, absence for health, and returns."""

from movements.code_set import Code, CodeSet, plain

SCHOOL_REASONS = frozenset({"BHS", "SUS", "EXR", "MHN", "PHN", "OTH"})
"""Placement reasons on the list for placements that a school arranged."""
AUTHORITY_REASONS = frozenset({"EXR", "MHN", "PHN", "PRC", "EHC", "NEW", "OTH"})
"""Placement reasons on the list for placements that an authority funds."""

PLACEMENT_REASONS = CodeSet(
    "PLACEMENT_REASONS",
    "placement reason",
    (
        Code("BHS", "Off-site placement for behavioural support"),
        Code("SUS", "Suspension"),
        Code("EXR", "Permanent exclusion, still under review"),
        Code("MHN", "Medical condition: mental health need"),
        Code("PHN", "Medical condition: physical health need"),
        Code("PRC", "Pregnancy or childcare (authority only)", verified=False),
        Code("EHC", "Setting named on the plan (authority only)", verified=False),
        Code("NEW", "New arrival without a school place (authority only)", verified=False),
        Code("OTH", "Other"),
    ),
)

SETS = (
    plain(
        "PART_TIME_REASONS",
        "reason for a part-time timetable",
        medical="A medical condition",
        anxiety="Anxiety about school",
        reintegration="Return after absence or from elsewhere",
        bereavement="Bereavement or a family crisis",
        below_age="Below compulsory school age",
        behaviour="Behaviour: not a lawful reason",
        other="Other",
    ),
    plain(
        "PART_TIME_OUTCOMES",
        "outcome of a part-time timetable",
        full_time="Full time again",
        placed="Placed elsewhere",
        moved="Moved to another school",
        agreement_withdrawn="The parent withdrew the agreement",
        other="Other",
    ),
    plain(
        "SEPARATION_EDUCATION",
        "education during a separation",
        other_site="At another school or setting",
        tuition="Tuition away from the school",
        online="Online education",
        set_work="Work set by the school",
        none="None yet",
    ),
    plain(
        "SEPARATION_OUTCOMES",
        "outcome of a separation",
        returned="Back at the school",
        placed="Placed elsewhere",
        moved="Moved to another school",
        no_longer_needed="No longer needed: the other pupil has left",
        other="Other",
    ),
    plain(
        "HEALTH_OUTCOMES",
        "outcome of an absence for health",
        returned="Back at school full time",
        part_time="Back part time",
        placed="Placed elsewhere",
        other="Other",
    ),
    plain(
        "BREAKDOWN_REASONS",
        "reason a return broke down",
        attendance="The pupil did not attend",
        behaviour="Behaviour",
        needs_not_met="Needs not met at the school",
        support_missing="The support planned was not there",
        health="Health",
        parent_ended="Ended by the parent",
        safety="The safety of the pupil or of others",
        other="Other",
    ),
    plain(
        "BREAKDOWN_NEXT_STEPS",
        "next step after a return broke down",
        same_setting="Back to the setting the pupil came from",
        other_setting="Another setting",
        other_school="Another school",
        new_plan="A new plan at the same school",
        panel="To the fair access panel",
        plan_review="A review of the education, health and care plan",
    ),
    plain(
        "SEEN_HOW",
        "way a child was seen",
        in_person="In person",
        video="By video",
        telephone="Spoken to by telephone",
        other_agency="Seen by another agency, which told us",
    ),
    plain(
        "SEEN_WHERE",
        "sort of place a child was seen at",
        home="At home",
        school="At a school",
        setting="At a setting",
        office="At an office",
        elsewhere="Elsewhere",
    ),
    plain(
        "SEEN_BY",
        "agency that saw a child",
        school="A school",
        setting="An AP setting",
        authority="The authority",
        social_care="Children's social care",
        health="Health services",
        police="Police",
        youth_justice="Youth justice",
        voluntary="A voluntary body",
    ),
)
