"""A scheme set, the ledger read and filtered, and the schools for a child, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_main_job import find, sign_in
from tests.browser.test_new_pages import _is_sound as is_sound
from tests.web.world import FAY

pytestmark = pytest.mark.browser


@pytest.fixture
def size() -> tuple[int, int]:
    """One walk is enough, on the narrower screen: test_main_job.py walks both."""
    return 390, 844


def test_a_scheme_is_set_and_advises_for_a_child(page: Page) -> None:
    sign_in(page, "officer")
    page.goto("/fair-share/tell/fair_share_scheme")
    is_sound(page)
    page.get_by_label("Date", exact=True).fill("1/9/2026")
    page.get_by_label("Points: counts by their weights, added").check()
    page.locator("#excluded_lost").fill("-1")
    page.get_by_label("Where it was decided").fill("Protocol 7")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text("It is recorded")
    expect(page.locator("#lines")).to_contain_text("Oak School")
    is_sound(page)
    page.get_by_label("Year group").select_option("10")
    expect(page.locator("#lines h2")).to_contain_text("Year 10")
    find(page, FAY)
    page.goto(f"{page.url.split('?')[0]}/fair-share")
    expect(page.locator("table")).to_contain_text("It permanently excluded the child")
    is_sound(page)
    page.get_by_role("button", name="Note a journey of a child to a school").click()
    is_sound(page)
    page.get_by_label("School", exact=True).fill("Elm Academy")
    page.get_by_label("Travel time in minutes").fill("20")
    page.get_by_label("Walking").check()
    page.get_by_label("Source").fill("Route planner")
    page.get_by_role("button", name="Record").click()
    expect(page.locator("table")).to_contain_text("20 minutes, walking (Route planner)")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download as CSV").click()
    assert saved.value.suggested_filename == "fair-share-advice.csv"
