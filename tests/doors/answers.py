"""What is told through every door: a history's next movement, and what must be said of it.

`says` is empty where it is accepted; otherwise the field and code of every problem. The first row
of a kind is good, and is what the tests spoil, one answer at a time.
"""

from tests.api.world import AMY, BEN, BROOK, CAL, DOT, EVE, FAY, HILL, LODGE, NOBODY
from tests.doors.answers_moves import MOVES
from tests.doors.answers_provision import PROVISION
from tests.doors.answers_rolls import ROLLS
from tests.doors.told import DAY
from tests.doors.told import after as _after
from tests.doors.told import told as _told

AMYS_ROLL = "1"
"""The number of the entry that put Amy on roll."""

_ASKED = _after(
    _told(
        "correction_requested", "brook", AMY, on="2025-11-24", entry=AMYS_ROLL,
        proposed="on=2025-09-03", because="Came a day later",
    )
)  # fmt: skip
_EXCLUDED = _after(_told("permanent_exclusion", "brook", AMY, on="2025-11-10", reason1="PA"))
_SUSPENDED = _after(_told("suspension", "brook", AMY, on="2025-11-24", sessions="12", reason1="DB"))
_EXCLUSION = (
    _SUSPENDED(
        "exclusion_notice", "brook", AMY, on="2025-11-25", to="parent", day_six_start=DAY,
        day_six_times="9:00 to 15:00", day_six_address="1 School Lane", waived="N",
        started_on="2025-11-24",
    ),
    _EXCLUDED("exclusion_notice", "brook", AMY, on=DAY, to="governors"),
    _EXCLUDED(
        "exclusion_notice", "brook", AMY, "to:not_parent", on=DAY, to="authority", waived="Y"
    ),
    _EXCLUDED("exclusion_notice", "brook", AMY, "to:unknown_code", on=DAY, to="neighbour"),
    _told("exclusion_notice", "brook", AMY, "started_on:no_open_episode", on=DAY, to="parent"),
    _told("exclusion_notice", "hill", AMY, "upn:not_yours", on=DAY, to="parent"),
    _SUSPENDED(
        "day_six_education", "brook", AMY, on=DAY, provider="tuition", hours="25"
    ),
    _EXCLUDED("day_six_education", "la330", AMY, on=DAY, provider="pru", at_place=LODGE),
    _SUSPENDED(
        "day_six_education", "brook", AMY, "hours:not_allowed", on=DAY, provider="pru", hours="0"
    ),
    _SUSPENDED("representations_made", "brook", AMY, on=DAY, representations="Asks for support"),
    _told("representations_made", "brook", AMY, "episode:no_open_episode", on=DAY, episode="1"),
    _EXCLUDED(
        "governors_met", "brook", AMY, on=DAY, decision="declined", reasons="It was needed",
        told_on="2025-12-02", sent="post",
    ),
    _EXCLUDED("governors_met", "brook", AMY, on=DAY, decision="reinstated", told_on=DAY),
    _EXCLUDED(
        "governors_met", "brook", AMY, "decision:unknown_code", "sent:unknown_code", on=DAY,
        decision="undecided", sent="pigeon",
    ),
    _told(
        "governors_met", "brook", AMY, "started_on:no_open_episode", on=DAY, decision="declined"
    ),
    _EXCLUDED("review_applied", "brook", AMY, on=DAY, sen_expert="Y"),
    _SUSPENDED("review_applied", "brook", AMY, "started_on:no_open_episode", on=DAY),
    _EXCLUDED("review_waived", "brook", AMY, on=DAY),
    _SUSPENDED("review_waived", "brook", AMY, "started_on:no_open_episode", on=DAY),
    _EXCLUDED(
        "review_panel", "la330", AMY, on=DAY, outcome="quashed", told_on="2025-12-02",
        sen_expert="N",
    ),
    _EXCLUDED("review_panel", "brook", AMY, "outcome:missing", on=DAY),
    _EXCLUDED("governors_reconsidered", "brook", AMY, on=DAY, decision="reinstated"),
    _EXCLUDED(
        "governors_reconsidered", "brook", AMY, "decision:unknown_code", on=DAY,
        decision="no_power",
    ),
    _SUSPENDED(
        "exclusion_cancelled", "brook", AMY, on=DAY, reasons="New evidence", sessions_served="10",
        told_on=DAY,
    ),
    _SUSPENDED(
        "exclusion_cancelled", "brook", AMY, "sessions_served:too_many", on=DAY, reasons="New",
        sessions_served="13",
    ),
    _EXCLUDED("exclusion_cancelled", "brook", AMY, on=DAY, reasons="New", sessions_served="0"),
    _EXCLUDED("discrimination_claim", "brook", AMY, on=DAY),
    _told("discrimination_claim", "brook", AMY, "started_on:no_open_episode", on=DAY),
)  # fmt: skip

