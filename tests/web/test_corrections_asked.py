"""One organisation asks for a correction by a page; the other finds it at home, and answers."""

from tests.web.world import BEN, OAK, World

ASKED = {"on": "20/11/2026", "session": "AM", "proposed": "on=2026-11-03", "because": "Began late"}


def test_a_setting_asks_and_the_school_answers(world: World) -> None:
    (placed,) = (e for e in world.entries("ap_placement") if e.pupil_id == world.pupil(BEN))
    world.enter("lodge")
    link = f"/record/correction_requested?entry={placed.number}"
    assert link in world.see(world.page_of(BEN)).text
    asking = world.see(f"{world.page_of(BEN)}{link}").text
    assert f"Entry {placed.number}, 2 November 2026: AP placement. " in asking
    assert (
        world.record(BEN, "correction_requested", entry=placed.number, **ASKED).status_code == 303
    )
    assert "1 correction asked for" not in world.see("/needs").text
    request = world.entries("correction_requested")[-1].number

    world.enter("oak")
    home = world.see("/needs").text
    assert "1 correction asked for" in home
    assert f"/record/correction_answered?episode={request}" in home
    form = world.see(f"{world.page_of(BEN)}/record/correction_answered?episode={request}").text
    assert f'value="{request}"' in form
    assert "was asked to say on=2026-11-03: Began late" in form
    told = {"on": "23/11/2026", "session": "AM", "answer": "approved", "episode": request}
    assert world.record(BEN, "correction_answered", **told).status_code == 303
    corrected = world.entries("ap_placement")[-1]
    assert (corrected.corrects, corrected.on.isoformat()) == (placed.number, "2026-11-03")
    assert corrected.place_id == f"s_00{OAK}"
    assert "1 correction asked for" not in world.see("/needs").text
