"""The page of cross-checks: a school's own first, with a form to answer each."""

from tests.web.test_attendance_pages import marked
from tests.web.world import AMY, BEN, LODGE, World


def test_the_cross_checks_of_a_school_and_of_its_authority(world: World) -> None:
    marked(world, f"{AMY},2026-11-02,AM,D", f"{BEN},2026-11-03,AM,D")
    world.enter("oak")
    assert "Cross-checks of marks" in world.see("/").text
    text = world.see("/crosschecks").text
    assert "1. Marked D, and registered at no other school" in text
    assert "1 session marked D, 2 November 2026 AM" in text
    assert "2. Child unaccounted for" in text
    assert text.index("1. Marked D") < text.index("(yours)")
    assert f"/pupils/{world.pupil(AMY)}/questions/d_not_dual/" in text
    assert f"/pupils/{world.pupil(BEN)}/questions/unaccounted_for/" not in text, (
        "not Oak's to answer"
    )
    assert "unaccounted_for/" not in world.see("/crosschecks?cause=d_not_dual").text
    part = world.see("/crosschecks?show=all", **{"HX-Request": "true"}).text
    assert "<html" not in part
    assert "places that have sent nothing of the day" in text
    world.enter("elm")
    assert "registers agree" in world.see("/crosschecks?cause=d_not_dual").text
    world.enter("panel")
    assert world.see("/crosschecks").status_code == 403


def test_a_place_says_why_it_sent_nothing(world: World) -> None:
    marked(world, f"{AMY},2026-11-02,AM,/")
    world.enter("oak")
    page = world.see("/crosschecks").text
    link = next(part.split('"')[0] for part in page.split('href="') if "/days-not-sent/" in part)
    form = world.see(link).text
    assert "school days not sent" in form
    first, last = (
        form.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]
        for name in ("on", "last_day")
    )
    told = {"on": first, "last_day": last}
    assert world.send(link, **told).status_code == 422
    assert world.send(link, **told, because="Flood; all were called").status_code == 303
    assert link not in world.see("/crosschecks").text
    assert "Flood; all were called" in world.see("/crosschecks?show=all").text
    assert world.see(link).status_code == 404
    world.enter("elm")
    assert world.see(link).status_code == 404


def test_a_question_says_which_sessions(world: World) -> None:
    marked(world, f"{AMY},2026-11-02,AM,D")
    world.enter("oak")
    page = world.see("/crosschecks").text
    link = next(part.split('"')[0] for part in page.split('href="') if "/questions/" in part)
    assert "1 session marked D, 2 November 2026 AM" in world.see(link).text
    assert "1 session marked D" in world.see("/ledger").text
    assert "1 session marked D" in world.see("/ledger.csv").text


def test_marks_to_send_again_session_by_session(world: World) -> None:
    marked(world, f"{AMY},2026-11-02,AM,/", f"{AMY},2026-11-02,PM,N")
    world.enter("oak")
    assert "Nothing is to be sent again" in world.see("/restate").text
    told = {"on": "2026-11-02", "place": LODGE, "reason": "BHS", "planned_end": "2026-12-18"}
    assert world.record(AMY, "ap_placement", **told).status_code in (302, 303)
    text = world.see("/restate").text
    assert "2 November 2026 AM" in text
    assert "due at" in text
    assert "/restate" in world.see("/crosschecks").text
    world.enter("elm")
    assert "Nothing is to be sent again" in world.see("/restate").text


def test_a_clock_of_marks_leads_to_the_marks(world: World) -> None:
    marked(world, f"{AMY},2026-11-02,AM,N")
    world.enter("oak")
    assert f"/pupils/{world.pupil(AMY)}/attendance" in world.see("/due").text
    assert "1 session marked N, 2 November 2026 AM" in world.see("/due").text
    assert "marked N" in world.see(world.page_of(AMY)).text
