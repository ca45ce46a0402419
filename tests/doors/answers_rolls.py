"""Rolls, leavers and identity told through every door."""

from tests.api.world import AMY, BEN, BROOK, CAL, DOT, FAR, FAY, HILL, NOBODY
from tests.doors.told import DAY, after, told
from tests.small_authority import upn

_AT_HOME = after(told("elective_home_education", "brook", AMY, on="2025-11-24"))
_MISSING = after(told("child_missing_education", "la330", FAY, on="2025-11-24", last_place=BROOK))
_NOTICE = after(told("attendance_order_notice", "la330", FAY, on="2025-11-24"))
_GIVEN = upn(40)
_LINKED = after(
    told(
        "records_linked", "la330", AMY, on="2025-11-24", same_as=CAL, because="The same child",
    )
)  # fmt: skip
_HANDED = after(told("hand_over", "la330", FAY, on="2025-11-24", to_authority="331", why="moved"))

_DUAL = after(
    told("dual_registration", "brook", AMY, on="2025-11-24", sort="dual", other_place=HILL)
)
_APPLIED = after(told("in_year_application", "la330", FAY, on="2025-11-24", to_place=HILL))

ROLLS = (
    told("return_sent", "brook", AMY, on=DAY, what="ctf", to_place=HILL),
    told("return_sent", "brook", AMY, "what:unknown_code", on=DAY, what="card"),
    told("dual_registration", "brook", AMY, on=DAY, sort="dual", other_place=HILL, agreed_on=DAY),
    told("dual_registration", "brook", AMY, "other_place:same_place", on=DAY, sort="guest",
         other_place=BROOK),
    _DUAL("dual_registration_ended", "brook", AMY, on=DAY, consent_on=DAY),
    told("dual_registration_ended", "brook", AMY, "started_on:no_open_episode", on=DAY),
    told("in_year_application", "la330", FAY, on=DAY, to_place=HILL),
    _APPLIED("in_year_application", "la330", FAY, "to_place:already_open", on=DAY, to_place=HILL),
    _APPLIED("in_year_outcome", "hill", FAY, on=DAY, outcome="refused", refused_for="prejudice",
             appeal_told="Y"),
    _APPLIED("in_year_outcome", "la330", FAY, on=DAY, outcome="offered"),
    _APPLIED("in_year_outcome", "hill", FAY, "refused_for:reason", on=DAY, outcome="refused"),
    told("upn_changed", "brook", AMY, on=DAY, new_upn=_GIVEN, why="adopted"),
    told("upn_changed", "brook", AMY, "why:held_permanent", on=DAY, new_upn=_GIVEN,
         why="permanent"),
    told("upn_changed", "brook", AMY, "new_upn:same_upn", on=DAY, new_upn=AMY, why="corrected"),
    told("upn_changed", "brook", AMY, "new_upn:not_free", on=DAY, new_upn=BEN, why="corrected"),
    told("upn_changed", "brook", AMY, "new_upn:not_yours", on=DAY, new_upn=DOT, why="corrected"),
    told("records_linked", "la330", AMY, on=DAY, same_as=CAL, because="One birthday and address"),
    told("records_linked", "la330", AMY, "same_as:no_other_record", on=DAY, same_as=DOT,
         because="So"),
    told("records_linked", "la330", AMY, "same_as:no_other_record", on=DAY, same_as=AMY,
         because="So"),
    told("records_linked", "brook", AMY, "kind:not_allowed", on=DAY, same_as=BEN, because="So"),
    _LINKED("records_linked", "la330", AMY, "same_as:already_linked", on=DAY, same_as=CAL,
            because="So"),
    told("records_of_two", "la330", AMY, on=DAY, not_same_as=CAL, because="Both were seen"),
    told("records_of_two", "la330", AMY, "not_same_as:no_other_record", on=DAY, not_same_as=DOT,
         because="So"),
    told("records_of_two", "brook", AMY, "kind:not_allowed", on=DAY, not_same_as=BEN, because="So"),
    _LINKED("records_of_two", "la330", AMY, "not_same_as:already_linked", on=DAY, not_same_as=CAL,
            because="So"),
    told("hand_over", "la330", FAY, on=DAY, to_authority="331", why="moved", note="In August"),
    told("hand_over", "la330", FAY, "to_authority:same_authority", on=DAY, to_authority="330",
         why="moved"),
    _HANDED("hand_over", "la330", FAY, "on:already_open", on=DAY, to_authority="331", why="moved"),
    _HANDED("hand_over_answer", "la331", FAY, on=DAY, answer="accepted"),
    _HANDED("hand_over_answer", "la331", FAY, "refusal:missing", on=DAY, answer="refused"),
    _HANDED("hand_over_answer", "la330", FAY, "answer:answers_itself", on=DAY, answer="accepted",
            said_by="An officer", how="letter"),
    told("hand_over_answer", "la331", FAY, "upn:not_yours", on=DAY, answer="accepted"),
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
    told("child_missing_education", "la330", NOBODY, on=DAY, last_place=FAR),
    told("child_missing_education", "la330", DOT, on=DAY, last_place=FAR),
    told("child_missing_education", "brook", NOBODY, "upn:not_yours", on=DAY),
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
