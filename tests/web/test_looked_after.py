"""A looked-after child by pages: no panel, 7 days to answer, 7 to refer, and a school directed."""

from tests.web.test_case_pages import opened
from tests.web.world import AMY, ELM, World, place_id

WALK = (
    ("case_direction_consulted", {"on": "04/11/2026", "route": "looked_after", "consulted": "x"}),
    ("case_direction_served", {"on": "12/11/2026", "route": "looked_after", "reasons": "Nearest"}),
    ("case_directed", {"on": "20/11/2026", "starts_on": "23/11/2026"}),
    ("case_accepted", {"on": "20/11/2026", "how": "letter"}),
    ("case_started", {"on": "23/11/2026"}),
)


def test_a_direction_for_a_looked_after_child_is_walked_by_pages(world: World) -> None:
    world.enter("officer")
    world.record(AMY, "pupil_details", on="01/11/2026", looked_after="Y")
    path = opened(world, AMY)
    why = {"because": "looked_after", "route": "looked_after_direction"}
    world.send(f"{path}/steps/case_not_eligible", on="03/11/2026", **why)
    shown = world.see(path).text
    assert "The authority consults on a direction or asks the academy" in shown
    assert f"{path}/steps/case_academy_asked" in shown
    form = world.see(f"{path}/steps/case_direction_consulted").text
    assert "Only where no place was allocated." in form
    assert "Looked after" in form
    assert "Looked_after" not in form
    for step, told in WALK:
        named = {"to_place": ELM} if step == "case_direction_consulted" else {}
        answer = world.send(f"{path}/steps/{step}", **told, **named)
        assert answer.status_code == 303, (step, answer.text)
    shown = world.see(path).text
    assert "Notice served; it may be referred until 19 November 2026" in shown
    assert place_id(ELM) in {one.place_id for one in world.entries("on_roll")}


def test_a_case_that_is_not_eligible_for_another_reason_offers_no_direction(world: World) -> None:
    path = opened(world)
    told = {"because": "plan", "route": "named_in_plan"}
    world.send(f"{path}/steps/case_not_eligible", on="03/11/2026", **told)
    assert "/steps/case_direction_consulted" not in world.see(path).text
    assert world.see(f"{path}/steps/case_direction_consulted").status_code == 404
