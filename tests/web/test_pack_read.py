"""Who reads what of a pack that was sealed, by what has become of its children since."""

import sys

import pytest

from tests.web.test_case_pages import opened
from tests.web.test_meeting_pages import meeting_of, panel_of
from tests.web.world import BEN, FAY, World


def _sealed(world: World) -> str:
    """The address of a meeting with Ben and Fay, its pack sealed."""
    paths = opened(world, BEN), opened(world, FAY)
    meeting = meeting_of(world, panel_of(world))
    world.send(f"{meeting}/agenda", case=[path.rpartition("/")[2] for path in paths])
    assert world.send(f"{meeting}/pack").status_code == 303
    return meeting


@pytest.mark.parametrize("name", ["panel", "officer", "auditor"])
def test_the_file_of_a_child_who_became_protected_since_is_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    meeting = _sealed(world)
    world.record(BEN, "pupil_details", on="20/11/2026", protected="Y", forename="Ben")
    world.enter(name)
    for address in (f"{meeting}/pack", f"{meeting}/pack.pdf"):
        shown = world.see(address).text
        assert "Fay Example" in shown
        assert "Ben Example" not in shown
        assert "The Lodge" not in shown, "Ben is placed there"
        assert "1 case file is left out: the child became protected" in shown
    world.enter("officer")
    world.send(f"{meeting}/pack")
    world.enter(name)
    again = world.see(f"{meeting}/pack").text
    assert "Ben" in again
    assert "left out" not in again
    assert "The Lodge" not in again
    assert "left out" in world.see(f"{meeting}/pack?version=1").text


def test_an_address_with_a_reason_in_it_shows_no_risk(world: World) -> None:
    world.enter("officer")
    told = {"on": "02/11/2026", "category": "d", "reason": "Excluded", "risks": "Carries a knife"}
    path = world.send(f"{world.page_of(BEN)}/cases/new", **told).location.partition("?")[0]
    meeting = meeting_of(world, panel_of(world))
    world.send(f"{meeting}/agenda", case=path.rpartition("/")[2])
    world.send(f"{meeting}/pack")
    world.enter("auditor")
    shown = world.see(f"{meeting}/pack?reason=Preparing").text
    assert "Carries a knife" not in shown
    assert "Risk information is held back" in shown


def test_a_pack_with_no_case_is_not_sealed_and_the_page_says_why(world: World) -> None:
    world.enter("officer")
    meeting = meeting_of(world, panel_of(world))
    answer = world.send(f"{meeting}/pack")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "agenda" in answer.text.partition("There is a problem")[2].partition("</ul>")[0]
