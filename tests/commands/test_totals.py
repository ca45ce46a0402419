"""Termly totals at the command line, and what the marks of the term say to them."""

import pytest

from tests.commands.world import ADA, BEN, CAL, MARKS, SCHOOL, Office

HEADER = "upn,referencedate,termlysessionspossible,attendancereason,sessions"
CENSUS = "2026-10-01"
"""The autumn census, which counts the summer term."""


@pytest.fixture
def summer(office: Office) -> Office:
    """Ada and Ben on roll since April, and Ada marked twice in May."""
    rows = "".join(
        f"{who},Eze,Pupil,2013-01-0{n},F,9,2026-04-13,C,2026-09-01\n"
        for n, who in enumerate((ADA, BEN), 1)
    )
    roll = f"upn,surname,forename,dob,sex,nc_year,entry_date,enrol_status,on\n{rows}"
    assert office.send("pupils", roll)[0].code == 0
    marks = f"{MARKS}\n{ADA},2026-05-05,AM,/\n{ADA},2026-05-05,PM,I\n"
    assert office.send("attendance", marks)[0].code == 0
    return office


def totals(*rows: str) -> str:
    return "\n".join((HEADER, *rows, ""))


def test_a_file_of_totals_is_known_by_its_columns_and_given_back(summer: Office) -> None:
    sent = totals(f"{ADA},{CENSUS},2.0,I,1.0", f"{CAL},{CENSUS},60.0,I,2.0")
    ran, back = summer.send("attendance", sent)
    assert (ran.code, ran.out) == (3, "1 accepted, 0 already held, 1 refused\n")
    assert [row["result"] for row in back] == ["accepted", "refused"]
    assert "not a pupil you can record for" in back[1]["problems"]
    assert "Its last row is on line 3." in ran.err
    listed = summer.run("submissions", "--school", SCHOOL).out
    assert "2026-04-06 to 2026-05-24" in listed
    assert summer.run("verify").code == 0


def test_a_dry_run_changes_nothing(summer: Office) -> None:
    head = summer.head()
    ran, back = summer.send("attendance", totals(f"{ADA},{CENSUS},2,I,1"), "--dry-run")
    assert (ran.code, summer.head(), back[0]["entry"]) == (0, head, "")


def test_what_differs_is_asked_of_the_school(summer: Office) -> None:
    assert summer.send("attendance", totals(f"{ADA},{CENSUS},2,I,1"))[0].code == 0
    ran = summer.run("reconcile", "--school", SCHOOL)
    assert "0 questions for" in ran.out
    rows = (f"{ADA},{CENSUS},3,I,1", f"{BEN},{CENSUS},60,I,2")
    assert summer.send("attendance", totals(*rows))[0].code == 0
    ran = summer.run("reconcile", "--school", SCHOOL)
    assert "2 questions for" in ran.out
    assert "have 3 possible sessions from 6 April 2026 to 24 May 2026" in ran.out
    assert "you have sent no mark of them" in ran.out
    told = summer.run("reconcile", "--school", SCHOOL, "--json").json()
    assert (told["total"], told["withheld"]) == (2, 0)
    assert sorted(one["what"] for one in told["items"]) == ["no_marks", "possible"]


def test_of_protected_children_only_how_many_is_told(summer: Office) -> None:
    details = f"kind,upn,on,home_la,protected\npupil_details,{BEN},2026-09-02,330,Y\n"
    assert summer.send("movements", details)[0].code == 0
    rows = (f"{ADA},{CENSUS},3,I,1", f"{BEN},{CENSUS},60,I,2")
    assert summer.send("attendance", totals(*rows))[0].code == 0
    ran = summer.run("reconcile", "--school", SCHOOL)
    assert "1 question for" in ran.out
    assert "and 1 of protected children, which are not shown" in ran.out


def test_totals_are_in_the_pack_of_a_pupil_and_of_no_other(summer: Office) -> None:
    rows = (f"{ADA},{CENSUS},3,I,1", f"{BEN},{CENSUS},60,C2,2")
    assert summer.send("attendance", totals(*rows))[0].code == 0
    out = summer.folder / "pack"
    assert summer.run("subject-access", ADA, "--out", out).code == 0
    page = (out / "SYNTHETIC-subject-access.html").read_text("utf-8")
    assert "possible 3, I 1" in page
    assert "possible 60" not in page
