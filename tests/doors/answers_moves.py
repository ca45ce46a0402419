"""Managed moves, directions, agreement and voices told through every door."""

from tests.api.world import AMY, BEN, BROOK, EVE, HILL, LODGE
from tests.doors.told import DAY, after, told

SOONER = "2025-11-24"
_PROPOSED = after(
    told("managed_move_proposed", "brook", AMY, on=SOONER, to_place=HILL, reason="behaviour")
)
_MOVED = after(told("managed_move", "brook", AMY, on=SOONER, to_place=HILL, agreed_on=SOONER))
_DECIDED = after(
    told("direction_decided", "brook", AMY, on=SOONER, place=LODGE, planned_start="2025-12-08")
)
_DIRECTED = after(told("off_site_direction", "brook", AMY, on=SOONER, place=LODGE, days="20"))

MOVES = (
    told(
        "managed_move_proposed", "brook", AMY, on=DAY, to_place=HILL, reason="relationships",
        planned_start="2026-01-05", interests="A fresh start", support="Mentoring since March",
        parents="two", authority_asked="Y", head="J. Example",
    ),
    told(
        "managed_move_proposed", "brook", AMY, "to_place:same_place", "planned_start:before_start",
        on=DAY, to_place=BROOK, reason="other", planned_start=SOONER,
    ),
    _PROPOSED(
        "managed_move_proposed", "brook", AMY, "to_place:already_open", on=DAY, to_place=HILL,
        reason="other",
    ),
    _PROPOSED(
        "agreement", "brook", AMY, on=DAY, party="parent", answer="agreed", how="meeting",
        said_by="A. Parent", words="Yes, we want it",
    ),
    _PROPOSED(
        "agreement", "hill", AMY, on=DAY, started_on=SOONER, party="receiving_school",
        answer="refused", reason="no_place", said_by="H. Head",
    ),
    _PROPOSED("agreement", "la330", AMY, on=DAY, party="authority", answer="agreed"),
    _PROPOSED(
        "agreement", "hill", AMY, "reason:missing", on=DAY, party="receiving_school",
        answer="refused",
    ),
    told(
        "agreement", "hill", AMY, "upn:not_yours", on=DAY, party="receiving_school",
        answer="agreed",
    ),
    told(
        "agreement", "brook", AMY, "started_on:no_open_episode", on=DAY, party="parent",
        answer="agreed",
    ),
    _PROPOSED(
        "override", "la330", AMY, on=DAY, what="signature", party="parent",
        because="The court has decided", permitted_by="A. Director",
    ),
    _PROPOSED(
        "override", "la330", AMY, "party:missing", on=DAY, what="signature",
        because="The court has decided", permitted_by="A. Director",
    ),
    _PROPOSED(
        "override", "la330", AMY, "what:unknown_code", on=DAY, what="notice", party="parent",
        because="The court has decided", permitted_by="A. Director",
    ),
    _PROPOSED(
        "override", "la330", AMY, "party:nothing_to_override", on=DAY, what="signature",
        party="authority", because="The court has decided", permitted_by="A. Director",
    ),
    _MOVED(
        "managed_move_ended", "brook", AMY, on=DAY, outcome="failed", reason="attendance",
        decider="both_heads", words="It was too far",
    ),
    told(
        "managed_move_ended", "brook", AMY, "started_on:no_open_episode", on=DAY,
        outcome="success",
    ),
    told(
        "direction_decided", "brook", AMY, on=DAY, place=LODGE, planned_start="2025-12-08",
        days="20", objectives="Calmer starts", support="Outreach", decider="governors",
    ),
    told(
        "direction_decided", "brook", AMY, "place:same_place", "planned_start:before_start",
        on=DAY, place=BROOK, planned_start=SOONER,
    ),
    _DECIDED(
        "direction_notice", "brook", AMY, on=DAY, to="parent", has_address="Y", has_report_to="Y",
        has_days="Y", has_reasons="Y", has_objectives="Y", has_times="N", proof="post",
    ),
    told("direction_notice", "brook", AMY, "started_on:no_open_episode", on=DAY, to="parent"),
    _DECIDED(
        "off_site_direction", "brook", AMY, "decision:no_such_decision",
        "first_review_on:before_start", on=DAY, place=HILL, days="6", decision="1",
        first_review_on=SOONER,
    ),
    _PROPOSED(
        "managed_move", "brook", AMY, "proposal:no_such_proposal", on=DAY, to_place=HILL,
        proposal="1",
    ),
    _DIRECTED("review_requested", "brook", AMY, on=DAY, asked_by="parent"),
    told("review_requested", "brook", AMY, "started_on:no_open_episode", on=DAY, asked_by="pupil"),
    _DIRECTED(
        "review_invitation", "brook", AMY, on=DAY, to="parent", meeting_on="2025-12-08",
        how="letter",
    ),
    _DIRECTED(
        "review_invitation", "brook", AMY, "meeting_on:before_start", on=DAY, to="parent",
        meeting_on=SOONER,
    ),
    _DIRECTED(
        "review_held", "brook", AMY, on=DAY, outcome="extend", until="2026-01-30",
        reasons="Afternoons need more time", words="I like the mornings",
        next_review_on="2026-01-12", head_present="Y", parent_present="Y", nominee_present="N",
    ),
    told("review_held", "lodge", BEN, on=DAY, outcome="continue", not_given="declined"),
    told("review_held", "brook", BEN, "until:missing", on=DAY, outcome="extend"),
    told(
        "review_held", "brook", BEN, "until:not_for_this", on=DAY, outcome="continue",
        until="2026-01-30",
    ),
    told("review_held", "brook", BEN, "outcome:not_for_this", on=DAY, outcome="convert"),
    told(
        "review_held", "brook", EVE, "until:before_start", "next_review_on:before_start", on=DAY,
        outcome="return", until=SOONER, next_review_on=SOONER,
    ),
    _DIRECTED("review_letter", "brook", AMY, on=DAY, to="parent"),
    told("review_letter", "brook", AMY, "started_on:no_open_episode", on=DAY, to="parent"),
    _DIRECTED("pupil_views", "brook", AMY, on=DAY, at="review", words="I want to go back"),
    told("pupil_views", "lodge", BEN, on=DAY, at="review", not_given="absent"),
    told("pupil_views", "lodge", BEN, "words:missing", on=DAY, at="review"),
    told(
        "pupil_views", "lodge", BEN, "not_given:not_for_this", on=DAY, at="end", words="Fine",
        not_given="absent",
    ),
    _PROPOSED(
        "advice_offered", "brook", AMY, on=DAY, to="parent", advice="sendiass", taken_up="taken"
    ),
    told(
        "advice_offered", "brook", AMY, "started_on:no_open_episode", on=DAY, to="pupil",
        advice="advocacy",
    ),
)  # fmt: skip
