"""The files that were sent, listed and given back at the command line."""

import csv

from tests.commands.world import ADA, MARKS, NOBODY, OTHER, SCHOOL, Office

SENT = f"{MARKS}\r\n{ADA},2026-09-15,AM,/\r\n{NOBODY},2026-09-15,AM,/\r\n"


def test_a_file_is_listed_and_given_back_as_it_was_sent(peopled: Office) -> None:
    assert peopled.send("attendance", SENT)[0].code == 3
    (found,) = peopled.run("submissions", "--school", SCHOOL, "--json").json()["items"]
    assert (found["name"], found["accepted"], found["refused"]) == ("sent.csv", 1, 1)
    assert peopled.run("submissions", "--school", OTHER, "--json").json()["items"] == []
    back, rows = peopled.folder / "back.csv", peopled.folder / "rows.csv"
    ran = peopled.run("submission", found["submission"], "--out", back, "--receipt", rows)
    assert (ran.code, back.read_bytes()) == (0, SENT.encode())
    assert found["sha256"] in ran.out
    (row,) = csv.DictReader(rows.read_text(encoding="utf-8-sig").splitlines())
    assert (row["line"], row["code"]) == ("3", "not_yours")


def test_an_entry_that_is_no_file(peopled: Office) -> None:
    assert "Entry 1 is no attendance file" in peopled.run("submission", 1).err


def test_a_file_that_cannot_be_written(peopled: Office) -> None:
    peopled.send("attendance", SENT)
    (found,) = peopled.run("submissions", "--json").json()["items"]
    ran = peopled.run("submission", found["submission"], "--out", peopled.folder)
    assert (ran.code, "cannot be written" in ran.err) == (2, True)
