"""The pages' base: the gate, the forms' token, the headers, the mistakes."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from apregister import db
from apregister.audit import looks
from apregister.auth.permissions import (
    EVERYONE,
    PERMISSIONS,
    PUBLIC,
    NoPermissionNamed,
    may,
    permission,
    permission_of,
)
from apregister.db import Engines, open_engines, writing
from apregister.settings import Settings
from apregister.web import make_web
from apregister.web.gate import check_all_named
from movements.actor import Role
from movements.people_and_places import Place, PlaceVersion, Pupil, PupilIdentifier
from tests.shell.conftest import PASSWORD, enrol, sign_in_as
from tests.tokens import without_token

ROLES: list[Role] = sorted(EVERYONE)
HTMX = {"HX-Request": "true"}
PUBLIC_PAGES = {
    "static",
    "signing.sign_in_page",
    "signing.sign_in_now",
    "signing.code_page",
    "signing.code_now",
    "voice.say",
    "voice.said",
}


def pages(web: Flask) -> list[tuple[str, str, str]]:
    """Every page without a variable part: method, address, permission."""
    return [
        (method, rule.rule, permission_of(web.view_functions[rule.endpoint]))
        for rule in web.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if not rule.arguments
    ]


# Permissions


def test_every_page_names_a_permission_there_is(web: Flask) -> None:
    named = {permission_of(view) for view in web.view_functions.values()}
    assert named <= {*PERMISSIONS, PUBLIC}


def test_only_signing_in_files_and_one_time_links_are_public(web: Flask) -> None:
    public = {
        endpoint for endpoint, view in web.view_functions.items() if permission_of(view) == PUBLIC
    }
    assert public == PUBLIC_PAGES


def test_a_page_without_a_permission_is_not_served(
    web: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(web.view_functions, "forgotten", lambda: "anything")
    with pytest.raises(NoPermissionNamed):
        check_all_named(web)


def test_a_permission_nobody_defined_cannot_be_named() -> None:
    with pytest.raises(KeyError):
        permission("see_everything")


def test_every_page_by_every_role(web: Flask, client: FlaskClient, engines: Engines) -> None:
    for role in ROLES:
        enrol(engines, role)
        sign_in_as(client, role)
        for method, address, name in pages(web):
            if name == PUBLIC or address == "/sign-out":
                continue
            answer = client.open(address, method=method)
            refused = answer.status_code == 403
            # To nobody here was it given to look after the accounts of colleagues.
            holds = may(role, name) and (name != "manage_accounts" or role == "administrator")
            assert refused is not holds, (role, method, address, answer.status_code)


def test_nobody_gets_past_the_gate_without_signing_in(web: Flask, client: FlaskClient) -> None:
    for method, address, name in pages(web):
        if name == PUBLIC:
            continue
        answer = client.open(address, method=method)
        assert answer.status_code == 302, (method, address)
        assert answer.location.startswith("/sign-in")


# Signing in and out


def test_signing_in_leads_where_one_was_going(client: FlaskClient, engines: Engines) -> None:
    enrol(engines, "auditor")
    refused = client.get("/looks?who=olu")
    assert refused.location == "/sign-in?next=/looks?who%3Dolu"
    form = client.get(refused.location)
    assert 'name="next" value="/looks?who=olu"' in form.text
    data = {"name": "auditor", "password": PASSWORD, "next": "/looks?who=olu"}
    assert client.post("/sign-in", data=data).location == "/looks?who=olu"


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x", ""]
)
def test_signing_in_never_leads_to_another_site(
    client: FlaskClient, engines: Engines, wanted: str
) -> None:
    enrol(engines, "auditor")
    data = {"name": "auditor", "password": PASSWORD, "next": wanted}
    assert client.post("/sign-in", data=data).location == "/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(
    client: FlaskClient, engines: Engines
) -> None:
    enrol(engines, "auditor")
    wrong = client.post("/sign-in", data={"name": "auditor", "password": "x"})
    unknown = client.post("/sign-in", data={"name": "unknown", "password": PASSWORD})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert without_token(wrong.text).replace("auditor", "unknown") == without_token(unknown.text)
    assert "The sign-in name or the password is not right." in wrong.text


def test_too_many_tries_say_how_long_to_wait(client: FlaskClient, engines: Engines) -> None:
    for _ in range(5):
        client.post("/sign-in", data={"name": "auditor", "password": "x"})
    answer = client.post("/sign-in", data={"name": "auditor", "password": "x"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert "Too many tries. Wait" in answer.text


def test_signing_out_ends_the_sitting_even_for_a_kept_cookie(
    client: FlaskClient, engines: Engines
) -> None:
    enrol(engines, "auditor")
    sign_in_as(client, "auditor")
    cookie = client.get_cookie("apregister")
    assert cookie is not None
    assert client.get("/").status_code == 200
    client.post("/sign-out")
    client.set_cookie("apregister", cookie.value)
    assert client.get("/").status_code == 302
    assert [look.what for look in looks(engines.looks)] == ["sign_out", "sign_in"]


def test_changing_the_password_by_the_page(client: FlaskClient, engines: Engines) -> None:
    enrol(engines, "auditor")
    sign_in_as(client, "auditor")
    new = "four brass kettles"
    data = {"current_password": "wrong", "new_password": new, "again": new}
    answer = client.post("/password", data=data)
    assert answer.status_code == 422
    assert 'href="#current_password"' in answer.text
    answer = client.post("/password", data={**data, "current_password": PASSWORD})
    assert answer.location == "/sign-in?done=password-changed"
    assert client.get("/").status_code == 302
    sign_in_as(client, "auditor", new)


# Cookies, forms and headers


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    plain = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    client.delete_cookie("apregister")
    assert "Secure" in client.get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]


def test_a_form_without_its_token_is_refused_and_with_it_taken(
    web: Flask, engines: Engines
) -> None:
    enrol(engines, "auditor")
    client = web.test_client()
    data = {"name": "auditor", "password": PASSWORD}
    refused = client.post("/sign-in", data=data)
    assert refused.status_code == 400
    assert "This form is out of date" in refused.text
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found is not None
    assert client.post("/sign-in", data={**data, "csrf_token": found[1]}).status_code == 303


def test_the_token_of_before_signing_in_is_worth_nothing_afterwards(
    web: Flask, engines: Engines
) -> None:
    enrol(engines, "auditor")
    client = web.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found is not None
    data = {"name": "auditor", "password": PASSWORD, "csrf_token": found[1]}
    assert client.post("/sign-in", data=data).status_code == 303
    assert client.post("/sign-out", data={"csrf_token": found[1]}).status_code == 400


@pytest.mark.parametrize("address", ["/sign-in", "/", "/looks", "/password", "/nowhere"])
def test_pages_are_strict_about_what_they_load_and_are_not_kept(
    client: FlaskClient, engines: Engines, address: str
) -> None:
    enrol(engines, "auditor")
    sign_in_as(client, "auditor")
    answer = client.get(address)
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"HX-Request", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son[a-z]+=", answer.text)


# htmx


def test_htmx_is_given_the_part_and_a_browser_the_page(
    client: FlaskClient, engines: Engines
) -> None:
    enrol(engines, "auditor")
    sign_in_as(client, "auditor")
    assert "<html" in client.get("/needs").text
    part = client.get("/needs", headers=HTMX).text
    assert "<html" not in part
    assert "Nothing waits for you." in part
    restored = client.get("/needs", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in restored.text


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(client: FlaskClient) -> None:
    answer = client.get("/needs", headers=HTMX)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in"
    assert answer.text == ""


# Mistakes, and what is invented


def test_what_is_not_there_has_a_page_that_says_so(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing here for you" in answer.text
    assert client.put("/sign-in").status_code == 405


def test_a_busy_register_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "PATIENCE_SECONDS", 0.05)
    impatient = open_engines(url)
    web = make_web(impatient, Settings(db=url))
    web.config["WTF_CSRF_ENABLED"] = False
    client = web.test_client()
    enrol(impatient, "auditor")
    sign_in_as(client, "auditor")
    new = "four brass kettles"
    data = {"current_password": PASSWORD, "new_password": new, "again": new}
    with writing(impatient.register):
        answer = client.post("/password", data=data)
        assert client.get("/needs").status_code == 200
    assert answer.status_code == 503
    assert "The register is busy" in answer.text
    impatient.dispose()


def bear(engines: Engines, upn: str) -> None:
    with writing(engines.register) as session:
        session.add(Pupil(id="p_1", created_at="now"))
        session.flush()
        held = PupilIdentifier(
            pupil_id="p_1", scheme="upn", value=upn, on=date(2026, 9, 1), recorded_at="now"
        )
        session.add(held)


@pytest.mark.parametrize(
    ("upn", "synthetic"),
    [
        ("T001900126001", True),
        ("A001999926001", True),
        ("T330900126001", False),
        ("A002900126001", False),
    ],
)
def test_pages_say_synthetic_when_an_invented_pupil_is_held(
    client: FlaskClient, engines: Engines, upn: str, synthetic: bool
) -> None:
    assert "SYNTHETIC" not in client.get("/sign-in").text
    bear(engines, upn)
    assert ("SYNTHETIC" in client.get("/sign-in").text) is synthetic


def test_pages_say_synthetic_when_the_authority_is_invented(
    client: FlaskClient, engines: Engines
) -> None:
    with writing(engines.register) as session:
        session.add(Place(id="s_1", created_at="now"))
        session.flush()
        known = {"name": "Oak", "la_code": "999", "on": date(2026, 9, 1), "source": "gias"}
        session.add(PlaceVersion(place_id="s_1", recorded_at="now", **known))
    assert "SYNTHETIC" in client.get("/sign-in").text


def test_an_auditor_pages_through_looks(client: FlaskClient, engines: Engines) -> None:
    enrol(engines, "auditor")
    for _ in range(30):
        sign_in_as(client, "auditor")
        client.post("/sign-out")
    sign_in_as(client, "auditor")
    first = client.get("/looks?who=auditor")
    assert first.text.count("<tr") == 1 + 50 + 1
    found = re.search(r'hx-get="([^"]+)"', first.text)
    assert found is not None
    rest = client.get(found[1].replace("&amp;", "&"), headers=HTMX)
    assert rest.text.count("<tr") == 61 - 50
    assert "Earlier looks" not in rest.text
