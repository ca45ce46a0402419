"""What a panel sees of one pupil, and what it does not see of a protected one."""

from datetime import date

import pytest

from fair_access.case_file import CaseFile
from fair_access.steps import CASE_WORDS, STEPS
from movements.actor import Actor
from movements.register import OtherWords, history
from tests.fair_access.world import (
    AMY,
    AUDITOR,
    BEN,
    BROOK,
    CAL,
    EVE,
    FAR_OFFICER,
    HILL,
    LODGE,
    NAMES,
    OFFICER,
    OTHER_SCHOOL,
    PANEL,
    SCHOOL,
    TODAY,
    World,
    place_id,
)


def test_it_gathers_history_standing_clocks_and_earlier_cases(brook: World) -> None:
    brook.moved("suspension", BEN, BROOK, "2026-09-08", sessions="4", reason1="PA")
    earlier = brook.refer(BEN, "2026-09-15")
    brook.step(earlier, "case_withdrawn", "2026-09-16", because="Sent in error")
    case_id = brook.agreed(BEN)
    file = brook.file(case_id, today=date(2026, 10, 9))
    assert file is not None
    assert file.standing.rolls == ("On the roll of Brook School since 1 September 2026",)
    assert file.standing.provision == ("Placed at The Lodge since 14 September 2026",)
    assert file.standing.sessions_suspended == 4
    assert [line.kind for line in file.lines] == [
        "on_roll",
        "suspension",
        "ap_placement",
        "case_referred",
        "case_withdrawn",
        "case_referred",
        "case_agreed",
    ]
    assert [one.id for one in file.earlier] == [earlier]
    assert file.case.id == case_id
    assert file.case.clock is not None
    assert file.case.clock.state == "running"
    assert (file.attendance.possible, file.since) == (0, date(2026, 9, 1))
    assert not file.withheld


def test_clocks_of_the_movements_are_there_in_every_state(brook: World) -> None:
    brook.moved(
        "ap_placement",
        AMY,
        BROOK,
        "2026-09-14",
        place=LODGE,
        reason="BHS",
        planned_end="2026-10-02",
    )
    file = brook.file(brook.agreed(AMY))
    assert file is not None
    assert {(item.clock.id, item.state) for item in file.clocks} == {
        ("placement_review", "missed"),
        ("placement_planned_end", "missed"),
    }


def test_an_exclusion_and_a_setting_type_in_words(brook: World) -> None:
    brook.moved("permanent_exclusion", AMY, BROOK, "2026-09-21", reason1="PA")
    brook.moved(
        "ap_placement",
        AMY,
        BROOK,
        "2026-09-28",
        setting_type="OTH",
        reason="EXR",
        planned_end="2026-12-18",
    )
    file = brook.file(brook.agreed(AMY))
    assert file is not None
    assert file.standing.exclusions == (
        "Permanently excluded on 21 September 2026 by Brook School",
    )
    assert file.standing.provision == (
        "Placed at a setting (OTH) since 28 September 2026, planned until 18 December 2026",
    )


@pytest.mark.parametrize(
    ("by", "opens"),
    [
        (PANEL, True),
        (OFFICER, True),
        (AUDITOR, True),
        (SCHOOL, True),
        (FAR_OFFICER, False),
        (OTHER_SCHOOL, False),
        (Actor("An administrator", "administrator"), False),
    ],
)
def test_who_opens_a_file(brook: World, by: Actor, opens: bool) -> None:
    case_id = brook.agreed(AMY)
    brook.before_the_panel(case_id)
    assert (brook.file(case_id, by) is not None) == opens


def test_a_school_that_has_let_the_pupil_go_keeps_the_case_and_not_the_file(brook: World) -> None:
    case_id = brook.refer(AMY, by=SCHOOL)
    brook.step(case_id, "case_agreed", "2026-10-02")
    brook.moved("removal_from_roll", AMY, BROOK, "2026-10-05", ground="a", to_place=HILL)
    assert brook.file(case_id, SCHOOL) is None
    assert SCHOOL.places & brook.case(case_id).seen_by


def _protected_file(brook: World, *, show_protected: bool = False) -> CaseFile:
    brook.moved("ap_placement", EVE, BROOK, "2026-09-14", place=LODGE, reason="BHS")
    brook.moved("managed_move", EVE, BROOK, "2026-09-21", to_place=LODGE)
    brook.moved("pupil_details", EVE, BROOK, "2026-09-22", home_la="330")
    case_id = brook.refer(EVE, by=SCHOOL, reason="Known at Brook School; her mother asks for Hill")
    brook.step(case_id, "case_agreed", "2026-10-02")
    brook.allocated(case_id, "2026-10-16", movement="managed_move")
    file = brook.file(case_id, show_protected=show_protected)
    assert file is not None
    return file


def test_the_places_of_a_protected_child_are_withheld(brook: World) -> None:
    file = _protected_file(brook)
    assert file.withheld
    shown = repr(file)
    assert not [name for name in NAMES.values() if name in shown]
    assert not [urn for urn in NAMES if place_id(urn) in shown]
    assert "home_la" not in file.standing.details
    assert file.standing.details["forename"] == "Eve"
    assert "On the roll of a place that is withheld" in file.standing.rolls[0]
    assert "Managed move to a place that is withheld" in shown
    assert "a place that is withheld is not a mainstream school" in shown
    assert file.case.state.allocation is not None
    assert "s_00" not in str(file.case.as_dict())
    assert "her mother asks" not in shown
    assert file.case.steps[0].sentence.endswith(": words that are withheld")
    assert [clock.named for clock in file.case.clocks] == [None] * len(file.case.clocks)


def test_a_named_role_may_ask_for_them(brook: World) -> None:
    file = _protected_file(brook, show_protected=True)
    assert not file.withheld
    assert file.standing.rolls[0].startswith("On the roll of Brook School")
    assert file.standing.details["home_la"] == "330"
    assert "her mother asks for Hill" in file.case.steps[0].sentence
    assert place_id(HILL) in {clock.named for clock in file.case.clocks}
    assert file.case.state.allocation is not None
    assert file.case.state.allocation.to_place == place_id(HILL)


def test_a_pupils_history_shows_steps_without_reasons_or_places(brook: World) -> None:
    case_id = brook.agreed(CAL)
    brook.allocated(case_id, "2026-10-16")
    lines = history(brook.session, brook.pupil(CAL), today=TODAY, others=OtherWords(CASE_WORDS))
    shown = [(line.title, line.sentence) for line in lines if line.entry.kind in STEPS]
    number = brook.case(case_id).steps[-1].movement_entry
    assert shown == [
        ("Referred to the fair access panel", "Referred to the fair access panel under category a"),
        ("Agreed for the fair access panel", "Agreed that the fair access panel finds a place"),
        (
            "Place allocated by the fair access panel",
            f"The fair access panel allocated a place, recorded as entry {number}",
        ),
    ]


def test_a_redacted_step_is_passed_over(brook: World) -> None:
    case_id = brook.refer(AMY)
    agreed = brook.step(case_id, "case_agreed", "2026-10-02")
    referral = brook.entry(agreed.entry - 1)
    held = referral._replace(details=None, salt=None)
    assert held.answers() == {}
    assert OtherWords(CASE_WORDS).of(held)[1].endswith("under category not given")
