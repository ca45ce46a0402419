"""An authority's settings side by side, by every role, by page and by API."""

import pytest

from apregister.web import funnels
from tests.reports.test_funnel import drawn
from tests.web.world import World

SEES = {"officer": 200, "auditor": 200, "officer_of_far": 200, "lodge": 403, "oak": 403,
        "panel": 403, "far": 403, "admin": 403}  # fmt: skip


def test_funnels_are_for_whoever_answers_for_all_settings(world: World) -> None:
    for who, status in SEES.items():
        world.enter(who)
        assert world.see("/funnels?year=2025-26").status_code == status, who
        missing = 404 if status == 200 else status
        assert world.see("/funnels/REI-3.svg?year=2025-26").status_code == missing, who
        assert ("/funnels" in world.see("/places").text) == (status == 200), who


def test_a_year_that_cannot_be_read_is_said(world: World) -> None:
    world.enter("officer")
    assert world.see("/funnels?year=soon").status_code == 422
    assert world.see("/funnels/REI-3.svg?year=soon").status_code == 404


def test_a_funnel_is_shown_with_its_table_and_can_be_saved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(funnels, "funnels", lambda *_: (drawn(),))
    world.enter("officer")
    page = world.see("/funnels?year=2025-26").text
    assert "style=" not in page
    assert page.index("Ash") < page.index("Birch") < page.index("Yew")
    assert "below the 99.8% line" in page
    assert "not shown" in page
    saved = world.see("/funnels/REI-3.svg?year=2025-26")
    assert saved.text.startswith("<svg")
    assert "funnel-REI-3.svg" in saved.headers["Content-Disposition"]
