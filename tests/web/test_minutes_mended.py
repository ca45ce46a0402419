"""A minute is corrected or withdrawn by pages, and the meeting's page shows the old and the new."""

from tests.web.test_meeting_pages import meeting_of, panel_of
from tests.web.world import World


def test_a_minute_is_corrected_and_withdrawn_by_pages(world: World) -> None:
    meeting = meeting_of(world, panel_of(world))
    about = meeting.rpartition("/")[2]
    (called,) = world.entries("meeting_called")
    where = f"/minutes/meeting_called?about={about}&corrects={called.number}"
    assert where.replace("&", "&amp;") in world.see(meeting).text
    form = world.see(where).text
    assert f"Entry {called.number}: For 23 November 2026 at 09:30" in form
    assert f"Correct entry {called.number}</h1>" in form
    assert 'value="23/11/2026"' in form
    told = {"on": "02/11/2026", "day": "23/11/2026", "starts_at": "10.00", "place": "Online"}
    mends = {"about": about, "corrects": str(called.number)}
    refused = world.send("/minutes/meeting_called", **told, **mends)
    assert (refused.status_code, 'href="#correction_reason"' in refused.text) == (422, True)
    why = {"correction_reason": "wrong_details"}
    assert world.send("/minutes/meeting_called", **told, **mends, **why).status_code == 303
    shown = world.see(meeting).text
    assert "<s>For 23 November 2026 at 09:30, County Hall</s>" in shown
    assert "For 23 November 2026 at 10:00, Online</p>" in shown

    world.send("/minutes/meeting_opened", about=about, on="23/11/2026")
    (opened,) = world.entries("meeting_opened")
    mends = {"about": about, "corrects": str(opened.number)}
    path = "/minutes/minute_withdrawn"
    form = world.see(f"{path}?about={about}&corrects={opened.number}").text
    assert "The meeting was opened" in form
    assert "correction_reason" not in form
    assert world.see(f"{path}?about={about}&corrects=1").status_code == 404
    assert world.send(path, on="23/11/2026", because="Not yet", **mends).status_code == 303
    shown = world.see(meeting).text
    assert "<s>The meeting was opened</s>" in shown
    assert "Open the meeting" in shown
    world.enter("panel")
    seen = world.see(meeting).text
    assert "<s>The meeting was opened</s>" in seen
    assert "minute_withdrawn" not in seen
    assert world.see(f"{path}?about={about}&corrects={opened.number}").status_code == 404


def test_the_schools_ticked_of_an_invitation_are_those_it_named(world: World) -> None:
    meeting = meeting_of(world, panel_of(world))
    about = meeting.rpartition("/")[2]
    form = world.see(f"/minutes/meeting_invited?about={about}").text
    ticked = [part.split('"')[0] for part in form.split('name="schools" type="checkbox" value="')]
    told = {"on": "23/11/2026", "schools": [ticked[1]], "how": "email", "proof": "List"}
    world.send("/minutes/meeting_invited", about=about, **told)
    (sent,) = world.entries("meeting_invited")
    again = world.see(f"/minutes/meeting_invited?about={about}&corrects={sent.number}").text
    assert again.count(" checked") - again.count('type="radio" value="email" checked') == 1
