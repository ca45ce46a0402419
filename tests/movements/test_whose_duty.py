"""What an authority owes a child goes with the child; what one arranged stays with it."""

from datetime import date

from movements.actor import Actor
from movements.due import due
from movements.register import standing
from movements.scope import may_see
from tests.spec.world import World


def whose(world: World, clock: str, on: date) -> list[str | None]:
    """Who owes a clock of amy's, in every state."""
    states = ("running", "missed", "warning", "met", "met_late")
    found = due(world.session, on, pupil_ids=[world.pupil()], states=states)
    return [item.whose for item in found if item.clock.id == clock]


def test_the_sixth_day_of_a_child_who_lives_elsewhere_is_that_authoritys(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "brook", "pupil_details", "home_la=331")
    told.moved("2025-09-15", "brook", "permanent_exclusion", "reason1=PA")
    assert whose(told, "exclusion_day_six", date(2025, 9, 16)) == ["la:331"]


def test_a_duty_goes_over_with_a_child_who_was_handed_over(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-10-06", "brook", "removal_from_roll", "ground=g")
    told.moved("2025-10-13", "officer", "hand_over", "to_authority=331; why=moved")
    assert whose(told, "destination_known", date(2025, 10, 14)) == ["la:330"]
    told.moved("2025-10-15", "la:331", "hand_over_answer", "answer=accepted")
    assert whose(told, "destination_known", date(2025, 10, 14)) == ["la:330"]
    assert whose(told, "destination_known", date(2025, 10, 15)) == ["la:331"]


def test_who_is_asked_sees_the_child_and_nobody_does_by_naming_itself(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-10-06", "brook", "removal_from_roll", "ground=g")
    told.moved("2025-10-07", "officer", "pupil_details", "home_la=332")
    told.moved("2025-10-08", "la:331", "pupil_details", "home_la=331")
    assert whose(told, "destination_known", date(2025, 10, 9)) == ["la:330"]
    assert _sights(told) == ("all", "own", "all")
    told.moved("2025-10-09", "la:332", "child_missing_education")
    assert whose(told, "destination_known", date(2025, 10, 9)) == ["la:332"]
    assert _sights(told) == ("all", "own", "all")


def _sights(told: World) -> tuple[str, ...]:
    """How much of amy three authorities see: Birmingham, Coventry, Dudley."""
    now = standing(told.session, told.pupil(), date(2025, 10, 9))
    officers = (Actor("Olive", "la_officer", authority=code) for code in ("330", "331", "332"))
    return tuple(may_see(now, by) for by in officers)


def test_a_placement_stays_with_the_authority_that_arranged_it(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-02", "brook", "pupil_details", "home_la=331")
    told.moved("2025-09-15", "officer", "ap_placement", "place=barn; reason=BHS")
    assert whose(told, "placement_twelve_weeks", date(2025, 9, 16)) == ["la:330"]


def test_a_placement_left_open_by_an_authority_that_has_the_child_no_more_is_the_other_s(
    told: World,
) -> None:
    told.moved("2025-09-02", "brook", "on_roll")
    told.moved("2025-09-15", "officer", "ap_placement", "place=barn; reason=BHS")
    told.moved("2025-10-06", "brook", "removal_from_roll", "ground=g")
    assert whose(told, "placement_twelve_weeks", date(2025, 10, 7)) == ["la:330"]
    told.moved("2025-10-13", "far", "on_roll")
    assert whose(told, "placement_twelve_weeks", date(2025, 10, 14)) == ["la:331"]


def test_who_is_to_act_owes_it_and_not_who_told_of_it(told: World) -> None:
    brook, hill = told.place("brook").id, told.place("hill").id
    told.moved("2025-09-02", "brook", "on_roll", "enrol_status=M")
    told.moved("2025-09-15", "brook", "managed_move", "to_place=hill; agreed_on=2025-09-12")
    assert whose(told, "on_roll_check", date(2025, 9, 16)) == [hill]
    assert whose(told, "move_review", date(2025, 9, 16)) == [brook] * 3
    told.moved("2025-09-16", "brook", "in_year_application", "to_place=hill")
    assert whose(told, "in_year_outcome_must", date(2025, 9, 16)) == [hill]
    told.moved("2025-09-17", "brook", "dual_registration", "sort=dual; other_place=lodge")
    assert whose(told, "second_roll", date(2025, 9, 17)) == [told.place("lodge").id]


def test_who_recorded_an_entry_answers_whoever_asks_for_its_correction(told: World) -> None:
    told.moved("2025-09-02", "brook", "on_roll", "enrol_status=M")
    told.moved("2025-09-15", "brook", "off_site_direction", "place=lodge; days=20")
    told.moved("2025-09-16", "officer", "contact_made", "how=in_person; source=social_care")
    asked = "entry=2; because=Our register says Tuesday"
    told.moved("2025-09-17", "lodge", "correction_requested", asked)
    assert whose(told, "correction_answer", date(2025, 9, 18)) == [told.place("brook").id]
    asked = "entry=3; because=Nobody came"
    told.moved("2025-09-18", "brook", "correction_requested", asked)
    assert whose(told, "correction_answer", date(2025, 9, 18))[1:] == ["la:330"]


def test_who_is_protected_now_is_so_as_known_on_any_day(told: World) -> None:
    """Else the school that was left would learn there that another has had the child since."""
    told.moved("2025-09-02", "brook", "on_roll", told="2025-09-02")
    told.moved("2025-11-10", "brook", "removal_from_roll", "ground=g", told="2025-11-10")
    told.moved("2025-11-17", "hill", "on_roll", told="2025-11-17")
    then = date(2025, 11, 20)

    def records_owed() -> list[date]:
        found = due(told.session, then, pupil_ids=[told.pupil()], as_known_on=then)
        return [item.started for item in found if item.clock.id == "ctf_sent"]

    assert records_owed() == [date(2025, 11, 17)]
    told.moved("2025-11-24", "officer", "pupil_details", "protected=Y", told="2025-11-24")
    assert records_owed() == []
