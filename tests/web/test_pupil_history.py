"""A pupil's page: gaps by cause, what is planned apart, before and after of a correction."""

import re

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
    rest, happened = text.partition(">Planned</h2>")[2].split(">History</h2>")
    planned = rest.partition("<h2")[0]
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
    steps = text.partition("exclusions, with their steps")[2].partition(">History</h2>")[0]
    assert f"#entry-{suspended}" in steps
    assert "13 October 2026" in steps


def _seen_in_july(world: World, times: int) -> list[int]:
    """Amy is seen in July 2026, before her first day at Oak: the entries' numbers."""
    told = {"how": "in_person", "source": "authority", "session": "AM"}
    for day in range(1, times + 1):
        answer = world.record(AMY, "contact_made", on=f"2026-07-{day:02}", **told)
        assert answer.status_code == 303, answer.text
    return [entry.number for entry in world.entries("contact_made")]


def _years(page: str) -> list[tuple[str, bool]]:
    """The school years of a page's history in their order, and whether each is open."""
    found = re.findall(r'ap-year"( open)?>\s*<summary.*?School year ([0-9]{4})', page, re.DOTALL)
    return [(year, bool(opened)) for opened, year in found]


def test_a_short_history_is_shown_whole_the_latest_first(world: World) -> None:
    world.enter("officer")
    first, second = _seen_in_july(world, 2)
    text = world.see(world.page_of(AMY)).text
    assert _years(text) == [("2026", True), ("2025", True)]
    assert text.index(f'id="entry-{second}"') < text.index(f'id="entry-{first}"')
    assert "Open every year" not in text


def test_a_long_history_is_folded_by_school_year_but_for_the_latest_and_what_is_asked_for(
    world: World,
) -> None:
    world.enter("officer")
    number, *_ = _seen_in_july(world, 12)
    amy = world.page_of(AMY)
    assert _years(world.see(amy).text) == [("2026", True), ("2025", False)]
    assert _years(world.see(f"{amy}?done={number}").text) == [("2026", True), ("2025", True)]
    opened = world.see(f"{amy}?every=yes").text
    assert _years(opened) == [("2026", True), ("2025", True)]
    assert "Open every year" not in opened


def test_each_link_of_the_contents_leads_to_a_heading_of_the_page(world: World) -> None:
    world.enter("officer")
    for who in (AMY, CAL, FAY, GUS):
        text = world.see(world.page_of(who)).text
        contents = text.partition('aria-label="On this page"')[2].partition("</nav>")[0]
        anchors = re.findall(r'href="#([a-z]+)"', contents)
        assert {"now", "owed", "history"} <= {*anchors}
        assert all(f'id="{anchor}"' in text for anchor in anchors)


def test_the_contents_count_what_is_owed_and_missed(world: World) -> None:
    world.enter("officer")
    text = world.see(world.page_of(FAY)).text
    missed = text.count(">Missed</strong>")
    assert missed
    assert f", {missed} missed)</a>" in text
