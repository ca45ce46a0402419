"""The page of a place's pupils: together, a line for each, and to whom."""

import pytest

from apregister.audit import looks
from tests.tokens import without_token
from tests.web.test_attendance_pages import marked
from tests.web.world import AMY, BEN, CAL, EVE, OAK, World, place_id

PAGE = f"/places/{place_id(OAK)}/attendance"


@pytest.fixture
def autumn(world: World) -> World:
    rows = (f"{AMY},2026-11-02,AM,N", f"{BEN},2026-11-02,AM,/", f"{EVE},2026-11-02,AM,/")
    marked(world, *rows, f"{CAL},2026-09-15,AM,/")
    return world


def test_a_school_sees_its_pupils_together_and_one_by_one(autumn: World) -> None:
    autumn.enter("oak")
    assert PAGE in autumn.see("/submissions").text
    text = autumn.see(PAGE).text
    assert "attended 3 of 4 possible sessions (75.0%); 1 is persistently absent, 1 of" in text
    assert text.index("Amy Example") < text.index("Ben Example")
    assert "A former pupil" in text
    assert "not counted" not in text
    assert f"/pupils/{autumn.pupil(AMY)}/attendance?from=" in text
    assert looks(autumn.engines.looks)[0].place_id == place_id(OAK)
    assert "attended 1 of 1 possible session (100.0%)" in autumn.see(f"{PAGE}?to=15/09/2026").text


def test_protected_children_are_for_the_place_itself(autumn: World) -> None:
    autumn.enter("oak")
    assert "Eve Example" in autumn.see(PAGE).text
    for who in ("officer", "auditor"):
        autumn.enter(who)
        text = autumn.see(PAGE).text
        assert "Eve Example" not in text
        assert "attended 2 of 3 possible sessions" in text
        assert "1 more, protected or out of your scope, is not counted" in text


def test_a_place_outside_one_s_scope_is_as_none(autumn: World) -> None:
    for who in ("elm", "lodge", "officer_of_far"):
        autumn.enter(who)
        answers = [autumn.see(path) for path in (PAGE, "/places/s_nowhere/attendance")]
        assert [one.status_code for one in answers] == [404, 404]
        assert len({without_token(one.text) for one in answers}) == 1
    for who in ("panel", "admin"):
        autumn.enter(who)
        assert autumn.see(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [("from=x", "from"), ("to=x", "to"), ("from=01/11/2026&to=01/10/2026", "to")],
)
def test_a_range_that_cannot_be_is_said(autumn: World, asked: str, wrong: str) -> None:
    autumn.enter("oak")
    answer = autumn.see(f"{PAGE}?{asked}")
    assert (answer.status_code, f'id="{wrong}-error"' in answer.text) == (422, True)
