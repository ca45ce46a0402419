"""Making a register: init, schools, terms, settings, people and keys."""

import csv
import io
from pathlib import Path

import pytest

from tests.commands.world import OTHER, SCHOOL, SETTING, Office


def test_init_may_be_run_again(bare: Office) -> None:
    first, head = bare.run("init"), bare.head()
    again = bare.run("init")
    assert (first.code, again.code) == (0, 0)
    assert bare.head() == head


def test_schools_says_how_many_and_of_which_type(bare: Office, authority: Path) -> None:
    bare.run("init")
    ran = bare.run("schools", authority / "schools.csv")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[:3] == [
        "7 establishments",
        "2 of them alternative provision, 0 closed",
        "7 new, 0 changed, 0 as held",
    ]
    assert any(line.endswith("1  Pupil referral unit") for line in lines[3:])


def test_the_same_extract_again_changes_nothing(office: Office, authority: Path) -> None:
    ran = office.run("schools", authority / "schools.csv")
    assert (ran.code, ran.out.splitlines()[2]) == (0, "0 new, 0 changed, 7 as held")


def test_an_extract_s_bad_row_is_named_and_the_others_kept(office: Office, authority: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((authority / "schools.csv").read_text())))
    rows[0] |= {"URN": "90001"}
    rows[1] |= {"EstablishmentName": "Renamed School"}
    out = io.StringIO()
    written = csv.DictWriter(out, rows[0])
    written.writeheader()
    written.writerows(rows)
    ran = office.run("schools", office.file(out.getvalue()))
    assert ran.code == 3
    assert "0 new, 1 changed, 5 as held" in ran.out
    assert ran.err.startswith("line 2: URN: ")


TERMS = "place_or_la,kind,from,to\n999,term,2026-09-02,23/10/2026\n{},inset,2026-09-02,\n"


def test_terms_are_taken_in_once(office: Office) -> None:
    path = office.file(TERMS.format(SCHOOL))
    assert office.run("terms", path).out == "2 accepted, 0 already held, 0 refused\n"
    assert office.run("terms", path).out == "0 accepted, 2 already held, 0 refused\n"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("999,holiday,2026-10-26,2026-10-30", "kind: 'holiday' must be term, inset or closure."),
        ("12,term,2026-09-02,2026-10-23", "place_or_la: No place '12' is known."),
        ("999,term,2026-09-02,", "Enter the day in column to"),
        ("999,term,2026-10-23,2026-09-02", "to: 2026-09-02 is before 2026-10-23"),
        ("999,term,46267,2026-10-23", "spreadsheet's serial number"),
    ],
)
def test_a_bad_term_is_named_and_the_good_ones_kept(office: Office, row: str, words: str) -> None:
    ran = office.run("terms", office.file(TERMS.format(SCHOOL) + row))
    assert (ran.code, ran.out) == (3, "2 accepted, 0 already held, 1 refused\n")
    assert ran.err.startswith("line 4: ")
    assert words in ran.err


def test_a_setting_is_known_by_the_id_it_prints(office: Office) -> None:
    ran = office.run("setting", "add", "--name", "Forge Barn", "--la", "999", "--type", "NFE")
    place = ran.out.strip()
    assert (ran.code, place[:2]) == (0, "s_")
    card = office.run("scorecard", place, "--year", "2025-26")
    assert card.out.startswith("Forge Barn: 2025-26")


def test_a_setting_with_a_ukprn_is_known_by_it(office: Office) -> None:
    office.run("setting", "add", "--name", "Forge Barn", "--la", "999", "--ukprn", "10012345")
    assert office.run("scorecard", "ukprn:10012345", "--year", "2025-26").code == 0


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ([], "--type: Give exactly one of the two"),
        (["--type", "NFE", "--ukprn", "10012345"], "--type: Give exactly one of the two"),
        (["--type", "PRU"], '--type: "PRU" is not a type of setting. Use one of NFE, OOT'),
        (["--ukprn", "123"], "--ukprn: "),
    ],
)
def test_a_setting_is_known_by_exactly_one_of_two(
    office: Office, how: list[str], words: str
) -> None:
    ran = office.run("setting", "add", "--name", "Forge Barn", "--authority", "999", *how)
    assert ran.code == 2
    assert words in ran.err


