"""Projections made anew at the command line."""

from tests.commands.world import ADA, MARKS, Office


def test_rebuilt_and_brought_up_to_now_and_verified(peopled: Office) -> None:
    peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-15,AM,/")
    ran = peopled.run("rebuild")
    assert (ran.code, "1 row of pupils' terms made" in ran.out) == (0, True)
    assert "of where marks are due made" in ran.out
    peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-16,AM,/")
    (_, later) = peopled.run("marks", ADA, "--json").json()["items"]
    assert later["day"] == "2026-09-16"
    again = peopled.run("rebuild", "--new").out
    assert ("1 term of a place" in again, "0 pupils expected brought up" in again) == (True, True)
    peopled.head()
