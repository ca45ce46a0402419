"""export daily at the command line."""

import csv

from movements.daily_feed import FIELDS
from tests.commands.world import ADA, BEN, SCHOOL, Office


def test_the_list_is_written_and_says_that_its_pupils_are_invented(peopled: Office) -> None:
    marks = f"upn,date,session,mark\n{ADA},2026-09-14,AM,/\n{BEN},2026-09-14,AM,I\n"
    assert peopled.send("attendance", marks)[0].code == 0
    out = peopled.folder / "daily.csv"
    ran = peopled.run("export", "daily", "--on", "2026-09-14", "--school", SCHOOL, "--out", out)
    assert (ran.code, ran.out) == (0, "2 marks of the seven days up to 14 September 2026\n")
    with (peopled.folder / "SYNTHETIC-daily.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["upn"], row["mark"]) for row in rows] == [(ADA, "/"), (BEN, "I")]
    assert not out.exists()
    again = peopled.run("intake", "attendance", peopled.folder / "SYNTHETIC-daily.csv")
    assert ": 0 accepted, 2 already held, 0 refused" in again.out


def test_protected_children_are_counted_and_left_out(peopled: Office) -> None:
    details = f"kind,upn,on,home_la,protected\npupil_details,{BEN},2026-09-03,330,Y\n"
    assert peopled.send("movements", details)[0].code == 0
    marks = f"upn,date,session,mark\n{ADA},2026-09-14,AM,/\n{BEN},2026-09-14,AM,I\n"
    assert peopled.send("attendance", marks)[0].code == 0
    out = peopled.folder / "daily.csv"
    ran = peopled.run("export", "daily", "--on", "2026-09-14", "--out", out)
    assert ran.out.splitlines() == [
        "1 mark of the seven days up to 14 September 2026",
        "      1 of protected children are left out",
    ]
    assert BEN not in (peopled.folder / "SYNTHETIC-daily.csv").read_text()


def test_what_each_field_is_both_ways(peopled: Office) -> None:
    said = peopled.run("export", "daily", "--fields").out.splitlines()
    assert [line.split()[0] for line in said[:-1]] == [field.name for field in FIELDS]
    assert "UPN. In: read as whose mark it is. Out: told from the mark." in said[3]
    assert said[14].endswith(
        "In: not read: rolls and movements tell it. Out: told from the standing."
    )
    assert said[-1].startswith("The register does not hold, so that there is no column: prev")


def test_where_it_cannot_be_written(peopled: Office) -> None:
    ran = peopled.run("export", "daily")
    assert (ran.code, "--out FILE" in ran.err) == (2, True)
    ran = peopled.run("export", "daily", "--out", peopled.folder / "none" / "daily.csv")
    assert (ran.code, "cannot be written" in ran.err) == (2, True)
