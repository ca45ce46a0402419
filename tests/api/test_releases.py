"""Releases by JSON: who may do what, and when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from movements.record import stop_clock_at
from tests.api.world import FAR, LODGE, NOW, World

YEAR = {"year": "2025-26"}
PATH = f"/places/{LODGE}/releases"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The clock is moved on by these tests, and put back."""
    yield
    stop_clock_at(NOW)


def _post(world: World, who: str, act: str, **told: str) -> tuple[int, list[tuple[str, str]]]:
    answer = world.ask(who, "POST", f"{PATH}/{act}", json=YEAR | told)
    return answer.status, answer.codes if answer.status == 422 else []


def test_a_release_from_its_opening_to_its_freezing(world: World) -> None:
    assert _post(world, "lodge", "comment", whose="setting", words="So it was.") == (
        422, [("year", "not_open")],
    )  # fmt: skip
    assert _post(world, "la330", "open")[0] == 201
    assert _post(world, "la330", "open")[0] == 200
    for whose in ("setting", "pupils", "parents"):
        assert _post(world, "lodge", "comment", whose=whose, words="So it was.")[0] == 201
    assert _post(world, "la330", "comment", whose="authority", words="So it was.")[0] == 201
    for who, whose in (("lodge", "authority"), ("la330", "setting")):
        assert _post(world, who, "comment", whose=whose, words="x") == (
            422, [("whose", "not_yours")],
        )  # fmt: skip
    assert _post(world, "la330", "freeze") == (422, [("on", "too_soon")])
    told = world.ask("lodge", "GET", PATH, params=YEAR).body
    assert told["comments_until"] == "2026-01-14", "no bank holiday is a working day"
    stop_clock_at(NOW + timedelta(days=34))
    late = _post(world, "lodge", "comment", whose="setting", words="And another thing.")
    assert late == (422, [("on", "too_late")])
    assert _post(world, "la330", "freeze")[0] == 201
    told = world.ask("lodge", "GET", PATH, params=YEAR).body
    entry = told["releases"][0]["entry"]
    release = world.ask("lodge", "GET", f"{PATH}/{entry}", params=YEAR).body
    assert release["sha256"] == told["releases"][0]["sha256"]
    assert {one["whose"] for one in release["comments"]} == {
        "setting", "authority", "pupils", "parents",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["brook", "far", "la331"])
def test_releases_are_the_settings_and_its_authoritys(world: World, who: str) -> None:
    assert world.ask(who, "GET", PATH, params=YEAR).status == 404
    assert world.ask(who, "GET", f"{PATH}/1", params=YEAR).status == 404
    for act in ("open", "comment", "freeze"):
        assert world.ask(who, "POST", f"{PATH}/{act}", json=YEAR).status in (403, 404)


def test_the_setting_may_not_release_itself(world: World) -> None:
    for act in ("open", "support", "freeze"):
        assert world.ask("lodge", "POST", f"{PATH}/{act}", json=YEAR).status == 403
    assert world.ask("la330", "POST", f"/places/{FAR}/releases/open", json=YEAR).status == 404


def test_what_is_missing_or_cannot_be_read_is_said(world: World) -> None:
    assert world.ask("la330", "POST", f"{PATH}/open", json={"year": "soon"}).status == 422
    assert world.ask("la330", "GET", f"{PATH}/999", params=YEAR).status == 422
    world.ask("la330", "POST", f"{PATH}/open", json=YEAR)
    answer = world.ask("lodge", "POST", f"{PATH}/comment", json=YEAR)
    assert ("words", "missing") in answer.codes
