"""A history as it is read: the law, the places and the terms of each entry's own day."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from movements.due import DueItem, due
from movements.exception import FACTS
from movements.ledger import ledger, owner_name
from movements.people_and_places import PlaceVersion, TermDate
from movements.places import place_facts
from movements.record import append, stop_clock_at
from movements.register import Line, OtherWords, history, standings
from movements.school_days import calendars
from tests.spec.world import LATER, OFFICER, World, place_id

DIRECTION = "place=lodge; days=10; objectives=Calm"


def lines(told: World, as_known_on: date | None = None) -> list[Line]:
    return history(told.session, told.pupil(), today=LATER.date(), as_known_on=as_known_on)


def codes(line: Line) -> list[str]:
    return [concern.code for concern in line.concerns]


def now_it_is(told: World, place: str, on: date, recorded_at: str, **changes: object) -> None:
    """What a later import says of a place."""
    facts = place_facts(told.session, [place_id(place)])[place_id(place)]
    held = {
        name: getattr(facts, name)
        for name in ("urn", "ukprn", "name", "type_code", "group_code", "la_code", "status")
    }
    version = {**held, **changes, "place_id": place_id(place), "on": on}
    told.session.add(PlaceVersion(**version, recorded_at=recorded_at, source="spec"))
    told.session.flush()


def test_a_school_is_judged_as_it_was_though_it_is_an_academy_now(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    said = told.moved("2026-04-20", "brook", "off_site_direction", DIRECTION)
    assert [concern.code for concern in said.concerns] == ["no_notice"]
    changes = {"group_code": "10", "type_code": "34", "name": "Brook Academy"}
    now_it_is(told, "brook", date(2026, 6, 1), "2026-06-01T08:00:00.000000Z", **changes)
    assert codes(lines(told)[1]) == ["no_notice"]
    stop_clock_at(datetime(2026, 7, 1, tzinfo=UTC))
    another = told.moved("2026-06-22", "brook", "off_site_direction", "place=bridge; days=10")
    assert [concern.code for concern in another.concerns] == ["expected_elsewhere", "no_objectives"]


def test_a_place_is_called_what_it_is_called_now(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-15", "brook", "managed_move", "to_place=hill; agreed_on=2025-09-01")
    now_it_is(told, "hill", date(2026, 6, 1), "2026-06-01T08:00:00.000000Z", name="Hilltop")
    assert "Hilltop" in lines(told)[1].sentence
    shown = history(told.session, told.pupil(), today=LATER.date(), names=lambda _: "withheld")
    assert "withheld" in shown[1].sentence


def test_known_on_a_day_uses_what_was_known_of_places_that_day(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll", told="2025-09-02")
    placed = "place=lodge; reason=BHS; planned_end=2026-07-17"
    told.moved("2025-09-15", "brook", "ap_placement", placed, told="2025-09-15")
    later = "2026-03-01T12:00:00.000000Z"
    now_it_is(told, "lodge", date(2025, 9, 1), later, closed=date(2025, 8, 31))
    assert codes(lines(told)[1]) == ["closed_setting"]
    assert codes(lines(told, date(2026, 2, 28))[1]) == []


def test_known_on_a_day_counts_the_terms_known_that_day(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll", told="2025-09-02")
    notice = "place=lodge; notice_on=2026-01-12; days=10; objectives=Calm"
    told.moved("2026-01-15", "brook", "off_site_direction", notice, told="2026-01-15")
    inset = TermDate(
        place_or_la=place_id("brook"),
        kind="inset",
        from_date=date(2026, 1, 13),
        to_date=date(2026, 1, 13),
        recorded_at="2026-02-10T12:00:00.000000Z",
    )
    told.session.add(inset)
    told.session.flush()
    assert "short_notice" in codes(lines(told)[1])
    assert "short_notice" in codes(lines(told, date(2026, 2, 10))[1])
    assert "short_notice" not in codes(lines(told, date(2026, 2, 9))[1])


def _of(clock: str, found: list[DueItem]) -> list[DueItem]:
    return [item for item in found if item.clock.id == clock]


def test_due_and_ledger_as_known_on_a_day(told: World) -> None:
    told.moved("2025-09-02", "hill", "on_roll", told="2025-09-02")
    told.moved("2025-09-08", "hill", "removal_from_roll", "ground=g", told="2025-09-30")
    closure = TermDate(
        place_or_la=place_id("hill"),
        kind="closure",
        from_date=date(2025, 9, 9),
        to_date=date(2025, 9, 9),
        recorded_at="2025-10-10T12:00:00.000000Z",
    )
    told.session.add(closure)
    told.session.flush()
    today = date(2025, 12, 1)
    assert due(told.session, today, as_known_on=date(2025, 9, 29)) == []
    assert ledger(told.session, today, as_known_on=date(2025, 9, 29)) == []
    (then,) = _of("destination_known", due(told.session, today, as_known_on=date(2025, 9, 30)))
    (now,) = _of("destination_known", due(told.session, today))
    assert (then.due, now.due) == (date(2025, 9, 22), date(2025, 9, 23))
    out = ledger(told.session, today, as_known_on=date(2025, 9, 30))
    assert [one.cause for one in out] == ["no_roll", "no_destination"]


def test_an_answer_that_rests_on_the_built_in_calendar_says_so(told: World) -> None:
    told.moved("2025-09-02", "far", "on_roll")
    told.moved("2025-09-08", "far", "suspension", "sessions=12; reason1=DB")
    direction = "place=lodge; notice_on=2025-09-18; days=5; objectives=Calm"
    said = told.moved("2025-09-22", "far", "off_site_direction", direction)
    assert "counted on the built-in calendar" in said.concerns[0].message
    told.moved("2025-10-06", "far", "removal_from_roll", "ground=g")
    items = due(told.session, date(2025, 10, 7), states=("running", "missed", "met", "met_late"))
    counted = [item for item in items if item.clock.unit == "school_days"]
    assert counted
    assert all(item.assumed for item in counted)
    (out,) = ledger(told.session, date(2025, 10, 7))
    assert out.assumed


def test_due_is_soonest_first_and_may_be_asked_of_some(told: World) -> None:
    for child, on in (("amy", "2025-09-10"), ("ben", "2025-09-08")):
        told.moved("2025-09-02", "brook", "on_roll", child=child)
        told.moved(on, "brook", "permanent_exclusion", "reason1=PA", child=child)
    today = date(2025, 9, 16)
    items = due(told.session, today)
    assert [(i.pupil, i.state) for i in items if i.clock.id == "exclusion_day_six"] == [
        (told.pupil("ben"), "missed"),
        (told.pupil("amy"), "running"),
    ]
    assert [i.due for i in items] == sorted(i.due for i in items)
    of_amy = due(told.session, today, pupil_ids=[told.pupil("amy")])
    assert {i.pupil for i in of_amy} == {told.pupil("amy")}
    (only,) = (i for i in of_amy if i.clock.id == "exclusion_day_six")
    said = only.as_dict()
    assert str(said.pop("basis")).startswith("statute: Education Act 1996 s.19(3A)")
    assert said.pop("basis_detail") == only.clock.basis.as_dict()
    assert said == {
        "clock": "exclusion_day_six",
        "title": "Education from the sixth day of a permanent exclusion",
        "owes": "The authority arranges full-time education from the sixth school day",
        "by_marks": False,
        "about": None,
        "owner": "la:330",
        "owner_role": "authority",
        "pupil": told.pupil("amy"),
        "place": place_id("brook"),
        "entry": 2,
        "started": "2025-09-10",
        "due": "2025-09-17",
        "met": None,
        "state": "running",
        "built_in_calendar": False,
    }


def test_the_ledger_says_who_owes_what_since_when(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-10-06", "brook", "removal_from_roll", "ground=g")
    (out,) = ledger(told.session, date(2025, 10, 8), pupil_ids=[told.pupil()])
    said = out.as_dict()
    assert re.fullmatch(FACTS, str(said.pop("facts")))
    words = str(said.pop("basis"))
    assert words.startswith("statute: Education Act 1996 s.436A")
    assert said.pop("basis_detail") == out.basis.as_dict()
    assert said == {
        "pupil": told.pupil(),
        "cause": "no_roll",
        "number": None,
        "about": None,
        "title": "On no school's roll",
        "since": "2025-10-06",
        "school_days": 2,
        "owner": "la:330",
        "owner_role": "authority",
        "places": [],
        "next_step": "Find where the child is educated; record the next roll, placement or "
        "destination",
        "entry": 2,
        "built_in_calendar": False,
        "question": "no_roll",
        "asks": "The pupil is on no school's roll. Where is the child educated?",
        "entries": [2],
        "answer": None,
    }
    places = place_facts(told.session)
    owners = [owner_name(owner, places) for owner in (None, "la:330", place_id("brook"), "s_gone")]
    assert owners == ["nobody yet", "authority 330", "Brook", "s_gone"]


def test_a_child_with_a_placement_and_no_authority_is_nobody_s(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    pupil = told.pupil()
    told.session.execute(text("DROP TRIGGER fence_entry_update"))
    told.session.execute(text("UPDATE entry SET authority = NULL, kind = 'pupil_details'"))
    told.session.execute(text("UPDATE entry SET details = '{}'"))
    told.session.expire_all()
    (out,) = ledger(told.session, date(2025, 10, 8))
    assert (out.pupil, out.cause, out.owner) == (pupil, "nobody", None)


def test_planned_lines_and_lines_that_are_no_movement(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    append(
        told.session,
        kind="case_referred",
        on=date(2025, 9, 9),
        by=OFFICER,
        source="form",
        details={"category": "a"},
        subjects={"pupil_id": told.pupil()},
    )
    first, second = history(told.session, told.pupil(), today=date(2025, 9, 8))
    assert (first.planned, second.planned, first.in_force, second.number) == (False, True, True, 2)
    assert (second.title, second.sentence) == ("case referred", "Case referred")
    words = OtherWords({"case_referred": ("Referral", "Category {category}, by {whom}")})
    shown = history(told.session, told.pupil(), today=date(2025, 9, 8), others=words)[1]
    assert (shown.title, shown.sentence) == ("Referral", "Category a, by not given")
    assert shown.concerns == ()


def test_standings_of_many_at_once(told: World) -> None:
    for child, at in (("amy", "brook"), ("ben", "hill")):
        told.moved("2025-09-02", at, "on_roll", child=child)
    everyone = standings(told.session, None, date(2025, 9, 2))
    assert {p: s.responsible for p, s in everyone.items()} == {
        told.pupil("amy"): (place_id("brook"),),
        told.pupil("ben"): (place_id("hill"),),
    }
    assert set(standings(told.session, [told.pupil("amy")], date(2025, 9, 2))) == {told.pupil()}


@pytest.mark.parametrize("owner", ["s_00900007", "la:331", None])
def test_a_calendar_of_whoever_has_sent_no_terms_is_the_built_in_one(
    told: World, owner: str | None
) -> None:
    assert calendars(told.session).of(owner).assumed
