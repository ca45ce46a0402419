"""What needs each role today."""

from tests.web.test_case_pages import agreed, opened
from tests.web.world import AMY, FAY, World


def needs(world: World, name: str) -> str:
    world.enter(name)
    return world.see("/needs", **{"HX-Request": "true"}).text


def test_an_officer_sees_who_is_out_of_sight_claims_cases_and_clocks(world: World) -> None:
    agreed(world)
    text = needs(world, "officer")
    assert "1 pupil without exactly one responsible place" in text
    assert "Fay Example" in text
    assert "1 claim to confirm" in text
    assert "1 fair access case waiting for a place" in text
    assert "missed" in text


def test_a_panel_member_sees_cases_only(world: World) -> None:
    path = agreed(world)
    assert "Nothing waits for you" in needs(world, "panel")
    world.before_the_panel(path)
    text = needs(world, "panel")
    assert "1 fair access case waiting for a place" in text
    assert "Fay Example" not in text


def test_a_setting_sees_whom_it_has(world: World) -> None:
    assert "2 pupils placed with you now" in needs(world, "lodge")


def test_an_administrator_sees_no_pupil(world: World) -> None:
    assert "Nothing waits for you" in needs(world, "admin")


def test_without_scripts_the_needs_are_a_page_of_their_own(world: World) -> None:
    world.enter("oak")
    assert "/needs" in world.see("/").text
    assert "<html" in world.see("/needs").text


def test_the_home_page_offers_only_what_the_role_may_open(world: World) -> None:
    world.enter("panel")
    text = world.see("/").text
    assert 'href="/cases"' in text
    assert 'href="/pupils/find"' not in text
    assert 'href="/upload"' not in text


def test_no_address_of_any_page_holds_a_upn(world: World) -> None:
    world.enter("officer")
    for path in ("/", "/needs", "/due", "/ledger", "/places", world.page_of(AMY)):
        text = world.see(path).text
        assert not [part for part in text.split('href="')[1:] if AMY in part.partition('"')[0]]


def test_a_right_of_the_parent_is_nobodys_task_today(world: World) -> None:
    world.enter("oak")
    assert "a right of the parent" in world.see("/due").text.lower()
    parents = world.see("/due?owner=parent").text
    assert "/pupils/" in parents
    said = "a claim of disability discrimination may be made"
    assert said not in needs(world, "oak")


def test_a_question_leads_to_where_it_is_answered(world: World) -> None:
    text = needs(world, "officer")
    assert f"{world.page_of(FAY)}/questions/no_roll/" in text


def test_a_case_whose_next_step_is_overdue_presses(world: World) -> None:
    path = opened(world)
    answer = world.send(
        f"{path}/steps/case_sent_back", on="03/11/2026", what="x", needed_by="10/11/2026"
    )
    assert answer.status_code == 303
    assert "1 fair access case with a step overdue" in needs(world, "officer")
    world.send(f"{path}/steps/case_withdrawn", on="23/11/2026", because="Moved away")
    assert "with a step overdue" not in needs(world, "officer")
