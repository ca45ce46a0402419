"""Cross-checks at the command line: by number, of all or as one place sees them."""

from tests.commands.world import ADA, MARKS, OTHER, SCHOOL, SETTING, Office


def test_cross_checks_by_number(peopled: Office) -> None:
    rows = "\n".join((f"{ADA},2026-09-15,AM,C2", f"{ADA},2026-09-15,PM,D"))
    assert peopled.send("attendance", f"{MARKS}\n{rows}")[0].code == 0
    told = peopled.run("crosschecks", "--on", "2026-09-16", "--json").json()["items"]
    assert [one["number"] for one in told if one["number"] != 8] == [1, 7]
    said = peopled.run("crosschecks", "--on", "2026-09-16").out
    assert "1. Marked D, and registered at no other school" in said
    assert "1 session marked D, 15 September 2026 PM; owner: " in said
    own = peopled.run("crosschecks", "--on", "2026-09-16", "--school", SCHOOL, "--json").json()
    assert [one["number"] for one in own["items"] if one["own"] and one["number"] != 8] == [1, 7]
    other = peopled.run("crosschecks", "--school", OTHER, "--json").json()["items"]
    assert [one for one in other if one["number"] in (1, 7)] == []
    assert "1 session marked C2" in peopled.run("ledger", "--on", "2026-09-16").out


def test_a_place_that_has_sent_nothing_of_a_day_is_asked_once(peopled: Office) -> None:
    assert peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-15,AM,/")[0].code == 0
    asked = ("crosschecks", "--school", SCHOOL, "--on")
    (place,) = peopled.run(*asked, "2026-09-17", "--json").json()["places"]
    assert "2026-09-16" in place["days"]
    assert "2026-09-15" not in place["days"]
    said = peopled.run(*asked, "2026-09-17").out
    assert "8. No mark from anybody on a school day: of these days a place has sent nothing" in said
    assert place["about"] in said


def test_a_place_that_nobody_knows(peopled: Office) -> None:
    assert peopled.run("crosschecks", "--school", "123456").code == 2


def test_marks_to_send_again_and_clocks_of_marks(peopled: Office) -> None:
    rows = f"{ADA},2026-09-15,AM,N"
    assert peopled.send("attendance", f"{MARKS}\n{rows}")[0].code == 0
    assert "marks of submission #" in peopled.run("due", "--on", "2026-09-16").out
    moves = "kind,upn,on,place,reason,planned_end"
    moved = f"{moves}\nap_placement,{ADA},2026-09-14,{SETTING},BHS,2026-12-11"
    assert peopled.send("movements", moved)[0].code == 0
    said = peopled.run("restate", "--school", SCHOOL).out
    assert "1 session to send again" in said
    assert "N should be D, by entry #" in said
    (line,) = peopled.run("restate", "--json").json()["items"]
    assert (line["day"], line["should_be"]) == ("2026-09-15", "D")
    assert "0 sessions" in peopled.run("restate", "--school", OTHER).out
