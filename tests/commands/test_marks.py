"""A pupil's marks at the command line, each traced to the file that set it."""

from tests.commands.world import ADA, BEN, MARKS, NOBODY, SCHOOL, SETTING, Office


def test_a_mark_is_traced_to_its_file_and_the_value_it_replaced(peopled: Office) -> None:
    for mark in ("N", "I"):
        assert peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-15,AM,{mark}")[0].code == 0
    first, last = (one["submission"] for one in reversed(_submissions(peopled)))
    (mark,) = peopled.run("marks", ADA, "--from", "2026-09-01", "--json").json()["items"]
    assert (mark["mark"], mark["submission"]) == ("I", last)
    assert [(one["mark"], one["submission"]) for one in mark["earlier"]] == [("N", first)]
    said = peopled.run("marks", ADA).out
    assert "15 Sep 2026 AM  I " in said
    assert f"before: N  #{first}" in said
    assert peopled.run("marks", ADA, "--to", "2026-09-14", "--json").json()["items"] == []


def test_a_upn_that_is_nobodys(peopled: Office) -> None:
    assert peopled.run("marks", NOBODY).code == 2
    assert peopled.run("marks", "A").code == 2


def _submissions(office: Office) -> list[dict[str, int]]:
    found: list[dict[str, int]] = office.run("submissions", "--json").json()["items"]
    return found


def test_what_the_marks_come_to(peopled: Office) -> None:
    rows = "\n".join(
        (f"{ADA},2026-09-15,AM,/", f"{ADA},2026-09-15,PM,C2", f"{ADA},2026-09-16,AM,N")
    )
    assert peopled.send("attendance", f"{MARKS}\n{rows}")[0].code == 0
    told = peopled.run("attendance", ADA, "--to", "2026-09-18", "--json").json()
    assert (told["possible"], told["attended"], told["part_time"]) == (3, 1, 1)
    assert (told["rate"], told["persistent"], told["severe"], told["short"]) == (
        0.3333,
        *[True] * 3,
    )
    assert (told["last_seen"], told["last_seen_how"]) == ("2026-09-15", "attended")
    assert told["school_days_since"] == 3
    assert [one["mark"] for one in told["sessions"]] == ["/", "C2", "N"]
    said = peopled.run("attendance", ADA).out
    assert "Attended 1 of 3 possible sessions: 33.3% (few sessions: the rate says little)" in said
    assert "Absent from 16 September 2026 to 16 September 2026 and on: 1 school day" in said
    assert "Week of 14 Sep 2026: 2 offered, 1 attended" in said
    assert "no rate" in peopled.run("attendance", ADA, "--to", "2026-09-14").out


def test_the_pupils_of_a_place_and_all_of_them_together(peopled: Office) -> None:
    rows = (f"{ADA},2026-09-15,AM,N", f"{ADA},2026-09-15,PM,I", f"{BEN},2026-09-15,AM,/")
    assert peopled.send("attendance", "\n".join((MARKS, *rows)))[0].code == 0
    asked = ("attendance", "--school", SCHOOL, "--from", "2026-09-01")
    told = peopled.run(*asked, "--json").json()
    assert (told["possible"], told["attended"], told["rate"]) == (3, 1, 0.3333)
    assert (told["persistent"], told["severe"], told["withheld"]) == (1, 1, 0)
    marked = {one["pupil"]: one for one in told["items"] if one["possible"]}
    for who in (ADA, BEN):
        alone = peopled.run("attendance", who, "--json").json()
        line = marked.pop(alone["pupil"])
        assert {name: alone[name] for name in line if name != "sight"} == {
            name: value for name, value in line.items() if name != "sight"
        }
    assert not marked
    said = peopled.run(*asked).out
    assert "attended 1 of 3 possible sessions: 33.3%" in said
    assert "1 persistently absent, 1 of them severely" in said
    assert "attended 0 of 2 possible sessions: 0.0%, severely absent (few sessions" in said
    details = f"kind,upn,on,home_la,protected\npupil_details,{ADA},2026-09-03,330,Y\n"
    assert peopled.send("movements", details)[0].code == 0
    assert "and 1 more, protected, who are not shown" in peopled.run(*asked).out


def test_attendance_is_of_one_pupil_or_of_a_place(peopled: Office) -> None:
    for asked in ((), (ADA, "--school", SCHOOL), ("--school", SCHOOL, "--reason", "x")):
        ran = peopled.run("attendance", *asked)
        assert (ran.code, "Name one pupil, or a place" in ran.err) == (2, True)


def test_the_tracker_as_a_school_sees_it(peopled: Office) -> None:
    assert peopled.send("attendance", f"{MARKS}\n{ADA},2026-09-15,AM,/")[0].code == 0
    asked = ("tracker", "--on", "2026-09-18", "--school", SCHOOL)
    (line,) = peopled.run(*asked, "--json").json()["items"]
    assert (line["own"], line["your_children"], line["held"]) == (True, False, 1)
    placed = f"kind,upn,on,place,reason\nap_placement,{ADA},2026-09-14,{SETTING},BHS"
    assert peopled.send("movements", placed)[0].code == 0
    assert ", your children: nothing sent" in peopled.run(*asked).out
    [mine] = peopled.run("tracker", "--on", "2026-09-18", "--school", SETTING, "--json").json()[
        "items"
    ]
    assert (mine["own"], mine["held"]) == (True, 0)
    assert peopled.run("tracker", "--school", "1").code == 2
