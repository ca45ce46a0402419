"""The register on a telephone, with scripts and without: tap, change one's mind, mark the rest."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_main_job import find, fits, sign_in
from tests.web.world import AMY, LODGE, OAK, place_id

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
SMALLEST = 44
"""Pixels that a thumb needs."""


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def phone(browser: Browser, address: str, scripts: bool) -> Iterator[Page]:
    """A telephone, on which scripts may be off."""
    context = browser.new_context(
        base_url=address, viewport=PHONE, java_script_enabled=scripts, has_touch=True
    )
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    context.close()


def _enter(phone: Page, name: str) -> None:
    phone.goto("/")
    phone.get_by_label("Sign-in name").fill(name)
    phone.get_by_label("Password", exact=True).fill("three quiet herons")
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("heading", name="What needs you today")).to_be_visible()


def test_a_child_is_marked_with_one_tap_and_the_others_with_another(
    phone: Page, scripts: bool
) -> None:
    _enter(phone, "lodge")
    half = "AM" if scripts else "PM"
    phone.goto(f"/places/{place_id(LODGE)}/register?half={half}")
    ben = phone.get_by_role("listitem").filter(has_text="Ben Example")
    mark = ben.locator("strong")
    expect(ben).to_contain_text("Not marked yet")
    for button in ben.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST
    ben.get_by_role("button", name="Arrived").click()
    expect(mark).to_contain_text("Present in the")
    ben.get_by_role("combobox").select_option("I")
    ben.get_by_role("button", name="Not here").click()
    expect(mark).to_have_text("Illness")
    expect(phone.get_by_role("status")).to_contain_text("Saved, as submission")
    ben.get_by_role("button", name="Late").click()
    expect(mark).to_contain_text("Late, before the register closed")
    phone.get_by_role("button", name="Mark everyone else present").click()
    expect(phone.get_by_text("0 of 2 still to mark")).to_be_visible()
    expect(mark).to_contain_text("Late, before the register closed")
    if scripts:
        _is_sound(phone)


def _is_sound(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    result = Axe().run(page)
    assert not result.violations_count, result.generate_report()
    assert fits(page)


def test_the_week_this_morning_and_the_day_s_grid_are_sound(page: Page) -> None:
    sign_in(page, "lodge")
    page.goto(f"/places/{place_id(LODGE)}/register/week")
    expect(page.get_by_role("heading", name="Week of 23 November 2026")).to_be_visible()
    _is_sound(page)
    page.goto(f"/places/{place_id(LODGE)}/register")
    _is_sound(page)
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "officer")
    page.goto("/morning?on=20/11/2026")
    expect(page.get_by_role("table", name="Children to ask about")).to_be_visible()
    _is_sound(page)
    page.get_by_role("link", name="The Lodge", exact=True).first.click()
    expect(page.get_by_role("heading", name="Your children at The Lodge")).to_be_visible()
    _is_sound(page)
    page.goto(f"/places/{place_id(OAK)}/grid")
    _is_sound(page)


def test_what_was_sent_and_what_it_comes_to_are_sound(page: Page) -> None:
    sign_in(page, "oak")
    page.goto("/submissions")
    _is_sound(page)
    page.get_by_role("link", name="Rates of the pupils of Oak School").click()
    expect(page.get_by_role("table", name="Each pupil, the lowest rate first")).to_be_visible()
    _is_sound(page)
    page.goto("/submissions")
    page.get_by_role("link", name="Compare totals and marks of Oak School").click()
    expect(page.get_by_text("The totals returned have 3 possible sessions")).to_be_visible()
    _is_sound(page)
    page.get_by_role("link", name="Amy Example").click()
    expect(page.get_by_role("heading", name="Marks from 1 August 2026")).to_be_visible()
    _is_sound(page)
    page.goto("/crosschecks")
    expect(page.get_by_role("cell", name="1. Marked D, and registered")).to_be_visible()
    _is_sound(page)
    page.goto("/restate")
    _is_sound(page)
    find(page, AMY)
    page.goto(f"{page.url.partition('?')[0]}/attendance")
    expect(page.get_by_role("heading", name="Attendance from 1 September 2026")).to_be_visible()
    _is_sound(page)
    page.get_by_label("To").fill("never")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    _is_sound(page)
