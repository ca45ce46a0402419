"""Questions of the ledger that rest on what no spec tells: ages of schools, moves that failed."""

from datetime import date

import pytest

from movements.exception import owner_role
from movements.ledger import ledger
from movements.people_and_places import PlaceVersion
from tests.spec.world import LONG_AGO, World, place_id


@pytest.mark.parametrize(
    ("dob", "asked"), [("2014-09-01", []), ("2015-08-31", []), ("2013-08-31", ["repeat_moves"])]
)
def test_starting_at_a_school_with_its_youngest_year_is_no_change(
    told: World, dob: str, asked: list[str]
) -> None:
    hill = PlaceVersion(
        place_id=place_id("hill"),
        urn="900002",
        name="Hill",
        type_code="34",
        group_code="10",
        la_code="330",
        low_age=11,
        on=date(2020, 1, 1),
        recorded_at=LONG_AGO,
        source="spec",
    )
    told.session.add(hill)
    told.session.flush()
    placed = "place={}; reason=BHS; planned_end={}"
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "brook", "pupil_details", f"dob={dob}")
    told.moved("2026-03-02", "brook", "ap_placement", placed.format("lodge", "2026-03-27"))
    told.moved("2026-03-27", "brook", "reintegration")
    told.moved("2026-07-21", "brook", "removal_from_roll", "ground=a; to_place=hill")
    told.moved("2026-09-02", "hill", "on_roll")
    told.moved("2026-09-15", "hill", "ap_placement", placed.format("oak", "2026-12-18"))
    assert [one.cause for one in ledger(told.session, date(2026, 9, 16))] == asked


def test_home_education_after_a_move_that_failed_is_asked_about(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-08", "brook", "managed_move", "to_place=hill; agreed_on=2025-09-05")
    ended = "outcome=failed; reason=behaviour; decider=receiving_head; words=It was not for me"
    told.moved("2025-10-06", "brook", "managed_move_ended", ended)
    told.moved("2025-10-13", "brook", "elective_home_education")
    (asked,) = ledger(told.session, date(2025, 10, 14))
    assert (asked.cause, asked.entries) == ("home_education_soon_after", (4, 3))


def test_what_several_pupils_come_to_is_asked_of_the_whole_register_alone(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "brook", "pupil_details", "looked_after=Y")
    told.moved("2025-10-06", "brook", "ap_placement", "place=barn; reason=BHS")
    day = date(2025, 10, 7)
    assert [one.cause for one in ledger(told.session, day)] == ["unregistered_setting"]
    assert ledger(told.session, day, pupil_ids=[told.pupil()]) == []


@pytest.mark.parametrize(
    ("on", "at", "level"),
    [
        ("2026-07-25", "brook", "statute"),
        ("2026-07-25", "hill", "ours"),
        ("2026-07-26", "hill", "statute"),
        ("2026-07-26", "priory", "ours"),
    ],
)
def test_a_direction_past_its_days_is_asked_about_by_the_law_of_the_school(
    told: World, on: str, at: str, level: str
) -> None:
    told.moved("2025-09-02", at, "on_roll")
    told.moved(on, at, "off_site_direction", "place=barn; days=3; objectives=Calm")
    [asked] = ledger(told.session, date(2026, 9, 8))
    assert (asked.cause, asked.basis.level) == ("direction_past_days", level)
    assert asked.as_dict()["basis"] == asked.basis.words()


def test_a_register_without_a_child_asks_nothing(told: World) -> None:
    assert ledger(told.session, date(2026, 9, 16)) == []


@pytest.mark.parametrize(
    ("owner", "role"), [("la:330", "authority"), ("s_00900001", "school"), (None, None)]
)
def test_an_owner_is_an_authority_a_school_or_nobody(owner: str | None, role: str | None) -> None:
    assert owner_role(owner) == role


@pytest.mark.parametrize(
    ("more", "until"), [("", "2025-11-12"), ("; until=2025-10-24", "2025-10-24")]
)
def test_an_answer_is_shown_with_who_said_it_when_and_until_when(
    told: World, more: str, until: str
) -> None:
    """Where none is said, the last of the twenty school days that it holds."""
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-10-06", "brook", "removal_from_roll", "ground=g")
    answer = f"question=no_roll; facts=as asked; because=Visited at an aunt's{more}"
    said = told.moved("2025-10-08", "officer", "question_answered", answer)
    (shown,) = (one.as_dict() for one in ledger(told.session, date(2025, 10, 8), answered=True))
    assert shown["answer"] == {
        "entry": said.entry,
        "on": "2025-10-08",
        "because": "Visited at an aunt's",
        "until": until,
    }
    assert ledger(told.session, date(2025, 10, 8)) == []
