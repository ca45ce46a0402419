"""A proposal answered, a long form step by step, and the gaps of a pupil, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_main_job import find, fits, sign_in
from tests.web.world import AMY, BEN, ELM, FAY, LODGE, place_id

pytestmark = pytest.mark.browser


@pytest.fixture
def size() -> tuple[int, int]:
    """One walk is enough, on the narrower screen: test_main_job.py walks both."""
    return 390, 844


def _is_sound(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    result = Axe().run(page)
    assert not result.violations_count, result.generate_report()
    assert fits(page)


def test_a_long_form_is_answered_step_by_step_and_checked(
    page: Page,
) -> None:
    sign_in(page, "oak")
    find(page, AMY)
    page.get_by_role("button", name="Record a movement").click()
    page.get_by_role("link", name="Suspension", exact=True).click()
    _is_sound(page)
    page.get_by_role("link", name="When").click()
    _is_sound(page)
    page.get_by_label("Date").fill("3/11/2026")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Sessions", exact=True).click()
    page.locator("#sessions").fill("2")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Reasons").click()
    page.locator("#reason1").select_option("DB")
    page.get_by_role("button", name="Save and continue").click()
    _is_sound(page)
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    _is_sound(page)
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text("Recorded")
    _is_sound(page)


def test_a_proposal_is_made_and_refused_by_the_other_school(
    page: Page,
) -> None:
    sign_in(page, "oak")
    find(page, BEN)
    pupil = page.url.split("?")[0]
    page.goto(f"{pupil}/record/managed_move_proposed")
    page.get_by_label("Date", exact=True).fill("16/11/2026")
    page.get_by_label("Receiving school").fill(ELM)
    page.locator("[name=reason]").first.select_option("relationships")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text("Recorded")
    page.get_by_role("link", name="Signatures").first.click()
    proposal = page.url
    _is_sound(page)
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "elm")
    page.goto(proposal)
    page.get_by_role("radio", name="Refused").check()
    page.locator("#reason").select_option("no_place")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_text("The receiving school has refused")).to_be_visible()
    _is_sound(page)


def test_the_gaps_of_a_pupil_are_drawn_and_told(page: Page) -> None:
    sign_in(page, "officer")
    find(page, FAY)
    expect(page.get_by_role("table", name="Each gap")).to_be_visible()
    _is_sound(page)


def test_a_correction_is_asked_on_the_form_of_its_entry_and_refused(
    page: Page,
) -> None:
    sign_in(page, "lodge")
    find(page, BEN)
    placed = page.locator("[id^=entry-]").filter(has_text="Placed")
    placed.get_by_role("link", name="Ask for a correction of entry").first.click()
    expect(page.get_by_role("heading", name="Ask for a correction")).to_be_visible()
    _is_sound(page)
    page.get_by_label("Date you ask").fill("20/11/2026")
    page.get_by_label("Planned end").fill("18/12/2026")
    page.get_by_label("Why", exact=True).fill("Our agreement says so")
    page.get_by_role("button", name="Ask whoever recorded it").click()
    expect(page.get_by_role("alert")).to_contain_text("to say otherwise (planned end)")
    _is_sound(page)
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "oak")
    page.get_by_role("link", name="1 correction asked for").click()
    asked = page.get_by_role("table", name="What is asked")
    expect(asked).to_contain_text("not given")
    expect(asked).to_contain_text("18 December 2026")
    _is_sound(page)
    page.get_by_label("Rejected").check()
    page.get_by_label("The entry is right").check()
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("rejected")


def test_a_scorecard_is_whole_on_paper_and_its_dots_hollow_in_forced_colours(page: Page) -> None:
    sign_in(page, "officer")
    page.goto(f"/places/{place_id(LODGE)}?year=2025-26")
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    assert fits(page), "a table or a chart reaches over the edge of A4"
    after = "link => getComputedStyle(link, '::after').content"
    links = page.locator('main a[href^="/"].govuk-link')
    assert {links.nth(n).evaluate(after) for n in range(links.count())} == {"none"}
    expect(page.locator("main a[download]").first).to_be_hidden()
    page.emulate_media(media="screen", forced_colors="active", color_scheme="dark")
    colours = """chart => {
      const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle")
      dot.setAttribute("fill", "#ffffff")
      chart.append(dot)
      const shown = [getComputedStyle(dot).fill, getComputedStyle(chart).color]
      dot.remove()
      return shown
    }"""
    hollow, ink = page.locator("svg.ap-chart").first.evaluate(colours)
    assert (hollow, ink) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
