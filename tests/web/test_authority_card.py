"""The authority's own figures, by every role."""

from tests.web.world import World

SEES = {"officer": 200, "auditor": 200, "officer_of_far": 200, "lodge": 403, "oak": 403,
        "panel": 403, "admin": 403}  # fmt: skip


def test_the_authoritys_figures_are_for_its_officers_and_auditors(world: World) -> None:
    for who, status in SEES.items():
        world.enter(who)
        assert world.see("/authority/figures?year=2026-27").status_code == status, who


def test_limits_stand_by_name_with_what_was_missed(world: World) -> None:
    world.enter("officer")
    text = world.see("/authority/figures?year=2026-27").text
    assert "Missed" in text
    assert "style=" not in text
    assert "No limit of the authority" in world.see("/authority/figures?year=2023-24").text
    assert world.see("/authority/figures?year=soon").status_code == 422
