"""Accounts, for an administrator alone: added, given a new password, and closed for a leaver."""

import re

import pytest

from apregister.auth.accounts import account_named
from apregister.auth.keys import add_key
from apregister.db import reading, writing
from tests.commands.world import run
from tests.web.world import OAK, World

NEW = {"sign_in_name": "Jo.Okafor", "name": "Jo Okafor", "role": "school", "places": OAK}


def _password(text: str) -> str:
    found = re.search(r"<strong>(\S+-\S+)</strong>", text)
    assert found
    return found.group(1)


def _enters(world: World, name: str, password: str) -> bool:
    with world.client.session_transaction() as held:
        held.clear()
    answer = world.client.post("/sign-in", data={"name": name, "password": password})
    return answer.status_code == 303


def _path(world: World, name: str) -> str:
    with reading(world.engines.register) as session:
        found = account_named(session, name)
        assert found is not None
        return f"/accounts/{found.id}"


def test_nobody_but_an_administrator_sees_them(world: World) -> None:
    path = _path(world, "oak")
    for who in ("oak", "officer", "auditor", "panel", "lodge"):
        world.enter(who)
        for page in ("/accounts", "/accounts/new", path):
            assert world.see(page).status_code == 403, who
        assert world.send(f"{path}/close").status_code == 403, who
    world.enter("admin")
    assert "oak" in world.see("/accounts").text


def test_one_is_added_and_its_password_is_shown_once(world: World) -> None:
    world.enter("admin")
    password = _password(world.send("/accounts/new", **NEW).text)
    assert password not in world.see(_path(world, "jo.okafor")).text
    assert _enters(world, "jo.okafor", password)
    world.enter("admin")
    again = world.send("/accounts/new", **NEW)
    assert (again.status_code, 'href="#sign_in_name"' in again.text) == (422, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"places": ""}, "places"), ({"places": "123999"}, "places"), ({"role": ""}, "role"),
     ({"role": "auditor", "places": "", "authority": "ABC"}, "authority")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    world: World, wrong: dict[str, str], field: str
) -> None:
    world.enter("admin")
    answer = world.send("/accounts/new", **NEW | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


def test_a_leaver_is_shut_out_and_an_administrator_closes_not_their_own(world: World) -> None:
    world.enter("admin")
    path = _path(world, "oak")
    fresh = _password(world.send(f"{path}/password").text)
    assert _enters(world, "oak", fresh)
    world.enter("admin")
    assert world.send(f"{path}/close").status_code == 200
    assert "Close the account" not in world.see(path).text
    assert world.send(f"{path}/close").status_code == 422
    assert world.send(f"{path}/password").status_code == 404
    own = world.send(f"{_path(world, 'admin')}/close")
    assert (own.status_code, "another administrator" in own.text) == (422, True)
    assert not _enters(world, "oak", fresh)


def test_the_commands_list_close_and_revoke(world: World) -> None:
    url = world.engines.register.url.render_as_string(hide_password=False)
    with writing(world.engines.register) as session:
        made = add_key(session, role="la_officer", label="A program", place=None, authority="330")
        key = made.key.id
    assert "Password (shown once)" in run("account", "password", "oak", "--db", url).out
    assert run("account", "close", "oak", "--db", url).code == 0
    listed = run("account", "list", "--db", url).out
    assert re.search(r"^oak\tschool\tOak School\tOak\tclosed ", listed, re.MULTILINE)
    assert run("account", "close", "oak", "--db", url).code == 2
    assert f"{key}\tla_officer\t330\tA program\tin use" in run("key", "list", "--db", url).out
    assert run("key", "revoke", key, "--db", url).code == 0
    assert "A program\trevoked " in run("key", "list", "--db", url).out
