"""The page of the morning: who sees it, what it says, and the file of it."""

import pytest

from apregister.audit import looks
from tests.small_authority import place_id
from tests.web.test_mark_sheet import tap
from tests.web.world import AMY, BEN, ELM, EVE, LODGE, OAK, World

MAY = ("oak", "lodge", "officer", "auditor")
MAY_NOT = ("panel", "admin")


@pytest.mark.parametrize("path", ["/morning", "/morning.csv"])
def test_each_role_gets_what_it_may(world: World, path: str) -> None:
    for name in (*MAY, *MAY_NOT):
        world.enter(name)
        assert world.see(path).status_code == (200 if name in MAY else 403), name


def test_the_page_names_the_child_the_setting_and_whom_to_call(world: World) -> None:
    world.enter("lodge")
    told = {"on": "02/11/2026", "contact": "The office", "telephone": "0121 496 0000"}
    sent = world.send(f"/directory/{place_id(LODGE)}/record/setting_contact", **told)
    assert sent.status_code in (200, 303)
    world.enter("officer")
    text = world.see("/morning").text
    assert "Ben Example" in text
    assert "The Lodge" in text
    assert 'href="tel:01214960000"' in text
    assert "Oak School" in text
    assert looks(world.engines.looks)[0].what == "morning"
    world.enter("elm")
    assert "Ben Example" not in world.see("/morning").text


def test_whom_to_call_at_a_school_is_asked_of_it_and_of_its_authority(world: World) -> None:
    told = {"notice_on": "2026-11-10", "days": "30", "objectives": "Calm", "notice_full": "Y"}
    world.enter("oak")
    world.record(AMY, "off_site_direction", on="17/11/2026", place=ELM, **told)
    missing, tell = "Nobody has told whom to call", f"/directory/{place_id(ELM)}/record/"
    text = world.see("/morning").text
    assert (missing in text, tell in text) == (True, False)
    world.enter("officer")
    assert f"{tell}setting_contact" in world.see("/morning").text
    world.enter("elm")
    assert "Whom to call" in world.see(f"{tell}setting_contact").text
    assert world.see(f"{tell}setting_evidence").status_code == 404
    sent = world.send(f"{tell}setting_contact", on="17/11/2026", contact="Office", email="a@b.org")
    assert sent.headers["Location"].endswith("/morning")
    assert "mailto:a@b.org" in world.see("/morning").text


def test_a_protected_child_stands_without_a_place(world: World) -> None:
    world.enter("officer")
    rows = world.see("/morning.csv").text.splitlines()
    (eve,) = [row for row in rows if world.pupil(EVE) in row]
    assert ("a place that is withheld" in eve, "The Lodge" in eve, "Oak" in eve) == (
        True,
        False,
        False,
    )
    world.enter("lodge")
    (eve,) = [r for r in world.see("/morning.csv").text.splitlines() if world.pupil(EVE) in r]
    assert "The Lodge" in eve


def test_the_afternoon_has_a_page_of_its_own(world: World) -> None:
    world.enter("officer")
    text = world.see("/morning?session=PM&on=20/11/2026").text
    assert "This afternoon" in text
    assert "in the afternoon" in text
    assert ",PM," in world.see("/morning.csv?session=PM&on=20/11/2026").text


def test_the_list_can_be_narrowed_and_asked_of_another_day(world: World) -> None:
    world.enter("officer")
    assert world.pupil(BEN) not in world.see("/morning?state=late").text
    sunday = world.see("/morning?on=22/11/2026").text
    assert "22 November 2026 is no school day" in sunday
    assert "20 November 2026" in sunday
    assert world.see("/morning?on=24/11/2026").status_code == 422
    assert world.see("/morning?on=soon").status_code == 422


def test_home_says_first_that_somebody_is_to_be_asked_about(world: World) -> None:
    for name in ("officer", "oak"):
        world.enter(name)
        assert "2 children to ask about this morning" in world.see("/needs").text.split("<li>")[1]
    world.enter("lodge")
    world.send("/sign-out")
    world.enter("elm")
    assert "to ask about this morning" not in world.see("/needs").text


def test_a_setting_is_asked_first_to_mark_the_children_it_expects(world: World) -> None:
    world.enter("lodge")
    assert "2 children to mark this morning" in world.see("/needs").text.split("<li>")[1]
    for who in (BEN, EVE):
        tap(world, who, "/")
    assert "to mark this morning" not in world.see("/needs").text
    world.enter("oak")
    assert "to mark this morning" not in world.see("/needs").text


def test_a_former_pupil_has_no_name_there_any_more(world: World) -> None:
    world.enter("oak")
    gone = {"on": "23/11/2026", "ground": "g"}
    assert world.record(BEN, "removal_from_roll", **gone).status_code in (200, 303)
    text = world.see("/morning.csv?on=20/11/2026").text
    (ben,) = [row for row in text.splitlines() if world.pupil(BEN) in row]
    assert "A former pupil" in ben
    assert OAK not in ben
