"""Every route by every role, and what the description promises of each."""

from typing import Any

import pytest
from fastapi import FastAPI

from apregister.auth.keys import KEY_ROLES, add_key
from apregister.auth.permissions import EVERYONE, PERMISSIONS
from apregister.db import writing
from fair_access.fair_share.held import SHARE_KINDS
from movements.kinds import DOOR_KINDS
from movements.place_kinds import PLACE_KINDS
from movements.problems import Refused
from tests.api.world import AMY, World

ANYBODY = {"brook", "lodge", "la330"}
ROUTES: dict[tuple[str, str], set[str]] = {
    ("GET", "/v1/kinds"): ANYBODY,
    ("GET", "/v1/clocks"): ANYBODY,
    ("GET", "/v1/rules"): ANYBODY,
    ("GET", "/v1/local-rules"): {"la330"},
    ("POST", "/v1/local-rules/{rule}"): {"la330"},
    ("POST", "/v1/pupils/find"): ANYBODY,
    ("GET", "/v1/pupils/{id}/history"): ANYBODY,
    ("GET", "/v1/pupils/{id}/marks"): ANYBODY,
    ("GET", "/v1/pupils/{id}/attendance"): ANYBODY,
    ("POST", "/v1/attendance"): ANYBODY,
    ("GET", "/v1/morning"): ANYBODY,
    ("GET", "/v1/tracker"): ANYBODY,
    ("GET", "/v1/reconcile"): ANYBODY,
    ("POST", "/v1/reconcile/sign-off"): ANYBODY,
    ("GET", "/v1/submissions"): ANYBODY,
    ("GET", "/v1/submissions/{number}"): ANYBODY,
    ("POST", "/v1/pupils/{id}/attachments"): ANYBODY,
    ("GET", "/v1/pupils/{id}/attachments/{entry}"): ANYBODY,
    ("POST", "/v1/pupils/{id}/voice-links"): {"lodge", "la330"},
    ("GET", "/v1/due"): ANYBODY,
    ("GET", "/v1/digest"): ANYBODY,
    ("GET", "/v1/ledger"): ANYBODY,
    ("GET", "/v1/crosschecks"): ANYBODY,
    ("GET", "/v1/told-late"): ANYBODY,
    ("GET", "/v1/bought"): ANYBODY,
    ("GET", "/v1/duplicates"): ANYBODY,
    ("GET", "/v1/restate"): ANYBODY,
    ("GET", "/v1/ledger/spells"): ANYBODY,
    ("GET", "/v1/proposals"): ANYBODY,
    ("GET", "/v1/proposals/made"): ANYBODY,
    ("GET", "/v1/cases"): {"brook", "la330"},
    ("POST", "/v1/cases"): {"brook", "la330"},
    ("POST", "/v1/cases/{id}/steps/{step}"): {"brook", "la330"},
    ("GET", "/v1/cases/{id}"): {"brook", "la330"},
    ("GET", "/v1/cases/{id}/file"): {"brook", "la330"},
    ("GET", "/v1/follow-up"): {"brook", "la330"},
    ("GET", "/v1/reports/fair-access"): {"la330"},
    ("GET", "/v1/reports/panel"): {"la330"},
    ("GET", "/v1/fair-share"): {"brook", "la330"},
    **{("POST", f"/v1/fair-share/{kind}"): {"la330"} for kind in SHARE_KINDS},
    ("GET", "/v1/panels"): {"la330"},
    ("GET", "/v1/meetings"): {"la330"},
    ("GET", "/v1/meetings/{id}"): {"la330"},
    ("GET", "/v1/meetings/{id}/matters"): {"la330"},
    ("POST", "/v1/meetings/{id}/pack"): {"la330"},
    ("GET", "/v1/meetings/{id}/pack"): {"la330"},
    ("GET", "/v1/meetings/{id}/pack.pdf"): {"la330"},
    ("POST", "/v1/minutes/{kind}"): {"la330"},
    ("GET", "/v1/cases/{id}/letters"): {"la330"},
    ("POST", "/v1/cases/{id}/letters"): {"la330"},
    ("GET", "/v1/cases/{id}/letters/{entry}"): {"la330"},
    ("GET", "/v1/cases/{id}/letters/{entry}.pdf"): {"la330"},
    ("GET", "/v1/cases/{id}/letters/draft"): {"la330"},
    ("GET", "/v1/cases/{id}/reasons.pdf"): {"la330"},
    ("GET", "/v1/cases/{id}/reasons"): {"la330"},
    ("GET", "/v1/places/{id}/grid"): ANYBODY,
    ("GET", "/v1/places/{id}/attendance"): ANYBODY,
    ("GET", "/v1/places/{id}/scorecard"): ANYBODY,
    ("GET", "/v1/places/{id}/scorecard/{measure}"): ANYBODY,
    ("GET", "/v1/places/{id}/releases"): ANYBODY,
    ("GET", "/v1/places/{id}/releases/{entry}"): ANYBODY,
    ("POST", "/v1/places/{id}/releases/open"): {"la330"},
    ("POST", "/v1/places/{id}/releases/comment"): {"lodge", "la330"},
    ("POST", "/v1/places/{id}/releases/support"): {"la330"},
    ("POST", "/v1/places/{id}/releases/freeze"): {"la330"},
    ("GET", "/v1/funnels"): {"la330"},
    ("GET", "/v1/authority/figures"): {"la330"},
    ("GET", "/v1/authority/year"): {"la330"},
    ("GET", "/v1/places/{id}/figures"): {"brook", "la330"},
    ("GET", "/v1/directory"): ANYBODY,
    **{("POST", f"/v1/movements/{kind}"): ANYBODY for kind in (*DOOR_KINDS, *PLACE_KINDS)},
}
"""Every route but the public ones, and whose keys it is open to."""


