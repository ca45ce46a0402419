"""The charts of a scorecard as files: who may save them, and what they are called."""

import pytest

from tests.web.world import HAVEN, LODGE, OAK, World, place_id

PATH = f"/places/{place_id(LODGE)}/charts"


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("lodge", 200), ("panel", 404), ("auditor", 200), ("oak", 404),
     ("far", 404), ("admin", 403)],
)  # fmt: skip
def test_who_sees_a_scorecard_may_save_its_charts(world: World, who: str, status: int) -> None:
    world.enter(who)
    answer = world.see(f"{PATH}/profile.svg?year=2025-26")
    assert answer.status_code == status
    if status == 200:
        assert answer.text.startswith("<svg")
        assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert 'filename="SYNTHETIC-profile-2025-26.svg"' in answer.headers["Content-Disposition"]


def test_a_chart_that_cannot_be_drawn_is_not_there(world: World) -> None:
    world.enter("officer")
    for path in (f"{PATH}/returns.svg", f"{PATH}/trend.svg", f"{PATH}/other.svg",
                 f"{PATH}/profile.svg?year=soon", f"/places/{place_id(HAVEN)}/charts/profile.svg",
                 f"/places/{place_id(OAK)}/charts/profile.svg"):  # fmt: skip
        assert world.see(path).status_code == 404, path
