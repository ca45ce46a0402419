"""A roll as schools' systems export it, read in the register's names and codes."""

from datetime import date

import pytest

from movements.codes import CODE_SETS, ETHNICITY
from movements.intake import columns
from movements.intake.columns import ROLL_COLUMNS, roll_layout
from movements.intake.reading import read_rows, tidy_name
from movements.intake.roll_values import read_value


def layout_of(header: str) -> columns.RollLayout:
    return roll_layout([tidy_name(name) for name in header.split(",")])


OURS = "upn,surname,forename,dob"


def test_our_own_columns_are_read_as_they_are() -> None:
    layout = roll_layout(ROLL_COLUMNS)
    assert layout.read_from == {name: name for name in ROLL_COLUMNS}
    assert layout.notes == ()


def test_a_roll_as_a_schools_system_exports_it() -> None:
    sheet = read_rows(
        b"Unique Pupil Number;Legal Surname;Forename;Date of Birth;Gender;Year Group;"
        b"Admission Date;Enrolment Status;SEN Status;FSM Eligible;Ethnicity code\r\n"
        b"B801200005001;Smith;Ann;03/02/2012;Female;Year  9;01/09/2023;"
        b"Current (single registration at this school);K - SEN Support;Yes;WBRI\r\n",
        name="roll.csv",
    )
    layout = roll_layout(sheet.columns)
    assert layout.notes == ()
    assert layout.answers(sheet.rows[0].values) == {
        "upn": "B801200005001",
        "surname": "Smith",
        "forename": "Ann",
        "dob": "03/02/2012",
        "sex": "F",
        "nc_year": "9",
        "entry_date": "01/09/2023",
        "enrol_status": "C",
        "sen_provision": "K",
        "fsm": "Y",
        "ethnicity": "WBRI",
    }


@pytest.mark.parametrize(
    "header",
    [
        "UPN,Legal Surname,Legal Forename,DOB",
        "upn,LegalSurname,LegalForename,DateOfBirth",
        "UPN Number,Family Name,Given Name,Birth Date",
        "Forename,Surname,Date of Birth,Pupil UPN",
    ],
)
def test_the_four_columns_a_roll_must_have_go_by_many_names(header: str) -> None:
    layout = layout_of(header)
    assert set(layout.read_from) == {"upn", "surname", "forename", "dob"}
    assert layout.notes == ()


def test_legal_names_are_read_where_a_file_gives_both() -> None:
    layout = layout_of("UPN,Surname,Legal Surname,Forename,DOB")
    assert layout.read_from["surname"] == "legal_surname"
    assert layout.notes == ("Column surname was not read: surname was read from legal_surname.",)


@pytest.mark.parametrize(
    ("extra", "note"),
    [
        ("Reg Group", "Not held by the register, and not read: reg_group."),
        ("House,Postcode", "Not held by the register, and not read: house, postcode."),
        (
            "Ethncity",
            "Column ethncity is not one we know and was not read: did you mean ethnicity?",
        ),
        ("Surnmae", "Not columns we know, and not read: surnmae."),
        ("Lunch hall,Bus", "Not columns we know, and not read: lunch_hall, bus."),
        (
            "Leaving Date",
            "Column leaving_date was not read: send a removal_from_roll for a pupil who has left.",
        ),
    ],
)
def test_a_column_not_read_is_named(extra: str, note: str) -> None:
    assert layout_of(f"{OURS},{extra}").notes == (note,)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("upn,surname,forename", "The roll has no column dob: name the columns as in the template"),
        ("upn,surname,forename,dobb", "has no column dob (dobb may be dob)"),
        ("upn,name", "has no columns surname, forename, dob (it has name)"),
        ("upn,surnmae,forename,dob", "has no column surname (surnmae may be surname)"),
    ],
)
def test_a_column_that_is_missing_is_asked_for(header: str, says: str) -> None:
    with pytest.raises(columns.Unreadable) as refused:
        layout_of(header)
    assert says in refused.value.message


def test_what_must_be_there_can_be_less() -> None:
    assert roll_layout(["upn"], required=("upn",)).read_from == {"upn": "upn"}


def test_no_spelling_stands_for_two_columns() -> None:
    spellings = [spelling for known in columns._SPELLINGS.values() for spelling in known]
    passed_over = columns._PASSED_OVER | columns._LEAVING
    assert sorted(set(spellings)) == sorted(spellings)
    assert passed_over.isdisjoint(spellings)


