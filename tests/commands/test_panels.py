"""panel and report: the list and the reports by the commands, in words, as a table, as JSON."""

from tests.commands.world import ADA, BEN, OTHER, Office, roll


def test_the_list_and_the_reports_by_the_commands(office: Office) -> None:
    office.send("pupils", roll(ADA, BEN))
    rows = (
        "kind,upn,on,category,reason,to_place,starts_on,movement,because,evidence\n"
        f"case_referred,{ADA},2026-09-14,d,Ready,,,,,\n"
        f"case_agreed,{ADA},2026-09-14,,,,,,,\n"
        f"case_allocated,{ADA},2026-09-15,,,{OTHER},2026-09-21,on_roll,,\n"
        f"case_refused,{ADA},2026-09-16,,,,,,no_place,Numbers\n"
    )
    (office.folder / "steps.csv").write_text(rows)
    ran = office.run("intake", "cases", office.folder / "steps.csv", "--school", "la:999")
    assert ran.code == 0, ran.err
    asked = ("--authority", "999")
    out = office.run("panel", "follow-up", *asked).out
    assert "1 child not on roll a week after the starting day" in out
    assert "chased by The authority since 28 September 2026" in out
    assert office.run("panel", "follow-up", *asked, "--json").json()["total"] == 1
    assert "The authority" in office.run("panel", "follow-up", *asked, "--csv").out
    year = (*asked, "--year", "2026-27")
    out = office.run("report", "fair-access", *year).out
    assert "due by 31 October 2027" in out
    assert "admitted 0, refused by the school 1, directed to admit 0" in out
    assert "goes to a regulator" in out
    assert ",0,1,0" in office.run("report", "fair-access", *year, "--csv").out
    out = office.run("report", "panel", *year).out
    assert "referred in the year 1, refused by a school 1" in out
    assert "A place under the fair access protocol: 0 of 0 missed" not in out
    assert (
        "children,referred in the year,cases,1" in office.run("report", "panel", *year, "--csv").out
    )
    wrong = office.run("report", "panel", *asked, "--year", "26")
    assert (wrong.code, "--year: '26' is not a school year" in wrong.err) == (2, True)
    assert office.run("report", "panel", *year, "--panel", "f_0").code == 2