def test_a_setting_added_by_hand_is_closed_once_and_a_school_by_its_extract(office: Office) -> None:
    place = office.run("setting", "add", "--name", "Forge Barn", "--la", "999", "--type", "NFE")
    told = ("setting", "close", place.out.strip(), "--on", "2026-10-09")
    closed = office.run(*told)
    assert (closed.code, closed.out) == (0, "Forge Barn closed on 9 October 2026.\n")
    again = office.run(*told)
    assert (again.code, "Forge Barn is closed already" in again.err) == (2, True)
    school = office.run("setting", "close", SCHOOL, "--on", "2026-10-09")
    assert (school.code, "its extract tells when it closed" in school.err) == (2, True)


def test_an_independent_school_has_a_scorecard_once_it_is_told_to_be_alternative_provision(
    office: Office, authority: Path
) -> None:
    told = ("setting", "school", SCHOOL)
    card = ("scorecard", SCHOOL, "--year", "2025-26")
    refused = office.run(*told)
    assert (refused.code, "only an independent school" in refused.err) == (2, True)
    rows = list(csv.DictReader(io.StringIO((authority / "schools.csv").read_text())))
    mine = next(row for row in rows if row["URN"] == SCHOOL)
    mine |= {"TypeOfEstablishment (code)": "11", "EstablishmentTypeGroup (code)": "3"}
    out = io.StringIO()
    written = csv.DictWriter(out, rows[0])
    written.writeheader()
    written.writerows(rows)
    office.run("schools", office.file(out.getvalue()))
    assert "apregister setting school" in office.run(*card).err
    assert office.run(*told).out.endswith("is used as alternative provision.\n")
    assert office.run(*card).code == 0
    assert office.run(*told, "--not").out.endswith("no longer told to be used as "
                                                   "alternative provision.\n")  # fmt: skip
    assert office.run(*card).code == 2


def test_a_person_is_added_with_a_password_shown_once(office: Office) -> None:
    ran = office.run("account", "add", "jo", "--role", "la_officer", "--authority", "999")
    assert ran.code == 0
    assert ran.out.startswith("jo can sign in as la_officer.\nPassword (shown once): ")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (["--role", "head"], "--role: 'head' is not a role"),
        (["--role", "school"], "--place: Name the place that this school speaks for."),
        (["--role", "la_officer"], "--authority: Name the local authority"),
        (["--role", "la_officer", "--la", "33"], "--authority: '33' is no local authority's code"),
        (["--role", "school", "--place", "123456"], "No place '123456' is known."),
        (["--role", "school", "--place", SETTING], "an AP setting: give its people the role set"),
        (["--role", "setting", "--place", SCHOOL], "AP setting: give its people the role school"),
        (["--role", "setting", "--place", SETTING, "--place", SCHOOL], "--role: Larksley"),
    ],
)
def test_a_person_who_cannot_be_is_refused(office: Office, how: list[str], words: str) -> None:
    ran = office.run("account", "add", "jo", *how)
    assert ran.code == 2
    assert words in ran.err


def test_a_sign_in_name_is_one_person_s(office: Office) -> None:
    office.run("account", "add", "jo", "--role", "school", "--place", SCHOOL)
    ran = office.run("account", "add", "Jo", "--role", "school", "--place", OTHER)
    assert (ran.code, "jo is taken" in ran.err) == (2, True)


def test_a_key_is_for_a_place_or_an_authority(office: Office) -> None:
    keys = [
        office.run("key", "add", *of).out.strip()
        for of in (("--place", SCHOOL), ("--place", SETTING), ("--authority", "999"))
    ]
    assert len({*keys}) == 3
    assert min(map(len, keys)) > 30


@pytest.mark.parametrize("how", [[], ["--place", SCHOOL, "--authority", "999"]])
def test_a_key_is_for_one_of_the_two(office: Office, how: list[str]) -> None:
    ran = office.run("key", "add", *how)
    assert (ran.code, "one of them and not both" in ran.err) == (2, True)
