"""A pupil's page: gaps by cause, what is planned apart, before and after of a correction."""

from tests.web.world import AMY, CAL, FAY, GUS, World


def test_days_without_one_responsible_place_are_drawn_told_and_counted(world: World) -> None:
    world.enter("officer")
    text = world.see(world.page_of(FAY)).text
    assert "Out of sight" in text
    assert 'aria-labelledby="gaps-title gaps-about"' in text
    assert "It goes on: On no school&#39;s roll." in text
    assert "Goes on</td>" in text
    claimed = world.see(world.page_of(GUS)).text
    assert "Claimed by a second school" in claimed


def test_a_pupil_of_one_school_has_no_gap(world: World) -> None:
    world.enter("oak")
    text = world.see(world.page_of(AMY)).text
    assert "On every school day exactly one place was responsible." in text
    assert "gaps-title" not in text


def test_a_former_place_is_told_of_no_gaps(world: World) -> None:
    world.enter("oak")
    assert "Out of sight" not in world.see(world.page_of(CAL)).text


def test_what_is_planned_stands_apart_from_what_happened(world: World) -> None:
    world.enter("oak")
    assert ">Planned</h2>" not in world.see(world.page_of(AMY)).text
    world.record(AMY, "suspension", on="01/12/2026", sessions="2", reason1="DB", session="AM")
    text = world.see(world.page_of(AMY)).text
    planned, happened = text.partition(">Planned</h2>")[2].split(">History</h2>")
    assert "1 December 2026" in planned
    assert "12 October 2026" not in planned
    assert "1 December 2026</p>" not in happened


def test_a_correction_shows_before_and_after_and_why(world: World) -> None:
    world.enter("oak")
    number = world.entries("suspension")[0].number
    answers = {"on": "12/10/2026", "session": "AM", "sessions": "5", "reason1": "PA"}
    world.record(
        AMY, "suspension", **answers, corrects=str(number), correction_reason="typing_error"
    )
    text = world.see(world.page_of(AMY)).text
    assert f"Before (entry {number})" in text
    assert "<del>4</del>" in text
    assert "<del>Persistent or general disruptive behaviour</del>" in text
    assert "typing error" in text


def test_the_steps_of_an_episode_stand_under_it(world: World) -> None:
    world.enter("oak")
    suspended = world.entries("suspension")[0].number
    world.record(AMY, "exclusion_notice", on="13/10/2026", to="governors", started_on="12/10/2026")
    text = world.see(world.page_of(AMY)).text
    steps = text.partition("Episodes and their steps")[2].partition(">Out of sight</h2>")[0]
    assert f"#entry-{suspended}" in steps
    assert "13 October 2026" in steps
