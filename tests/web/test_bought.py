"""Sessions bought and attended, on a page and as a file: to each its own, no protected child."""

import pytest

from tests.web.world import BEN, EVE, World


def test_an_officer_sees_what_was_bought_and_what_is_missing(world: World) -> None:
    world.enter("officer")
    text = world.see("/bought?from=02/11/2026&to=06/11/2026").text
    assert "Ben Example" in text
    assert "Eve Example" not in text
    assert "1 placement of protected children is in no line and no sum" in text
    assert "No marks" in text
    assert "Not told" in text
    file = world.see("/bought.csv?from=02/11/2026&to=06/11/2026").text
    assert (world.pupil(BEN) in file, world.pupil(EVE) in file) == (True, False)


@pytest.mark.parametrize(("name", "seen"), [("oak", True), ("lodge", True), ("elm", False)])
def test_a_place_sees_those_of_its_own_pupils(world: World, name: str, seen: bool) -> None:
    world.enter(name)
    text = world.see("/bought").text
    assert 'value="01/09/2026"' in text, "the period that is shown stands in its form"
    assert ("The Lodge" in text) == seen
    assert ("protected" in text) == seen


@pytest.mark.parametrize("asked", ["from=soon", "from=01/12/2026&to=01/11/2026"])
def test_a_period_that_cannot_be_read_is_said_and_the_year_is_shown(
    world: World, asked: str
) -> None:
    world.enter("officer")
    answer = world.see(f"/bought?{asked}")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "Ben Example" in answer.text