VALUES = {
    "sex": {"M": "m Male boy", "F": "F female Girl", "U": "U"},
    "nc_year": {"9": "9 09 9.0 Year9 Y9 yr9", "R": "R Reception 0 rec", "N1": "N1", "14": "Y14"},
    "fsm": {"Y": "Y yes TRUE 1 T", "N": "n No False 0 F"},
    "sen_provision": {"N": "N None no", "K": "K", "E": "e EHCP EHC"},
    "enrol_status": {"C": "C current", "M": "M Main", "S": "s Subsidiary", "G": "Guest", "F": "FE"},
    "home_la": {"330": "330 330.0"},
    "looked_after": {"Y": "Yes 1", "N": "no 0"},
    "protected": {"Y": "Y", "N": "False"},
    "ethnicity": {"WBRI": "WBRI wbri", "AIND": "Indian", "REFU": "Refused", "WROM": "Gypsy/Roma"},
}


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [(c, text, code) for c, codes in VALUES.items() for code, many in codes.items()
     for text in many.split()],
)  # fmt: skip
def test_one_word_for_a_code(column: str, text: str, code: str) -> None:
    assert read_value(column, text) == code


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("sex", "F - Female", "F"),
        ("sex", "Not known", "U"),
        ("nc_year", "NC Year 10", "10"),
        ("nc_year", "Curriculum Year 3", "3"),
        ("nc_year", "Year R", "R"),
        ("nc_year", "Nursery 2", "N2"),
        ("nc_year", "National curriculum not followed", "X"),
        ("sen_provision", "SEN Support", "K"),
        ("sen_provision", "K - SEN Support", "K"),
        ("sen_provision", "N (No Special Educational Need)", "N"),
        ("sen_provision", "Education, Health and Care Plan", "E"),
        ("sen_provision", "School Action", "A"),
        ("enrol_status", "Main - Dual Registration", "M"),
        ("enrol_status", "Current Main (dual registration)", "M"),
        ("enrol_status", "S: Subsidiary", "S"),
        ("home_la", "330 Birmingham", "330"),
        ("home_la", "330 - Birmingham", "330"),
        ("ethnicity", "White - British", "WBRI"),
        ("ethnicity", "WBRI - White British", "WBRI"),
        ("ethnicity", "White - Any Other White Background", "WOTH"),
        ("ethnicity", "Asian or Asian British - Pakistani", "APKN"),
        ("ethnicity", "Black or Black British - Caribbean", "BCRB"),
        ("ethnicity", "Mixed - White and Black African", "MWBA"),
        ("ethnicity", "White & Asian", "MWAS"),
        ("ethnicity", "Information Not Obtained", "NOBT"),
    ],
)
def test_several_words_for_a_code(column: str, text: str, code: str) -> None:
    assert read_value(column, text) == code


@pytest.mark.parametrize("column", VALUES)
@pytest.mark.parametrize("text", ["", "Xyzzy", "Year 45", "2025", "?", "Birmingham"])
def test_what_stands_for_no_code_stays_as_it_was_written(column: str, text: str) -> None:
    assert read_value(column, text) == text


def test_names_and_dates_are_not_touched() -> None:
    assert read_value("surname", "Male") == "Male"
    assert read_value("dob", "03/02/2012") == "03/02/2012"


@pytest.mark.parametrize(
    ("column", "code_set"),
    [
        ("sex", "SEX"),
        ("nc_year", "NC_YEARS"),
        ("sen_provision", "SEN_PROVISION"),
        ("enrol_status", "ENROLMENT_STATUSES"),
        ("ethnicity", "ETHNICITY"),
    ],
)
def test_every_code_and_every_label_of_ours_is_read(column: str, code_set: str) -> None:
    for code in CODE_SETS[code_set]:
        assert read_value(column, code.code) == code.code
        assert read_value(column, code.label) == code.code
        assert read_value(column, f"{code.code} - {code.label}") == code.code


def test_a_code_read_is_still_judged_on_its_day() -> None:
    assert read_value("ethnicity", "Black British") == "BBRI"
    assert ETHNICITY.problem("BBRI", date(2023, 9, 1)) is not None
