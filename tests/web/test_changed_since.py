"""Two people at one entry: the second is told what the first has said before anything is saved."""

import re

from tests.web.world import AMY, BEN, World

ANSWERS = {"on": "12/10/2026", "session": "AM", "reason1": "DB", "correction_reason": "other"}
CHANGED = "Someone changed this since you opened it"


def _seen(text: str) -> str:
    found = re.search(r'name="seen_entry" value="(\d+)"', text)
    assert found
    return found[1]


def test_a_correction_of_what_was_corrected_meanwhile_is_not_silent(world: World) -> None:
    world.enter("oak")
    number = str(world.entries("suspension")[0].number)
    form = world.see(f"{world.page_of(AMY)}/record/suspension?corrects={number}").text
    told = {**ANSWERS, "corrects": number, "seen_entry": _seen(form)}
    assert world.record(AMY, "suspension", **told, sessions="5").status_code == 303
    second = world.record(AMY, "suspension", **told, sessions="6")
    assert second.status_code == 409
    assert CHANGED in second.text
    assert f"instead of entry {number}" in second.text
    assert len(world.entries("suspension")) == 2
    gone_on = world.record(
        AMY, "suspension", **{**told, "seen_entry": _seen(second.text)}, sessions="6"
    )
    assert "has been corrected or withdrawn already" in gone_on.text


def test_a_step_of_an_episode_carried_on_meanwhile_shows_it_and_may_go_on(world: World) -> None:
    world.enter("oak")
    form = world.see(f"{world.page_of(AMY)}/record/exclusion_notice").text
    told = {"on": "13/10/2026", "started_on": "12/10/2026", "seen_entry": _seen(form)}
    assert world.record(AMY, "exclusion_notice", **told, to="governors").status_code == 303
    second = world.record(AMY, "exclusion_notice", **told, to="authority")
    assert second.status_code == 409
    assert CHANGED in second.text
    again = {**told, "seen_entry": _seen(second.text)}
    assert world.record(AMY, "exclusion_notice", **again, to="authority").status_code == 303


def test_what_has_nothing_to_do_with_it_stops_nobody(world: World) -> None:
    world.enter("oak")
    form = world.see(f"{world.page_of(BEN)}/record/placement_end").text
    world.record(BEN, "suspension", on="10/11/2026", session="AM", sessions="2", reason1="DB")
    done = world.record(
        BEN, "placement_end", on="13/11/2026", outcome="returned", seen_entry=_seen(form)
    )
    assert done.status_code == 303
