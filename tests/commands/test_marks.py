"""A pupil's marks at the command line, each traced to the file that set it."""

from tests.commands.world import ADA, MARKS, NOBODY, Office


def test_a_mark_is_traced_to_its_file_and_the_value_it_replaced(peopled: Office) -> None:
    for mark in ("N", "I"):
        assert peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-15,AM,{mark}")[0].code == 0
    first, last = (one["submission"] for one in reversed(_submissions(peopled)))
    (mark,) = peopled.run("marks", ADA, "--from", "2026-09-01", "--json").json()["marks"]
    assert (mark["mark"], mark["submission"]) == ("I", last)
    assert [(one["mark"], one["submission"]) for one in mark["earlier"]] == [("N", first)]
    said = peopled.run("marks", ADA).out
    assert "15 Sep 2026 AM  I " in said
    assert f"before: N  #{first}" in said
    assert peopled.run("marks", ADA, "--to", "2026-09-14", "--json").json()["marks"] == []


def test_a_upn_that_is_nobodys(peopled: Office) -> None:
    assert peopled.run("marks", NOBODY).code == 2
    assert peopled.run("marks", "A").code == 2


def _submissions(office: Office) -> list[dict[str, int]]:
    found: list[dict[str, int]] = office.run("submissions", "--json").json()["items"]
    return found