TOLD = (
    *_EXCLUSION,
    *MOVES,
    *PROVISION,
    *ROLLS,
    _told("on_roll", "brook", NOBODY, on=DAY),
    _told("on_roll", "lodge", BEN, on="01/12/2025", enrol_status="S"),
    _told("on_roll", "hill", AMY, on=DAY),
    _told("on_roll", "brook", AMY, "upn:already_on_roll", on=DAY),
    _told("on_roll", "brook", NOBODY, "enrol_status:unknown_code", on=DAY, enrol_status="X"),
    _told(
        "pupil_details", "brook", AMY, on=DAY, surname="Zoë O’Neill", dob="2012-03-05", sex="F",
        nc_year="9", sen_provision="K", fsm="N", ethnicity="WBRI", home_la="330", looked_after="N",
    ),
    _told("pupil_details", "brook", AMY, "dob:in_future", on=DAY, dob="2026-03-05"),
    _told("pupil_details", "brook", AMY, "home_la:string", on=DAY, home_la="33"),
    _told("pupil_details", "brook", AMY, "fsm:not_allowed", on=DAY, fsm="perhaps"),
    _told("suspension", "brook", AMY, on=DAY, session="PM", sessions="4", reason1="DB", ref="7"),
    _told("suspension", "brook", AMY, on="1 Dec 2025", sessions="4.0", reason1="DB", reason2="PP"),
    _told("suspension", "hill", CAL, on="2025-10-01", sessions="180", reason1="DB"),
    _told("suspension", "brook", AMY, "reason1:unknown_code", on=DAY, sessions="4", reason1="OT"),
    _told("suspension", "brook", AMY, "sessions:not_allowed", on=DAY, sessions="0", reason1="DB"),
    _told(
        "suspension", "brook", AMY, "reason2:repeated", on=DAY, sessions="4", reason1="DB",
        reason2="DB",
    ),
    _told("suspension", "brook", DOT, "upn:not_yours", on=DAY, sessions="4", reason1="DB"),
    _told("suspension", "brook", NOBODY, "upn:not_yours", on=DAY, sessions="4", reason1="DB"),
    _told("suspension", "lodge", BEN, "on:not_on_roll", on=DAY, sessions="4", reason1="DB"),
    _told(
        "suspension", "brook", CAL, "on:already_suspended", "corrects:differs", on="2025-09-15",
        sessions="6", reason1="DB",
    ),
    _told("permanent_exclusion", "brook", AMY, on=DAY, reason1="PA", reason2="DB"),
    _told("permanent_exclusion", "lodge", BEN, "on:not_on_roll", on=DAY, reason1="PA"),
    _told(
        "permanent_exclusion", "brook", FAY, "on:already_excluded", on="2025-10-20", reason1="PA"
    ),
    _told("managed_move", "brook", AMY, on=DAY, to_place=HILL, agreed_on="2025-11-24"),
    _told("managed_move", "brook", AMY, on=DAY, to_place=LODGE, trial_until="30/01/2026"),
    _told("managed_move", "brook", AMY, "to_place:same_place", on=DAY, to_place=BROOK),
    _told("managed_move", "brook", AMY, "to_place:unknown_place", on=DAY, to_place="999999"),
    _told(
        "managed_move", "brook", AMY, "trial_until:before_start", on=DAY, to_place=HILL,
        trial_until="2025-11-24",
    ),
    _told(
        "off_site_direction", "brook", AMY, on=DAY, place=LODGE, notice_on="2025-11-24", days="30",
        objectives="Return to a full timetable; calmer starts", week="1111100000",
    ),
    _told("off_site_direction", "brook", AMY, on=DAY, place=LODGE, days="6"),
    _told("off_site_direction", "brook", AMY, "place:same_place", on=DAY, place=BROOK, days="6"),
    _told("off_site_direction", "brook", BEN, "place:already_open", on=DAY, place=LODGE, days="6"),
    _told("off_site_direction", "lodge", BEN, "on:not_on_roll", on=DAY, place=HILL, days="6"),
    _told(
        "ap_placement", "brook", AMY, on=DAY, place=LODGE, reason="BHS", pattern="PT",
        week="1010101010", planned_end="2026-03-27", arranged_by="school", sessions_per_week="5",
        cost_per_week="412.50", transport_per_week="£35", objectives="Back by Easter",
        baseline="Attends 62 per cent", tier="2", exit_criterion="Four good weeks",
        owner="Inclusion lead", visited_on="2025-11-24", checks_seen_on="2025-11-24",
        insurance_seen_on=DAY,
    ),
    _told("ap_placement", "brook", AMY, on=DAY, setting_type="NFE", reason="MHN"),
    _told(
        "ap_placement", "brook", AMY, "sessions_per_week:differs_from_week", on=DAY, place=LODGE,
        reason="BHS", week="1010101010", sessions_per_week="4",
    ),
    _told(
        "ap_placement", "brook", AMY, "cost_per_week:money", on=DAY, place=LODGE, reason="BHS",
        cost_per_week="about 400",
    ),
    _told("ap_placement", "brook", AMY, "place:one_setting", on=DAY, reason="BHS"),
    _told(
        "ap_placement", "brook", AMY, "place:one_setting", on=DAY, reason="BHS", place=LODGE,
        setting_type="NFE",
    ),
    _told(
        "ap_placement", "brook", AMY, "week:week_missing", on=DAY, reason="BHS", place=LODGE,
        pattern="PT",
    ),
    _told("ap_placement", "brook", BEN, "place:already_open", on=DAY, place=LODGE, reason="BHS"),
    _told(
        "ap_placement", "brook", AMY, "planned_end:before_start", on=DAY, place=LODGE,
        reason="BHS", planned_end="2025-11-24",
    ),
    _told(
        "placement_end", "brook", BEN, on=DAY, place=LODGE, started_on="2025-11-03",
        outcome="returned",
    ),
    _told("placement_end", "lodge", EVE, on=DAY, place=f"s_00{LODGE}"),
    _told("placement_end", "brook", AMY, "place:no_open_episode", on=DAY, place=LODGE),
    _told("placement_end", "brook", BEN, "episode:no_open_episode", on=DAY, episode="1"),
    _told("reintegration", "brook", BEN, on=DAY, to_place=BROOK),
    _told("reintegration", "lodge", BEN, on=DAY),
    _told("removal_from_roll", "brook", AMY, on=DAY, ground="a", to_place=HILL),
    _told("removal_from_roll", "brook", AMY, on=DAY, ground="o"),
    _told("removal_from_roll", "lodge", BEN, "on:not_on_roll", on=DAY, ground="a"),
    _told(
        "outreach", "brook", AMY, on=DAY, setting=LODGE, contacts="6", objectives="Stay in class"
    ),
    _told("outreach", "brook", AMY, "setting:missing", on=DAY, contacts="6"),
    _told("outreach", "brook", AMY, "setting:not_ap_setting", on=DAY, setting=HILL, contacts="6"),
    _told("outreach", "lodge", AMY, "upn:not_yours", on=DAY, contacts="6"),
    _told("outreach", "lodge", BEN, "setting:another_setting", on=DAY, setting=HILL, contacts="6"),
    _told("outreach", "lodge", BEN, on=DAY, contacts="4"),
    _told("outreach", "lodge", FAY, "upn:not_yours", on=DAY, contacts="6"),
    _told("outreach", "lodge", EVE, on=DAY, contacts="2"),
    _told("outreach", "lodge", DOT, "upn:not_yours", on=DAY, contacts="6"),
    _told("wellbeing", "lodge", BEN, on=DAY, scale="SWEMWBS", score="21"),
    _told("wellbeing", "lodge", BEN, "score:out_of_range", on=DAY, score="6"),
    _told("wellbeing", "lodge", BEN, "score:out_of_range", on=DAY, scale="SDQ", score="41"),
    _told("wellbeing", "lodge", BEN, on=DAY, answers="3,3,2,3,4,2,4", answered_by="pupil"),
    _told("wellbeing", "lodge", BEN, "answers:not_all", on=DAY, answers="3,3,2"),
    _told("wellbeing", "lodge", BEN, "score:missing", on=DAY, answered_by="pupil"),
    _told("post_16_offer", "lodge", BEN, on=DAY, offer="college", provider="Example College"),
    _told("post_16_offer", "lodge", BEN, "provider:not_asked", on=DAY, offer="none", provider="X"),
    _told(
        "attainment", "lodge", BEN, on=DAY, subject="english", level="level_1", baseline="entry_3"
    ),
    _told("attainment", "hill", CAL, on="2025-11-01", subject="maths", level="entry_1"),
    _told(
        "attainment", "hill", CAL, "corrects:differs", on="2025-11-01", subject="english",
        level="level_2",
    ),
    _told(
        "destination", "brook", AMY, on=DAY, destination="education", from_="2025-10-01",
        to="2025-11-28",
    ),
    _told(
        "destination", "brook", AMY, "from:order", on=DAY, destination="neet", from_="2025-11-01",
        to="2025-10-01",
    ),
    _told(
        "withdrawn", "brook", AMY, on=DAY, because="Entered for the wrong pupil",
        corrects=AMYS_ROLL, correction_reason="wrong_details",
    ),
    _told("withdrawn", "brook", AMY, "corrects:missing", on=DAY, because="Wrong pupil"),
    _told(
        "withdrawn", "brook", AMY, "corrects:no_such_entry", on=DAY, because="Wrong pupil",
        corrects="3", correction_reason="wrong_details",
    ),
    _told(
        "withdrawn", "brook", AMY, "correction_reason:missing", on=DAY, because="Wrong pupil",
        corrects=AMYS_ROLL,
    ),
    _told(
        "question_answered", "brook", AMY, on=DAY, question="no_roll", facts="q0123456789abcdef",
        because="Taught at home", until="2026-01-30",
    ),
    _told(
        "question_answered", "brook", AMY, "question:unknown_question", "until:before_start",
        on=DAY, question="why", facts="q0123456789abcdef", because="So", until="2025-11-30",
    ),
    _told(
        "question_answered", "brook", AMY, "facts:facts", on=DAY, question="no_roll", facts="7",
        because="So",
    ),
    _told(
        "correction_requested", "brook", AMY, on=DAY, entry=AMYS_ROLL, proposed="on=2025-09-03",
        because="Came a day later",
    ),
    _told(
        "correction_requested", "brook", AMY, "entry:no_such_entry", on=DAY, entry="3",
        because="Wrong",
    ),
    _told(
        "correction_requested", "brook", AMY, "proposed:proposed", on=DAY, entry=AMYS_ROLL,
        proposed="a day later", because="Wrong",
    ),
    _ASKED("correction_answered", "brook", AMY, on=DAY, answer="approved"),
    _ASKED(
        "correction_answered", "brook", AMY, on=DAY, answer="rejected",
        rejected_as="entry_is_right", because="Signed for that day",
    ),
    _ASKED("correction_answered", "brook", AMY, "rejected_as:missing", on=DAY, answer="rejected"),
)  # fmt: skip

GOOD = {told.kind: told for told in reversed(TOLD) if not told.says}
"""Of each kind, the first row that is accepted."""
