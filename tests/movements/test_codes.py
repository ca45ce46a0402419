"""Codes are judged against the set in use on the day of the event."""

from datetime import date, timedelta

import pytest

from movements.codes import (
    ATTAINMENT_LEVELS,
    ATTAINMENT_STEPS,
    CODE_SETS,
    ETHNICITY,
    EXCLUSION_REASONS,
    MARKS,
    NC_YEARS,
    REMOVAL_GROUNDS,
    SEN_PROVISION,
    SETTING_TYPES,
    SEX,
)

LAST_OLD = date(2024, 8, 18)
FIRST_NEW = date(2024, 8, 19)

# Regulation 10 and WTTISA, August 2024: class of each mark -> marks.
CLASSES = {
    "present": r"/ \ L",
    "activity": "K V P W B",
    "authorised": "C1 M J1 S C2 C T R I E",
    "unauthorised": "G N O U",
    "not_possible": "D X Q Y1 Y2 Y3 Y4 Y5 Y6 Y7",
    "administrative": "Z #",
}
NEW_MARKS = ["K", "C1", "C2", "J1", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"]
WITHDRAWN_MARKS = ["H", "J", "Y"]
OLD_AND_NEW_MARKS = {*"/\\LVPWBMSCTRIEGNOUDXZ#"}


@pytest.mark.parametrize(("mark_class", "marks"), CLASSES.items())
def test_each_mark_of_today_is_in_its_statistical_class(mark_class: str, marks: str) -> None:
    for mark in marks.split():
        assert MARKS.get(mark, FIRST_NEW).mark_class == mark_class


def test_the_marks_of_today_are_these_and_no_others() -> None:
    in_use = {code for code, _ in MARKS.choices(FIRST_NEW)}
    assert in_use == {mark for marks in CLASSES.values() for mark in marks.split()}


def test_the_marks_of_before_are_these_and_no_others() -> None:
    in_use = {code for code, _ in MARKS.choices(LAST_OLD)}
    assert in_use == {*OLD_AND_NEW_MARKS, *WITHDRAWN_MARKS}


@pytest.mark.parametrize("mark", NEW_MARKS)
def test_a_new_mark_begins_on_19_august_2024(mark: str) -> None:
    assert MARKS.problem(mark, FIRST_NEW) is None
    assert "came into use on 19 August 2024" in str(MARKS.problem(mark, LAST_OLD))
    with pytest.raises(KeyError):
        MARKS.get(mark, LAST_OLD)


@pytest.mark.parametrize("mark", WITHDRAWN_MARKS)
def test_a_withdrawn_mark_ends_on_18_august_2024(mark: str) -> None:
    assert MARKS.problem(mark, LAST_OLD) is None
    wrong = str(MARKS.problem(mark, FIRST_NEW))
    assert "withdrawn after 18 August 2024; this is dated 19 August 2024" in wrong
    assert "For that day use " in wrong


def test_only_possible_sessions_are_in_the_denominator() -> None:
    table = {"/": (1, 1), "B": (1, 1), "I": (1, 0), "O": (1, 0), "D": (0, 0), "X": (0, 0)}
    table |= {"Q": (0, 0), "Y4": (0, 0), "Z": (0, 0), "#": (0, 0)}
    found = {
        mark: (int(MARKS.get(mark, FIRST_NEW).possible), int(MARKS.get(mark, FIRST_NEW).attended))
        for mark in table
    }
    assert found == table


@pytest.mark.parametrize(
    ("reason", "on", "in_use"),
    [
        ("OT", date(2020, 8, 31), True),
        ("OT", date(2020, 9, 1), False),
        ("OW", date(2020, 8, 31), False),
        ("OW", date(2020, 9, 1), True),
        ("DB", date(2015, 1, 5), True),
        ("DB", date(2026, 11, 23), True),
    ],
)
def test_exclusion_reasons_changed_in_2020(reason: str, on: date, in_use: bool) -> None:
    assert (EXCLUSION_REASONS.problem(reason, on) is None) is in_use


@pytest.mark.parametrize("legacy", ["S", "A", "P"])
def test_sen_codes_of_the_past_are_refused_today(legacy: str) -> None:
    assert SEN_PROVISION.problem(legacy, date(2014, 1, 16)) is None
    assert "withdrawn" in str(SEN_PROVISION.problem(legacy, FIRST_NEW))


def test_an_unknown_code_is_told_what_may_be_used() -> None:
    assert SETTING_TYPES.problem("XYZ", FIRST_NEW) == (
        '"XYZ" is not a type of setting. Use one of NFE, OOT, WBP, OTH.'
    )


def test_a_long_set_is_not_listed_whole() -> None:
    wrong = str(ETHNICITY.problem("ZZZZ", FIRST_NEW))
    assert wrong.startswith('"ZZZZ" is not an ethnicity code. Use one of WBRI, ')
    assert "more." in wrong
    assert len(wrong) < 250


def test_capitals_and_spaces_are_pointed_out() -> None:
    assert SEX.problem("f", FIRST_NEW) == '"f" is not a sex code: write it "F".'
    assert NC_YEARS.clean(" r ") == "R"
    assert SEX.clean(" F ") == "F"
    assert REMOVAL_GROUNDS.clean("A") == "a"
    assert SEX.clean("female") == "female"


def test_a_label_says_what_a_code_means_even_when_withdrawn() -> None:
    assert MARKS.label("Y") == "Unable to attend"
    assert MARKS.label("?") == "?"


def test_levels_of_attainment_stand_on_one_ladder() -> None:
    assert {*ATTAINMENT_STEPS} == {code.code for code in ATTAINMENT_LEVELS}
    ladder = ["below_entry", "entry_1", "entry_2", "entry_3", *(f"gcse_{n}" for n in range(1, 10))]
    assert [ATTAINMENT_STEPS[level] for level in ladder] == [*range(13)]
    assert ATTAINMENT_STEPS["level_1"] == ATTAINMENT_STEPS["gcse_1"]
    assert ATTAINMENT_STEPS["level_2"] == ATTAINMENT_STEPS["gcse_4"]


def test_the_grounds_are_the_fifteen_of_the_regulations() -> None:
    assert "".join(code.code for code in REMOVAL_GROUNDS) == "abcdefghijklmno"


@pytest.mark.parametrize("name", CODE_SETS)
def test_a_code_is_in_its_set_once_and_has_a_label(name: str) -> None:
    codes = [code.code for code in CODE_SETS[name]]
    assert len(codes) == len(set(codes))
    assert all(code.label for code in CODE_SETS[name])
    assert CODE_SETS[name].name == name


def test_every_dated_code_is_in_use_from_its_first_day_to_its_last() -> None:
    dated = [(codes, code) for codes in CODE_SETS.values() for code in codes]
    a_day = timedelta(days=1)
    bounds = 0
    for codes, code in dated:
        if code.valid_from:
            assert codes.problem(code.code, code.valid_from) is None
            assert codes.problem(code.code, code.valid_from - a_day)
        if code.valid_to:
            assert codes.problem(code.code, code.valid_to) is None
            assert codes.problem(code.code, code.valid_to + a_day)
        bounds += bool(code.valid_from) + bool(code.valid_to)
    assert bounds
