"""What a COLLECT export tells besides the roll: leavers, exclusions, placements, free meals.

The world and the export are those of tests/intake/census.py.
"""

import pytest

from movements.register import find_pupil, standing
from tests.attendance.world import AMY, BEN, CAL, DOT, SETTING, TODAY
from tests.intake.census import (
    EXCLUSIONS,
    LEAVERS,
    MEALS,
    NEW,
    PLACED,
    PUPILS,
    Census,
    leaver,
    lines,
    pupil,
    told,
)


def leavers(census: Census, row: str, columns: str = LEAVERS) -> tuple[str, str]:
    report = census.take(
        pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy")), pupilnolongeronroll=lines(columns, row)
    )
    (outcome,) = told(report, "pupilnolongeronroll")
    return outcome


def test_a_leaver_is_never_removed_without_a_ground(census: Census) -> None:
    result, why = leavers(census, leaver(BEN))
    assert (result, "on which ground" in why) == ("refused", True)
    assert standing(census.sent.session, str(find_pupil(census.sent.session, BEN)), TODAY).rolls


def test_a_leaver_whose_removal_is_held_needs_none(census: Census) -> None:
    assert leavers(census, leaver(CAL, "2025-Oct-01")) == ("already_held", "")


def test_with_a_ground_the_leaver_is_removed(census: Census) -> None:
    assert leavers(census, leaver(BEN, more=",f"), f"{LEAVERS},ground") == ("accepted", "")
    assert census.sent.kinds(BEN)[:2] == ["on_roll", "removal_from_roll"]


def test_and_one_the_register_never_knew_is_registered_first(census: Census) -> None:
    assert leavers(census, leaver(NEW, more=",f"), f"{LEAVERS},ground") == ("accepted", "")
    assert sorted(census.sent.kinds(NEW)) == ["on_roll", "pupil_details", "removal_from_roll"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (leaver(CAL, "2025-Oct-02", ",a"), "off your roll since 1 October 2025"),
        (leaver(NEW, "2023-Oct-02", ",a"), "leaves before the date of entry"),
        (leaver(NEW, "2025-Oct-32", ",a"), "leavingdate: "),
        (leaver(NEW, more=",a").replace("2025-Oct-03 00:00:00", ""), "Enter the day the pupil"),
        (leaver(NEW, more=",z"), 'ground: "z" is not'),
        (leaver(DOT, more=",a"), "upn: "),
        (leaver("B1", more=",a"), 'upn: "B1" has 2 characters'),
        (leaver(NEW, more=",a").replace("2012-Jan", "2025-Nov"), "dob: "),
    ],
)
def test_a_leavers_row_that_cannot_be_says_why(census: Census, row: str, words: str) -> None:
    result, why = leavers(census, row, f"{LEAVERS},ground")
    assert (result, words in why) == ("refused", True), why
    assert find_pupil(census.sent.session, NEW) is None


def test_a_leaver_of_one_school_is_on_the_roll_of_the_next(census: Census) -> None:
    report = census.take(
        pupilonroll=lines(
            PUPILS, pupil("1", NEW, "Lee", "H").replace("2025-Sep-01", "2025-Oct-06")
        ),
        pupilnolongeronroll=lines(f"{LEAVERS},ground", leaver(NEW, more=",a")),
    )
    assert report.whole.refused == 0
    held = standing(census.sent.session, str(find_pupil(census.sent.session, NEW)), TODAY)
    assert (len(held.rolls), held.claims) == (1, ())


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1,B,2025-Oct-01 00:00:00,4.0,DB,,,SUSP", "Suspended for 2 school days"),
        ("1,B,2025-Oct-01 00:00:00,1.0,DB,,,LNCH", "Suspended for 0.5 school days"),
        ("1,B,2025-Oct-01 00:00:00,10.0,PA,DB,,PERM", "Permanently excluded"),
    ],
)
def test_exclusions_are_recorded(census: Census, row: str, expected: str) -> None:
    report = census.take(
        pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy")),
        termlyexclusionsonroll=lines(EXCLUSIONS, row),
    )
    assert told(report, "termlyexclusionsonroll") == [("accepted", "")]
    assert any(sentence.startswith(expected) for sentence in census.sent.sentences(AMY))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,B,2025-Oct-01 00:00:00,4.0,DB,,,FIXD", 'category: "FIXD" has been withdrawn'),
        ("1,B,2025-Oct-01 00:00:00,4.0,DB,,,XXXX", 'category: "XXXX" is not'),
        ("1,B,2025-Oct-01 00:00:00,4.0,DB,,,", "category: Enter the category"),
        ("1,B,2025-Oct-01 00:00:00,4.0,OT,,,SUSP", 'reason1: "OT"'),
        ("1,B,2025-Oct-01 00:00:00,4.5,DB,,,SUSP", "sessions: "),
        ("1,B,46000,4.0,DB,,,SUSP", "startdate: "),
        ("9,B,2025-Oct-01 00:00:00,4.0,DB,,,SUSP", "has no pupil with this pupilonrolltableid"),
        ("1,H,2025-Oct-01 00:00:00,4.0,DB,,,SUSP", "of another school in pupilonroll.csv, line 2"),
        ("1,X,2025-Oct-01 00:00:00,4.0,DB,,,SUSP", "not in the list of schools"),
        ("2,B,2025-Oct-01 00:00:00,4.0,DB,,,SUSP", "refused (pupilonroll.csv, line 3)"),
        ("1,B,2025-Aug-01 00:00:00,4.0,DB,,,SUSP", "upn: "),
    ],
)
def test_an_exclusion_that_cannot_be_says_why(census: Census, row: str, words: str) -> None:
    report = census.take(
        pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy"), pupil("2", "B2")),
        termlyexclusionsonroll=lines(EXCLUSIONS, row),
    )
    ((result, why),) = told(report, "termlyexclusionsonroll")
    assert (result, words in why) == ("refused", True), why


