"""A whole meeting by pages: eleven cases, a conflict, a deferral, a refusal and a direction."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from apregister.db import writing
from fair_access.decide import open_case, take_step
from movements.actor import Actor
from movements.places import find_place
from movements.record import today
from movements.register import find_pupil
from movements.take_in import take_in
from tests.browser.test_main_job import fits, sign_in
from tests.small_authority import Held, upn
from tests.web.world import ELM, OAK, place_id

pytestmark = pytest.mark.browser

OFFICER = Actor("officer", "la_officer", authority="330")
NUMBERS = range(41, 52)
TODAY = "23/11/2026"


@pytest.fixture
def size() -> tuple[int, int]:
    """One walk is enough: a meeting is held once."""
    return 390, 844


def agreed_cases(held: Held) -> list[str]:
    """Eleven children of Oak School with agreed cases: the ids of the cases, in order."""
    with writing(held.engines.register) as session:
        return [_agreed(session, number) for number in NUMBERS]


def _agreed(session: Session, number: int) -> str:
    oak = find_place(session, OAK)
    by = Actor("oak", "school", frozenset({oak.id}))
    named = {"forename": f"Child{number}", "surname": "Example", "home_la": "330", "nc_year": "10"}
    told = {"upn": upn(number), "on": "2026-09-01"}
    take_in(session, "on_roll", told, place=oak, by=by, source="csv")
    take_in(session, "pupil_details", told | named, place=oak, by=by, source="csv")
    pupil = find_pupil(session, upn(number)) or ""
    referral = {"on": "2026-11-02", "category": "d", "reason": "Ready for mainstream"}
    case = open_case(session, pupil, referral, OFFICER, today())
    take_step(session, case, "case_agreed", {"on": "2026-11-03"}, OFFICER, today())
    return case


def _fill(page: Page, path: str, **answers: str) -> None:
    """Fill in the form at an address and send it: texts by their field, choices by their value."""
    page.goto(path, wait_until="networkidle")
    for name, value in answers.items():
        field = page.locator(f'form#answers [name="{name}"]')
        if field.first.get_attribute("type") == "radio":
            page.locator(f'form#answers [name="{name}"][value="{value}"]').check()
        elif field.evaluate("it => it.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    _press(page, page.locator("form#answers button[type=submit]"))


def _enter(page: Page, name: str) -> None:
    sign_in(page, name)
    page.wait_for_load_state("networkidle")


def _press(page: Page, button: Locator) -> None:
    """Send a form and wait for what comes of it."""
    with page.expect_navigation(wait_until="networkidle"):
        button.click()
    expect(page.get_by_text("There is a problem")).to_have_count(0)
    assert fits(page)


def _panel(page: Page) -> str:
    """A panel with three members set up by pages; its id."""
    page.goto("/minutes/panel_set_up", wait_until="networkidle")
    for urn in (OAK, ELM):
        page.locator(f'[name="schools"][value="{place_id(urn)}"]').check()
    told = {"name": "North", "area": "North", "terms": "Section 4", "chair": "Admissions"}
    for name, value in told.items():
        page.locator(f'form#answers [name="{name}"]').fill(value)
    page.locator('[name="phase"][value="secondary"]').check()
    _press(page, page.get_by_role("button", name="Set up a panel"))
    panel = page.url.partition("?")[0].rpartition("/")[2]
    for person, account in (("Pat Panel", "panel"), ("Jo Head", ""), ("Kit Head", "")):
        _fill(
            page, f"/minutes/panel_member?about={panel}", person=person, delegated="Y",
            organisation="Inclusion", signs_in_as=account,
        )  # fmt: skip
    return panel


def _open(page: Page, panel: str) -> str:
    """A meeting called for today, with every case on its agenda, sealed and opened; its address."""
    told = {"day": TODAY, "starts_at": "9:30", "place": "Online"}
    _fill(page, f"/minutes/meeting_called?about={panel}", **told)
    meeting = page.url.partition("?")[0]
    about = meeting.rpartition("/")[2]
    _fill(page, f"/minutes/meeting_invited?about={about}", how="email", proof="List of the day")
    expect(page.get_by_text("Every open school of the area was invited.")).to_be_visible()
    page.goto(f"{meeting}/agenda", wait_until="networkidle")
    assert fits(page)
    for box in page.locator('[name="case"]').all():
        box.check()
    _press(page, page.get_by_role("button", name="Change the agenda"))
    _press(page, page.get_by_role("button", name="Seal the pack"))
    expect(page.get_by_role("link", name="Pack 1, sealed 23 November 2026")).to_be_visible()
    _fill(page, f"/minutes/meeting_opened?about={about}")
    page.goto(f"{meeting}/attendance", wait_until="networkidle")
    for present in page.locator('[type="radio"][value="present"]').all():
        present.check()
    _press(page, page.get_by_role("button", name="Record attendance"))
    assert fits(page)
    return meeting


def test_a_whole_meeting_is_held(page: Page, held: Held) -> None:
    left, deferred, refused, *rest = agreed_cases(held)
    assert len(rest) == 8
    _enter(page, "officer")
    meeting = _open(page, _panel(page))
    about = meeting.rpartition("/")[2]
    agenda = page.locator("ol.govuk-list--number > li")
    assert agenda.count() >= len(NUMBERS)
    _press(page, page.get_by_role("button", name="Sign out"))

    _enter(page, "panel")
    page.goto(f"/minutes/meeting_conflict?about={about}&case={left}", wait_until="networkidle")
    page.locator('[name="member"]').first.check()
    _press(page, page.get_by_role("button", name="Declare a conflict"))
    expect(page.get_by_text("You leave for 1 case of this meeting")).to_be_visible()
    assert page.request.get(f"/cases/{left}").status == 404
    page.goto(f"{meeting}/pack", wait_until="networkidle")
    assert fits(page)
    expect(page.get_by_role("heading", name="Child42 Example")).to_be_visible()
    expect(page.get_by_text("Child41 Example")).to_have_count(0)
    page.goto("/meetings", wait_until="networkidle")
    _press(page, page.get_by_role("button", name="Sign out"))

    _enter(page, "officer")
    _fill(
        page, f"/cases/{deferred}/steps/case_deferred", because="information", back_on="07/12/2026"
    )
    _allocate(page, refused)
    _fill(
        page,
        f"/cases/{refused}/steps/case_refused",
        because="no_place",
        evidence="Full in every class",
    )
    consulted = {"route": "maintained", "consulted": "The parent; the chair of governors"}
    _fill(page, f"/cases/{refused}/steps/case_direction_consulted", **consulted)
    _fill(page, f"/cases/{refused}/steps/case_direction_served", route="maintained")
    expect(page.get_by_text("Notice served; it may be referred until")).to_be_visible()
    for case in (left, *rest):
        _allocate(page, case)
    _fill(page, f"/minutes/meeting_closed?about={about}")
    expect(page.get_by_text("Closed on 23 November 2026")).to_be_visible()
    page.goto(f"{meeting}/pack", wait_until="networkidle")
    expect(page.get_by_text("None of them is in it.")).to_be_visible()
    expect(page.get_by_text("Full in every class")).to_have_count(0)


def _allocate(page: Page, case: str) -> None:
    told = {"to_place": ELM, "starts_on": "30/11/2026", "reasons": "The school's turn"}
    _fill(page, f"/cases/{case}/steps/case_allocated?movement=on_roll", **told)
    expect(page.get_by_text("Allocated a place at Elm Academy").first).to_be_visible()
