"""A mainstream school's figures, by every role."""

from tests.web.world import ELM, FAR, LODGE, OAK, World, place_id

PATH = f"/schools/{place_id(OAK)}/figures"
SEES = {"officer": 200, "auditor": 200, "oak": 200, "both": 200, "elm": 404, "far": 404,
        "officer_of_far": 404, "lodge": 403, "panel": 403, "admin": 403}  # fmt: skip


def test_figures_are_the_schools_own_and_its_authoritys(world: World) -> None:
    for who, status in SEES.items():
        world.enter(who)
        assert world.see(f"{PATH}?year=2026-27").status_code == status, who


def test_figures_in_sentences_and_a_table(world: World) -> None:
    world.enter("oak")
    text = world.see(f"{PATH}?year=2026-27").text
    assert "Permanently excluded" in text
    assert "Nothing here is banded or ranked" in text
    assert "style=" not in text
    assert PATH in world.see("/places").text
    assert f"/schools/{place_id(ELM)}/" not in world.see("/places").text


def test_what_is_no_mainstream_school_and_no_year(world: World) -> None:
    world.enter("officer")
    for place in (place_id(LODGE), place_id(FAR), "s_nowhere"):
        assert world.see(f"/schools/{place}/figures").status_code == 404
    assert world.see(f"{PATH}?year=soon").status_code == 422
