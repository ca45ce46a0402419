"""Rolls, leavers and identity told through every door."""

from tests.api.world import AMY, BROOK, FAY, HILL
from tests.doors.told import DAY, after, told

_AT_HOME = after(told("elective_home_education", "brook", AMY, on="2025-11-24"))
_MISSING = after(told("child_missing_education", "la330", FAY, on="2025-11-24", last_place=BROOK))
_NOTICE = after(told("attendance_order_notice", "la330", FAY, on="2025-11-24"))

ROLLS = (
    told(
        "elective_home_education", "brook", AMY, on=DAY, notice_by="Mother",
        in_writing_on="2025-11-28", parent_reasons="We want to teach her", authority_told_on=DAY,
    ),
    _AT_HOME("elective_home_education", "brook", AMY, "on:already_open", on=DAY),
    _AT_HOME("ehe_ended", "brook", AMY, on=DAY, because_of="school"),
    told("ehe_ended", "brook", AMY, "started_on:no_open_episode", on=DAY, because_of="other"),
    told(
        "child_missing_education", "la330", FAY, on=DAY, last_place=BROOK,
        last_seen_on="2025-10-03", enquiries="Two visits",
    ),
    told(
        "child_missing_education", "la330", FAY, "last_seen_on:after_start", on=DAY,
        last_seen_on="2025-12-02",
    ),
    _MISSING("enquiry_made", "la330", FAY, on=DAY, enquiry="home_visit", found="Nobody at home"),
    told("enquiry_made", "la330", FAY, "started_on:no_open_episode", on=DAY, enquiry="police"),
    _MISSING("cme_traced", "la330", FAY, on=DAY, where="school", at_place=HILL),
    _MISSING("cme_traced", "la330", FAY, "where:unknown_code", on=DAY, where="here"),
    told("attendance_order_notice", "la330", FAY, on=DAY, answer_by="2025-12-15"),
    told("attendance_order_notice", "brook", AMY, "kind:not_allowed", on=DAY),
    _NOTICE("attendance_order_answer", "la330", FAY, on=DAY, answer="suitable"),
    told(
        "attendance_order_answer", "la330", FAY, "started_on:no_open_episode", on=DAY,
        answer="suitable",
    ),
)  # fmt: skip
