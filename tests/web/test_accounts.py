"""Accounts, for an administrator, or of colleagues: added, a new password, closed for a leaver."""

import re

import pytest

from apregister.auth.accounts import account_named, actor_of
from apregister.auth.keys import add_key
from apregister.db import reading, writing
from tests.commands.world import run
from tests.web.world import ELM, OAK, World, place_id

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


def _manages(world: World, name: str) -> None:
    world.enter("admin")
    page = world.send(f"{_path(world, name)}/manages/yes")
    assert "No longer look after accounts" in page.text


def test_who_was_given_it_looks_after_the_accounts_of_colleagues_alone(world: World) -> None:
    _manages(world, "oak")
    world.enter("oak")
    listed = world.see("/accounts").text
    for name, shown in (("oak", True), ("both", False), ("elm", False), ("officer", False)):
        assert (f'{_path(world, name)}"' in listed) is shown, name
    for other in ("both", "elm", "lodge", "officer", "admin"):
        path = _path(world, other)
        assert world.see(path).status_code == 404, other
        for do in ("close", "password", "code/end"):
            assert world.send(f"{path}/{do}").status_code == 404, (other, do)
    assert "Accounts</a>" in world.see("/").text


def test_a_colleague_is_of_the_same_role_and_place_whatever_is_sent(world: World) -> None:
    _manages(world, "oak")
    world.enter("oak")
    assert 'name="role"' not in world.see("/accounts/new").text
    wanted = NEW | {"role": "administrator", "places": ELM, "authority": "330"}
    password = _password(world.send("/accounts/new", **wanted).text)
    with reading(world.engines.register) as session:
        found = account_named(session, "jo.okafor")
        assert found is not None
        made = actor_of(session, found)
    assert (made.role, made.authority, made.places) == ("school", None, {place_id(OAK)})
    assert not found.manages
    path = _path(world, "jo.okafor")
    assert world.send(f"{path}/manages/yes").status_code == 404, "for an administrator to give"
    assert _enters(world, "jo.okafor", password)
    assert world.see("/accounts").status_code == 403
    world.enter("oak")
    assert "Closed" in world.send(f"{path}/close").text
    assert not _enters(world, "jo.okafor", password)


def test_an_officer_looks_after_officers_of_the_same_authority(world: World) -> None:
    _manages(world, "officer")
    world.enter("officer")
    listed = world.see("/accounts").text
    for name, shown in (("officer", True), ("officer_of_far", False), ("auditor", False)):
        assert (f'{_path(world, name)}"' in listed) is shown, name


def test_it_is_given_and_taken_by_an_administrator(world: World) -> None:
    _manages(world, "oak")
    assert world.send(f"{_path(world, 'panel')}/manages/yes").status_code == 422
    assert world.send(f"{_path(world, 'oak')}/manages/perhaps").status_code == 404
    world.send(f"{_path(world, 'oak')}/manages/no")
    world.enter("oak")
    assert world.see("/accounts").status_code == 403
    assert "Accounts</a>" not in world.see("/").text
    url = world.engines.register.url.render_as_string(hide_password=False)
    assert run("account", "manages", "oak", "--db", url).code == 0
    assert world.see("/accounts").status_code == 200
    assert run("account", "manages", "oak", "--no", "--db", url).code == 0
    assert world.see("/accounts").status_code == 403
    assert run("account", "manages", "auditor", "--db", url).code == 2
