"""intake attendance without --school: each school's part of a feed is a submission of its own."""

import json

from tests.commands.world import ADA, BEN, CAL, OTHER, SCHOOL, Office

HEADER = "surname,upn,school_urn,date,session,mark,comment"


def rows(*told: tuple[str, str, str]) -> str:
    lines = (f"Eze,{who},{school},2026-09-14,AM,{mark},=x" for who, school, mark in told)
    return "\n".join((HEADER, *lines, ""))


def test_a_feed_of_two_schools(peopled: Office) -> None:
    feed = rows((ADA, SCHOOL, "/"), (CAL, OTHER, "L"), (BEN, SCHOOL, "H"), (BEN, "999999", "/"))
    out = peopled.folder / "receipts"
    ran = peopled.run("intake", "attendance", peopled.file(feed, "feed.csv"), "--out", out)
    assert ran.code == 3
    first, second, third = ran.out.splitlines()
    assert first.endswith(": 1 accepted, 0 already held, 1 refused")
    assert second.startswith("feed.csv, ")
    assert third == "feed.csv: 1 row of no school here, refused"
    assert "feed.csv, line 4: mark: " in ran.err
    assert "feed.csv, line 5: school_urn: '999999' is the URN of no school" in ran.err
    assert sorted(path.name for path in out.iterdir()) == [
        *(f"{SCHOOL}-feed.csv", f"{OTHER}-feed.csv", "no-school-feed.csv")
    ]
    assert "999999" in (out / "no-school-feed.csv").read_text()
    for school in (SCHOOL, OTHER):
        assert "feed.csv" in peopled.run("submissions", "--school", school).out


def test_a_dry_run_of_a_feed_changes_nothing(peopled: Office) -> None:
    head = peopled.head()
    feed = json.dumps([{"upn": ADA, "school_urn": int(SCHOOL), "date": "2026-09-14"}])
    feed = feed.replace('"date"', '"session": "AM", "mark": "/", "date"')
    ran = peopled.run("intake", "attendance", peopled.file(feed, "feed.json"), "--dry-run")
    assert (ran.code, peopled.head()) == (0, head)
    assert "1 accepted, 0 already held, 0 refused (a dry run)" in ran.out


def test_a_file_that_names_no_school_needs_one(peopled: Office) -> None:
    marks = peopled.file(f"upn,date,session,mark\n{ADA},2026-09-14,AM,/\n", "marks.csv")
    ran = peopled.run("intake", "attendance", marks)
    assert ran.code == 2
    assert "give --school, or a column school_urn" in ran.err
    feed = peopled.file(rows((ADA, SCHOOL, "/")), "feed.csv")
    assert peopled.run("intake", "attendance", marks, feed).code == 3
    ran = peopled.run("intake", "attendance", feed, "--out", marks)
    assert (ran.code, "--out names a folder" in ran.err) == (2, True)
