"""The release of a scorecard by page, by every role."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from movements.record import stop_clock_at
from tests.web.world import HAVEN, LODGE, NOW, OAK, World, place_id

PATH = f"/places/{place_id(LODGE)}/releases"
YEAR = "2025-26"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The clock is moved on by these tests, and put back."""
    yield
    stop_clock_at(NOW)


def _send(world: World, who: str, act: str, **answers: str) -> int:
    world.enter(who)
    return world.send(f"{PATH}/{act}", year=YEAR, **answers).status_code


def test_shown_first_commented_on_and_frozen(world: World) -> None:
    assert _send(world, "officer", "open") == 303
    assert _send(world, "officer", "freeze") == 422
    assert _send(world, "lodge", "comment", whose="setting", words="Many came late.") == 303
    assert _send(world, "lodge", "comment", whose="authority", words="x") == 422
    assert _send(world, "officer", "support", what="A day a week", until="2026-12-18") == 303
    assert _send(world, "officer", "support") == 422
    world.enter("lodge")
    page = world.see(f"{PATH}?year={YEAR}").text
    assert "A day a week: from 23 November 2026 until 18 December 2026" in page
    assert "Many came late." in page
    assert "21 December 2026" in page
    assert "Freeze the release" not in page
    stop_clock_at(NOW + timedelta(days=30))
    world.enter("officer")
    assert "Freeze the release" in world.see(f"{PATH}?year={YEAR}").text
    assert _send(world, "officer", "freeze") == 303
    shown = world.see(f"{PATH}?year={YEAR}").text
    entry = shown.split(f"{PATH}/")[-1].split("?")[0]
    frozen = world.see(f"{PATH}/{entry}?year={YEAR}").text
    assert 'SHA-256 <span class="ap-pack__hash">' in frozen, "a hash too long for a phone is broken"
    assert "Many came late." in frozen
    assert "Fewer than 6 pupils: not released." in frozen
    assert world.see(f"{PATH}/{entry}?year=2024-25").status_code == 404


SEES = {"officer": 200, "lodge": 200, "panel": 404, "auditor": 200, "oak": 404, "far": 404,
        "officer_of_far": 404, "admin": 403}  # fmt: skip
COMMENTS = {"officer": 422, "lodge": 422, "oak": 403, "panel": 403, "auditor": 403, "admin": 403,
            "officer_of_far": 404}  # fmt: skip
RELEASES = {"officer": 303, "lodge": 403, "oak": 403, "panel": 403, "auditor": 403, "admin": 403,
            "officer_of_far": 404}  # fmt: skip


def test_every_page_of_releases_by_every_role(world: World) -> None:
    for who, status in SEES.items():
        world.enter(who)
        assert world.see(f"{PATH}?year={YEAR}").status_code == status, who
        assert world.see(f"{PATH}/1?year={YEAR}").status_code == (404 if status == 200 else status)
    for who, status in COMMENTS.items():
        assert _send(world, who, "comment", whose="pupils", words="x") == status, who
    for who, status in RELEASES.items():
        assert _send(world, who, "open") == status, who
        assert _send(world, who, "freeze") == (422 if status == 303 else status), who
        assert _send(world, who, "support", what="A day a week") == status, who


def test_whoever_reads_releases_may_open_each_count_of_the_live_card_to_its_pupils(
    world: World,
) -> None:
    """Two years' cards overlap, and would tell anybody else of few by their difference."""
    pages = {f"/places/{place_id(LODGE)}/scorecard/REI-3?year={YEAR}"}
    for year in ("2024-25", YEAR):
        world.enter("officer")
        stop_clock_at(NOW)
        world.send(f"{PATH}/open", year=year)
        stop_clock_at(NOW + timedelta(days=30))
        assert world.send(f"{PATH}/freeze", year=year).status_code == 303
        entry = world.see(f"{PATH}?year={year}").text.split(f"{PATH}/")[-1].split("?")[0]
        pages |= {f"{PATH}?year={year}", f"{PATH}/{entry}?year={year}"}
        pages |= {f"/places/{place_id(LODGE)}/charts/profile.svg?year={year}"}
    readers = set()
    for who in SEES:
        world.enter(who)
        seen = {world.see(path).status_code == 200 for path in pages}
        assert len(seen) == 1, f"{who} sees one of them and not another"
        card = "Releases of this scorecard" in world.see(f"/places/{place_id(LODGE)}").text
        assert seen == {card}, who
        readers |= {who} if card else set()
    assert readers == {"officer", "lodge", "auditor"}


def test_another_authoritys_setting_and_a_school_have_none(world: World) -> None:
    world.enter("officer")
    for place in (HAVEN, OAK):
        assert world.see(f"/places/{place_id(place)}/releases").status_code == 404


def test_the_settings_days_are_due_to_it_and_seen_by_its_authority(world: World) -> None:
    assert _send(world, "officer", "open") == 303
    sees = {"lodge": True, "officer": True, "oak": False, "officer_of_far": False}
    for who, seen in sees.items():
        world.enter(who)
        assert ("before a scorecard is frozen" in world.see("/due").text) is seen, who
