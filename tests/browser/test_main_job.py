"""The main job in a real browser, at a desk and on a phone."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.world import AMY, BEN, CAL, DOT, ELM, FAY, LODGE, PASSWORD, place_id

pytestmark = pytest.mark.browser


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What needs you today")).to_be_visible()


def find(page: Page, upn: str) -> None:
    page.goto("/pupils/find")
    page.get_by_label("UPN").fill(upn)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    assert upn not in page.url


def fits(page: Page) -> bool:
    """Whether the page as a whole need not be scrolled sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return bool(wide <= 0)


def test_a_school_finds_a_pupil_records_and_sends_a_file(
    page: Page, size: tuple[int, int], tmp_path: Path
) -> None:
    day = 10 if size[0] > 1000 else 17
    sign_in(page, "oak")
    find(page, BEN)
    page.get_by_role("button", name="Record a movement").click()
    page.get_by_role("link", name="Suspension", exact=True).click()
    page.get_by_role("link", name="Ask everything on one page").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("Date").fill(f"{day}/11/2026")
    page.locator("#sessions").fill("2")
    page.locator("#reason1").select_option("DB")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text("Recorded")
    assert fits(page)

    file = tmp_path / "movements.csv"
    rows = [f"suspension,{who},2026-11-{day},1,PA" for who in (AMY, DOT)]
    file.write_text("\n".join(["kind,upn,on,sessions,reason1", *rows]))
    page.goto("/upload")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_text("not a pupil you can record for")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Take in the good rows").click()
    expect(page.get_by_role("heading", name="Taken in")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the receipts").click()
    assert "accepted" in download.value.path().read_text()


def test_a_case_is_opened_agreed_and_allocated(page: Page, size: tuple[int, int]) -> None:
    who, to = (FAY, "Elm Academy") if size[0] > 1000 else (CAL, "The Lodge")
    sign_in(page, "officer")
    find(page, who)
    page.get_by_role("link", name="Open a fair access case").click()
    page.get_by_role("link", name="Ask everything on one page").click()
    page.get_by_label("Date", exact=True).fill("02/11/2026")
    page.get_by_label("Category").select_option("d")
    page.get_by_label("Reason", exact=True).fill("Ready for mainstream")
    page.get_by_role("button", name="Refer to the fair access panel").click()
    page.get_by_role("button", name="Agree the case").click()
    page.get_by_label("Date").fill("03/11/2026")
    page.get_by_role("button", name="Agree the case").click()
    expect(page.get_by_text("Due by 1 December 2026")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Allocate a place").click()
    page.get_by_role("link", name="Pupil on roll" if who == FAY else "AP placement").click()
    page.get_by_label("Place allocated").fill(ELM if who == FAY else LODGE)
    page.get_by_label("Starting day").fill("30/11/2026")
    if who != FAY:
        page.locator("#reason").select_option("BHS")
    page.get_by_role("button", name="Allocate a place").click()
    expect(page.get_by_text(f"Allocated a place at {to}")).to_be_visible()
    found = page.locator(".govuk-summary-list__row", has_text="20 school days for a place")
    expect(found.get_by_text("Met", exact=True)).to_be_visible()


def test_a_scorecard_is_read_and_its_year_changed(page: Page) -> None:
    sign_in(page, "officer")
    page.goto("/places")
    page.get_by_role("link", name="The Lodge").click()
    expect(page.get_by_role("img", name=re.compile("Lodge"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("2025-26"))).to_be_visible()
    page.get_by_label("School year").select_option("2024-25")
    expect(page.get_by_role("heading", name=re.compile("2024-25"))).to_be_visible()
    assert "year=2024-25" in page.url
    assert fits(page)


def test_filters_work_by_themselves_and_with_the_button(page: Page) -> None:
    sign_in(page, "officer")
    page.goto("/ledger")
    page.get_by_label("Question", exact=True).select_option("claim")
    expect(page.get_by_role("link", name="Fay Example", exact=True)).to_have_count(0)
    # Others who walk this register may have asked about Gus twice.
    expect(page.get_by_role("link", name="Gus Example", exact=True).first).to_be_visible()
    page.goto("/due")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="What is due")).to_be_visible()
    assert fits(page)


LOOKED_AT = {
    "pupil": "/pupils/{amy}",
    "record": "/pupils/{amy}/record/off_site_direction",
    "upload": "/upload",
    "cases": "/cases",
    "scorecard": f"/places/{place_id(LODGE)}",
    "directory": "/directory",
    "setting": f"/directory/{place_id(LODGE)}",
    "visit": f"/directory/{place_id(LODGE)}/record/setting_visit",
    "due": "/due",
    "ledger": "/ledger",
    "home": "/",
    "refer": "/pupils/{amy}/cases/new",
    "refer by section": "/pupils/{amy}/cases/new/tasks",
}


def test_no_page_has_a_fault_that_axe_can_find(page: Page, size: tuple[int, int]) -> None:
    sign_in(page, "officer")
    find(page, AMY)
    amy = page.url.rpartition("/")[2]
    found = {}
    for name, path in LOOKED_AT.items():
        page.goto(path.format(amy=amy))
        page.wait_for_load_state("networkidle")
        result = Axe().run(page)
        if result.violations_count:
            found[name] = result.generate_report()
        assert fits(page), name
    assert not found, "\n".join(found.values())


def test_a_case_has_no_fault_that_axe_can_find(page: Page) -> None:
    sign_in(page, "officer")
    page.goto("/cases")
    link = page.locator("table a").first
    if not link.count():
        find(page, BEN)
        page.get_by_role("link", name="Open a fair access case").click()
        page.get_by_role("link", name="Ask everything on one page").click()
        page.get_by_label("Category").select_option("d")
        page.get_by_label("Reason", exact=True).fill("Ready for mainstream")
        page.get_by_role("button", name="Refer to the fair access panel").click()
    else:
        link.click()
    expect(page.get_by_role("heading", name="Steps")).to_be_visible()
    result = Axe().run(page)
    assert not result.violations_count, result.generate_report()
