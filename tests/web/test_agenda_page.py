"""The agenda by its page, where it was changed meanwhile in another tab."""

from tests.web.test_case_pages import opened
from tests.web.test_meeting_pages import meeting_of, panel_of
from tests.web.world import BEN, World


def test_a_case_taken_off_meanwhile_is_a_problem_on_the_page(world: World) -> None:
    case = opened(world, BEN).rpartition("/")[2]
    meeting = meeting_of(world, panel_of(world))
    refused = world.send(f"{meeting}/agenda", off=case)
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert 'id="answers"' in refused.text
    assert world.send(f"{meeting}/agenda", case=case).status_code == 303


def test_a_case_put_on_after_papers_were_due_is_late_on_page_and_in_the_pack(world: World) -> None:
    case = opened(world, BEN).rpartition("/")[2]
    meeting = meeting_of(world, panel_of(world), papers_by="20/11/2026")
    assert "Papers were due by 20 November 2026" in world.see(f"{meeting}/agenda").text
    assert world.send(f"{meeting}/agenda", case=case).status_code == 303
    assert "after papers were due by 20 November 2026" in world.see(meeting).text
    assert world.send(f"{meeting}/pack").status_code == 303
    assert "Late: put on after papers were due." in world.see(f"{meeting}/pack").text
