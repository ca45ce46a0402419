"""Projections made anew at the command line."""

from tests.commands.world import ADA, MARKS, Office


def test_rebuilt_and_brought_up_to_now_and_verified(peopled: Office) -> None:
    peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-15,AM,/")
    ran = peopled.run("rebuild")
    assert (ran.code, "1 row of pupils' terms made" in ran.out) == (0, True)
    assert "of where marks are due made" in ran.out
    assert "of the sweep made" in ran.out
    peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-16,AM,/")
    (_, later) = peopled.run("marks", ADA, "--json").json()["items"]
    assert later["day"] == "2026-09-16"
    again = peopled.run("rebuild", "--new").out
    assert ("1 term of a place" in again, "0 pupils expected brought up" in again) == (True, True)
    assert "of the sweep brought up to now" in again
    peopled.head()


def test_the_sweep_tells_how_many_are_out_of_sight(peopled: Office) -> None:
    peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-15,AM,/")
    before = peopled.run("sweep", "--json").json()["rules"]
    peopled.run("rebuild")
    assert peopled.run("sweep", "--json").json()["rules"] == before
    told = {one["rule"]: one for one in before}
    assert [*told] == ["no_destination", "placement_past_end", "no_mark", "no_roll", "review_late"]
    asked = peopled.run("ledger", "--question", "no_mark", "--json").json()["items"]
    assert told["no_mark"]["pupils"] == len(asked) == 1
    said = peopled.run("sweep").out
    assert "1  No mark from anybody on a school day, the longest since" in said
    assert "0  Review not held by its day [review_late]" in said
