"""What becomes of the panel's decisions, by pages: for whom, and what they show."""

import csv
import io

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
        assert world.see("/cases/follow-up").text.count("Fay Example") == listed, name
        assert (case in world.see("/cases/follow-up.csv").text) == bool(listed), name
    world.before_the_panel(path)
    assert "Fay Example" in world.see("/cases/follow-up").text
    for name in ("lodge", "admin"):
        world.enter(name)
        assert world.see("/cases/follow-up").status_code == 403, name
        assert world.see("/cases/follow-up.csv").status_code == 403, name


def test_it_does_not_say_where_a_protected_child_is(world: World) -> None:
    _placed(world, EVE)
    for address in ("/cases/follow-up", "/cases/follow-up.csv"):
        text = world.see(address).text
        assert "a place that is withheld" in text
        assert "Elm" not in text
