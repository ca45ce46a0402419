"""What is told of a setting, in the sentence that its page shows; and what is left to do there."""

from datetime import date

import pytest

from movements.actor import Actor
from movements.kind import typed as fill
from movements.place_kinds import PLACE_KINDS
from movements.problems import Refused
from movements.record_place import check_may_record, may_record_of
from movements.settings_read import Settings, SettingsOn, standing_of_setting, told_by
from movements.settings_read import place_entries as entries_of
from movements.stays import stays
from tests.spec.world import World, place_id

BARN = place_id("barn")

OFFER = "setting=barn; low_age=11; high_age=16; tiers=2; offer=Woodwork"
VISIT = "setting=barn; visited_by=Officer; reason=monitoring; findings=Fine."
SAID = [
    ("setting_offer", OFFER, "Offers Woodwork: ages 11 to 16, tiers 2"),
    (
        "setting_offer",
        f"{OFFER}; places=6; cost_per_week=45000",
        "Offers Woodwork: ages 11 to 16, tiers 2; 6 places; £450.00 a week",
    ),
    ("setting_visit", VISIT, "Visited by Officer (monitoring): Fine."),
    (
        "setting_visit",
        f"{VISIT}; action1=Renew it; action1_due=2025-10-01",
        "Visited by Officer (monitoring): Fine. 1 action asked for.",
    ),
    (
        "setting_evidence",
        "setting=barn; area=quality; document=curriculum",
        "Evidence of quality of education seen: curriculum and assessment plan",
    ),
    (
        "setting_evidence",
        "setting=barn; area=quality; document=other; named=Plan; expires_on=2026-08-31",
        "Evidence of quality of education seen: other (Plan), valid to 31 August 2026",
    ),
    (
        "setting_concern",
        "setting=barn; level=advice; what=Registers are late",
        "Concern about the setting (advice: worth knowing): Registers are late",
    ),
    (
        "setting_contact",
        "setting=barn; contact=Attendance lead; telephone=0121  496 0000; email=a@example.org",
        "To call about attendance: Attendance lead, 0121 496 0000, a@example.org",
    ),
]


@pytest.mark.parametrize(("kind", "answers", "sentence"), SAID)
def test_what_was_told_is_said_in_a_sentence(
    told: World, kind: str, answers: str, sentence: str
) -> None:
    told.moved("2025-09-15", "officer", kind, answers)
    (entry,) = entries_of(told.session, BARN)
    said = told_by(entry)
    assert said is not None
    assert said.sentence() == sentence


def test_what_is_left_to_do_and_what_became_of_it(told: World) -> None:
    asked = "action1=Mend; action1_due=2025-10-01; action2=Paint; action2_due=2025-10-01"
    told.moved("2025-09-15", "officer", "setting_visit", f"{VISIT}; {asked}")
    told.moved("2025-09-15", "officer", "setting_concern", "setting=barn; level=serious; what=So")
    told.moved("2025-09-16", "officer", "setting_concern", "setting=barn; level=advice; what=No")
    standing = standing_of_setting(entries_of(told.session, BARN))
    assert [one.overdue(date(2025, 10, 1)) for one in standing.actions] == [False, False]
    assert [one.overdue(date(2025, 10, 2)) for one in standing.actions] == [True, True]
    assert [one.what for one in standing.open_concerns] == ["So", "No"]
    done = "setting=barn; visit=#1; action={}"
    told.moved("2025-10-02", "officer", "setting_action_done", done.format("1; how=Seen"))
    told.moved("2025-10-02", "officer", "setting_action_done", done.format("2"))
    closed = "setting=barn; concern=#2; because=Put right"
    told.moved("2025-10-02", "officer", "setting_concern_closed", closed)
    withdrawn = "setting=barn; because=Mistaken; corrects=#3; correction_reason=typing_error"
    told.moved("2025-10-06", "officer", "setting_withdrawn", withdrawn)
    held = entries_of(told.session, BARN)
    assert [one.sentence() for entry in held[3:] if (one := told_by(entry))] == [
        "Action 1 of the visit of entry 1 is done: Seen",
        "Action 2 of the visit of entry 1 is done",
        "Concern of entry 2 closed: Put right",
        "Entry withdrawn: Mistaken",
    ]
    after = standing_of_setting(held)
    assert [one.overdue(date(2026, 1, 1)) for one in after.actions] == [False, False]
    assert after.open_concerns == ()


def test_an_entry_that_was_redacted_tells_nothing(told: World) -> None:
    told.moved("2025-09-15", "officer", "setting_visit", VISIT)
    (entry,) = entries_of(told.session, BARN)
    assert told_by(entry._replace(details=None)) is None


def test_only_the_settings_that_were_named_are_read(told: World) -> None:
    told.moved("2025-09-15", "officer", "setting_offer", OFFER)
    read = SettingsOn(Settings(told.session), [BARN], date(2025, 9, 15))
    assert (list(read), len(read), read[BARN].offer.offer) == ([BARN], 1, "Woodwork")
    assert SettingsOn(Settings(told.session), [BARN], date(2025, 9, 14))[BARN].offer is None
    assert read.get(place_id("lodge")) is None


