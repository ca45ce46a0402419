"""A school's roll compared with the register: only differences are recorded, nobody is removed.

The world (see tests/attendance/world.py): amy and ben are on roll at Brook School (900001), dot at
Hill School (900003).
"""

import pytest

from movements.intake.plain_text import Unreadable
from movements.record import today
from movements.register import find_pupil, history, standing
from tests.attendance.world import AMY, BEN, CAL, DOT, NOBODY, OTHER, TODAY, add_bearer, upn
from tests.intake.world import Files, concerned, said

HEADER = "upn,surname,forename,dob,sex,nc_year,entry_date,enrol_status,sen_provision,on"
NEW = f"{NOBODY},Eze,Ada,2012-03-04,F,9,2025-10-06,C,N,2025-10-06"

REFUSED = [
    ("no UPN", NEW.replace(NOBODY, ""), "upn: Enter the pupil's UPN."),
    ("a wrong check letter", NEW.replace(NOBODY, f"Q{NOBODY[1:]}"), "does not agree"),
    ("a UPN made a number", NEW.replace(NOBODY, "8.01E+11"), "spreadsheet"),
    ("born tomorrow", NEW.replace("2012-03-04", "2125-03-04"), "dob: "),
    ("no day of birth", NEW.replace("2012-03-04", ""), "dob: Enter the pupil's date of birth."),
    ("no name", NEW.replace("Eze,Ada", ","), "surname: Enter the pupil's surname. | forename: "),
    ("a birthday made a number", NEW.replace("2012-03-04", "40972"), "serial number"),
    ("no such sex", NEW.replace(",F,", ",Q,"), 'sex: "Q" is not'),
    ("no such year", NEW.replace(",9,", ",99,"), 'nc_year: "99" is not'),
    ("no such status", NEW.replace(",C,", ",Z,"), 'enrol_status: "Z" is not'),
    ("a code withdrawn by then", NEW.replace(",N,", ",S,"), "withdrawn after 31 March 2018"),
    ("no such entry date", NEW.replace("2025-10-06,C", "31/02/2025,C"), "entry_date: "),
    ("a formula", NEW.replace("Eze", "=1+1"), "as a formula"),
    ("a row too short", NOBODY, "has 1 cells and there are 10"),
]


