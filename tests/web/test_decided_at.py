"""A decision by pages names its meeting, and the case says what was not in order there."""

from tests.web.test_case_pages import agreed
from tests.web.test_meeting_pages import meeting_of, panel_of
from tests.web.world import World

DEFERRED = {"on": "23/11/2026", "because": "information", "back_on": "30/11/2026"}


def test_a_decision_is_taken_at_a_meeting_chosen_by_its_name(world: World) -> None:
    path = agreed(world)
    assert 'name="meeting"' not in world.see(f"{path}/steps/case_deferred").text
    meeting = meeting_of(world, panel_of(world))
    world.send(f"{meeting}/agenda", case=path.rpartition("/")[2])
    form = world.see(f"{path}/steps/case_deferred").text
    assert "North, 23 November 2026 at 09:30" in form
    about = meeting.rpartition("/")[2]
    assert f'value="{about}" checked' in form.replace("\n", " ").replace("  ", " ")
    world.send("/minutes/meeting_opened", about=about, on="23/11/2026")
    done = world.send(f"{path}/steps/case_deferred", **DEFERRED, meeting=about)
    assert done.status_code == 303, done.text
    shown = world.see(path).text
    assert "(at the meeting on 23 November 2026)" in shown
    assert "Below quorum: 0 of the 3 members needed were there." in shown
    assert f'href="{meeting}">The meeting of entry' in shown
    world.enter("panel")
    seen = world.see(path).text
    assert "Below quorum" in seen
    assert "The meeting of entry" not in seen