def test_an_offer_ends_after_it_begins(told: World) -> None:
    ends = f"{OFFER}; places=6; week_to=2025-09-14"
    with pytest.raises(Refused) as refused:
        told.moved("2025-09-15", "officer", "setting_offer", ends)
    assert [(one.field, one.code) for one in refused.value.problems] == [
        ("week_to", "before_start")
    ]


def test_a_stay_lasts_from_its_start_to_its_end_where_the_setting_is_known(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved(
        "2025-09-08", "brook", "ap_placement", "place=barn; reason=BHS; planned_end=2025-12-19"
    )
    told.moved("2025-09-08", "brook", "ap_placement", "setting_type=OOT; reason=BHS")
    told.moved("2025-10-06", "brook", "placement_end", "place=barn; outcome=returned")
    (stay,) = stays(told.session)
    days = [date(2025, 9, 7), date(2025, 9, 8), date(2025, 10, 5), date(2025, 10, 6)]
    assert [stay.open_on(day) for day in days] == [False, True, True, False]


REFUSED = [
    (
        "officer",
        "setting_contact",
        "setting=barn; contact=A; telephone=ring",
        "telephone telephone",
    ),
    ("officer", "setting_contact", "setting=barn; contact=A; email=none", "email email"),
    ("officer", "setting_contact", "setting=barn; contact=A", "telephone missing"),
    ("officer", "setting_offer", OFFER.replace("barn", "shut"), "on closed_setting"),
    ("officer", "setting_visit", VISIT.removeprefix("setting=barn; "), "setting missing"),
    ("officer", "setting_visit", VISIT.replace("barn", "900099"), "setting unknown_place"),
    ("lodge", "setting_concern", "setting=lodge; level=advice; what=So", "setting not_yours"),
    ("hill", "setting_visit", VISIT, "reason no_pupil_there"),
    ("hill", "setting_withdrawn", "setting=barn; because=So; corrects=1", "setting not_yours"),
    (
        "officer",
        "setting_withdrawn",
        "setting=barn; because=So; corrects=99; correction_reason=other",
        "corrects no_such_entry",
    ),
    ("officer", "setting_visit", f"{VISIT}; corrects=#1", "correction_reason missing"),
    (
        "officer",
        "setting_visit",
        f"{VISIT}; corrects=#1; correction_reason=whim",
        "correction_reason unknown_code",
    ),
    (
        "officer",
        "setting_offer",
        f"{OFFER}; corrects=#1; correction_reason=other",
        "corrects other_kind",
    ),
    (
        "officer",
        "setting_visit",
        f"{VISIT}; corrects=#2; correction_reason=other",
        "corrects already_corrected",
    ),
]


@pytest.mark.parametrize(("at", "kind", "answers", "says"), REFUSED)
def test_what_cannot_be_told_of_a_setting_says_why(
    told: World, at: str, kind: str, answers: str, says: str
) -> None:
    told.moved("2026-09-07", "officer", "setting_visit", f"{VISIT} Once")
    told.moved("2026-09-08", "officer", "setting_visit", f"{VISIT} Twice")
    mended = f"{VISIT} Mended; corrects=#2; correction_reason=other"
    told.moved("2026-09-08", "officer", "setting_visit", mended)
    with pytest.raises(Refused) as refused:
        told.moved("2026-09-15", at, kind, answers)
    assert says in [f"{one.field} {one.code}" for one in refused.value.problems]


def test_only_those_whose_kind_it_is_tell_it(told: World) -> None:
    visit = fill(
        PLACE_KINDS["setting_visit"],
        {"on": "2026-09-15", "visited_by": "A", "reason": "monitoring", "findings": "Fine"},
    )
    barn = told.place("barn")
    with pytest.raises(Refused) as refused:
        check_may_record(told.session, visit, barn, None, Actor("Pat", "panel"))
    assert [one.code for one in refused.value.problems] == ["not_allowed"]
    may = {
        at: [
            kind.id
            for kind in PLACE_KINDS.values()
            if may_record_of(told.session, kind, barn, *told.actor(at))
        ]
        for at in ("officer", "hill")
    }
    assert may == {"officer": [*PLACE_KINDS], "hill": ["setting_visit"]}


@pytest.mark.parametrize(
    ("last", "says"),
    [
        (None, "No marks of 24 September 2026: Flood"),
        ("2026-09-25", "No marks of 24 September 2026 to 25 September 2026: Flood"),
    ],
)
def test_the_days_that_were_not_sent_are_said(last: str | None, says: str) -> None:
    told = {"on": "2026-09-24", "last_day": last, "because": "Flood"}
    assert PLACE_KINDS["days_not_sent"].model_validate(told).sentence() == says