@pytest.mark.parametrize(
    ("row", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_bad_row_says_what_is_wrong_and_the_good_one_is_kept(
    sent: Files, row: str, words: str
) -> None:
    good = f"{AMY},Bell,Amy,2012-01-02,F,9,2025-09-01,C,N,2025-10-06"
    report = sent.roll(HEADER, good, row)
    assert [o.result for o in report.outcomes] == ["accepted", "refused"]
    assert words in said(report.outcomes[1])[1]
    assert find_pupil(sent.session, NOBODY) is None


def test_every_problem_of_a_row_is_said_at_once(sent: Files) -> None:
    report = sent.roll(HEADER, "B1,,Ada,2012-03-04,Q,99,31/02/2025,C,N,2025-10-06")
    fields = {problem.field for problem in report.outcomes[0].problems}
    assert fields == {"upn", "surname", "entry_date", "sex", "nc_year"}


def test_a_new_pupil_is_registered_and_described(sent: Files) -> None:
    report = sent.roll(HEADER, NEW)
    assert report.accepted == 1
    assert sent.kinds(NOBODY) == ["on_roll", "pupil_details"]


def test_only_what_differs_is_recorded(sent: Files) -> None:
    sent.roll(HEADER, NEW)
    later = NEW.replace(",N,2025-10-06", ",K,2025-11-03")
    report = sent.roll(HEADER, later)
    pupil = find_pupil(sent.session, NOBODY)
    assert report.accepted == 1
    assert sent.kinds(NOBODY) == ["on_roll", "pupil_details", "pupil_details"]
    assert standing(sent.session, str(pupil), TODAY).details["sen_provision"] == "K"


def test_the_same_roll_again_changes_nothing_and_names_the_entry(sent: Files) -> None:
    first = sent.roll(HEADER, NEW)
    before = sent.head()
    again = sent.roll(HEADER, NEW)
    assert (again.already_held, sent.head()) == (1, before)
    assert again.outcomes[0].entry == first.outcomes[0].entry


def test_an_old_roll_sent_late_does_not_undo_what_came_after(sent: Files) -> None:
    sent.roll(HEADER, NEW)
    sent.roll(HEADER, NEW.replace(",N,2025-10-06", ",K,2025-11-03"))
    before = sent.head()
    sent.roll(HEADER, NEW)
    assert sent.head() == before


@pytest.mark.parametrize("newest_first", [False, True])
def test_several_days_of_one_pupil_in_a_file_are_taken_in_their_order(
    sent: Files, newest_first: bool
) -> None:
    days = [
        f"{AMY},Bell,Amy,2012-01-02,F,9,2025-09-01,M,N,2025-11-03",
        f"{AMY},Bell,Amy,2012-01-02,F,9,2025-09-01,C,N,2025-12-01",
    ]
    rows = days[::-1] if newest_first else days
    report = sent.roll(HEADER, *rows)
    before = sent.head()
    assert report.accepted == 2
    pupil = str(find_pupil(sent.session, AMY))
    assert standing(sent.session, pupil, TODAY).rolls[0].status == "C"
    assert sent.roll(HEADER, *rows).already_held == 2
    assert sent.head() == before


def test_a_row_given_twice_counts_once_and_is_told_which_it_repeats(sent: Files) -> None:
    report = sent.roll(HEADER, NEW, NEW)
    assert [o.result for o in report.outcomes] == ["accepted", "already_held"]
    assert concerned(report.outcomes[1]).startswith("The same as line 2, and counted once.")
    assert sent.kinds(NOBODY) == ["on_roll", "pupil_details"]


def test_two_rows_that_gainsay_each_other_are_both_refused(sent: Files) -> None:
    report = sent.roll(HEADER, NEW, NEW.replace(",9,", ",10,"))
    assert [said(o) for o in report.outcomes] == [
        (
            "refused",
            f"nc_year: Line {other} has the same pupil with other answers (nc_year), and only one "
            "can be right: remove the wrong row and send the other again.",
        )
        for other in (3, 2)
    ]


def test_one_upn_for_two_children_of_a_file_is_refused(sent: Files) -> None:
    report = sent.roll(HEADER, NEW, NEW.replace("Ada", "Obi").replace("2012-03-04", "2013-05-06"))
    assert report.refused == 2
    assert "also stands on line 3 for another child" in said(report.outcomes[0])[1]


def test_a_upn_that_two_pupils_bear_is_refused(sent: Files) -> None:
    add_bearer(sent.session, AMY)
    report = sent.roll(HEADER, NEW.replace(NOBODY, AMY))
    assert "Two pupils are held with this UPN" in said(report.outcomes[0])[1]


def test_a_pupil_who_is_current_elsewhere_is_claimed_and_not_described(sent: Files) -> None:
    report = sent.roll(HEADER, NEW.replace(NOBODY, DOT))
    assert report.accepted == 1
    assert sent.kinds(DOT) == ["on_roll", "roll_claim"]
    assert "the authority has been asked to confirm" in concerned(report.outcomes[0])


def test_a_pupil_missing_from_the_file_stays_on_roll(sent: Files) -> None:
    report = sent.roll(HEADER, f"{AMY},Bell,Amy,2012-01-02,F,9,2025-09-01,C,N,2025-10-06")
    assert any("1 on this roll is not in the file" in note for note in report.notes)
    assert standing(sent.session, str(find_pupil(sent.session, BEN)), TODAY).rolls


def test_the_names_and_words_of_a_school_s_system_are_understood(sent: Files) -> None:
    report = sent.roll(
        "Unique Pupil Number;Legal Surname;Legal Forename;Date of Birth;Legal Sex;Year Group;"
        "Date of Entry;Enrolment Status;SEN Status;FSM Eligible;Tutor Group;Shoe size",
        f"{NOBODY};Eze;Ada;04/03/2012;Female;Year 9;06/10/2025;Single Registration;"
        "K - SEN Support;Yes;9B;38",
    )
    held = standing(sent.session, str(find_pupil(sent.session, NOBODY)), today()).details
    assert report.accepted == 1
    assert (held["sex"], held["nc_year"], held["sen_provision"], held["fsm"]) == (
        "F",
        "9",
        "K",
        "Y",
    )
    assert report.notes[:2] == (
        "Not columns we know, and not read: shoe_size.",
        "Not held by the register, and not read: tutor_group.",
    )


def test_a_pupil_who_is_to_come_is_described_from_that_day(sent: Files) -> None:
    report = sent.roll(HEADER, NEW.replace("N,2025-10-06", "N,2025-09-29"))
    held = history(sent.session, str(find_pupil(sent.session, NOBODY)), today=TODAY)
    assert report.accepted == 1
    assert {line.entry.on.isoformat() for line in held} == {"2025-10-06"}


def test_a_roll_without_a_needed_column_is_not_read(sent: Files) -> None:
    with pytest.raises(Unreadable) as unreadable:
        sent.roll("upn,surname,forename,birthday", f"{NOBODY},Eze,Ada,2012-03-04")
    assert "The roll has no column dob" in unreadable.value.message


@pytest.mark.parametrize(
    "told",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("Ada", "Adaé").encode("cp1252"),
        lambda text: text.replace("\n", "\r\n\r\n").encode(),
        lambda text: text.replace("2012-03-04", "04/03/2012").encode(),
    ],
    ids=["BOM", "UTF-16", "semicolons", "tabs", "cp1252", "blank lines", "dd/mm"],
)
def test_what_spreadsheets_do_to_a_file_does_not_matter(sent: Files, told: object) -> None:
    assert callable(told)
    assert sent.roll_file(told(f"{HEADER}\n{NEW}\n")).accepted == 1
    held = standing(sent.session, str(find_pupil(sent.session, NOBODY)), TODAY).details
    assert held["dob"] == "2012-03-04"


def test_a_former_upn_finds_the_pupil_who_bore_it(sent: Files) -> None:
    sent.roll(f"{HEADER},former_upn", f"{NEW},{CAL}")
    sent.roll(HEADER, NEW, school=OTHER)
    assert find_pupil(sent.session, NOBODY) is not None


def test_a_roll_mended_on_its_own_day_corrects_what_it_said(sent: Files) -> None:
    sent.roll(HEADER, NEW)
    mended = NEW.replace("Eze", "Ezeh").replace(",C,N,", ",M,N,")
    report = sent.roll(HEADER, mended)
    pupil = str(find_pupil(sent.session, NOBODY))
    assert report.accepted == 1
    held = standing(sent.session, pupil, TODAY)
    assert (held.details["surname"], held.details["forename"]) == ("Ezeh", "Ada")
    assert [roll.status for roll in held.rolls] == ["M"]
    lines = history(sent.session, pupil, today=TODAY)
    assert [line.in_force for line in lines].count(False) == 2, "what was said first is kept"
    before = sent.head()
    assert sent.roll(HEADER, mended).already_held == 1
    assert sent.head() == before


def test_but_another_date_of_birth_may_be_another_child(sent: Files) -> None:
    sent.roll(HEADER, NEW)
    report = sent.roll(HEADER, NEW.replace("2012-03-04", "2013-04-05"))
    assert "held for a child with another date of birth" in said(report.outcomes[0])[1]


def test_a_former_upn_that_nobody_bears_leads_to_the_pupil_from_then_on(sent: Files) -> None:
    assert sent.roll(f"{HEADER},former_upn", f"{NEW},{upn(9)}").accepted == 1
    assert find_pupil(sent.session, upn(9)) == find_pupil(sent.session, NOBODY) is not None
