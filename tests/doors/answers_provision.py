"""Part time, separation, health, returns and when a child was seen, told through every door."""

from tests.api.world import AMY, BEN, BROOK, DOT, EVE, FAY, HILL, NOBODY
from tests.doors.told import DAY, after, told

SOONER = "2025-11-24"
_PART_TIME = after(
    told(
        "part_time_timetable",
        "brook",
        AMY,
        on=SOONER,
        planned_end="2025-12-19",
        week="1010101010",
        reason="medical",
    )
)
_APART = after(
    told("safeguarding_separation", "brook", AMY, on=SOONER, reason="Apart", education="tuition")
)
_ILL = after(told("health_absence", "brook", AMY, on=SOONER, expected_days="20"))
_EXCLUDED = after(told("permanent_exclusion", "brook", AMY, on=SOONER, reason1="PA"))
_PLANNED = after(told("reintegration_planned", "brook", BEN, on=SOONER, target="2026-01-05"))
_BACK = after(told("reintegration", "brook", BEN, on=SOONER))

PROVISION = (
    told(
        "part_time_timetable", "brook", AMY, on=DAY, planned_end="2026-01-16", week="1111100000",
        hours="12", reason="anxiety", objectives="One more afternoon each week",
        parent_agreed_on="2025-11-28", la_told_on=DAY, social_worker="N", plan="N",
    ),
    told(
        "part_time_timetable", "brook", AMY, on=DAY, planned_end="16/01/2026", week="1010101010",
        reason="behaviour", social_worker="Y", social_worker_told_on=DAY, plan="Y",
    ),
    told(
        "part_time_timetable", "brook", AMY, "week:full_week", on=DAY, planned_end="2026-01-16",
        week="1111111111", reason="medical",
    ),
    told(
        "part_time_timetable", "brook", AMY, "planned_end:before_start", on=DAY,
        planned_end=SOONER, week="1111100000", reason="medical",
    ),
    told(
        "part_time_timetable", "lodge", BEN, "on:not_on_roll", on=DAY, planned_end="2026-01-16",
        week="1111100000", reason="medical",
    ),
    _PART_TIME(
        "part_time_timetable", "brook", AMY, "on:already_open", on=DAY, planned_end="2026-01-16",
        week="1111100000", reason="medical",
    ),
    _PART_TIME("part_time_end", "brook", AMY, on=DAY, outcome="full_time"),
    _PART_TIME("part_time_end", "brook", AMY, "outcome:unknown_code", on=DAY, outcome="bored"),
    told("part_time_end", "brook", AMY, "started_on:no_open_episode", on=DAY, outcome="moved"),
    told(
        "safeguarding_separation", "brook", AMY, on=DAY, reason="Apart for now",
        education="other_site", planned_end="2025-12-19", la_told_on=DAY,
    ),
    told(
        "safeguarding_separation", "brook", AMY, "planned_end:before_start", on=DAY,
        reason="Apart", education="none", planned_end=SOONER,
    ),
    told(
        "safeguarding_separation", "lodge", BEN, "on:not_on_roll", on=DAY, reason="Apart",
        education="none",
    ),
    _APART(
        "safeguarding_separation", "brook", AMY, "on:already_open", on=DAY, reason="Apart",
        education="none",
    ),
    _APART("separation_end", "brook", AMY, on=DAY, outcome="returned"),
    told("separation_end", "brook", AMY, "started_on:no_open_episode", on=DAY, outcome="moved"),
    _EXCLUDED(
        "section_nineteen_decision", "la330", AMY, on=DAY, duty="Y", reasons="No school has her",
        provision_from="2025-12-02",
    ),
    _EXCLUDED("section_nineteen_decision", "la330", AMY, on=DAY, duty="N", reasons="At home"),
    _EXCLUDED(
        "section_nineteen_decision", "la330", AMY, "provision_from:not_for_this", on=DAY, duty="N",
        reasons="At home", provision_from="2025-12-02",
    ),
    told(
        "section_nineteen_decision", "la330", AMY, "started_on:no_open_episode", on=DAY, duty="N",
        reasons="Nothing to decide on",
    ),
    told(
        "health_absence", "brook", AMY, on=DAY, expected_days="20", absent_from=SOONER,
        evidence="Y", la_told_on=DAY,
    ),
    told("health_absence", "la330", AMY, on=DAY, expected_days="20"),
    told(
        "health_absence", "brook", AMY, "absent_from:after_known", on=DAY, expected_days="20",
        absent_from="2025-12-02",
    ),
    told("health_absence", "lodge", BEN, "on:not_on_roll", on=DAY, expected_days="20"),
    _ILL("health_absence", "brook", AMY, "on:already_open", on=DAY, expected_days="10"),
    _ILL("health_absence_end", "brook", AMY, on=DAY, outcome="part_time"),
    told("health_absence_end", "brook", AMY, "started_on:no_open_episode", on=DAY, outcome="other"),
    told(
        "reintegration_planned", "brook", BEN, on=DAY, to_place=BROOK, target="2026-01-05",
        week="1100000000", next_week="1111000000", full_from="2026-02-02", support="Key worker",
        owner="Head of Year 9",
    ),
    told("reintegration_planned", "la330", FAY, on=DAY, to_place=HILL, target="2026-01-05"),
    told("reintegration_planned", "la330", FAY, "to_place:missing", on=DAY, target="2026-01-05"),
    told("reintegration_planned", "brook", BEN, "target:before_start", on=DAY, target=SOONER),
    told(
        "reintegration_planned", "brook", BEN, "full_from:before_start", on=DAY,
        target="2026-01-05", full_from=DAY,
    ),
    _PLANNED("reintegration_planned", "brook", BEN, "on:already_open", on=DAY, target="2026-01-05"),
    _PLANNED("reintegration_started", "brook", BEN, on=DAY, week="1100000000"),
    told(
        "reintegration_started", "brook", BEN, "started_on:no_open_episode", on=DAY,
        week="1100000000",
    ),
    told("reintegration", "brook", BEN, "plan:no_open_plan", on=DAY, plan="1"),
    _BACK("return_checked", "brook", BEN, on=DAY, sustained="Y", found="Attends all lessons"),
    _BACK("return_checked", "brook", BEN, on=DAY, sustained="N"),
    told("return_checked", "brook", BEN, "started_on:no_open_episode", on=DAY, sustained="Y"),
    _BACK(
        "reintegration_broke_down", "brook", BEN, on=DAY, reason="support_missing",
        decided_by="The head", next_step="same_setting", words="I was on my own",
    ),
    _PLANNED(
        "reintegration_broke_down", "brook", BEN, on=DAY, reason="health", not_given="absent"
    ),
    told(
        "reintegration_broke_down", "brook", BEN, "started_on:no_open_episode", on=DAY,
        reason="health",
    ),
    told(
        "contact_made", "la330", FAY, on=DAY, how="in_person", source="authority",
        by="Welfare officer", where="home",
    ),
    told("contact_made", "lodge", EVE, on=DAY, session="PM", how="telephone", source="setting"),
    told("contact_made", "brook", AMY, "how:unknown_code", on=DAY, how="seen", source="school"),
    told("contact_made", "brook", DOT, "upn:not_yours", on=DAY, how="video", source="school"),
    told("contact_made", "lodge", NOBODY, "upn:not_yours", on=DAY, how="video", source="setting"),
)  # fmt: skip
