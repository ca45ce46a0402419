"""What becomes of the panel's decisions, by pages: for whom, and what they show."""

import csv
import io
import re

from tests.web.test_case_pages import agreed
from tests.web.world import ELM, EVE, FAY, World


def _placed(world: World, who: str) -> str:
    """The address of a case with a place at Elm Academy from 9 November, not taken up."""
    path = agreed(world, who)
    told = {"to_place": ELM, "starts_on": "09/11/2026", "movement": "on_roll", "session": "AM"}
    answer = world.send(f"{path}/steps/case_allocated", on="05/11/2026", enrol_status="C", **told)
    assert answer.status_code == 303, answer.text
    return path


def test_the_follow_up_list_is_of_ones_own_cases(world: World) -> None:
    path = _placed(world, FAY)
    case = path.rpartition("/")[2]
    page = world.see("/cases/follow-up").text
    assert "Fay Example" in page
    assert "Elm Academy" in page
    assert "16 November 2026" in page
    assert "7 days" in page
    [row] = csv.DictReader(io.StringIO(world.see("/cases/follow-up.csv").text.lstrip("\ufeff")))
    assert (row["case"], row["since"], row["chased_by"]) == (case, "2026-11-16", "The authority")
    assert "Fay" not in str(row)
    may = {"elm": 1, "oak": 0, "far": 0, "auditor": 1, "officer_of_far": 0, "panel": 0}
    for name, listed in may.items():
        world.enter(name)
        assert world.see("/cases/follow-up").text.count(f'href="{path}"') == listed, name
        assert (case in world.see("/cases/follow-up.csv").text) == bool(listed), name
    world.before_the_panel(path)
    assert "Fay Example" in world.see("/cases/follow-up").text
    for name in ("lodge", "admin"):
        world.enter(name)
        assert world.see("/cases/follow-up").status_code == 403, name
        assert world.see("/cases/follow-up.csv").status_code == 403, name


def test_a_start_to_come_is_asked_after_from_the_list(world: World) -> None:
    path = agreed(world)
    told = {"to_place": ELM, "starts_on": "30/11/2026", "movement": "on_roll", "session": "AM"}
    world.send(f"{path}/steps/case_allocated", on="20/11/2026", enrol_status="C", **told)
    page = world.see("/cases/follow-up").text
    assert "There is nobody to chase" in page
    assert "Awaited" in page
    assert "Nobody yet" in page
    assert f"{path}/steps/case_chased" in page
    asked = {"whom": "school", "how": "telephone", "answer": "Uniform is ordered"}
    answer = world.send(f"{path}/steps/case_chased", on="23/11/2026", **asked)
    assert answer.status_code == 303, answer.text
    page = world.see("/cases/follow-up").text
    assert "The school of the place was asked about the start" in page
    assert "Uniform is ordered" in page
    world.enter("auditor")
    seen = world.see("/cases/follow-up").text
    assert "Uniform is ordered" in seen
    assert "case_chased" not in seen, "an auditor records nothing"


def test_it_does_not_say_where_a_protected_child_is(world: World) -> None:
    path = _placed(world, EVE)
    world.enter("elm")
    secret = {"whom": "parent", "how": "telephone", "answer": "Comes by the Elm Road bus"}
    assert world.send(f"{path}/steps/case_chased", on="09/11/2026", **secret).status_code == 303
    world.enter("officer")
    assert "Eve" in world.see("/cases/follow-up").text
    for address in ("/cases/follow-up", "/cases/follow-up.csv"):
        text = world.see(address).text
        assert "a place that is withheld" in text
        assert "Elm" not in text


def test_the_reports_open_to_their_cases_for_who_may_see_them(world: World) -> None:
    path = _placed(world, FAY)
    for step, told in (
        ("case_refused", {"because": "no_place", "evidence": "Numbers"}),
        ("case_refusal_accepted", {"because": "Three this term"}),
    ):
        answer = world.send(f"{path}/steps/{step}", on="09/11/2026", **told)
        assert answer.status_code == 303, answer.text
    year = "?year=2026-27"
    page = world.see(f"/reports/fair-access{year}").text
    assert "31 October 2027" in page
    assert "goes to a regulator" in page
    [link] = re.findall(r'/reports/fair-access/cases\?of=refused-[^"]+', page)
    opened = world.see(link.replace("&amp;", "&")).text
    assert "Fay Example" in opened
    assert path in opened
    rows = csv.DictReader(
        io.StringIO(world.see(f"/reports/fair-access.csv{year}").text.lstrip("\ufeff"))
    )
    assert {row["school"]: row["refused"] for row in rows} == {
        "Oak School": "0",
        "Elm Academy": "1",
    }
    saved = world.see(f"/reports/fair-access.html{year}")
    assert saved.headers["Content-Disposition"].endswith('"fair-access-2026-27.html"')
    assert "Elm Academy" in saved.text
    assert "/reports/fair-access/cases" not in saved.text
    yearly = world.see(f"/reports/panel{year}").text
    assert "Refused by a school" in yearly
    assert "/reports/panel/cases?of=refused" in yearly
    wrong = world.see("/reports/panel?year=2026")
    assert (wrong.status_code, "write it as 2025-26" in wrong.text) == (422, True)
    assert world.see("/reports/panel/cases?of=everything").status_code == 404
    assert world.see("/reports/panel?panel=f_0").status_code == 404
    _others(world, path, link.replace("&amp;", "&"), year)


def _others(world: World, path: str, cases: str, year: str) -> None:
    """A panel member sees no few and opens nothing; a school sees no report at all."""
    world.enter("panel")
    assert world.see("/reports/panel").status_code == 404, "sits on none"
    world.before_the_panel(path)
    assert world.see(cases).status_code == 403
    for address in (f"/reports/fair-access{year}", f"/reports/panel{year}"):
        page = world.see(address).text
        assert "few" in page
        assert "/cases?of=" not in page
    rows = csv.DictReader(
        io.StringIO(world.see(f"/reports/fair-access.csv{year}").text.lstrip("\ufeff"))
    )
    assert {row["school"]: row["refused"] for row in rows}["Elm Academy"] == "few"
    kept = world.see(f"/reports/panel.csv{year}").text
    assert "children,referred in the year,refused,few" in kept
    assert "members,Pat Panel,meetings" not in kept, "none was held yet"
    for name in ("oak", "admin"):
        world.enter(name)
        for address in ("/reports/fair-access", "/reports/panel.csv", cases):
            assert world.see(address).status_code == 403, (name, address)