def test_a_module_row_whose_pupil_stands_twice_names_neither(census: Census) -> None:
    report = census.take(
        pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy"), pupil("1", BEN, "Ben")),
        termlyexclusionsonroll=lines(EXCLUSIONS, "1,B,2025-Oct-01 00:00:00,4.0,DB,,,SUSP"),
    )
    assert "has 2 pupils with this" in told(report, "termlyexclusionsonroll")[0][1]


PLACEMENTS = [
    (f"1,B,{SETTING}.0,,2025-Oct-02 00:00:00,,10.0,,BHS,FT,", ["ap_placement"], ""),
    (
        f"1,B,{SETTING},,2025-Oct-02 00:00:00,2025-Oct-20 00:00:00,10.0,,BHS,FT,",
        ["ap_placement", "placement_end"],
        "",
    ),
    (
        "1,B,,,2025-Oct-02 00:00:00,2025-Oct-20 00:00:00,4.0,OTH,MHN,PT,1111000000",
        ["ap_placement", "placement_end"],
        "",
    ),
    ("1,B,,,2025-Oct-02 00:00:00,,4.0,OTH,MHN,PT,", [], "A part-time placement needs its week"),
    ("1,B,,,2025-Oct-02 00:00:00,,4.0,,MHN,FT,", [], "one of them and not both"),
    ("1,B,,10012345.0,2025-Oct-02 00:00:00,,4.0,,MHN,FT,", [], "urn: No place 'ukprn:10012345'"),
    (f"1,B,{SETTING},,2025-Oct-02 00:00:00,,10.0,,ZZZ,FT,", [], 'placementreason: "ZZZ"'),
    (f"1,B,{SETTING},,2025-Oct-02 00:00:00,soon,10.0,,BHS,FT,", [], "leavingdate: "),
    (f"1,B,{SETTING},,2025-Oct-02 00:00:00,2025-Oct-01 00:00:00,10.0,,BHS,FT,", [], "episode"),
]


@pytest.mark.parametrize(("row", "kinds", "words"), PLACEMENTS)
def test_placements_are_recorded_with_their_end(
    census: Census, row: str, kinds: list[str], words: str
) -> None:
    report = census.take(
        pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy")),
        schoolarrangedapdetailonroll=lines(PLACED, row),
    )
    ((result, why),) = told(report, "schoolarrangedapdetailonroll")
    assert result == ("accepted" if kinds else "refused"), why
    assert words in why
    held = census.sent.kinds(AMY)
    assert [kind for kind in held if kind in {"ap_placement", "placement_end"}] == kinds


@pytest.mark.parametrize(
    ("periods", "fsm"),
    [
        (["1,B,2025-Sep-01 00:00:00,,ENG"], "Y"),
        (["1,B,2025-Sep-01 00:00:00,2025-Oct-06 00:00:00,ENG"], "Y"),
        (["1,B,2025-Sep-01 00:00:00,2025-Oct-05 00:00:00,ENG"], "N"),
        (["1,B,2025-Oct-07 00:00:00,,ENG"], "N"),
        (["1,B,2025-Sep-01 00:00:00,,SCT"], "N"),
        ([], "N"),
        (["1,B,2025-Oct-07 00:00:00,2025-Oct-01 00:00:00,ENG"], None),
        (["1,B,2025-Sep-01 00:00:00,,ENG", "1,B,,,"], None),
        (["1,B,when,,ENG", "1,B,2025-Sep-01 00:00:00,,ENG"], None),
    ],
)
def test_free_school_meals_are_those_of_the_census_day(
    census: Census, periods: list[str], fsm: str | None
) -> None:
    report = census.take(
        pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy")), fsmperiod=lines(MEALS, *periods)
    )
    held = standing(census.sent.session, str(find_pupil(census.sent.session, AMY)), TODAY)
    assert held.details.get("fsm") == fsm
    assert report.whole.refused == (0 if fsm else 1)


def test_a_period_goes_with_its_pupils_row(census: Census) -> None:
    period = "2025-Sep-01 00:00:00,,ENG"
    report = census.take(
        pupilonroll=lines(PUPILS, pupil("1", AMY, "Amy"), pupil("2", "B2")),
        fsmperiod=lines(MEALS, f"1,B,{period}", f"2,B,{period}", f"3,B,{period}"),
    )
    assert [result for result, _ in told(report, "fsmperiod")] == ["accepted", "refused", "refused"]
    row, period_of = report.outcomes["pupilonroll"][0], report.outcomes["fsmperiod"][0]
    assert period_of.entry == row.entry
