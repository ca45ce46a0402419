"""A code beside the password: begun, asked for, used once, throttled, ended, and required."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from apregister import moment
from apregister.audit import looks
from apregister.auth.accounts import account_named
from apregister.db import reading
from apregister.settings import Settings, Unsafe
from apregister.web.shell import Shell
from tests.commands.world import run
from tests.web.world import PASSWORD, World


class Clock:
    """The clock of the sittings, moved by hand; it begins where a half-minute does."""

    def __init__(self) -> None:
        begun = moment.now().timestamp() // 30 * 30 + 30
        self.at = datetime.fromtimestamp(begun, UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(moment, "now", made)
    return made


def code(secret: str, clock: Clock, turns: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.at, counter_offset=turns)


def begin(world: World, name: str, clock: Clock) -> str:
    """Begin as one of the world's people; the secret that the app holds."""
    world.enter(name)
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", world.see("/second-step").text)
    assert found
    secret = found.group(1).replace(" ", "")
    assert world.send("/second-step", code=code(secret, clock)).status_code == 303
    return secret


def password(world: World, name: str) -> None:
    """The first step alone."""
    with world.client.session_transaction() as held:
        held.clear()
    answer = world.send("/sign-in", name=name, password=PASSWORD, next="/due")
    assert answer.location == "/sign-in/code?next=/due"


def test_from_then_on_the_code_is_asked_for_and_counts_once(world: World, clock: Clock) -> None:
    secret = begin(world, "oak", clock)
    password(world, "oak")
    assert world.see("/due").location.startswith("/sign-in"), "half way is not in"
    used = world.send("/sign-in/code", code=code(secret, clock))
    assert (used.status_code, 'href="#code"' in used.text) == (422, True)
    clock.at += timedelta(seconds=30)
    shown = code(secret, clock)
    spoken = f"{shown[:3]} {shown[3:]}"
    answer = world.send("/sign-in/code", code=spoken, next="/due")
    assert (answer.status_code, answer.location) == (303, "/due")
    assert world.see("/due").status_code == 200
    password(world, "oak")
    assert world.send("/sign-in/code", code=shown).status_code == 422, "seen over a shoulder"


@pytest.mark.parametrize(("turns", "status"), [(-2, 422), (-1, 303), (1, 303), (2, 422)])
def test_a_clock_half_a_minute_wrong_is_good_enough(
    world: World, clock: Clock, turns: int, status: int
) -> None:
    secret = begin(world, "oak", clock)
    clock.at += timedelta(minutes=4)
    password(world, "oak")
    assert world.send("/sign-in/code", code=code(secret, clock, turns)).status_code == status


def test_it_begins_only_once_the_app_shows_the_code(world: World, clock: Clock) -> None:
    world.enter("oak")
    offered = world.see("/second-step").text
    assert "<svg" in offered
    assert world.send("/second-step", code="123").status_code == 422
    assert re.findall("<code>.*</code>", world.see("/second-step").text)[0] in offered
    world.enter("oak")
    assert world.see("/due").status_code == 200, "signed in by the password alone"


def test_codes_are_not_to_be_guessed(world: World, clock: Clock) -> None:
    secret = begin(world, "oak", clock)
    password(world, "oak")
    answers = [world.send("/sign-in/code", code="000000").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    clock.at += timedelta(seconds=3)
    assert world.send("/sign-in/code", code=code(secret, clock, 1)).status_code == 303
    said = [look.what for look in looks(world.engines.looks)]
    assert said.count("sign_in_code_refused") == 5
    assert "sign_in_throttled" in said


def test_who_is_too_slow_or_gave_no_password_begins_again(world: World, clock: Clock) -> None:
    secret = begin(world, "oak", clock)
    password(world, "oak")
    clock.at += timedelta(minutes=6)
    late = world.send("/sign-in/code", code=code(secret, clock))
    assert late.location == "/sign-in?done=too-slow"
    with world.client.session_transaction() as held:
        held.clear()
    assert world.see("/sign-in/code").location == "/sign-in"
    assert world.send("/sign-in/code", code=code(secret, clock)).status_code == 303
    assert world.see("/due").location.startswith("/sign-in")


def test_it_is_ended_by_one_more_code(world: World, clock: Clock) -> None:
    secret = begin(world, "oak", clock)
    assert world.send("/second-step/end", code="000000").status_code == 422
    clock.at += timedelta(seconds=30)
    assert world.send("/second-step/end", code=code(secret, clock)).status_code == 303
    world.enter("oak")
    assert world.see("/due").status_code == 200


def test_a_lost_telephone(world: World, clock: Clock) -> None:
    begin(world, "oak", clock)
    with reading(world.engines.register) as session:
        account = account_named(session, "oak")
    assert account is not None
    world.enter("admin")
    assert "Ask for no code" in world.see(f"/accounts/{account.id}").text
    assert world.send(f"/accounts/{account.id}/code/end").status_code == 200
    world.enter("oak")
    url = world.engines.register.url.render_as_string(hide_password=False)
    begin(world, "elm", clock)
    assert run("account", "without-code", "elm", "--db", url).code == 0
    assert run("account", "without-code", "nobody", "--db", url).code == 2
    world.enter("elm")


def test_nobody_ends_their_own_without_a_code(world: World, clock: Clock) -> None:
    begin(world, "admin", clock)
    with reading(world.engines.register) as session:
        account = account_named(session, "admin")
    assert account is not None
    answer = world.send(f"/accounts/{account.id}/code/end")
    assert (answer.status_code, "your own account" in answer.text) == (422, True)


def test_where_it_is_required_nothing_else_is_open_before(world: World, clock: Clock) -> None:
    app = world.client.application
    held: Shell = app.extensions["apregister"]
    app.extensions["apregister"] = replace(held, settings=replace(held.settings, second_step=True))
    world.enter("oak")
    for path in ("/", "/due", "/digest"):
        assert world.see(path).location == "/second-step", path
    fragment = world.see("/needs", **{"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, "/second-step")
    assert "asks everybody for a code" in world.see("/second-step").text
    assert world.see("/password").status_code == 200
    begin(world, "oak", clock)
    assert world.see("/due").status_code == 200
    app.extensions["apregister"] = held


def test_the_setting_is_one_of_two_words() -> None:
    read = Settings.read
    assert not read(environment={}).second_step
    assert not read(environment={"APREGISTER_SECOND_STEP": "offered"}).second_step
    assert read(environment={"APREGISTER_SECOND_STEP": "Required"}).second_step
    with pytest.raises(Unsafe, match="required or offered"):
        read(environment={"APREGISTER_SECOND_STEP": "yes"})