def _described(api: FastAPI) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): told
        for path, methods in api.openapi()["paths"].items()
        for method, told in methods.items()
    }


def _ask(world: World, who: str | None, method: str, path: str) -> int:
    told = {"json": {"upn": AMY}} if method == "POST" else {}
    asked = path.removeprefix("/v1").replace("{id}", world.pupil(AMY)).replace("{step}", "x")
    return world.ask(who, method, asked, **told).status


def test_every_route_stands_in_the_table(api: FastAPI) -> None:
    assert set(_described(api)) == {*ROUTES, ("GET", "/v1/health")}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_by_every_role(world: World, method: str, path: str) -> None:
    assert _ask(world, None, method, path) == 401
    for who in ANYBODY:
        refused = _ask(world, who, method, path) == 403
        assert refused == (who not in ROUTES[method, path]), who


@pytest.mark.parametrize("role", sorted(EVERYONE - {*KEY_ROLES}))
def test_the_other_roles_have_no_keys(world: World, role: str) -> None:
    with pytest.raises(Refused), writing(world.engines.register) as session:
        add_key(session, role=role, authority="330")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer nobody", "Basic Zm9vOmJhcg==", "bearer  ", "Bearer a b"]
)
def test_a_header_that_is_no_key_in_use(world: World, header: str) -> None:
    answer = world.ask(None, "GET", "/due", headers={"Authorization": header})
    assert (answer.status, answer.codes) == (401, [("", "no_key")])
    assert answer.headers["www-authenticate"] == "Bearer"


def test_every_answer_is_private_and_under_the_strict_policy(world: World) -> None:
    for who, path in (("brook", "/kinds"), (None, "/due"), ("brook", "/nowhere")):
        headers = world.ask(who, "GET", path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith("default-src 'self'")


def test_the_kinds_name_every_answer_and_every_code(world: World) -> None:
    body = world.client.get(
        "/v1/kinds", headers={"Authorization": f"Bearer {world.keys['brook']}"}
    ).json()["items"]
    assert [kind["id"] for kind in body] == [*DOOR_KINDS, *PLACE_KINDS]
    suspension = next(kind for kind in body if kind["id"] == "suspension")
    fields = {field["name"]: field for field in suspension["fields"]}
    assert {"upn", "pupil", "school", "on", "session", "sessions", "ref"} <= fields.keys()
    codes = [choice["code"] for choice in fields["reason1"]["choices"]]
    assert "DB" in codes
    assert "OT" not in codes, "withdrawn in 2020"


@pytest.mark.parametrize("kind", PLACE_KINDS)
def test_the_description_of_what_is_told_of_a_setting_is_exact(api: FastAPI, kind: str) -> None:
    told = _described(api)["POST", f"/v1/movements/{kind}"]
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    common = {"setting", "school", "ref", "corrects", "correction_reason"}
    assert set(schema["properties"]) == common | PLACE_KINDS[kind].fields().keys()
    needed = {n for n, info in PLACE_KINDS[kind].fields().items() if info.is_required()}
    assert set(schema["required"]) == needed | {"setting"}
    assert "anyOf" not in schema


@pytest.mark.parametrize("kind", DOOR_KINDS)
def test_the_description_of_a_body_is_exact(api: FastAPI, kind: str) -> None:
    told = _described(api)["POST", f"/v1/movements/{kind}"]
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    common = {"upn", "pupil", "school", "ref", "corrects", "correction_reason"}
    who = {"forename", "surname", "dob"} if DOOR_KINDS[kind].may_be_first else set()
    assert set(schema["properties"]) == common | who | DOOR_KINDS[kind].fields().keys()
    assert schema["additionalProperties"] is False
    needed = {n for n, info in DOOR_KINDS[kind].fields().items() if info.is_required()}
    assert set(schema["required"]) == needed
    assert {"200", "201", "400", "401", "403", "409", "413", "422"} <= told["responses"].keys()


def test_every_permission_that_the_api_asks_for_is_defined(api: FastAPI) -> None:
    assert {"record_movement", "see_pupil", "see_due", "see_ledger"} <= PERMISSIONS.keys()


def test_the_page_of_the_description_holds_nothing_inline(api: FastAPI, world: World) -> None:
    page = world.client.get("/docs")
    assert page.status_code == 200
    assert "<style" not in page.text
    assert page.text.count("<script src=") == page.text.count("<script")
