"""Walks that each end where somebody's work does: a question answered and asked again, a setting
found without scripts, a case read by a panel member, looks read by an auditor, a history on paper.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_main_job import find, fits, sign_in
from tests.small_authority import Held
from tests.web.world import AMY, BEN, ELM, FAY, LODGE, PASSWORD, before_the_panel, place_id

pytestmark = pytest.mark.browser


@pytest.fixture
def size() -> tuple[int, int]:
    """One walk is enough, on the narrower screen: test_main_job.py walks both."""
    return 390, 844


@pytest.fixture
def plain(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=False,
    )
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


def _is_sound(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    result = Axe().run(page)
    assert not result.violations_count, result.generate_report()
    assert fits(page)


def _enter_plain(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="See what needs you today")).to_be_visible()


def _is_closed(page: Page, path: str) -> bool:
    """Whether an address is answered by a page that says one may not open it."""
    answer = page.request.get(path)
    return answer.status == 403 and "You may not open this page" in answer.text()


def _of_fay(page: Page) -> list[str]:
    """The addresses of the questions about Fay that stand in the list."""
    links = page.get_by_role("link", name="the question about Fay Example: On no school's roll")
    return [link.get_attribute("href") or "" for link in links.all()]


def test_a_question_is_answered_goes_and_comes_back_with_new_facts(
    page: Page,
) -> None:
    sign_in(page, "officer")
    page.goto("/ledger?cause=no_roll")
    [asked] = _of_fay(page)
    page.get_by_role("link", name="Answer the question about Fay Example").click()
    _is_sound(page)
    page.get_by_label("Ask again after").fill("31/02/2027")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page).to_have_title("Error: On no school's roll – Pupil movements register")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("What was found, and how it is known")).to_be_focused()
    assert page.get_by_label("Ask again after").input_value() == "31/02/2027"
    _is_sound(page)
    page.get_by_label("Ask again after").fill("")
    page.get_by_label("What was found, and how it is known").fill("Taught at home, seen today")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("The answer is recorded")
    assert _of_fay(page) == []
    page.goto("/ledger?cause=no_roll&show=all")
    assert _of_fay(page) == [asked]

    find(page, FAY)
    pupil = page.url.split("?")[0]
    for kind, answers in (
        ("on_roll", {"on": "2/11/2026", "enrol_status": "C"}),
        ("removal_from_roll", {"on": "6/11/2026", "ground": "g"}),
    ):
        page.goto(f"{pupil}/record/{kind}")
        page.locator("#school").fill(ELM)
        page.locator("#on").fill(answers["on"])
        if kind == "removal_from_roll":
            page.locator("#ground").select_option("g")
        page.locator("#answers button").click()
        if page.get_by_role("heading", name="Check your answers").count():
            page.get_by_role("button", name="Record", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("Recorded")
    page.goto("/ledger?cause=no_roll")
    [again] = _of_fay(page)
    assert again != asked


def test_a_setting_is_found_by_filters_without_scripts(plain: Page) -> None:
    _enter_plain(plain, "officer")
    plain.get_by_role("link", name="AP directory").last.click()
    plain.get_by_label("Evidence").select_option("none")
    plain.get_by_label("Place free in the week of").fill("next week")
    plain.get_by_role("button", name="Show").click()
    expect(plain.get_by_role("alert")).to_contain_text("There is a problem")
    assert plain.get_by_label("Place free in the week of").input_value() == "next week"
    assert plain.get_by_label("Evidence").input_value() == "none"
    plain.get_by_label("Place free in the week of").fill("")
    plain.get_by_role("button", name="Show").click()
    plain.get_by_role("link", name="The Lodge").click()
    expect(plain.get_by_role("heading", name="Places by week")).to_be_visible()
    plain.goto("/directory?evidence=expired")
    expect(plain.get_by_text("No setting that you may see fits")).to_be_visible()


def test_a_question_is_answered_and_a_list_filtered_without_scripts(plain: Page) -> None:
    _enter_plain(plain, "officer")
    plain.goto("/due")
    plain.get_by_label("State").select_option("missed")
    plain.get_by_role("button", name="Show").click()
    assert "state=missed" in plain.url
    expect(plain.locator(".govuk-tag", has_text="Missed").first).to_be_visible()
    expect(plain.locator(".govuk-tag", has_text="Running")).to_have_count(0)
    plain.goto("/ledger?cause=claim")
    plain.get_by_role("link", name="Answer the question about Gus Example").click()
    expect(plain.get_by_role("button", name="Record the answer")).to_be_visible()


def test_what_is_folded_opens_for_a_link_without_scripts(plain: Page) -> None:
    _enter_plain(plain, "officer")
    plain.goto("/due")
    link = plain.get_by_role("link", name="Fay Example").first
    entry = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    expect(plain.locator(f"#{entry}")).to_be_visible()


def test_a_panel_member_reads_a_case_and_no_pupils_page(page: Page, held: Held) -> None:
    sign_in(page, "officer")
    page.goto("/cases")
    if not page.locator("table a").count():
        find(page, BEN)
        page.get_by_role("link", name="Open a fair access case").click()
        page.get_by_role("link", name="Ask everything on one page").click()
        page.get_by_label("Category").select_option("d")
        page.get_by_label("Reason", exact=True).fill("Ready for mainstream")
        page.get_by_role("button", name="Refer to the fair access panel").click()
        page.goto("/cases")
    before_the_panel(held.engines, page.locator("table a").first.get_attribute("href") or "")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "panel")
    _is_sound(page)
    page.goto("/cases")
    _is_sound(page)
    page.locator("table a").first.click()
    expect(page.get_by_role("heading", name="What the panel sees of the pupil")).to_be_visible()
    expect(page.get_by_role("link", name="The pupil’s page")).to_have_count(0)
    page.get_by_text("History (").click()
    _is_sound(page)
    assert _is_closed(page, "/pupils/find")


def test_an_auditor_reads_who_looked_and_changes_nothing(page: Page) -> None:
    sign_in(page, "auditor")
    find(page, AMY)
    pupil = page.url.rpartition("/")[2]
    expect(page.get_by_role("button", name="Record a movement")).to_have_count(0)
    _is_sound(page)
    page.goto("/ledger")
    page.get_by_role("link", name="Answer the question about").first.click()
    expect(page.get_by_role("button", name="Record the answer")).to_have_count(0)
    page.goto("/looks")
    page.get_by_label("Pupil id").fill(pupil)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("cell", name="history").first).to_be_visible()
    _is_sound(page)
    for path in (f"/pupils/{pupil}/record", "/upload", "/local-rules"):
        assert _is_closed(page, path), path


def test_on_paper_nothing_is_folded_away(page: Page) -> None:
    sign_in(page, "officer")
    page.goto(f"/directory/{place_id(LODGE)}")
    find(page, AMY)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()
    expect(page.get_by_role("button", name="Record a movement")).to_be_hidden()
    expect(page.get_by_label("As known on")).to_be_visible()


def test_the_keyboard_comes_to_the_content_and_shows_where_it_is(page: Page) -> None:
    sign_in(page, "officer")
    page.goto("/ledger")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    shown = page.evaluate(
        "(({outlineStyle, boxShadow}) => outlineStyle !== 'none' || boxShadow !== 'none')"
        "(getComputedStyle(document.activeElement))"
    )
    assert shown


def test_in_forced_colours_states_are_told_in_words_and_lines_are_drawn(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    sign_in(page, "officer")
    page.goto("/due?state=missed")
    expect(page.locator(".govuk-tag", has_text="Missed").first).to_be_visible()
    find(page, FAY)
    borders = page.locator(".ap-history").first.evaluate(
        "it => getComputedStyle(it).borderLeftStyle"
    )
    assert borders == "solid"
